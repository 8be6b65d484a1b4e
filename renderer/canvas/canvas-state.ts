import { create } from "zustand";
import type { ConnectionCheck } from "../../engine/graph/check.ts";
import type { GroupId, NodeId } from "../../engine/graph/graph.ts";
import type { GraphNote, NoteId } from "../../engine/graph/note.ts";
import type { Fix } from "../../engine/graph/problem.ts";
import type { Point } from "./geometry.ts";

/** One end of a possible connection. */
export interface Port {
  readonly node: NodeId;
  /** Index of an input, or null for the output. */
  readonly input: number | null;
}

/** A connection while it is being drawn, by pointer or by keyboard. */
export interface Connecting {
  readonly start: Port;
  /** What every port on the other side would say to it, by `portKey`. */
  readonly answers: ReadonlyMap<string, ConnectionCheck>;
  /** Only while connecting by keyboard. */
  readonly keyboard: {
    readonly fitting: readonly Port[];
    /** Index of the one that Enter connects. */
    readonly chosen: number;
    /** Index of the port that was last asked why it does not fit; -1 before. */
    readonly asked: number;
  } | null;
}

/** A connection that was let go where it does not fit. */
export interface Refused {
  readonly at: Point;
  readonly reason: string;
  /** How it can be drawn all the same. */
  readonly ways: readonly Fix[];
}

/** Where a connection was let go over the paper. */
export interface LooseEnd {
  readonly start: Port;
  /** In the window. */
  readonly at: Point;
  /** On the paper, in pixels at 100 %. */
  readonly place: Point;
}

interface CanvasState {
  readonly connecting: Connecting | null;
  /** Why the last connection was not made, at a place in the window. */
  readonly refusal: Refused | null;
  /** The layer or note that keyboard focus returns to: the canvas is one tab stop. */
  readonly active: NodeId | NoteId | null;
  /** A layer that was just added by keyboard: it takes the focus once it is measured and can be seen. */
  readonly focusNext: NodeId | null;
  /** The note whose words are being written; a new one is not in the document yet. */
  readonly writing: GraphNote | null;
  /** The layer or group whose name is being written where it stands. */
  readonly naming: NodeId | GroupId | null;
  /** A connection that was let go over the paper: the layer that it leads to is being chosen. */
  readonly loose: LooseEnd | null;
  /** Zoomed out so far that no words can be read. */
  readonly isFar: boolean;
  readonly showShapes: boolean;
  /** The whole network in small, in a corner. */
  readonly showMap: boolean;
  /** How often the search was opened since it was closed; 0 while it is closed. */
  readonly searching: number;
  /** How often the outline was asked for since it was closed; 0 while it is closed. */
  readonly outlining: number;
  /** The latest message for people who listen. */
  readonly said: string;
}

/** What concerns the canvas only and is neither saved nor undone. */
export const useCanvas = create<CanvasState>()(() => ({
  connecting: null,
  refusal: null,
  active: null,
  focusNext: null,
  writing: null,
  naming: null,
  loose: null,
  isFar: false,
  showShapes: true,
  showMap: false,
  searching: 0,
  outlining: 0,
  said: "",
}));

export function portKey({ node, input }: Port): string {
  return `${node} ${input ?? "output"}`;
}

/** Opens the search on the canvas, or puts the cursor back into it. */
export function openSearch(): void {
  useCanvas.setState(({ searching }) => ({ searching: searching + 1 }));
}

/** Opens the outline, or gives it the focus. */
export function openOutline(): void {
  useCanvas.setState(({ outlining }) => ({ outlining: outlining + 1 }));
}

export function closeOutline(): void {
  useCanvas.setState({ outlining: 0 });
}

/** Tells screen readers what happened on the canvas. */
export function tell(said: string): void {
  useCanvas.setState({ said });
}

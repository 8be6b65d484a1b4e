import type { NodeId } from "../../engine/graph/graph.ts";
import type { NoteId } from "../../engine/graph/note.ts";
import { say, translate } from "../../engine/words/say.ts";
import { countWords, moveLayers } from "../document/actions.ts";
import { type Arrangement, arranged, arrangements, neededFor } from "../document/arrange.ts";
import { blankNote } from "../document/notes.ts";
import { layersOf, shownGraph } from "../document/shown-graph.ts";
import { useDocument } from "../document/store.ts";
import { useCanvas } from "./canvas-state.ts";
import { boxesOf } from "./flow-model.ts";
import type { Box, Point } from "./geometry.ts";
import { type FrameBox, frameBoxes, layerPlaces, titleBoxes } from "./group-nodes.ts";
import { noteBoxes } from "./note-nodes.ts";
import { refuse } from "./refuse.ts";
import { measuredSizes } from "./sizes.ts";

export type CanvasCommand = "tidy" | "zoom-in" | "zoom-out" | "zoom-100" | "fit" | "fit-selection";

/** A canvas in the window, as far as commands reach it. */
export interface MountedCanvas {
  readonly run: (command: CanvasCommand) => void;
  readonly reveal: (id: NodeId | NoteId) => void;
  readonly centre: (id: NodeId | NoteId) => void;
  readonly paperPoint: (at: Point) => Point;
}
let mounted: MountedCanvas | null = null;

/** Commands reach this canvas from now on. Returns how to end it. */
export function mountCanvas(canvas: MountedCanvas): () => void {
  mounted = canvas;
  return () => {
    if (mounted === canvas) mounted = null;
  };
}

/** Carries out a command of the menu or a button; without a canvas in the window there is nothing to do. */
export function runCanvasCommand(command: CanvasCommand): void {
  mounted?.run(command);
}

/** The place on the paper, in pixels at 100 %, under a point of the window; null without a canvas. */
export function paperPoint(at: Point): Point | null {
  return mounted?.paperPoint(at) ?? null;
}

/** Moves the view, if need be, so that a layer, a note, a block or the title of a frame is in sight. */
export function revealPlaced(id: NodeId | NoteId): void {
  mounted?.reveal(id);
}

/** Moves the view so that a layer or a note lies in its middle; as large as it is. */
export function centrePlaced(id: NodeId | NoteId): void {
  mounted?.centre(id);
}

/** Begins a note at a place in pixels at 100 %, or where there is room. */
export function beginNote(at?: { readonly x: number; readonly y: number }): void {
  const writing = blankNote(at);
  useCanvas.setState({ writing });
  mounted?.reveal(writing.id);
}

/** Where all layers, blocks and notes lie, as they are drawn. */
export function drawnBoxes(): readonly Box[] {
  const { graph } = useDocument.getState().project;
  const sizes = measuredSizes();
  return [...boxesOf(graph, {}, sizes).values(), ...noteBoxes(graph, sizes)];
}

/** The frames around groups, where they are drawn. */
export function drawnFrames(): readonly FrameBox[] {
  const { graph } = useDocument.getState().project;
  return frameBoxes(shownGraph(graph), boxesOf(graph, {}, measuredSizes()));
}

/** Those of them that are selected; a block when all of its layers are. */
export function selectedBoxes(): readonly Box[] {
  const { project, selection } = useDocument.getState();
  const shown = shownGraph(project.graph);
  const ids = new Set([...selection.nodes, ...selection.notes]);
  return drawnBoxes().filter(({ id }) => layersOf(shown, id).every((layer) => ids.has(layer)));
}

/** Where one of them lies, the title of a frame and a note that is being written included. */
export function drawnBox(id: NodeId | NoteId): Box | undefined {
  const { writing } = useCanvas.getState();
  if (writing?.id === id) return { ...writing, ...measuredSizes().get(id) };
  return [...drawnBoxes(), ...titleBoxes(drawnFrames())].find((box) => box.id === id);
}

/** Puts the selected layers and notes in order, as they are drawn. */
export function arrangeSelection(arrangement: Arrangement): void {
  const { project, selection } = useDocument.getState();
  const chosen = selectedBoxes();
  const { title } = arrangements[arrangement];
  if (chosen.length < neededFor(arrangement)) {
    refuse(
      say("{arrangement}: select at least {count} layers.", {
        arrangement: translate(title),
        count: neededFor(arrangement),
      }),
    );
    return;
  }
  const { graph } = project;
  moveLayers(layerPlaces(graph, [], arranged(chosen, arrangement)), {
    label: () =>
      say("{arrangement} of {what}", {
        arrangement: translate(title).toLowerCase(),
        what: countWords(selection.nodes.length, selection.notes.length),
      }),
  });
}

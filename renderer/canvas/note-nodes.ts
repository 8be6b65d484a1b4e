import type { Node } from "@xyflow/react";
import type { Graph, GraphNode, NodeId } from "../../engine/graph/graph.ts";
import { nodeById } from "../../engine/graph/lookup.ts";
import { type GraphNote, type NoteId, notesOf } from "../../engine/graph/note.ts";
import { placed, type Sizes } from "./flow-model.ts";
import type { Box } from "./geometry.ts";

export type NoteNode = Node<Record<string, never>, "note">;

const noData: Record<string, never> = {};

/** Notes as React Flow draws them, under the layers; the one being written may not be in the document yet. */
export function noteNodes(
  graph: Graph,
  writing: GraphNote | null,
  selected: readonly NoteId[],
  sizes: Sizes,
): NoteNode[] {
  const notes = notesOf(graph);
  const isNew = writing !== null && !notes.some(({ id }) => id === writing.id);
  return (isNew ? [...notes, writing] : notes).map((note) => ({
    id: note.id,
    type: "note",
    ...placed(note),
    data: noData,
    selected: selected.includes(note.id),
    draggable: note.id !== writing?.id,
    connectable: false,
    // Told at once, so that a new note can take the focus before it is measured.
    measured: sizes.get(note.id) ?? { width: note.width, height: note.height },
  }));
}

/** The rectangles of the notes, as far as they have been measured as high as they are written. */
export function noteBoxes(graph: Graph, sizes: Sizes): readonly Box[] {
  return notesOf(graph).map(({ id, x, y, width, height }) => ({
    id,
    x,
    y,
    width,
    height: sizes.get(id)?.height ?? height,
  }));
}

/** A layer or a note, by its id. */
export function placedItem(graph: Graph, id: NodeId | NoteId): GraphNode | GraphNote | undefined {
  return nodeById(graph, id) ?? notesOf(graph).find((note) => note.id === id);
}

export function isNote(graph: Graph, id: string): boolean {
  return notesOf(graph).some((note) => note.id === id);
}

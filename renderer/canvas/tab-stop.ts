import type { Graph } from "../../engine/graph/graph.ts";
import { nodeById } from "../../engine/graph/lookup.ts";
import { notesOf } from "../../engine/graph/note.ts";
import { drawnAs, shownGraph } from "../document/shown-graph.ts";
import { useDocument } from "../document/store.ts";
import { useCanvas } from "./canvas-state.ts";

/**
 * Whether this layer, block or note is the one that takes part in Tab: the canvas is one stop, and arrow keys walk
 * within it. Only the two whose turn it was and is are drawn anew.
 */
export function useIsTabStop(id: string): boolean {
  // Both stores wake it, and both give the same answer.
  useCanvas(() => tabStop() === id);
  return useDocument(() => tabStop() === id);
}

/** The one that had focus last, if it is there; else what is selected, else the first. */
function tabStop(): string | undefined {
  const {
    project: { graph },
    selection,
  } = useDocument.getState();
  const { active } = useCanvas.getState();
  if (active !== null && isDrawn(graph, active)) return active;
  const shown = shownGraph(graph);
  const [selected] = selection.nodes;
  if (selected !== undefined) return drawnAs(shown, selected);
  return shown.layers[0]?.id ?? shown.blocks[0]?.id ?? notesOf(graph)[0]?.id;
}

function isDrawn(graph: Graph, id: string): boolean {
  const { blocks, blockOf } = shownGraph(graph);
  if (nodeById(graph, id)) return !blockOf.has(id);
  return blocks.some((block) => block.id === id) || notesOf(graph).some((note) => note.id === id);
}

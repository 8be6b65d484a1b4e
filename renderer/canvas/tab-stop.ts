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
  const isActive = useCanvas(({ active }) => active === id);
  const isAnother = useCanvas(({ active }) => active !== null && active !== id);
  return useDocument(({ project: { graph }, selection }) => {
    if (isActive) return true;
    const shown = shownGraph(graph);
    const { active } = useCanvas.getState();
    if (isAnother && active !== null && isDrawn(graph, active)) return false;
    const [selected] = selection.nodes;
    const first = shown.layers[0]?.id ?? shown.blocks[0]?.id ?? notesOf(graph)[0]?.id;
    return (selected === undefined ? first : drawnAs(shown, selected)) === id;
  });
}

function isDrawn(graph: Graph, id: string): boolean {
  const { blocks, blockOf } = shownGraph(graph);
  if (nodeById(graph, id)) return !blockOf.has(id);
  return blocks.some((block) => block.id === id) || notesOf(graph).some((note) => note.id === id);
}

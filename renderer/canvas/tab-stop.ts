import { nodeById } from "../../engine/graph/lookup.ts";
import { notesOf } from "../../engine/graph/note.ts";
import { useDocument } from "../document/store.ts";
import { useCanvas } from "./canvas-state.ts";

/**
 * Whether this layer or note is the one that takes part in Tab: the canvas is one stop, and arrow keys walk within it.
 * Only the two whose turn it was and is are drawn anew.
 */
export function useIsTabStop(id: string): boolean {
  const isActive = useCanvas(({ active }) => active === id);
  const isAnother = useCanvas(({ active }) => active !== null && active !== id);
  return useDocument(({ project: { graph }, selection }) => {
    if (isActive) return true;
    const { active } = useCanvas.getState();
    if (isAnother && (nodeById(graph, active) || notesOf(graph).some((note) => note.id === active)))
      return false;
    return (selection.nodes[0] ?? graph.nodes[0]?.id ?? notesOf(graph)[0]?.id) === id;
  });
}

import { notesOf } from "../../engine/graph/note.ts";
import { useDocument } from "../document/store.ts";
import { useCanvas } from "./canvas-state.ts";

/** The one layer or note that takes part in Tab: the canvas is one stop, and arrow keys walk within it. */
export function useTabStop(): string | undefined {
  const active = useCanvas((state) => state.active);
  return useDocument(({ project, selection }) => {
    const { nodes } = project.graph;
    const notes = notesOf(project.graph);
    if ([...nodes, ...notes].some(({ id }) => id === active)) return active ?? undefined;
    return selection.nodes[0] ?? nodes[0]?.id ?? notes[0]?.id;
  });
}

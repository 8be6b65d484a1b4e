import type { NodeId } from "../../engine/graph/graph.ts";
import type { NoteId } from "../../engine/graph/note.ts";

/** Moves keyboard focus to the canvas as a whole: a layer that was just added cannot take it before it is measured. */
export function focusCanvas(): void {
  document.querySelector<HTMLElement>('[data-region="canvas"]')?.focus({ preventScroll: true });
}

/** Moves keyboard focus to a layer or note on the canvas; false when it is not drawn or not visible yet. */
export function focusPlaced(id: NodeId | NoteId): boolean {
  const element = document.querySelector<HTMLElement>(`.react-flow [data-node-id="${CSS.escape(id)}"]`);
  element?.focus({ preventScroll: true });
  return element !== null && element === document.activeElement;
}

import type { NodeId } from "../../engine/graph/graph.ts";

/** Moves keyboard focus to the canvas as a whole: a layer that was just added cannot take it before it is measured. */
export function focusCanvas(): void {
  document.querySelector<HTMLElement>('[data-region="canvas"]')?.focus({ preventScroll: true });
}

/** Moves keyboard focus to a layer on the canvas; false when it is not drawn or not visible yet. */
export function focusLayer(id: NodeId): boolean {
  const element = document.querySelector<HTMLElement>(`[data-layer][data-node-id="${CSS.escape(id)}"]`);
  element?.focus({ preventScroll: true });
  return element !== null && element === document.activeElement;
}

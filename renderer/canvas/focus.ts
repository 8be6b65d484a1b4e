import type { NodeId } from "../../engine/graph/graph.ts";

/** Moves keyboard focus to a layer on the canvas; false when it is not drawn. */
export function focusLayer(id: NodeId): boolean {
  const element = document.querySelector<HTMLElement>(`[data-layer][data-node-id="${CSS.escape(id)}"]`);
  element?.focus({ preventScroll: true });
  return element !== null;
}

import { useStore } from "@xyflow/react";
import { useMemo } from "react";

/**
 * A hook: where on the canvas drawings stand that move with the view; none before it is there. React Flow's own
 * ViewportPortal looks for it at every change of the store, among all that is drawn.
 */
export function useMovedPlace(): Element | null | undefined {
  const canvas = useStore(({ domNode }) => domNode);
  return useMemo(() => canvas?.querySelector(".react-flow__viewport-portal"), [canvas]);
}

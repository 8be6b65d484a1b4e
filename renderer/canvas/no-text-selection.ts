import { useStoreApi } from "@xyflow/react";
import { useEffect } from "react";

/**
 * Nothing on the canvas but what can be typed or copied selects text: where a drag crosses layers, the browser looks
 * for the next text among hundreds at every move, to find that it may not be selected.
 */
export function useNoTextSelection(): void {
  const store = useStoreApi();
  useEffect(() => {
    const canvas = store.getState().domNode;
    canvas?.addEventListener("selectstart", refuse);
    return () => canvas?.removeEventListener("selectstart", refuse);
  }, [store]);
}

function refuse(event: Event): void {
  const { target } = event;
  const element = target instanceof Element ? target : (target as Node).parentElement;
  if (element && getComputedStyle(element).userSelect === "none") event.preventDefault();
}

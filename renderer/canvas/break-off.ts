import { useStoreApi } from "@xyflow/react";
import { useEffect } from "react";
import { select } from "../document/store.ts";
import { useCanvas } from "./canvas-state.ts";
import { useDragged } from "./dragged.ts";
import { selectionAtPress } from "./pressed-selection.ts";

let isEnding = false;

/** Whether what a hand does ends now because Escape gave it up: then nothing comes of it. */
export function isBrokenOff(): boolean {
  return isEnding;
}

/** Escape gives up what a hand is doing: moving layers, drawing a connection, choosing by a rectangle. */
export function useBreakOff(): void {
  const store = useStoreApi();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      const { userSelectionActive } = store.getState();
      const { connecting } = useCanvas.getState();
      const isConnecting = connecting !== null && connecting.keyboard === null;
      if (!userSelectionActive && !isConnecting && useDragged.getState().ids.size === 0) return;
      event.preventDefault();
      event.stopPropagation();
      if (userSelectionActive) {
        const { nodes, edges, notes } = selectionAtPress();
        store.setState({ userSelectionActive: false, userSelectionRect: null });
        select(nodes, edges, notes);
        return;
      }
      isEnding = true;
      // React Flow and d3 end a drag when the button is let go, and have no other way to be told.
      document.dispatchEvent(new MouseEvent("mouseup", { bubbles: true, view: window }));
      isEnding = false;
    };
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  }, [store]);
}

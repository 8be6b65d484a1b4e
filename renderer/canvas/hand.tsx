import { useKeyPress, useStoreApi } from "@xyflow/react";
import { useEffect } from "react";

/** By its code. React Flow moves the view while it is held; a layer that the hand takes would be dragged instead. */
const hand = { keys: "Space" };

/** While Space is held a hand moves the view, also where it takes hold of a layer: the paper lies over the layers. */
export function Hand() {
  const store = useStoreApi();
  const isHeld = useKeyPress(hand.keys);
  useEffect(() => {
    const pane = store.getState().domNode?.querySelector(".react-flow__pane");
    pane?.toggleAttribute("data-hand", isHeld);
  }, [store, isHeld]);
  return null;
}

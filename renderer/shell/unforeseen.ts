import { say } from "../../engine/words/say.ts";
import { showTrouble } from "./store.ts";

/** A promise that fails without anyone listening is told to the person as well. Call once. */
export function tellUnforeseenFailures(): void {
  window.addEventListener("unhandledrejection", ({ reason }) => {
    showTrouble({
      title: say("Something in Layerlab failed"),
      reason: reason instanceof Error ? reason.message : String(reason),
      next: say("Save your project under a new name and start Layerlab again."),
    });
  });
}

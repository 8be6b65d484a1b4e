import { useDocument } from "./document/store.ts";
import { reset, useTraining } from "./training/store.ts";
import { forgetTried } from "./training/trying/try-store.ts";

/**
 * Ends the run of a document that was replaced, and what was tried on it: they belong to other layers. An imported model
 * brings its own run, which is adopted in the same turn as its document opens. Call once; returns how to end it.
 */
export function endRunWithItsDocument(): () => void {
  return useDocument.subscribe((now, before) => {
    if (now.generation === before.generation) return;
    forgetTried();
    queueMicrotask(() => {
      const { network, run } = useTraining.getState();
      const isAdopted = network !== null && network === useDocument.getState().project;
      if (!isAdopted && (network !== null || run !== "idle")) void reset();
    });
  });
}

import { LookPace, lookShares } from "../../engine/inspect/look-pace.ts";
import type { watchedSession } from "./probe-session.ts";

/** Seconds between two wishes to look: as often as pictures come, and far more often than looks are allowed. */
const interval = 0.05;

/** How each kind of look keeps its pace, on a clock that runs while Inspect is open alone: from one window to the next. */
const paces = {
  layer: new LookPace(lookShares.layer),
  cell: new LookPace(lookShares.cell, { saved: 1 }),
  explanation: new LookPace(lookShares.explanation),
  weights: new LookPace(lookShares.weights, { shortest: 0.5 }),
  activity: new LookPace(lookShares.activity, { shortest: 0.5 }),
} as const;
let opened = 0;

/**
 * Does what the window does while Inspect is open with all its views and a cursor that never rests: asks for each kind of
 * look as soon as its pace allows. Returns the function that ends it, which gives how many looks there were.
 */
export function startInspecting(
  { session, show }: Pick<Awaited<ReturnType<typeof watchedSession>>, "session" | "show">,
  node: string,
): () => number {
  let looks = 0;
  const start = performance.now() / 1000 - opened;
  const now = () => performance.now() / 1000 - start;
  const look = (kind: keyof typeof paces, ask: () => { readonly seconds: number }) => {
    if (paces[kind].wait(now()) > 0) return;
    const seen = ask();
    show(seen);
    looks += 1;
    paces[kind].took(seen.seconds, now());
  };
  const timer = setInterval(() => {
    const cursor = { map: 0, row: looks % 7, column: looks % 5 };
    look("layer", () => session.lookAtLayer({ node, cursor }));
    look("cell", () => session.lookAtCell({ node, cursor }));
    look("explanation", () => session.explain({ node, label: null }));
    look("weights", () => session.lookAtWeights());
    look("activity", () => session.lookAtActivity());
  }, 1000 * interval);
  return () => {
    clearInterval(timer);
    opened = now();
    return looks;
  };
}

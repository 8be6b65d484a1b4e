import { create } from "zustand";
import { lookShares } from "../../../engine/inspect/look-pace.ts";
import type { ActivityLook, WeightLook } from "../../../engine/protocol.ts";
import { desktopBridge } from "../../desktop.ts";
import { pacedLook } from "./paced-look.ts";

/** Looks at the weights that are kept: as many rows as the picture over time has. */
const keptLooks = 48;

interface LooksStore {
  /** The last looks at all weights and gradients, oldest first. */
  readonly weights: readonly WeightLook[];
  /** What the layers gave for the test examples when they were looked at last. */
  readonly activity: ActivityLook | null;
  /** Why there is nothing new, in words. */
  readonly refusal: string | null;
}

export const useLooks = create<LooksStore>()(() => ({ weights: [], activity: null, refusal: null }));

const { setState } = useLooks;

/** The looks with one more; those of a later step are gone, where the run was taken back to a checkpoint. */
export function withLook(looks: readonly WeightLook[], look: WeightLook): readonly WeightLook[] {
  return [...looks.filter(({ step }) => step < look.step), look].slice(-keptLooks);
}

const refuse = ({ reason, next }: { readonly reason: string; readonly next: string }) =>
  setState({ refusal: `${reason} ${next}` });

/** Follows weights and gradients while a view of them is open. */
export const followWeights = pacedLook({
  share: lookShares.weights,
  ask: () => desktopBridge().lookAtWeights(null),
  show: (look) => setState(({ weights }) => ({ weights: withLook(weights, look), refusal: null })),
  refuse,
  forget: () => setState({ weights: [], refusal: null }),
});

/** Follows what the layers give while a view of it is open. */
export const followActivity = pacedLook({
  share: lookShares.activity,
  ask: () => desktopBridge().lookAtActivity(null),
  show: (activity) => setState({ activity, refusal: null }),
  refuse,
  forget: () => setState({ activity: null, refusal: null }),
});

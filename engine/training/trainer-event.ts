import type { Divergence, EpochResult, RunResult } from "../protocol.ts";
import type { EvaluationProgress } from "./evaluation.ts";

/** What one unit of work brought: one batch, or as many as were allowed, so that a pause takes effect within it. */
export type TrainerEvent =
  | { readonly kind: "batch"; readonly at: number; readonly loss: number; readonly accuracy: number }
  /** Several small ones, by one call: place, loss and accuracy of each in turn, until the next unit. */
  | { readonly kind: "batches"; readonly curve: Float64Array }
  | EvaluationProgress
  | { readonly kind: "epoch"; readonly result: EpochResult }
  | { readonly kind: "finished"; readonly result: RunResult }
  | { readonly kind: "diverged"; readonly divergence: Divergence };

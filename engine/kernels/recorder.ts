import type { Tensor } from "../tensor.ts";
import type { Kernels } from "./kernels.ts";

/** Remembers calls of kernels, to repeat them all by one call: that is what most of a small network's step goes into. */
export interface KernelRecorder {
  /** They work as ever, and are remembered between `begin` and `end`. */
  readonly kernels: Kernels;
  begin(): void;
  /** Repeats the calls on what their tensors then hold, and returns the last loss; null when one cannot be repeated. */
  end(): (() => number) | null;
  /**
   * Whole training steps, to be repeated for many batches by one call. Nothing is done yet: `parts.pass` only says what a
   * step calls, all of which must have been recorded by `begin` and `end` before. Null when something cannot be repeated.
   */
  steps(parts: StepParts): RecordedSteps | null;
}

/** A training step of a batch: examples, what is done with them, and when their gradients are no good. */
export interface StepParts {
  readonly batch: number;
  /** All examples and what they ask for, one row each, in the kernels' memory. */
  readonly inputs: Tensor;
  readonly targets: Tensor;
  /** The numbers of the examples, in the order in which they are taken; in the kernels' memory too. */
  readonly order: Uint32Array;
  /** Where the rows of a batch go. */
  readonly input: Tensor;
  readonly target: Tensor;
  /** From the loaded batch to its loss, its right answers and the squared norm of all gradients. */
  pass(kernels: Kernels): void;
  /** A step whose loss is not finite or whose gradients have this norm or more ends before its update. */
  readonly largestNorm: number;
}

export interface RecordedSteps {
  /** The most steps of one call. */
  readonly most: number;
  /** Loss, right answers and squared norm of the gradients of the last call's steps, in turn. */
  readonly found: Float64Array;
  /**
   * Does up to `times` steps on the examples from `start` of the order on; ends before an update that would do harm.
   * @param update what a step, counted from 0, does with its gradients.
   * @param isSteady whether that is the same in all of them.
   * @returns how many updates there were. When they are fewer than `times`, `found` has one step more.
   */
  run(
    start: number,
    times: number,
    update: (kernels: Kernels, step: number) => void,
    isSteady: boolean,
  ): number;
}

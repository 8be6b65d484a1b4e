import type { Kernels } from "../kernels/kernels.ts";
import type { RecordedSteps, StepParts } from "../kernels/recorder.ts";
import type { Tensor } from "../tensor.ts";
import type { Executor } from "./executor.ts";

export interface PassParts {
  readonly train: Executor;
  /** The same on kernels that remember what they do; null where there are none. */
  readonly recording: Executor | null;
  readonly gradients: Tensor;
  /** Gradients that backward writes on the way to layers before, and that nothing may use. */
  readonly frozen: readonly Tensor[];
  points(kernels: Kernels, prediction: Tensor, target: Tensor): number;
  /** The penalties' part of the loss of so many examples; null where no weight is penalised. */
  readonly penaltyOf: ((count: number) => number) | null;
}

/** What steps are repeated on, and when they end. */
export type StepExamples = Pick<StepParts, "inputs" | "targets" | "order" | "largestNorm">;

/** A training pass before and after its points are counted, each by one call. */
interface RecordedPass {
  /** What the loss was multiplied by: a part of the calls. */
  readonly scale: number;
  readonly forward: () => void;
  /** Returns the loss. */
  readonly backward: () => number;
}

/**
 * Forward, loss and backward of a loaded batch. On one thread the kernels' calls are recorded at the first time and then
 * repeated by one call, or, where the rest of a step can be recorded too, whole steps are.
 */
export class TrainingPass {
  /** Sums over the examples of the last pass. */
  loss = 0;
  points = 0;
  private readonly parts: PassParts;
  /** What is repeated, by whether gradients are added up and by the number of examples; null where that cannot be. */
  private readonly recorded = {
    fresh: new Map<number, RecordedPass | null>(),
    adding: new Map<number, RecordedPass | null>(),
  };

  constructor(parts: PassParts) {
    this.parts = parts;
  }

  /** @param adds whether the gradients, times `scale`, are added to those that are there. */
  run(count: number, scale: number, adds: boolean): void {
    const { train, recording, penaltyOf } = this.parts;
    const passes = this.recorded[adds ? "adding" : "fresh"];
    const recorded = passes.get(count);
    if (recorded?.scale === scale) {
      recorded.forward();
      this.points = this.count(train, count);
      this.loss = recorded.backward();
      return;
    }
    const { recorder } = train.kernels;
    // The first pass of its kind is done on the way to its recording. Penalties are numbers that JavaScript adds up.
    const records = recorder && recorded === undefined && recording && !penaltyOf;
    const by = records ? recording : train;
    Object.assign(by.noise, train.noise);
    if (records) recorder.begin();
    this.toPrediction(by, count, adds);
    const forward = records ? recorder.end() : null;
    // Counted before the loss meets the others: after it they may write where the prediction was.
    this.points = this.count(train, count);
    if (records) recorder.begin();
    this.loss = this.fromLoss(by, count, scale);
    const backward = records ? recorder.end() : null;
    if (records) passes.set(count, forward && backward && { scale, forward, backward });
  }

  /**
   * Whole steps that begin with the loading of a batch and with gradients of their own; null where something cannot be
   * repeated, undefined before the first pass of such a batch, which tells.
   */
  recordSteps(count: number, scale: number, examples: () => StepExamples): RecordedSteps | null | undefined {
    const { train, recording, gradients } = this.parts;
    const { recorder } = train.kernels;
    if (!recorder || !recording) return null;
    const known = this.recorded.fresh.get(count);
    if (!known) return known;
    return recorder.steps({
      ...examples(),
      batch: count,
      input: train.input(count),
      target: train.target(count),
      pass: (kernels) => {
        this.toPrediction(recording, count, false);
        this.count(recording, count);
        this.fromLoss(recording, count, scale);
        kernels.sumOfSquares(gradients);
      },
    });
  }

  /** Gradients of the batch that went forward, added to those that are there; none for what is frozen. */
  backward(by: Executor, count: number): void {
    by.backward(count);
    for (const gradient of this.parts.frozen) by.kernels.fill(gradient, 0);
  }

  private toPrediction(by: Executor, count: number, adds: boolean): void {
    if (!adds) by.kernels.fill(this.parts.gradients, 0);
    by.forward(count, true);
  }

  private count(by: Executor, count: number): number {
    return this.parts.points(by.kernels, by.prediction(count), by.target(count));
  }

  private fromLoss(by: Executor, count: number, scale: number): number {
    const loss = by.loss(count, scale) + (this.parts.penaltyOf?.(count) ?? 0);
    this.backward(by, count);
    return loss;
  }
}

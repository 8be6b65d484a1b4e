import { gather } from "../data/batches.ts";
import type { Dataset } from "../data/dataset.ts";
import { writeTargets } from "../data/targets.ts";
import type { NetworkPlan } from "../graph/plan.ts";
import type { Kernels } from "../kernels/kernels.ts";
import type { RecordedSteps } from "../kernels/recorder.ts";
import { sizeOf, type Tensor, view } from "../tensor.ts";
import { largestGradientNorm } from "./divergence.ts";
import type { RunMemory } from "./memory.ts";
import { optimizer } from "./optimizers.ts";
import type { TrainingSettings } from "./settings.ts";
import type { StepExamples } from "./training-pass.ts";

/** The most numbers that examples and targets may have to be copied beside the network: a megabyte. */
const mostNumbers = 1 << 18;

export interface RepeatedParts {
  readonly memory: RunMemory;
  readonly dataset: Dataset;
  readonly settings: TrainingSettings;
  /** The order of an epoch, in the kernels' memory: the next one's takes its place. */
  readonly order: Uint32Array;
}

/**
 * The steps of a small network, many by one call into the kernels, which gather, train, check and update in the same order
 * and to the same bits as a step by itself. For plain steps alone: what JavaScript decides between the gradients and their
 * update (clipping, penalties, several batches an update), or changes in the examples, needs steps one by one.
 */
export class RepeatedSteps {
  private readonly parts: RepeatedParts;
  /** Null where steps cannot be repeated, undefined before that is known. */
  private recorded: RecordedSteps | null | undefined;
  private readonly isSteady: boolean;

  constructor(parts: RepeatedParts) {
    const { settings } = parts;
    this.parts = parts;
    const isConstant = !settings.schedule || settings.schedule.name === "constant";
    this.isSteady = isConstant && optimizer(settings.optimizer.name).isSteady;
    const { plan, kernels } = parts.memory;
    if (!isPlain({ plan, kernels, dataset: parts.dataset, settings })) this.recorded = null;
  }

  /** Loss, points and squared norm of the last steps, in turn. */
  get found(): Float64Array {
    return this.recorded?.found ?? new Float64Array();
  }

  /**
   * Up to `times` steps on the full batches of an epoch from one on; returns how many. It ends before a step whose loss or
   * gradients are no good, which leaves nothing but its gradients behind: done by itself, it tells what went wrong.
   * @param rateOf the learning rate of a batch.
   */
  run(batch: number, times: number, rateOf: (batch: number) => number): number {
    const { memory } = this.parts;
    if (this.recorded === undefined) this.recorded = memory.recordSteps(() => this.examples());
    if (!this.recorded) return 0;
    return memory.repeatSteps(this.recorded, {
      start: batch * memory.batch,
      times: Math.min(times, this.recorded.most),
      rateOf: (step) => rateOf(batch + step),
      isSteady: this.isSteady,
    });
  }

  /** Copies the examples to where the kernels reach them, as the network sees them. */
  private examples(): StepExamples {
    const { memory, dataset, order } = this.parts;
    const { allocate } = memory.kernels;
    const examples = countExamples(dataset);
    const every = Uint32Array.from({ length: examples }, (_, index) => index);
    const rows = ({ size }: Tensor) =>
      view(allocate((examples * size) / memory.batch), 0, [examples, size / memory.batch]);
    const inputs = rows(memory.train.input(memory.batch));
    const targets = rows(memory.train.target(memory.batch));
    gather(dataset, every, 0, examples, inputs.data, 0);
    writeTargets(dataset, every, 0, examples, targets.data, 0, targets.size / examples);
    return { inputs, targets, order, largestNorm: largestGradientNorm };
  }
}

/**
 * How many numbers are copied beside the network so that its steps can be repeated: none where they never are. One that
 * counts its points in JavaScript copies none either, which is known only at its first step.
 */
export function copiedElements(parts: RepeatableParts): number {
  return isPlain(parts) ? copyOf(parts) : 0;
}

type RepeatableParts = Pick<RepeatedParts, "dataset" | "settings"> & {
  readonly plan: NetworkPlan;
  readonly kernels: Pick<Kernels, "recorder">;
};

function copyOf({ plan, dataset }: RepeatableParts): number {
  const width = sizeOf(dataset.inputShape) + sizeOf(plan.nodes[plan.output]?.shape ?? []);
  return countExamples(dataset) * width;
}

function countExamples({ inputs, inputShape }: Dataset): number {
  return inputs.data.length / sizeOf(inputShape);
}

function isPlain(parts: RepeatableParts): boolean {
  const { plan, kernels, settings } = parts;
  const { clipping, augmentation, updating } = settings;
  return (
    kernels.recorder !== undefined &&
    copyOf(parts) <= mostNumbers &&
    (!clipping || clipping.name === "none") &&
    !augmentation?.length &&
    (!updating || updating.name === "batch") &&
    // Running statistics would be moved twice by a step that is done again.
    plan.parameters.every(({ isStatistic }) => !isStatistic)
  );
}

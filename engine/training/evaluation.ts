import { gather, gatherBytes } from "../data/batches.ts";
import type { Dataset } from "../data/dataset.ts";
import { writeTargets } from "../data/targets.ts";
import type { Divergence } from "../protocol.ts";
import { atLoss, findNonFiniteOutput } from "./divergence.ts";
import type { Executor } from "./executor.ts";
import type { TargetMeasures } from "./measures.ts";
import type { RunMemory } from "./memory.ts";
import { type Scoring, scoreFrom, scoringFor, type Tally } from "./scoring.ts";

/** What was measured over a part of the examples. */
export interface Measured {
  readonly loss: number;
  /** Or another score: see `scoreOf`. */
  readonly accuracy: number;
  readonly targets?: readonly TargetMeasures[];
}

/** After each batch. */
export interface EvaluationProgress {
  readonly kind: "validating" | "testing";
  readonly done: number;
  readonly total: number;
}

/** Where a network's numbers stopped being finite. */
export type DivergedAt = Pick<Divergence, "node" | "layer" | "where">;

/** Measures the network in a run's memory on a part of the data, and scores what is trained. */
export class Evaluation {
  private readonly memory: RunMemory;
  private readonly dataset: Dataset;
  private readonly scoring: Scoring;
  /** Of the part that is being evaluated. */
  private tally: Tally;

  /** From here on the memory counts the points of its batches by the set's task. */
  constructor(memory: RunMemory, dataset: Dataset) {
    this.memory = memory;
    this.dataset = dataset;
    this.scoring = scoringFor(memory.plan, dataset);
    this.tally = this.scoring.newTally();
    memory.points = (kernels, prediction, target, isTraining) => {
      if (!isTraining) this.tally.add(prediction, target);
      return this.scoring.points(kernels, prediction, target);
    };
  }

  /** Mean loss and accuracy over some examples, a batch at a time; after a loss that is not finite, where it began. */
  *over(
    indices: Uint32Array,
    kind: EvaluationProgress["kind"],
  ): Generator<EvaluationProgress, Measured | DivergedAt, void> {
    const { memory, dataset } = this;
    const { evaluation: executor, evaluationBatch: size } = memory;
    let loss = 0;
    let points = 0;
    this.tally = this.scoring.newTally();
    for (let start = 0; start < indices.length; start += size) {
      const count = Math.min(size, indices.length - start);
      loadExamples(executor, dataset, indices, start, count);
      memory.evaluatePass(count);
      loss += memory.lastLoss;
      if (!Number.isFinite(loss)) {
        loadExamples(executor, dataset, indices, start, count);
        return findNonFiniteOutput(memory, "evaluation", count) ?? atLoss(memory);
      }
      points += memory.lastPoints;
      yield { kind, done: start + count, total: indices.length };
    }
    const targets = this.tally.result();
    const accuracy = scoreFrom(dataset, points, indices.length, targets);
    return { loss: loss / indices.length, accuracy, ...(targets.length > 0 ? { targets } : {}) };
  }
}

/** Gives an executor `count` examples from `start` of `indices` on, and what it should answer. */
export function loadExamples(
  executor: Executor,
  dataset: Dataset,
  indices: Uint32Array,
  start: number,
  count: number,
): void {
  const input = executor.input(count);
  const { inputs, preprocessing } = dataset;
  if (inputs.kind === "bytes" && !preprocessing.features && !preprocessing.channels) {
    const { data, address, size } = input;
    gatherBytes(inputs.data, indices, start, count, new Uint8Array(data.buffer, address, size));
    executor.kernels.solo.fromBytes(input, preprocessing.scale, preprocessing.offset);
  } else gather(dataset, indices, start, count, input.data, input.offset);
  const target = executor.target(count);
  writeTargets(dataset, indices, start, count, target.data, target.offset, target.size / count);
}

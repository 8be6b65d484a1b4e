import { BatchOrder } from "../data/batches.ts";
import type { Dataset } from "../data/dataset.ts";
import { asAsked } from "../data/targets.ts";
import type { Graph, NodeId } from "../graph/graph.ts";
import { planNetwork } from "../graph/plan.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { Augmenter } from "./augment.ts";
import type { Crew } from "./crew.ts";
import { atLoss, findNonFiniteOutput, findWildestGradient, largestGradientNorm } from "./divergence.ts";
import { EpochLessons } from "./epoch-lessons.ts";
import {
  type DivergedAt,
  Evaluation,
  type EvaluationProgress,
  loadExamples,
  type Measured,
} from "./evaluation.ts";
import { batchSizes } from "./layout.ts";
import { RunMemory } from "./memory.ts";
import { refuseMisfit } from "./misfit.ts";
import { RepeatedSteps } from "./repeated-steps.ts";
import type { TrainingSettings } from "./settings.ts";
import type { TrainerEvent } from "./trainer-event.ts";
import { firstProgress, type TrainerProgress, type TrainerState } from "./trainer-state.ts";
import { UpdateRatios } from "./update-ratios.ts";
import { updating } from "./updating.ts";

export interface TrainerParts {
  readonly graph: Graph;
  readonly settings: TrainingSettings;
  readonly dataset: Dataset;
  readonly kernels: Kernels;
  /** Threads that run along. */
  readonly crew?: Crew;
  /** Seconds from any beginning; measures speed and never influences a result. */
  readonly clock: () => number;
}

/**
 * One run: `advance` does the next unit of work and says what it brought. The caller decides when to call it
 * again, so pausing, stepping and stopping need no state here. Same seed, same bits.
 */
export class Trainer {
  readonly memory: RunMemory;
  readonly dataset: Dataset;
  readonly seed: number;
  readonly updateRatios: UpdateRatios;
  /** Everything that changes from one unit of work to the next, and that a checkpoint keeps. */
  private progress: TrainerProgress;
  private readonly parts: TrainerParts;
  private readonly order: BatchOrder;
  private readonly augmenter: Augmenter | null;
  private readonly evaluation: Evaluation;
  private readonly steps: RepeatedSteps;
  private work: Generator<TrainerEvent, void, void>;
  /** Batches that the unit under way may train at once, and what they bring. */
  private most = 1;
  private readonly curve = new Float64Array(3 * 256);
  private readonly lessons: EpochLessons;

  /** @throws TroubleError when network and data do not fit each other. */
  constructor(parts: TrainerParts) {
    const { graph, settings, kernels } = parts;
    const dataset = asAsked(parts.dataset, graph);
    refuseMisfit(graph, dataset);
    this.parts = parts;
    this.dataset = dataset;
    this.seed = settings.seed;
    this.progress = firstProgress(settings.epochs, Number(settings.optimizer.settings.learningRate));
    this.memory = new RunMemory({
      plan: planNetwork(graph),
      kernels,
      settings,
      ...batchSizes(settings.batchSize, dataset.split),
      ...(parts.crew ? { crew: parts.crew } : {}),
    });
    this.updateRatios = new UpdateRatios(this.memory);
    this.evaluation = new Evaluation(this.memory, dataset);
    this.lessons = new EpochLessons(settings);
    this.order = new BatchOrder(dataset.split.train, settings.seed, kernels);
    const { augmentation } = settings;
    this.augmenter = augmentation?.length ? new Augmenter(dataset, augmentation, settings.seed) : null;
    this.steps = new RepeatedSteps({ memory: this.memory, dataset, settings, order: this.order.indices });
    this.work = this.run();
  }

  /** Finished epochs. */
  get epoch(): number {
    return this.progress.epoch;
  }

  /** Batches of the epoch under way that are done. */
  get batch(): number {
    return this.progress.batch;
  }

  /** Epochs asked for. */
  get epochs(): number {
    return this.progress.epochs;
  }

  get learningRate(): number {
    return this.progress.learningRate;
  }

  /** Counts from the next update on. */
  set learningRate(rate: number) {
    this.progress.learningRate = rate;
  }

  /** Seconds spent on training batches. */
  get trainingSeconds(): number {
    return this.progress.trainingSeconds;
  }

  /** Examples seen in training batches. */
  get examplesSeen(): number {
    return this.progress.examplesSeen;
  }

  /** Of the last finished epoch; null before there is one. */
  get lastValidation(): TrainerProgress["lastValidation"] {
    return this.progress.lastValidation;
  }

  get batchesPerEpoch(): number {
    return Math.ceil(this.dataset.split.train.length / this.memory.batch);
  }

  /** The learning rate of the next batch: what is set, times what the schedule says. */
  get scheduledLearningRate(): number {
    return this.learningRateAt(this.batch);
  }

  private learningRateAt(batch: number): number {
    return this.learningRate * this.lessons.rateFactor(this.epoch + batch / this.batchesPerEpoch);
  }

  get imagesPerSecond(): number | null {
    return this.trainingSeconds > 0 ? this.examplesSeen / this.trainingSeconds : null;
  }

  /**
   * The next unit of work; null when the run has ended.
   * @param seconds for about as long, batches of a small network may be trained at once.
   */
  advance(seconds = 0): TrainerEvent | null {
    const before = this.parts.clock();
    this.most = Math.floor((seconds * (this.imagesPerSecond ?? 0)) / this.memory.batch);
    const { value, done } = this.work.next();
    const elapsed = this.parts.clock() - before;
    this.progress.seconds += elapsed;
    if (value?.kind === "batch" || value?.kind === "batches") this.progress.trainingSeconds += elapsed;
    return done ? null : value;
  }

  /** Adds epochs, during the run or after it has finished: the same bits as if they had been asked for at once. */
  extend(epochs: number): void {
    this.progress.epochs += epochs;
    this.lessons.renewPatience();
    this.work = this.run();
  }

  /** After a divergence: the batch that failed comes again, on the weights and learning rate as they are now. */
  retry(): void {
    this.work = this.run();
  }

  /** Where the run is between two units of work; `memory.snapshot` has the numbers that belong to it. */
  get state(): TrainerState {
    const { best, plateau } = this.lessons;
    return { ...this.progress, step: this.memory.step, best, plateau };
  }

  /**
   * Goes to where a run of the same network, settings and data was: from here on the same bits as there.
   * @param numbers of `memory.snapshot`.
   * @throws RangeError when state or numbers cannot be this run's.
   */
  restore({ step, best, plateau, ...progress }: TrainerState, numbers: Float32Array): void {
    const { epoch, batch, epochs } = progress;
    if (batch > this.batchesPerEpoch || epoch > epochs)
      throw new RangeError(
        `The run has ${epochs} epochs of ${this.batchesPerEpoch} batches; epoch ${epoch}, batch ${batch} is none of them.`,
      );
    this.memory.restore(numbers, { step, hasBest: best !== null });
    this.progress = progress;
    this.lessons.restore({ best, plateau });
    this.updateRatios.take(); // of another place
    if (batch > 0) this.order.startEpoch(epoch);
    this.work = this.run();
  }

  /** Norm of the weight gradient of each layer with weights, in the last batch. */
  gradientNorms(): Readonly<Record<NodeId, number>> {
    return this.memory.gradientNorms();
  }

  private *run(): Generator<TrainerEvent, void, void> {
    while (this.epoch < this.epochs && !this.lessons.isOver) {
      if (this.batch === 0) {
        this.order.startEpoch(this.epoch);
        this.progress.epochLoss = 0;
        this.progress.epochPoints = 0;
      }
      while (this.batch < this.batchesPerEpoch) {
        const event = this.trainBatches() ?? this.trainBatch();
        yield event;
        if (event.kind === "diverged") return;
      }
      const { validation } = this.dataset.split;
      const validated = yield* this.evaluate(validation, "validating");
      if (!validated) return;
      this.progress.lastValidation = { loss: validated.loss, accuracy: validated.accuracy };
      this.progress.epoch += 1;
      this.progress.batch = 0;
      const trained = this.trained();
      if (this.lessons.learnFrom(this.epoch, validation.length > 0 ? validated : trained))
        this.memory.keepBest();
      yield this.epochEnded(trained, validated);
    }
    this.memory.restoreBest();
    const test = yield* this.evaluate(this.dataset.split.test, "testing");
    if (test) yield this.finished(test);
  }

  /** The epoch that has just ended. */
  private epochEnded(trained: Measured, validated: Measured): TrainerEvent {
    return {
      kind: "epoch",
      result: {
        epoch: this.epoch,
        trainLoss: trained.loss,
        trainAccuracy: trained.accuracy,
        validationLoss: validated.loss,
        validationAccuracy: validated.accuracy,
        ...(validated.targets ? { validationTargets: validated.targets } : {}),
      },
    };
  }

  /** The run as it ends, with the weights that it leaves: those of the best epoch where it is kept. */
  private finished(test: Measured): TrainerEvent {
    const { best } = this.lessons;
    const validation = best ?? this.lastValidation;
    return {
      kind: "finished",
      result: {
        epochs: this.epoch,
        seconds: this.progress.seconds,
        validationAccuracy: validation?.accuracy ?? Number.NaN,
        validationLoss: validation?.loss ?? Number.NaN,
        bestEpoch: best?.epoch ?? null,
        testAccuracy: test.accuracy,
        ...(test.targets ? { testTargets: test.targets } : {}),
        testLoss: test.loss,
        imagesPerSecond: this.imagesPerSecond ?? 0,
        parameters: this.memory.plan.parameterCount,
        seed: this.seed,
        weightsHash: this.memory.weightsHash(),
      },
    };
  }

  /** Several batches by one call; null where the next one must be trained by itself. */
  private trainBatches(): TrainerEvent | null {
    const { memory, dataset, steps, epoch } = this;
    const left = Math.floor(dataset.split.train.length / memory.batch) - this.batch;
    const times = Math.min(this.most, left);
    if (times < 2 || this.updateRatios.isWanted) return null;
    const done = steps.run(this.batch, times, (batch) => this.learningRateAt(batch));
    if (done === 0) return null;
    const curve = this.curve.subarray(0, 3 * done);
    const { found } = steps;
    for (let step = 0; step < done; step++) {
      const loss = found[3 * step] ?? 0;
      const points = found[3 * step + 1] ?? 0;
      this.progress.epochLoss += loss;
      this.progress.epochPoints += points;
      this.progress.batch += 1;
      curve[3 * step] = epoch + this.batch / this.batchesPerEpoch;
      curve[3 * step + 1] = loss / memory.batch;
      curve[3 * step + 2] = points / memory.batch;
    }
    this.progress.examplesSeen += done * memory.batch;
    return { kind: "batches", curve };
  }

  private trainBatch(): TrainerEvent {
    const { memory, dataset } = this;
    const start = this.batch * memory.batch;
    const count = Math.min(memory.batch, dataset.split.train.length - start);
    const adds = this.progress.groupFirst !== null;
    const first = this.progress.groupFirst ?? this.batch;
    const end = this.groupEnd;
    const examples = Math.min(end * memory.batch, dataset.split.train.length) - first * memory.batch;
    this.load(start, count);
    const noise = this.epoch * this.batchesPerEpoch + this.batch;
    memory.trainPass(count, { scale: 1 / examples, adds, noise });
    const { lastLoss: loss, lastPoints: points } = memory;
    const norm = Math.sqrt(memory.squaredGradientNorm());
    if (!Number.isFinite(loss) || !(norm < largestGradientNorm)) {
      this.load(start, count);
      const output = findNonFiniteOutput(memory, "train", count);
      const divergence = this.diverged(
        output ?? (Number.isFinite(loss) ? findWildestGradient(memory) : atLoss(memory)),
      );
      // What the group had added up is spoilt: it begins again.
      this.progress.batch = first;
      this.clearGroup();
      return divergence;
    }
    this.progress.groupFirst = first;
    this.progress.groupLoss += loss;
    this.progress.groupPoints += points;
    if (this.batch + 1 === end) this.update(norm);
    this.progress.batch += 1;
    this.progress.examplesSeen += count;
    return {
      kind: "batch",
      at: this.epoch + this.batch / this.batchesPerEpoch,
      loss: loss / count,
      accuracy: points / count,
    };
  }

  /** Before which batch the update comes that takes the next one's gradients in. */
  private get groupEnd(): number {
    const { updating: chosen } = this.parts.settings;
    if (!chosen) return this.batch + 1;
    return updating(chosen.name).end(chosen.settings, this.batch, this.batchesPerEpoch);
  }

  private clearGroup(): void {
    this.progress.groupFirst = null;
    this.progress.groupLoss = 0;
    this.progress.groupPoints = 0;
  }

  private update(norm: number): void {
    const { memory } = this;
    memory.clip(memory.penalise() ? Math.sqrt(memory.squaredGradientNorm()) : norm);
    this.updateRatios.beforeUpdate();
    memory.update(this.scheduledLearningRate);
    this.updateRatios.afterUpdate();
    this.progress.epochLoss += this.progress.groupLoss;
    this.progress.epochPoints += this.progress.groupPoints;
    this.clearGroup();
  }

  /** Mean loss and accuracy over the batches of the epoch that has just ended, each as it was met. */
  private trained(): Measured {
    const { length } = this.dataset.split.train;
    return { loss: this.progress.epochLoss / length, accuracy: this.progress.epochPoints / length };
  }

  /** Mean loss and accuracy over some examples, a batch at a time; null after a loss that is not finite. */
  private *evaluate(
    indices: Uint32Array,
    kind: EvaluationProgress["kind"],
  ): Generator<TrainerEvent, Measured | null, void> {
    const outcome = yield* this.evaluation.over(indices, kind);
    if (!("where" in outcome)) return outcome;
    yield this.diverged(outcome);
    return null;
  }

  /** Loads training examples, changed as the augmentations say. */
  private load(start: number, count: number): void {
    const { memory, dataset, order, augmenter, epoch } = this;
    loadExamples(memory.train, dataset, order.indices, start, count);
    const { data, offset } = memory.train.input(count);
    augmenter?.apply(data, offset, order.indices, start, count, epoch);
  }

  private diverged(place: DivergedAt): TrainerEvent {
    return {
      kind: "diverged",
      divergence: {
        ...place,
        epoch: Math.min(this.epoch + 1, this.epochs),
        batch: Math.min(this.batch + 1, this.batchesPerEpoch),
        learningRate: this.learningRate,
        // Shown to people: 0.07, not 0.06999999999999999.
        suggestedLearningRate: Number((this.learningRate / 10).toPrecision(6)),
      },
    };
  }
}

import type { NodeId } from "../graph/graph.ts";
import type { NetworkPlan } from "../graph/plan.ts";
import type { WorkspacePlan } from "../graph/workspace.ts";
import type { Kernels } from "../kernels/kernels.ts";
import type { RecordedSteps } from "../kernels/recorder.ts";
import { type FloatArray, type Tensor, view } from "../tensor.ts";
import type { ParameterMemory } from "./bound-views.ts";
import { clipping } from "./clipping.ts";
import { type Crew, noCrew, type Task, type TaskName } from "./crew.ts";
import { Executor } from "./executor.ts";
import { layoutRun, type RunSizes } from "./layout.ts";
import { optimizer } from "./optimizers.ts";
import { Penalties } from "./penalties.ts";
import type { TrainingSettings } from "./settings.ts";
import { type StepExamples, TrainingPass } from "./training-pass.ts";
import { hashOf, normsByLayer, startWeights, trainedRuns } from "./weights.ts";

interface UpdatedParameter {
  readonly node: NodeId;
  readonly isTrained: boolean;
  readonly weight: Tensor;
  readonly gradient: Tensor;
}

/** Steps that are repeated: see `repeatSteps`. */
export interface RepeatedRun {
  readonly start: number;
  readonly times: number;
  rateOf(step: number): number;
  readonly isSteady: boolean;
}

/**
 * The one memory of a run, laid out once: weights, gradients, optimiser state, then a workspace each for
 * training, evaluation and pictures. Owns the executors that share it.
 */
export class RunMemory {
  readonly plan: NetworkPlan;
  readonly kernels: Kernels;
  readonly batch: number;
  readonly evaluationBatch: number;
  readonly train: Executor;
  readonly evaluation: Executor;
  /** One example, every output kept: what pictures are taken from. */
  readonly probe: Executor;
  /** Updates done so far. */
  step = 0;
  /** Mean loss is the trainer's: these are the last pass's sum of losses and of points. */
  lastLoss = 0;
  lastPoints = 0;
  /** What counts the points of a batch's predictions: nothing does on the threads that run along. */
  points: (kernels: Kernels, prediction: Tensor, target: Tensor, isTraining: boolean) => number = () => 0;
  /** Elements of weights, gradients and optimiser state: all that a step leaves to the next. */
  private readonly kept: number;
  /** Weights and statistics of the best epoch, once there is one. */
  private best: Float32Array | null = null;
  /** What the last training pass drew its dropout with. */
  private noise = 0;
  /** How often the weights have been written. Only the leader counts, and tells it with what reads them. */
  private weightsVersion = 0;
  private readonly crew: Crew;
  private readonly pass: TrainingPass;
  private readonly data: FloatArray;
  private readonly gradients: Tensor;
  private readonly sweeps: readonly {
    readonly weight: Tensor;
    readonly gradient: Tensor;
    readonly slots: readonly Tensor[];
  }[];
  private readonly parameters: readonly UpdatedParameter[];
  private readonly penalties: Penalties;
  private readonly settings: TrainingSettings;

  constructor(
    parts: RunSizes & {
      readonly plan: NetworkPlan;
      readonly kernels: Kernels;
      readonly settings: TrainingSettings;
      /** Who runs along; nobody when left out. */
      readonly crew?: Crew;
      /** False on the threads that run along: the leader has written the weights already. */
      readonly initialise?: boolean;
    },
  ) {
    const { plan, kernels, settings, batch, evaluation } = parts;
    this.crew = parts.crew ?? noCrew;
    this.plan = plan;
    this.kernels = kernels;
    this.settings = settings;
    this.batch = batch;
    this.evaluationBatch = evaluation;
    const layout = layoutRun(plan, kernels, settings, parts);
    this.data = kernels.allocate(layout.elements);
    this.kept = layout.blocks * plan.parameterElements;

    const { parameterElements } = plan;
    const block = (index: number): ParameterMemory => ({
      data: this.data,
      offset: index * parameterElements,
    });
    const weights = block(0);
    const gradients = block(1);
    const kept = { plan: layout.kept, data: this.data, offset: layout.keptAt };
    const executor = (workspace: WorkspacePlan, offset: number, workers = kernels) =>
      new Executor({
        plan,
        workspace,
        kernels: workers,
        memory: { data: this.data, offset },
        weights,
        gradients: workspace.use.backward ? gradients : null,
        ...(workspace.use.backward ? {} : { kept }),
      });
    this.train = executor(layout.train, layout.workspaceAt);
    this.evaluation = executor(layout.evaluation, layout.workspaceAt);
    this.probe = executor(layout.probe, layout.probeAt, kernels.solo);
    this.train.noise.seed = settings.seed;

    this.gradients = view(this.data, gradients.offset, [parameterElements]);
    this.sweeps = trainedRuns(plan).map(({ from, to }) => {
      const part = ({ offset }: ParameterMemory) => view(this.data, offset + from, [to - from]);
      const slots = Array.from({ length: layout.blocks - 2 }, (_, slot) => part(block(2 + slot)));
      return { weight: part(weights), gradient: part(gradients), slots };
    });
    const bound = plan.parameters.map((parameter) => ({
      ...parameter,
      weight: view(this.data, weights.offset + parameter.offset, parameter.shape),
      gradient: view(this.data, gradients.offset + parameter.offset, parameter.shape),
    }));
    this.parameters = bound;
    this.penalties = new Penalties(bound);
    const { recorder } = kernels;
    this.pass = new TrainingPass({
      train: this.train,
      recording: recorder ? executor(layout.train, layout.workspaceAt, recorder.kernels) : null,
      gradients: this.gradients,
      frozen: bound.flatMap(({ isTrained, isStatistic, gradient }) =>
        isTrained || isStatistic ? [] : [gradient],
      ),
      points: (workers, prediction, target) => this.points(workers, prediction, target, true),
      penaltyOf: this.penalties.isNone ? null : (count) => this.penaltyOf(count),
    });
    if (parts.initialise !== false) startWeights(plan, this.weights, settings.seed);
  }

  /** Weights and statistics as they lie, in plan order, with gaps of zeros between them. Only to be read. */
  get parameterBlock(): FloatArray {
    return this.data.subarray(0, this.plan.parameterElements);
  }

  /** Views of the weights, in plan order. Who writes through them calls `weightsWritten`. */
  get weights(): readonly Tensor[] {
    return this.parameters.map(({ weight }) => weight);
  }

  /** Views of the gradients of the last step, in plan order. */
  get weightGradients(): readonly Tensor[] {
    return this.parameters.map(({ gradient }) => gradient);
  }

  /** To be called after weights were written through their views: nothing that was made of the old ones is used again. */
  weightsWritten(): void {
    this.weightsVersion += 1;
    this.probe.weightsVersion = this.weightsVersion;
  }

  /** Replaces all weights, in plan order. Throws a RangeError when a size differs. */
  setWeights(values: readonly ArrayLike<number>[]): void {
    if (values.length !== this.parameters.length)
      throw new RangeError(`The network has ${this.parameters.length} weight tensors, not ${values.length}.`);
    this.parameters.forEach(({ weight }, index) => {
      const source = values[index];
      if (source?.length !== weight.size)
        throw new RangeError(
          `Weight tensor ${index} has ${weight.size} numbers, not ${source?.length ?? 0}.`,
        );
      weight.data.set(source, weight.offset);
    });
    this.weightsWritten();
  }

  /** A copy of weights, statistics, gradients and optimiser state, and of the best weights if they are kept. */
  snapshot(): Float32Array {
    const { best, kept } = this;
    const snapshot = new Float32Array(kept + (best?.length ?? 0));
    snapshot.set(this.data.subarray(0, kept));
    if (best) snapshot.set(best, kept);
    return snapshot;
  }

  /**
   * Puts a snapshot back, taken after `step` updates.
   * @throws RangeError when it is of another network or optimiser.
   */
  restore(
    snapshot: Float32Array,
    { step, hasBest }: { readonly step: number; readonly hasBest: boolean },
  ): void {
    const { kept } = this;
    const wanted = kept + (hasBest ? this.plan.parameterElements : 0);
    if (snapshot.length !== wanted)
      throw new RangeError(`A snapshot of this run has ${wanted} numbers, not ${snapshot.length}.`);
    this.data.set(snapshot.subarray(0, kept));
    this.weightsWritten();
    this.best = hasBest ? snapshot.slice(kept) : null;
    this.step = step;
  }

  /** Remembers weights and statistics as those of the best epoch. */
  keepBest(): void {
    this.best ??= new Float32Array(this.plan.parameterElements);
    this.best.set(this.parameterBlock);
  }

  /** Puts the weights and statistics of the best epoch back, if there is one. */
  restoreBest(): void {
    if (!this.best) return;
    this.data.set(this.best);
    this.weightsWritten();
  }

  /**
   * Forward, loss and backward of the loaded batch: leaves `lastLoss`, `lastPoints` and the gradients, which a mean loss
   * multiplies by `scale`.
   * @param adds whether the gradients are added to those that are there.
   * @param noise what dropout is drawn with: another number for every batch of a run.
   */
  trainPass(
    count: number,
    {
      scale = 1 / count,
      adds = false,
      noise = this.step,
    }: { readonly scale?: number; readonly adds?: boolean; readonly noise?: number } = {},
  ): void {
    this.noise = noise;
    this.together(adds ? "train-on" : "train", count, noise, scale);
  }

  /** Forward and loss of the batch loaded for evaluation. */
  evaluatePass(count: number): void {
    this.together("evaluate", count, 0, this.weightsVersion);
  }

  /** What the sizes of the weights add to the loss of a batch: Σ l1 · Σ|w| + ½ l2 · Σw², over the layers that ask for it. */
  penalty(): number {
    return this.penalties.total(this.kernels);
  }

  /** Adds the penalty's gradient to that of the loss: once for each update. Returns whether there is one. */
  penalise(): boolean {
    if (this.penalties.isNone) return false;
    this.together("penalise", 0, 0, 0);
    return true;
  }

  /** Gradients of the batch that went forward, added to those that are there; none for what is frozen. */
  backward(count: number): void {
    this.pass.backward(this.train, count);
  }

  /** Bounds the gradients as the settings say. @param norm of all of them. */
  clip(norm: number): void {
    const { clipping: chosen } = this.settings;
    const clip = chosen ? clipping(chosen.name).clip(chosen.settings, norm) : null;
    if (clip) this.together(clip.how, 0, 0, clip.by);
  }

  /** One optimiser step on all parameters. */
  update(learningRate: number): void {
    this.together("update", 0, this.step, learningRate);
    this.weightsWritten();
  }

  /** Whole steps on full batches, for `repeatSteps`: see `TrainingPass`. */
  recordSteps(examples: () => StepExamples): RecordedSteps | null | undefined {
    return this.pass.recordSteps(this.batch, this.scaleOf(1 / this.batch), examples);
  }

  /**
   * Gathers, trains and updates like steps one by one; returns how many updates there were.
   * @param rateOf the learning rate of a step, counted from 0.
   * @param isSteady whether all updates from the second on are the same.
   */
  repeatSteps(steps: RecordedSteps, { start, times, rateOf, isSteady }: RepeatedRun): number {
    const first = this.step;
    const update = (kernels: Kernels, step: number) => this.updateAll(kernels, rateOf(step), first + step);
    const done = steps.run(start, times, update, isSteady && first > 0);
    this.step += done;
    this.weightsWritten();
    return done;
  }

  /** Looks at each layer's output of the loaded batch right after it was computed. */
  look(what: "train" | "evaluation", count: number, onLayer: (index: number, output: Tensor) => void): void {
    if (what === "train") this.together("look", count, this.noise, 0, onLayer);
    else this.together("look-evaluation", count, this.noise, this.weightsVersion, onLayer);
  }

  private together(
    name: TaskName,
    count: number,
    step: number,
    factor: number,
    onLayer?: (index: number, output: Tensor) => void,
  ): void {
    this.crew.announce(name, count, step, factor);
    this.run({ name, count, step, factor }, onLayer);
  }

  /** Runs a task on this thread: the leader through the calls above, the others as they hear of it. */
  run({ name, count, step, factor }: Task, onLayer?: (index: number, output: Tensor) => void): void {
    const { kernels, train, evaluation } = this;
    train.noise.step = step;
    switch (name) {
      case "train":
      case "train-on":
        this.pass.run(count, this.scaleOf(factor), name === "train-on");
        this.lastLoss = this.pass.loss;
        this.lastPoints = this.pass.points;
        return;
      case "evaluate":
        evaluation.weightsVersion = factor;
        evaluation.forward(count, false);
        this.lastPoints = this.points(kernels, evaluation.prediction(count), evaluation.target(count), false);
        this.lastLoss = evaluation.loss(count, 1) + this.penaltyOf(count);
        return;
      case "look":
        train.forward(count, true, onLayer);
        return;
      case "look-evaluation":
        evaluation.weightsVersion = factor;
        evaluation.forward(count, false, onLayer);
        return;
      case "penalise":
        this.penalties.addGradients(kernels);
        return;
      case "scale":
        kernels.scale(this.gradients, factor);
        return;
      case "clamp":
        kernels.clamp(this.gradients, factor);
        return;
      case "update":
        this.updateAll(kernels, factor, step);
        this.step = step + 1;
        return;
      case "end":
        return;
    }
  }

  /** What a pass multiplies the loss by; the sum over a batch is not divided by its size. */
  private scaleOf(factor: number): number {
    return this.plan.reduction === "mean" ? factor : 1;
  }

  /** The share of the penalty in the losses of so many examples, added up. */
  private penaltyOf(count: number): number {
    return this.penalty() * (this.plan.reduction === "mean" ? count : 1);
  }

  clearGradients(): void {
    this.kernels.fill(this.gradients, 0);
  }

  /** The squared norm of all gradients, NaN or infinite when one element is. */
  squaredGradientNorm(): number {
    return this.kernels.sumOfSquares(this.gradients);
  }

  /** Norm of the weight gradient per layer, of the last step; none of frozen layers. */
  gradientNorms(): Readonly<Record<NodeId, number>> {
    return normsByLayer(this.kernels, this.parameters);
  }

  /** All trained parameters, in as few sweeps as they lie: gaps between them are zero, and stay zero. */
  private updateAll(kernels: Kernels, learningRate: number, step: number): void {
    const record = optimizer(this.settings.optimizer.name);
    record.begin(this.settings.optimizer.settings, learningRate, step);
    for (const { weight, gradient, slots } of this.sweeps) record.update(kernels, weight, gradient, slots);
  }

  /** SHA-256 over all parameters as little-endian float32, in plan order. */
  weightsHash(): string {
    return hashOf(this.weights);
  }
}

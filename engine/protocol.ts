import type { DatasetReference } from "./data/dataset.ts";
import type { PaintedReference } from "./data/painted.ts";
import type { TargetSketch } from "./data/targets.ts";
import type { CopiedWeights } from "./graph/copied.ts";
import type { NodeId } from "./graph/graph.ts";
import type { DreamSettings, OcclusionSettings } from "./inspect/seek-settings.ts";
import type { LayerKindName } from "./layers/registry.ts";
import type { Project } from "./project/project.ts";
import type {
  AugmentedExamples,
  AugmentRequest,
  DataCard,
  DataExamples,
  DataExamplesRequest,
  DataLook,
  Examples,
  FoundData,
} from "./protocol/data.ts";
import type {
  ActivityLook,
  CellLook,
  Cursor,
  Dream,
  Explanation,
  HiddenSpace,
  Judgement,
  LayerLook,
  OcclusionMap,
  OfWeights,
  ProbeChoice,
  ProjectionMethod,
  StrongestInputs,
  Timed,
  TriedInput,
  WeightLook,
} from "./protocol/looks.ts";
import type {
  CheckpointCard,
  Divergence,
  EpochResult,
  MissingData,
  Progress,
  ReopenedRun,
  RunResult,
  RunState,
  RunUntil,
  SentPictures,
  StartedRun,
  StartRequest,
} from "./protocol/runs.ts";
import type { Shape } from "./tensor.ts";
import type { TrainingSettings } from "./training/settings.ts";
import type { Trouble } from "./trouble.ts";
import type { Words } from "./words/say.ts";

export type * from "./protocol/data.ts";
export type * from "./protocol/looks.ts";
export type * from "./protocol/runs.ts";

/*
 * All that crosses the worker boundary. Requests are answered once; events flow one way and are bounded in
 * rate, so that no viewer can hold up the training loop.
 */

/** What the worker can be asked, with what it answers. */
export interface WorkerCalls {
  /** The language of what the worker says from now on. */
  speak(words: Words): RunState;
  /** Loads a data set (if it is not loaded yet) and describes it for its card. */
  describeData(request: {
    readonly data: DatasetReference;
    /** Where the project lies, for data that it names from there. */
    readonly folder?: string | null;
  }): DataCard;
  /** How a data set is divided, and how its classes lie in the parts. */
  lookAtData(request: { readonly data: DatasetReference; readonly folder?: string | null }): DataLook;
  /** All points of a set in the plane, to be changed by hand; null where they cannot be. */
  pointsOf(request: { readonly data: DatasetReference }): PaintedReference | null;
  /** Some examples of a part, from the `from`th on; of one class where it is named. */
  dataExamples(request: DataExamplesRequest): DataExamples;
  /** One training example as it is, and as training would meet it in its first epochs. */
  augmentExamples(request: AugmentRequest): AugmentedExamples;
  /**
   * Looks through a file of the person's own; the project names it from `folder`. Tells how far it is, and answers null
   * when it was cancelled or another one was begun.
   */
  surveyFile(request: { readonly file: string; readonly folder: string }): FoundData | null;
  /** As describeData, but told and cancelled as surveyFile is. */
  readImport(request: { readonly data: DatasetReference; readonly folder: string | null }): DataCard | null;
  /** Ends what surveyFile or readImport is at. */
  cancelImport(): RunState;
  /** Plans the network, initialises its weights from the seed and runs. Replaces an earlier run. */
  start(request: StartRequest): StartedRun;
  /**
   * Makes a run of a checkpoint and rests where it was saved; what it goes on with is bit for bit what the run would
   * have done without a break. Replaces an earlier run, also the one that the checkpoint is of.
   */
  openCheckpoint(request: {
    readonly file: string;
    readonly everySeconds: number;
    readonly threads?: number;
    /** More epochs than the run was started with. */
    readonly epochs?: number;
  }): ReopenedRun;
  /** Answers when all checkpoints that were begun are on the disk. */
  settleCheckpoints(): RunState;
  /** Goes on after a pause, a stop or a divergence, there with the batch that failed. A finished run stays so. */
  resume(request: { readonly until: RunUntil }): RunState;
  /** Takes effect within one batch; while loading, before the first one. */
  pause(): RunState;
  /** Ends the run; weights stay available for export. While loading, cancels the start. */
  stop(): RunState;
  /** Forgets the run: back to untrained. */
  reset(): RunState;
  /**
   * Lets a run that rests go on with other training settings: optimiser, schedule, updates, clipping, early stopping
   * and epochs. Batch size, seed and maths stay.
   */
  changeTraining(request: { readonly training: TrainingSettings }): RunState;
  setLearningRate(request: { readonly learningRate: number }): RunState;
  /** Adds epochs to a finished run. */
  extend(request: { readonly epochs: number }): RunState;
  /** Chooses the image or point that the pictures show; without an index a random one. */
  chooseProbe(request: { readonly index?: number }): ProbeChoice;
  /** Makes something from outside the probe, framed and scaled as the set's own examples; null ends that. */
  tryInput(request: { readonly input: TriedInput | null }): RunState;
  /** Whether pictures are computed at all. */
  setPictures(request: { readonly enabled: boolean }): RunState;
  /** The viewer has drawn the last pictures; the next ones may come (latest wins). */
  picturesShown(): RunState;
  /**
   * What the run takes every example of a part for: one that trains, with a copy of its weights as they are. Null when
   * something ended it before: training that began, another question of this kind, or `cancelJudgement`.
   */
  judge(request: { readonly part: "validation" | "test" }): OfWeights<Judgement> | null;
  cancelJudgement(): RunState;
  /** How a layer of the run sees examples of a part, as points in a plane; of which weights, and ended, as a judgement is. */
  projectLayer(request: {
    readonly node: NodeId;
    readonly method: ProjectionMethod;
    readonly part: "validation" | "test";
  }): OfWeights<HiddenSpace> | null;
  /** Examples of the run's data set as the network sees them, by their numbers in it. */
  examples(request: { readonly indices: readonly number[] }): Examples;
  /**
   * All maps or values of one layer for the probe, and its kernels, with how the value under the cursor came about; null
   * where the run has no such layer or place.
   */
  lookAtLayer(request: {
    readonly node: NodeId;
    readonly cursor?: Cursor;
  }): Timed<{ readonly look: LayerLook | null; readonly cell: CellLook | null }>;
  /** How every layer's weights lie, and the gradients of the last batch. */
  lookAtWeights(): WeightLook;
  /** What every layer gives for a batch of test examples: range, mean, zeros and dead units. */
  lookAtActivity(): ActivityLook;
  /** How the value under the cursor came about for the probe. */
  lookAtCell(request: {
    readonly node: NodeId;
    readonly cursor: Cursor;
  }): Timed<{ readonly cell: CellLook | null }>;
  /** Saliency and Grad-CAM of the probe for a class; for the one with the highest score when none is named. */
  explain(request: { readonly node: NodeId; readonly label: number | null }): Timed<Explanation>;
  /**
   * What a unit of a layer looks for, on copies of the weights as they are: also while they are trained. Tells how far it
   * is, and answers null when it was cancelled or another search was begun.
   */
  strongestInputs(request: {
    readonly node: NodeId;
    readonly unit: number;
    readonly part: "validation" | "test";
  }): StrongestInputs | null;
  occlude(request: {
    readonly label: number | null;
    readonly settings: OcclusionSettings;
  }): OcclusionMap | null;
  dream(request: {
    readonly node: NodeId;
    readonly unit: number;
    readonly settings: DreamSettings;
  }): Dream | null;
  cancelSeeking(): RunState;
  /** The layers with weights of a model, which is proven first. */
  modelLayers(request: { readonly text: string }): ModelLayers;
  /** The weights of one of them, to start a layer from. */
  copyLayer(request: { readonly text: string; readonly node: NodeId }): CopiedWeights;
  /** The trained model as model JSON text. */
  exportModel(request?: {
    /** Where the model comes to lie, so that it names the run's own data from there. */
    readonly folder?: string;
  }): { readonly text: string; readonly weightsHash: string };
  /**
   * Verifies a model file (schema, test vectors bit for bit) and makes it the current run; where its data are missing, one
   * that can be looked into and tried.
   */
  importModel(request: { readonly text: string; readonly folder?: string | null }): ImportedModel;
  /** The data that a run missed, where they were found: it can be trained and judged from then on. */
  giveData(request: { readonly data: DatasetReference; readonly folder?: string | null }): RunState;
}

export interface ModelLayers {
  readonly name: string;
  readonly layers: readonly {
    readonly node: NodeId;
    readonly name: string;
    readonly kind: LayerKindName;
    readonly weights: readonly { readonly name: string; readonly shape: Shape }[];
  }[];
}

export interface ImportedModel {
  readonly project: Project;
  readonly testVectors: number;
  /** Test vectors that came out bit for bit: all of them, unless another version of the engine wrote the file. */
  readonly verified: number;
  readonly parameters: number;
  readonly metrics: { readonly testAccuracy: number | null; readonly testLoss: number | null };
  readonly targets: TargetSketch | null;
  readonly classNames: readonly string[];
  readonly missing: MissingData | null;
}

export type WorkerEvent =
  | { readonly event: "state"; readonly state: RunState }
  | { readonly event: "loading"; readonly what: string; readonly done: number; readonly total: number }
  /** How far an import is; `secondsLeft` is null before it can be told. */
  | {
      readonly event: "importing";
      /** The file's name. */
      readonly what: string;
      readonly done: number;
      readonly total: number;
      readonly secondsLeft: number | null;
    }
  | {
      readonly event: "progress";
      readonly progress: Progress;
      /** Place, loss and accuracy of each batch in turn: as objects, those of a small network would take long to send. */
      readonly points: Float64Array;
      /** Norm of each layer's weight gradient in the last batch. */
      readonly gradientNorms: Readonly<Record<NodeId, number>>;
      /** Norm of a layer's last measured update against that of its weights; empty when none was measured since. */
      readonly updateRatios: Readonly<Record<NodeId, number>>;
    }
  /** The epochs that ended since the last event of this name, after the progress that holds their points. */
  | { readonly event: "epochs"; readonly results: readonly EpochResult[] }
  | { readonly event: "pictures"; readonly pictures: SentPictures }
  /** How far a judgement is, in examples; a projection, in hundredths. */
  | { readonly event: "judging"; readonly done: number; readonly total: number }
  /** Of a search for what a unit looks for; values are an input that is still growing. */
  | {
      readonly event: "seeking";
      readonly done: number;
      readonly total: number;
      readonly values: Float32Array | null;
    }
  /** The run's checkpoints, oldest first, after one was saved. */
  | { readonly event: "checkpoints"; readonly cards: readonly CheckpointCard[] }
  /** The run goes on without it. */
  | { readonly event: "checkpoint-failed"; readonly trouble: Trouble }
  | { readonly event: "finished"; readonly result: RunResult }
  | { readonly event: "diverged"; readonly divergence: Divergence }
  | { readonly event: "failed"; readonly message: string };

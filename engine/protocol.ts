import type { DatasetReference } from "./data/dataset.ts";
import type { Fold } from "./data/folds.ts";
import type { OutsidePicture } from "./data/framing.ts";
import type { PaintedReference } from "./data/painted.ts";
import type { PlaneSquare } from "./data/plane.ts";
import type { TableSurvey } from "./data/table-survey.ts";
import type { TargetSketch } from "./data/targets.ts";
import type { CopiedWeights } from "./graph/copied.ts";
import type { NodeId } from "./graph/graph.ts";
import type { DreamSettings, OcclusionSettings } from "./inspect/seek-settings.ts";
import type { AnswerName } from "./layers/answers.ts";
import type { Task } from "./layers/output/tasks.ts";
import type { LayerKindName } from "./layers/registry.ts";
import type { Area } from "./layers/terms.ts";
import type { Project } from "./project/project.ts";
import type { Shape } from "./tensor.ts";
import type { AugmentationChoice } from "./training/augmentations.ts";
import type { TargetMeasures } from "./training/measures.ts";
import type { TrainingSettings } from "./training/settings.ts";
import type { Trouble } from "./trouble.ts";

/*
 * All that crosses the worker boundary. Requests are answered once; events flow one way and are bounded in
 * rate, so that no viewer can hold up the training loop.
 */

export type RunState =
  | "idle"
  | "loading"
  | "training"
  | "validating"
  | "testing"
  | "paused"
  | "finished"
  | "stopped"
  | "diverged"
  | "failed";

/** How far a run goes before it pauses by itself: one batch, one epoch, or all epochs. */
export type RunUntil = "batch" | "epoch" | "end";

/** What the worker can be asked, with what it answers. */
export interface WorkerCalls {
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
   * What the resting run takes every example of a part for. Null when something ended it before: training that
   * went on, another question of this kind, or `cancelJudgement`.
   */
  judge(request: { readonly part: "validation" | "test" }): Judgement | null;
  cancelJudgement(): RunState;
  /** How a layer of the resting run sees examples of a part, as points in a plane; ended as a judgement is. */
  projectLayer(request: {
    readonly node: NodeId;
    readonly method: ProjectionMethod;
    readonly part: "validation" | "test";
  }): HiddenSpace | null;
  /** Examples of the run's data set as the network sees them, by their numbers in it. */
  examples(request: { readonly indices: readonly number[] }): Examples;
  /** All maps or values of one layer for the probe, and its kernels; null where the run has no such layer. */
  lookAtLayer(request: { readonly node: NodeId }): LayerLook | null;
  /** How every layer's weights lie, and the gradients of the last batch. */
  lookAtWeights(): WeightLook;
  /** What every layer gives for a batch of test examples: range, mean, zeros and dead units. */
  lookAtActivity(): ActivityLook;
  /** How one value of a layer came about for the probe; null where the run has no such place. */
  lookAtCell(request: { readonly node: NodeId; readonly at: readonly number[] }): CellLook | null;
  /** Saliency and Grad-CAM of the probe for a class; for the one with the highest score when none is named. */
  explain(request: { readonly node: NodeId; readonly label: number | null }): Explanation;
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
   * Verifies a model file (schema, test vectors bit for bit) and makes it the current run. Without its data there is no
   * run, and what is wrong with the data is told.
   */
  importModel(request: { readonly text: string; readonly folder?: string | null }): ImportedModel;
}

export interface SurveyedTable extends TableSurvey {
  /** Of the file's bytes, in hexadecimal. */
  readonly sha256: string;
}

/** What a file of the person's own turned out to be. */
export type FoundData =
  /** Its columns are to be chosen. */
  | { readonly found: "table"; readonly table: FoundTable }
  /** Their size, colour and fit are to be chosen. */
  | { readonly found: "pictures"; readonly pictures: FoundPictures }
  /** Nothing is left to choose. */
  | { readonly found: "ready"; readonly data: DatasetReference };

/** A folder or archive with one folder of pictures for each class. */
export interface FoundPictures {
  /** From the folder of the project. */
  readonly file: string;
  readonly sha256: string;
  readonly classNames: readonly string[];
  /** Pictures in folders for validation and test alone, and all others. */
  readonly counts: { readonly learning: number; readonly validation: number; readonly test: number };
  /** Files that are no pictures, or lie in no class. */
  readonly others: number;
  readonly proposed: {
    readonly width: number;
    readonly height: number;
    readonly colour: "colour" | "grey";
  };
}

export interface FoundTable extends SurveyedTable {
  /** From the folder of the project. */
  readonly file: string;
}

export interface StartRequest {
  readonly project: Project;
  /** Where the project lies, for data that it names from there. */
  readonly folder?: string | null;
  readonly until: RunUntil;
  /** Train on the first so many images only. */
  readonly limit?: number;
  /** Train on all folds but one, and test on that one. */
  readonly fold?: Fold;
  readonly threads?: number;
  /** Keep the run there; nowhere when left out. */
  readonly checkpoints?: CheckpointPlace;
}

export interface CheckpointPlace {
  /** Absolute; holds the checkpoints of one run and nothing else. */
  readonly folder: string;
  /** Between two checkpoints during training. */
  readonly everySeconds: number;
  /** Where the project lies, to tell when the run is opened again; null for one that was never saved. */
  readonly projectFile: string | null;
}

/** A run as a checkpoint left it. */
export interface ReopenedRun extends StartedRun {
  /** With the learning rate as it was last set. */
  readonly project: Project;
  /** Finished epochs, and batches of the one under way. */
  readonly epoch: number;
  readonly batch: number;
  readonly projectFile: string | null;
  /** From where it names its own data; null when it has none. */
  readonly folder: string | null;
}

export interface StartedRun {
  readonly parameters: number;
  readonly epochs: number;
  readonly batchesPerEpoch: number;
  readonly trainingExamples: number;
  readonly memoryBytes: number;
  readonly threads: number;
}

/** What is known of a checkpoint without reading its numbers. */
export interface CheckpointCard {
  /** Absolute path. */
  readonly file: string;
  /** Of the project. */
  readonly name: string;
  readonly task: Task;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  /** What the run was doing: a run that was cut off has left "training" behind. */
  readonly state: "training" | "paused" | "stopped" | "finished";
  /** Finished epochs, batches of the one under way, and epochs asked for. */
  readonly epoch: number;
  readonly batch: number;
  readonly epochs: number;
  readonly step: number;
  readonly learningRate: number;
  /** Of the last batch on the curve. */
  readonly loss: number | null;
  /** On the test of a finished run, else on the validation of the last finished epoch. */
  readonly accuracy: number | null;
  readonly bytes: number;
}

export interface ProbeChoice {
  readonly index: number;
  /** Null where it has no class. */
  readonly label: number | null;
}

export interface LayerLook {
  readonly node: NodeId;
  /** Updates that the weights have had. */
  readonly step: number;
  readonly shape: Shape;
  readonly values: Float32Array;
  /** Null for layers without kernels. */
  readonly kernels: {
    /** Filters, input channels, height and width; channels before filters where not `filtersFirst`. */
    readonly shape: Shape;
    readonly values: Float32Array;
    readonly filtersFirst: boolean;
    /** Equal groups of filters, each of which sees its own run of so many channels. */
    readonly groups: number;
  } | null;
}

/** How many numbers of a tensor lie where. Minimum to deviation are of the finite ones, and NaN where there is none. */
export interface NumberCounts {
  readonly count: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  readonly deviation: number;
  readonly zeros: number;
  readonly notFinite: number;
  /** The equal bins go from -2^extent to 2^extent. */
  readonly extent: number;
  readonly linear: Uint32Array;
  /** Octaves of magnitude from 2^firstOctave on: the largest negative ones first, one bin around 0, then the positive ones. */
  readonly firstOctave: number;
  readonly octaves: Uint32Array;
}

export interface WeightLook {
  /** Updates that the weights have had. */
  readonly step: number;
  /** What the look took the run. */
  readonly seconds: number;
  readonly tensors: readonly {
    readonly node: NodeId;
    /** As the layer calls it: `weight`, `bias`. */
    readonly name: string;
    readonly weights: NumberCounts;
    /** Null where nothing is trained, and before the first batch. */
    readonly gradients: NumberCounts | null;
  }[];
}

export interface ActivityLook {
  readonly step: number;
  readonly seconds: number;
  readonly part: JudgedPart;
  readonly examples: number;
  readonly layers: readonly LayerActivity[];
}

/** What one layer gives over all examples. Minimum to deviation are of the finite numbers, and NaN where there is none. */
export interface LayerActivity {
  readonly node: NodeId;
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  readonly deviation: number;
  /** Of the finite numbers. */
  readonly zeroShare: number;
  readonly notFinite: number;
  /** Maps of an image layer, numbers of another. */
  readonly units: number;
  /** Units that gave 0 for every example, everywhere; null for layers that cannot die so. */
  readonly dead: number | null;
}

/** The examples that were judged: those asked for, or the trained ones of a set that has no such part. */
export type JudgedPart = "validation" | "test" | "train";

/** How well one class is told apart from the others. Null where there was nothing to divide by. */
export interface ClassMeasures {
  /** Examples of the class, and examples taken for it. */
  readonly examples: number;
  readonly guesses: number;
  readonly right: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

/** Answers of classes. */
export interface ClassJudgement {
  readonly task: "classes";
  readonly part: JudgedPart;
  readonly classNames: readonly string[];
  /** Number of each example in the data set; the three arrays after it go with it. */
  readonly examples: Uint32Array;
  readonly labels: Uint8Array;
  /** The class it was taken for; -1 where the network gave something that is no number. */
  readonly predicted: Int16Array;
  /** The network's own probability of that class, or its output where it gives none. */
  readonly certainty: Float32Array;
  /** Examples of class t taken for class p, at t·classes + p. */
  readonly counts: Uint32Array;
  readonly measures: readonly ClassMeasures[];
  /** Examples whose class is among the k that the network holds for the most likely, at k - 1. */
  readonly topK: Uint32Array;
}

/** Answers of numbers, or of yes or no for each label. */
export interface TargetJudgement {
  readonly task: "regression" | "multi-label";
  readonly part: JudgedPart;
  readonly names: readonly string[];
  /** Number of each example in the data set. */
  readonly examples: Uint32Array;
  /** Row by row of the examples, one number for each target, in the units of the data. */
  readonly wanted: Float32Array;
  /** What the network said: numbers in the same units, or the probability of yes. */
  readonly said: Float32Array;
  readonly measures: readonly TargetMeasures[];
  /** The score of the task. */
  readonly score: number;
}

/** How well inputs are given back. */
export interface ReconstructionJudgement {
  readonly task: "reconstruction";
  readonly part: JudgedPart;
  /** Number of each example in the data set. */
  readonly examples: Uint32Array;
  /** Root of the mean squared difference from its input, of each example. */
  readonly errors: Float32Array;
  readonly measures: readonly TargetMeasures[];
  readonly score: number;
  /** The least well given back, the middle and the best, `count` each in this order, one after another. */
  readonly shown: {
    readonly shape: Shape;
    readonly count: number;
    /** Places in `examples`. */
    readonly places: Uint32Array;
    readonly inputs: Float32Array;
    readonly said: Float32Array;
  };
}

export type Judgement = ClassJudgement | TargetJudgement | ReconstructionJudgement;

/** Principal components, or UMAP. */
export type ProjectionMethod = "pca" | "umap";

export interface HiddenSpace {
  readonly node: NodeId;
  readonly method: ProjectionMethod;
  readonly part: JudgedPart;
  readonly classNames: readonly string[];
  /** Number of each example in the data set; the two arrays after it go with it. */
  readonly examples: Uint32Array;
  readonly labels: Uint8Array;
  /** `x0, y0, x1, y1, ...` */
  readonly coordinates: Float32Array;
  /** Of PCA: the shares of the layer's variance along both axes. */
  readonly explained: readonly [number, number] | null;
}

export interface Examples {
  readonly shape: Shape;
  /** One example after another, as the network sees them. */
  readonly values: Float32Array;
  readonly labels: Uint8Array;
}

export type DataPart = "train" | "validation" | "test";
type OfEachPart<Value> = Readonly<Record<DataPart, Value>>;

export interface DataLook {
  readonly name: string;
  readonly summary: string;
  readonly classNames: readonly string[];
  readonly sizes: OfEachPart<number>;
  /** Examples of each class; null where there are no classes. */
  readonly counts: OfEachPart<readonly number[]> | null;
  /** A histogram of the first number to predict, or label: equal bars from low to high. */
  readonly target: {
    readonly name: string;
    readonly low: number;
    readonly high: number;
    readonly counts: OfEachPart<readonly number[]>;
  } | null;
  /** Over the numbers of training examples, as the network sees them. */
  readonly seen: {
    readonly low: number;
    readonly high: number;
    readonly mean: number;
    readonly deviation: number;
  };
  /** What the network sees of a stored number is `number * scale + offset`: of all, of each colour, of each column. */
  readonly scaled: readonly { readonly name: string; readonly scale: number; readonly offset: number }[];
}

export interface DataExamplesRequest {
  readonly data: DatasetReference;
  readonly folder?: string | null;
  readonly part: DataPart;
  /** A class; null for all. */
  readonly label: number | null;
  readonly from: number;
  readonly count: number;
}

export interface DataExamples {
  /** How many there are in all. */
  readonly total: number;
  /** Numbers of the examples in the data set. */
  readonly indices: Uint32Array;
  readonly shape: Shape;
  /** One after another: pictures as the network sees them, rows as they are stored. */
  readonly values: Float32Array;
  /** Names of the columns; none for pictures. */
  readonly columns: readonly string[];
  readonly labels: Uint8Array | null;
  /** Row-major, as measured, where there are no classes. */
  readonly targets: { readonly names: readonly string[]; readonly values: Float32Array } | null;
}

/** The examples that a unit answers to most, the strongest first. */
export interface StrongestInputs {
  readonly node: NodeId;
  readonly unit: number;
  readonly shape: Shape;
  /** Numbers of the examples in the data set; what follows goes with them. */
  readonly examples: Uint32Array;
  readonly labels: Uint8Array | null;
  readonly answers: Float32Array;
  /** What the place of the map that answers can see of the input; null for all of it. */
  readonly seen: readonly (Area | null)[];
  /** As the network sees them. */
  readonly values: Float32Array;
}

export interface OcclusionMap {
  readonly label: number;
  readonly score: number;
  readonly height: number;
  readonly width: number;
  /** How much the score falls when a cell is covered, row-major. */
  readonly drops: Float32Array;
}

/** An input that was grown for a unit. */
export interface Dream {
  readonly node: NodeId;
  readonly unit: number;
  readonly shape: Shape;
  readonly values: Float32Array;
  /** What the unit answered to the noise it began with, and answers now. */
  readonly from: number;
  readonly to: number;
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

export interface AugmentRequest {
  readonly data: DatasetReference;
  readonly folder?: string | null;
  readonly augmentation: readonly AugmentationChoice[];
  readonly seed: number;
  /** Which example of the training part; counted on from the first when there are fewer. */
  readonly example: number;
  /** How many epochs. */
  readonly draws: number;
}

/** One example: itself first, then each draw; values as the network sees them. */
export interface AugmentedExamples {
  readonly shape: Shape;
  readonly values: Float32Array;
}

/** How one value of a layer came about, for the probe. */
export interface CellLook {
  readonly node: NodeId;
  /** [channel, row, column], or [number]. */
  readonly at: readonly number[];
  /** As the engine computed it. */
  readonly value: number;
  /** What the activation that follows makes of it; null where none does. */
  readonly activated: { readonly name: string; readonly value: number } | null;
  /** What this place, and the same place in the image layers after it, can see of the input; null is all of it. */
  readonly seen: readonly { readonly node: NodeId; readonly name: string; readonly area: Area | null }[];
  /** Null for layers whose values each come from their own place alone. */
  readonly sum: CellSum | null;
}

/** Which cells of the probe speak for a class. */
export interface Explanation {
  readonly label: number;
  /** Of the class: its logit where the network ends in softmax, else its output. All classes' after it. */
  readonly score: number;
  readonly scores: Float32Array;
  /** How much the score changes with each cell of the input: the largest magnitude over the channels. */
  readonly saliency: Float32Array;
  /** Grad-CAM of the chosen layer, in its rows and columns; null for a layer without maps. */
  readonly gradCam: { readonly height: number; readonly width: number; readonly values: Float32Array } | null;
}

/** Input values times weights, laid out as channels of rows and columns. */
export interface CellSum {
  readonly combine: "sum" | "mean" | "maximum";
  /** What a mean divides by. */
  readonly count: number;
  /** Of the input, from 0. */
  readonly firstChannel: number;
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
  /** Null where nothing is learned. */
  readonly weights: Float32Array | null;
  readonly products: Float32Array;
  /** 1 for a zero outside the image, 2 for the copy of a cell inside, 0 for a cell of the image. */
  readonly padding: Uint8Array;
  readonly channelSums: Float32Array;
  readonly bias: number | null;
  /** Of a maximum: the cell that it is. */
  readonly winner: number | null;
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
  /** Why its data cannot be had, and so there is no run; null when it can. */
  readonly dataTrouble: Trouble | null;
}

/** What the data card shows. Image bytes are grey or RGB planes as stored (C×H×W). */
export interface DataCard {
  readonly name: string;
  readonly summary: string;
  readonly inputShape: Shape;
  readonly classNames: readonly string[];
  /** Where it has no classes. */
  readonly targets: TargetSketch | null;
  readonly sizes: { readonly train: number; readonly validation: number; readonly test: number };
  readonly perClass: readonly number[];
  readonly examples:
    | {
        readonly show: "images";
        readonly shape: Shape;
        readonly labels: readonly number[];
        readonly bytes: Uint8Array;
      }
    | {
        readonly show: "points";
        readonly labels: readonly number[];
        readonly coordinates: Float32Array;
        /** What goes upwards: the second input, or the number to predict from the only one. */
        readonly upwards: "input" | "target";
      }
    | {
        readonly show: "table";
        /** Mean and deviation are those of the training part. */
        readonly features: readonly {
          readonly name: string;
          readonly mean: number;
          readonly deviation: number;
          /** Stands for one value of a category: 0 or 1. */
          readonly indicator: boolean;
          /** What the network sees of a value: `value * scale + offset`. */
          readonly scale: number;
          readonly offset: number;
        }[];
        /** The features that the coordinates show, as indices: to the right and upwards. */
        readonly axes: readonly [number, number];
        readonly labels: readonly number[];
        readonly coordinates: Float32Array;
        /** What goes upwards: the second of the axes, or the first number to predict. */
        readonly upwards: "input" | "target";
      };
  readonly source: string;
  readonly licence: string;
}

/** One mini-batch on the training curves; `at` is in epochs (1.5 = half of the second). */
export interface CurvePoint {
  readonly at: number;
  readonly loss: number;
  /** Here and below: where the examples have no classes, the score of their task in its place (`scoreOf`). */
  readonly accuracy: number;
}

export interface EpochResult {
  readonly epoch: number;
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly validationLoss: number;
  readonly validationAccuracy: number;
  /** Of each target, where the examples have no classes or one output tells two apart. */
  readonly validationTargets?: readonly TargetMeasures[] | undefined;
}

export interface Progress {
  /** 1 for the first epoch. */
  readonly epoch: number;
  readonly epochs: number;
  readonly batch: number;
  readonly batches: number;
  readonly secondsLeft: number | null;
  readonly imagesPerSecond: number | null;
  readonly learningRate: number;
}

/** What one node shows: computed in the worker from the current weights on the probe. */
export type NodePicture =
  | {
      readonly show: "maps";
      readonly node: NodeId;
      /** The liveliest channels first. */
      readonly channels: readonly number[];
      readonly height: number;
      readonly width: number;
      /** One map after another, row-major. */
      readonly values: Float32Array;
    }
  | { readonly show: "vector"; readonly node: NodeId; readonly values: Float32Array };

/** What one layer's neurons give over the plane: one field after another, in the neurons' order. */
export interface NodeField {
  readonly node: NodeId;
  /** Of the layer; a very wide one shows its first ones only. */
  readonly neurons: number;
  readonly values: Float32Array;
}

/** What a network of points in the plane gives everywhere: row-major from the upper left corner of `square` on. */
export interface PlaneFields {
  /** As the network sees the points. */
  readonly square: PlaneSquare;
  /** Cells along one side of `answers`, and of a neuron's field. */
  readonly cells: number;
  readonly neuronCells: number;
  readonly nodes: readonly NodeField[];
  /** One plane for each class or target: what the network says of it. */
  readonly answers: Float32Array;
}

/** What a network with one input says along its axis: `width` numbers at each of equally far places. */
export interface AnswerCurve {
  /** As the network sees the input. */
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly answers: Float32Array;
}

export interface Pictures {
  readonly step: number;
  readonly probe: {
    /** Both are null for what came from outside the data set. */
    readonly index: number | null;
    readonly label: number | null;
    /** Its true numbers or labels, where it has no class. */
    readonly targets: Float32Array | null;
    readonly shape: Shape;
    readonly values: Float32Array;
  };
  readonly nodes: readonly NodePicture[];
  /** Null unless the network sees points in the plane. */
  readonly fields: PlaneFields | null;
  /** Null unless the network predicts from one number. */
  readonly curve: AnswerCurve | null;
  /** What the network says of the probe, of each class or target, and the function that its output went through. */
  readonly answer: AnswerName;
  readonly probabilities: Float32Array;
  /** Loss of the probe alone; null where its class is not known. */
  readonly loss: number | null;
}

/** Something to try the network on that is in no data set. */
export type TriedInput =
  | ({ readonly kind: "picture" } & OutsidePicture)
  /** As the set stores its examples: the features of a table, the coordinates of a point. */
  | { readonly kind: "numbers"; readonly values: readonly number[] };

/** Where the numbers stopped being finite. */
export interface Divergence {
  readonly node: NodeId | null;
  readonly layer: string;
  /** What was not finite first. */
  readonly where: "output" | "gradient" | "loss";
  readonly epoch: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly suggestedLearningRate: number;
}

export interface RunResult {
  readonly epochs: number;
  /** The epoch whose weights were kept, where the best ones are; the run may have ended early then. */
  readonly bestEpoch: number | null;
  readonly seconds: number;
  readonly validationAccuracy: number;
  readonly validationLoss: number;
  readonly testAccuracy: number;
  readonly testTargets?: readonly TargetMeasures[] | undefined;
  readonly testLoss: number;
  readonly imagesPerSecond: number;
  readonly parameters: number;
  readonly seed: number;
  readonly weightsHash: string;
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
      readonly points: readonly CurvePoint[];
      /** Norm of each layer's weight gradient in the last batch. */
      readonly gradientNorms: Readonly<Record<NodeId, number>>;
      /** Norm of a layer's last measured update against that of its weights; empty when none was measured since. */
      readonly updateRatios: Readonly<Record<NodeId, number>>;
    }
  /** The epochs that ended since the last event of this name, after the progress that holds their points. */
  | { readonly event: "epochs"; readonly results: readonly EpochResult[] }
  | { readonly event: "pictures"; readonly pictures: Pictures }
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

import type { Fold } from "../data/folds.ts";
import type { PlaneSquare } from "../data/plane.ts";
import type { NodeId } from "../graph/graph.ts";
import type { AnswerName } from "../layers/answers.ts";
import type { Task } from "../layers/output/tasks.ts";
import type { Project } from "../project/project.ts";
import type { Shape } from "../tensor.ts";
import type { TargetMeasures } from "../training/measures.ts";
import type { Trouble } from "../trouble.ts";
import type { DataCard } from "./data.ts";

/*
 * What is told of a run: its start, its progress, its pictures, its checkpoints and its end.
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

/** The data set of a run that cannot be had: the run has its weights, and cannot be trained or judged. */
export interface MissingData {
  /** Why. */
  readonly trouble: Trouble;
  /** What the network knows of it, without examples. */
  readonly card: DataCard;
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
  readonly missing: MissingData | null;
}

/** About how many bytes a run takes at its peak, by what takes them. */
export interface MemoryEstimate {
  /** Weights, their updates, and all that a batch goes through; counted. */
  readonly network: number;
  /** The examples, and what reading them leaves. */
  readonly data: number;
  /** The engine's threads with their code; measured. */
  readonly engine: number;
}

export interface StartedRun {
  readonly parameters: number;
  readonly epochs: number;
  readonly batchesPerEpoch: number;
  readonly trainingExamples: number;
  readonly memory: MemoryEstimate;
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
      readonly channels: Uint32Array;
      readonly height: number;
      readonly width: number;
      /** One map after another, row-major: the step of each value in its map's own range (`steps.ts`). */
      readonly steps: Uint8Array;
      /** Lowest, mean and highest finite value of each map in turn; NaN for one without any. */
      readonly ranges: Float32Array;
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

/**
 * The pictures of all nodes as they cross to the window: few large arrays and one text, which are unpacked in no time
 * (`packed-pictures.ts`).
 */
export interface PackedPictures {
  /** Which nodes show what, as JSON: the same text as long as the network is the same. */
  readonly table: string;
  /** Of all maps in turn. */
  readonly channels: Uint32Array;
  readonly steps: Uint8Array;
  readonly ranges: Float32Array;
  /** The values of all vectors in turn. */
  readonly vectors: Float32Array;
}

/** Pictures as the worker sends them. */
export interface SentPictures extends Omit<Pictures, "nodes"> {
  readonly nodes: PackedPictures;
}

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

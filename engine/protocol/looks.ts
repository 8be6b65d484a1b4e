import type { OutsidePicture } from "../data/framing.ts";
import type { NodeId } from "../graph/graph.ts";
import type { Area } from "../layers/terms.ts";
import type { Shape } from "../tensor.ts";
import type { TargetMeasures } from "../training/measures.ts";

/*
 * What a look into a run tells: layers, cells, classes, what units look for, how good the answers are.
 */

export interface ProbeChoice {
  readonly index: number;
  /** Null where it has no class. */
  readonly label: number | null;
}

/** With the seconds that the look took the run, so that whoever asks again can keep its share of the time small. */
export type Timed<Look> = Look & { readonly seconds: number };

/** A place in a layer's output, counted from 0: a map with a row and a column of it, or a number of a row by `map` alone. */
export interface Cursor {
  readonly map: number;
  readonly row: number;
  readonly column: number;
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

/** A long look at the network as it was after so many updates; a run that trains has gone on since. */
export type OfWeights<Look> = Look & { readonly updates: number };

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
  /** How it is added up; null for layers that do not weigh or gather values of their input. */
  readonly sum: CellSum | null;
  /** What each layer before gives at this place; none where they are of another size. */
  readonly sources: readonly { readonly name: string; readonly value: number }[];
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

/** Something to try the network on that is in no data set. */
export type TriedInput =
  | ({ readonly kind: "picture" } & OutsidePicture)
  /** As the set stores its examples: the features of a table, the coordinates of a point. */
  | { readonly kind: "numbers"; readonly values: readonly number[] };

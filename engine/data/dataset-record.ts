import type { Fields } from "../layers/fields.ts";
import type { Task } from "../layers/output/tasks.ts";
import type { Shape } from "../tensor.ts";
import type { Fit } from "./picture-folder-reference.ts";
import type { Inflate } from "./png.ts";

/**
 * A loaded data set: plain data that one thread can hand to another. Example `i` takes the elements
 * `i * size` to `(i + 1) * size` of `inputs`, row-major in `inputShape`, and has the class `labels[i]`, or the
 * targets from `i * columns` on where there are no classes.
 */
export interface Dataset {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  /** `[C, H, W]` or `[N]`, without the batch. */
  readonly inputShape: Shape;
  readonly task: Task;
  /** None where the set asks for numbers or labels. */
  readonly classNames: readonly string[];
  readonly inputs:
    | { readonly kind: "bytes"; readonly data: Uint8Array }
    | { readonly kind: "floats"; readonly data: Float32Array };
  /** One for each example; all 0 where there are no classes. */
  readonly labels: Uint8Array;
  /** What is to be learnt where it is no class. */
  readonly targets?: TargetColumns;
  readonly split: Split;
  readonly preprocessing: Preprocessing;
  /** How the project wants numbers to be seen, in place of the set's own way. */
  readonly scaling?: ScalingName;
  /** How the set's makers cut out and placed what its pictures show; what is drawn here is placed alike. */
  readonly framing?: PictureFraming;
  /** How pictures of other proportions were brought to the shape; what is tried is brought to it alike. */
  readonly fit?: Fit;
  readonly provenance: Provenance;
  /** What could not be read, where the person wanted it skipped. */
  readonly leftOut?: LeftOut;
}

/** Rows or pictures that could not be read; the first of them are told, each with its place and the reason. */
export interface LeftOut {
  readonly of: "row" | "picture";
  readonly count: number;
  readonly told: readonly string[];
}

/** How the things on a set's pictures are scaled and placed, light on black. */
export interface PictureFraming {
  /** Of a thing's bounding box, in pixels. */
  readonly longestSide: number;
  /** What lies at `at` (x, y in pixels from the upper left corner): the centre of mass or of the bounding box. */
  readonly centre: "mass" | "box";
  readonly at: readonly [number, number];
}

/**
 * The examples of each part, as indices. Each part is in a fixed order in which the classes alternate, so that
 * its first N examples hold every class in proportion.
 */
export interface Split {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
  readonly test: Uint32Array;
}

/** What the network sees of a stored number: `value * scale + offset`, in float64, rounded once on storing. */
export interface Preprocessing {
  readonly scale: number;
  readonly offset: number;
  /** Of a table: every feature has its own numbers, in the order of the inputs, instead of those above. */
  readonly features?: readonly FeatureScaling[] | undefined;
  /** Of pictures: every channel has its own numbers instead. */
  readonly channels?: readonly ChannelScaling[] | undefined;
}

/** As stored, from 0 to 1, or with mean 0 and deviation 1: `preparation.ts` has what they mean. */
export type ScalingName = "none" | "range" | "standard";

/** `value * scale + offset`, of all numbers of one channel. */
export interface ChannelScaling {
  readonly scale: number;
  readonly offset: number;
}

/**
 * A table's column of numbers, and what the network sees of it. A missing value (not a number) becomes 0, which is what
 * the mean of the training part becomes.
 */
export interface FeatureScaling {
  readonly name: string;
  /** 0 or 1 for one value of a category: only moved to mean 0. */
  readonly indicator?: boolean | undefined;
  readonly scale: number;
  readonly offset: number;
}

/** Targets that are no classes, in columns. */
export interface TargetColumns {
  /** What the network learns of a number: standardised by the training part. Labels stay 0 and 1. */
  readonly columns: readonly FeatureScaling[];
  /** Row-major, as measured. */
  readonly values: Float32Array;
}

export interface Provenance {
  readonly source: string;
  readonly licence: string;
}

/** What every known data set says of itself before it is loaded. */
interface SetDescription {
  readonly id: string;
  readonly title: string;
  /** One or two sentences for the card. */
  readonly summary: string;
  readonly inputShape: Shape;
}

/** A set whose files ship with the app. */
export interface BuiltInSet extends SetDescription {
  readonly kind: "built-in";
  readonly classNames: readonly string[];
  /** The set's files, in reading order; each must be in the set's manifest. */
  readonly files: readonly string[];
  /**
   * Makes the data set from the decompressed content of its files, in the order of `files`; `inflate` for those whose
   * format packs by itself.
   * @throws TroubleError naming file, place and reason when a file is not what it should be.
   */
  assemble(contents: readonly Uint8Array[], provenance: Provenance, inflate: Inflate): Dataset;
}

/** The settings of a generated set. */
export interface GeneratedSettings {
  /** Number of points over all classes and parts. */
  readonly points: number;
  readonly noise: number;
  readonly seed: number;
  /** Number of classes, where the set leaves the choice. */
  readonly classes?: number | undefined;
  /** How often a spiral's arm goes round. */
  readonly turns?: number | undefined;
}

/** Labelled points, in the plane `x0, y0, x1, y1, ...` */
export interface PlanePoints {
  readonly coordinates: Float32Array;
  readonly labels: Uint8Array;
  readonly classes: number;
  /** Of a set with numbers to predict, as its `targetNames` say; it has no classes then. */
  readonly targets?: Float32Array;
}

/** A set computed from a seed. */
export interface GeneratedSet extends SetDescription {
  readonly kind: "generated";
  /** The form of its settings: `points`, `noise`, `seed`, and what else there is a choice of. */
  readonly fields: Fields;
  /** Numbers to predict in place of classes. */
  readonly targetNames?: readonly string[];
  /** Without noise, coordinates stay between minus and plus this. */
  readonly extent: number;
  countClasses(settings: GeneratedSettings): number;
  /** The points, the same bits for equal settings on every machine. Classes differ by at most one in size. */
  generate(settings: GeneratedSettings): PlanePoints;
}

/** Keeps the literal types of a record while checking it. */
export function defineBuiltInSet<const Definition extends BuiltInSet>(definition: Definition): Definition {
  return definition;
}

/** Keeps the literal types of a record while checking it. */
export function defineGeneratedSet<const Definition extends GeneratedSet>(
  definition: Definition,
): Definition {
  return definition;
}

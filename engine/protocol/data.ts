import type { DatasetReference } from "../data/dataset.ts";
import type { LeftOut } from "../data/dataset-record.ts";
import type { TableSurvey } from "../data/table-survey.ts";
import type { TargetSketch } from "../data/targets.ts";
import type { Shape } from "../tensor.ts";
import type { AugmentationChoice } from "../training/augmentations.ts";

/*
 * What is told of data sets, and asked of them.
 */

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
  /** What of the files could not be read; null where all was. */
  readonly leftOut: LeftOut | null;
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

import { Random } from "../random.ts";
import type { Dataset, Split } from "./dataset-record.ts";

/** The random stream that parts are drawn from. */
const SPLIT_STREAM = 0x5711;

/** For sets that are split once and for all, not by the project's seed: every run is tested on the same examples. */
export const fixedSplitSeed = 1;

/** How many examples of each class go to validation and test, given how many there are; the rest is training. */
export type PartSizes = (classSize: number) => { readonly validation: number; readonly test: number };

/** Rounded shares of every class. */
export function shares(validation: number, test: number): PartSizes {
  return (classSize) => ({
    validation: Math.floor(classSize * validation + 0.5),
    test: Math.floor(classSize * test + 0.5),
  });
}

/**
 * Divides the examples `from` to `to - 1` at random, class by class, so that every part holds each class in the same
 * proportion. Equal labels and seeds give equal parts.
 */
export function stratifiedSplit(
  labels: Uint8Array,
  from: number,
  to: number,
  sizes: PartSizes,
  seed: number,
): Split {
  const byClass: number[][] = [];
  for (let index = from; index < to; index += 1) {
    const label = labels[index] as number;
    while (byClass.length <= label) byClass.push([]);
    byClass[label]?.push(index);
  }
  const train: number[][] = [];
  const validation: number[][] = [];
  const test: number[][] = [];
  byClass.forEach((indices, label) => {
    Random.fromSeed(seed, SPLIT_STREAM, label).shuffle(indices);
    const size = sizes(indices.length);
    test.push(indices.slice(0, size.test));
    validation.push(indices.slice(size.test, size.test + size.validation));
    train.push(indices.slice(size.test + size.validation));
  });
  return { train: alternate(train), validation: alternate(validation), test: alternate(test) };
}

/** All indices from `from` to `to - 1`, in an order in which the classes alternate. */
export function alternatingOrder(labels: Uint8Array, from: number, to: number, seed: number): Uint32Array {
  return stratifiedSplit(labels, from, to, () => ({ validation: 0, test: 0 }), seed).train;
}

/** Merges the classes so that each is spread evenly: item r of n comes at (r + 1/2) / n of the way. */
export function alternate(byClass: readonly (readonly number[])[]): Uint32Array {
  const placed = byClass.flatMap((indices, label) =>
    indices.map((index, rank) => ({ index, label, place: (rank + 0.5) / indices.length })),
  );
  placed.sort((a, b) => a.place - b.place || a.label - b.label);
  return Uint32Array.from(placed, (item) => item.index);
}

/**
 * The same data set for a quick run on `count` training examples: the first `count` of the training part, and at
 * most a quarter of that, rounded up, of the validation and of the test part. The classes alternate in each
 * part, so they stay in proportion. Nothing is copied.
 * @throws RangeError unless count is a positive whole number.
 */
export function limitDataset(dataset: Dataset, count: number): Dataset {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new RangeError(`A limit is a whole number of training examples from 1 up, not ${count}.`);
  }
  const quarter = Math.ceil(count / 4);
  const { train, validation, test } = dataset.split;
  return {
    ...dataset,
    split: {
      train: train.subarray(0, count),
      validation: validation.subarray(0, quarter),
      test: test.subarray(0, quarter),
    },
  };
}

/** A part of the examples; of a set too small to have it, those that it is trained on. */
export function examplesOf({ split }: Dataset, part: "validation" | "test"): Uint32Array {
  return split[part].length > 0 ? split[part] : split.train;
}

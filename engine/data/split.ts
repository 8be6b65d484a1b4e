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
  const train: Uint32Array[] = [];
  const validation: Uint32Array[] = [];
  const test: Uint32Array[] = [];
  byClassOf(labels, from, to).forEach((indices, label) => {
    Random.fromSeed(seed, SPLIT_STREAM, label).shuffle(indices);
    const size = sizes(indices.length);
    test.push(indices.subarray(0, size.test));
    validation.push(indices.subarray(size.test, size.test + size.validation));
    train.push(indices.subarray(size.test + size.validation));
  });
  return { train: alternate(train), validation: alternate(validation), test: alternate(test) };
}

/** The examples of each class up to the highest there is, in order. Four bytes each: a table may have millions. */
function byClassOf(labels: Uint8Array, from: number, to: number): Uint32Array[] {
  const counts: number[] = [];
  for (let index = from; index < to; index += 1) {
    const label = labels[index] as number;
    while (counts.length <= label) counts.push(0);
    counts[label] = (counts[label] as number) + 1;
  }
  const byClass = counts.map((count) => new Uint32Array(count));
  const filled = counts.map(() => 0);
  for (let index = from; index < to; index += 1) {
    const label = labels[index] as number;
    const at = filled[label] as number;
    (byClass[label] as Uint32Array)[at] = index;
    filled[label] = at + 1;
  }
  return byClass;
}

/** Places among the labels, class by class, each class in the order given. */
export function classesOf(places: Uint32Array, labels: Uint8Array): readonly number[][] {
  const byClass: number[][] = [];
  for (const place of places) {
    const label = labels[place] ?? 0;
    while (byClass.length <= label) byClass.push([]);
    byClass[label]?.push(place);
  }
  return byClass;
}

/** All indices from `from` to `to - 1`, in an order in which the classes alternate. */
export function alternatingOrder(labels: Uint8Array, from: number, to: number, seed: number): Uint32Array {
  return stratifiedSplit(labels, from, to, () => ({ validation: 0, test: 0 }), seed).train;
}

/**
 * Merges the classes so that each is spread evenly: item r of n comes at (r + 1/2) / n of the way, of several at the same
 * place that of the lower class. Holds no more than the result.
 */
export function alternate(byClass: readonly ArrayLike<number>[]): Uint32Array {
  const merged = new Uint32Array(byClass.reduce((sum, indices) => sum + indices.length, 0));
  const ranks = byClass.map(() => 0);
  const places = byClass.map(({ length }) => (length > 0 ? 0.5 / length : Number.POSITIVE_INFINITY));
  for (let at = 0; at < merged.length; at += 1) {
    let next = 0;
    for (let label = 1; label < places.length; label += 1)
      if ((places[label] as number) < (places[next] as number)) next = label;
    const indices = byClass[next] as ArrayLike<number>;
    const rank = ranks[next] as number;
    merged[at] = indices[rank] as number;
    ranks[next] = rank + 1;
    places[next] = rank + 1 < indices.length ? (rank + 1.5) / indices.length : Number.POSITIVE_INFINITY;
  }
  return merged;
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

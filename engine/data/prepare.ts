import type { AnyFieldValues } from "../layers/fields.ts";
import { imageSize, sizeOf } from "../tensor.ts";
import { TroubleError } from "../trouble.ts";
import { say } from "../words/say.ts";
import { gather } from "./batches.ts";
import type { ChannelScaling, Dataset, Preprocessing, ScalingName, Split } from "./dataset-record.ts";
import type { Preparation } from "./preparation.ts";
import { alternate, classesOf, shares, stratifiedSplit } from "./split.ts";
import { spreadOver, standardise } from "./standardise.ts";

/** The data set as a project wants it. @throws TroubleError when nothing would be left to train on. */
export function prepare(dataset: Dataset, { split, scaling }: Preparation): Dataset {
  const divided = split ? { ...dataset, split: dealt(dataset, split) } : dataset;
  return scaledByTraining(scaling ? { ...divided, scaling } : divided);
}

/**
 * What depends on the training part, computed anew from it: how the network sees numbers, and numbers to predict. Nothing
 * is measured on the other parts.
 */
export function scaledByTraining(dataset: Dataset): Dataset {
  const { preprocessing, inputs, targets, split, task } = dataset;
  const columns =
    targets && task === "regression" ? standardise(targets.values, targets.columns, split.train) : null;
  const again = targets && columns ? { ...dataset, targets: { ...targets, columns } } : dataset;
  if (dataset.scaling) return { ...again, preprocessing: scaledAs(dataset, dataset.scaling) };
  if (!preprocessing.features) return again;
  const features = standardise(inputs.data, preprocessing.features, split.train);
  return { ...again, preprocessing: { ...preprocessing, features } };
}

function dealt(dataset: Dataset, values: AnyFieldValues): Split {
  const { split, labels, name } = dataset;
  const keepTest = values.keepTest === true;
  const pool = Uint32Array.from([
    ...split.train,
    ...split.validation,
    ...(keepTest ? [] : split.test),
  ]).sort();
  const sizes = shares(Number(values.validation) / 100, keepTest ? 0 : Number(values.test) / 100);
  const ownLabels = Uint8Array.from(pool, (example) => labels[example] ?? 0);
  const asOne = new Uint8Array(pool.length);
  const drawn = stratifiedSplit(
    values.stratified === true ? ownLabels : asOne,
    0,
    pool.length,
    sizes,
    Number(values.seed),
  );
  if (drawn.train.length === 0)
    throw new TroubleError({
      title: say("{name} leaves nothing to train on", { name }),
      reason: say("Of {pool} examples all would be in the validation and test part.", { pool: pool.length }),
      next: say("Make these parts smaller."),
    });
  // In every part the classes alternate, whatever was drawn.
  const original = (places: Uint32Array) =>
    alternate(classesOf(places, ownLabels)).map((place) => pool[place] ?? 0);
  const parts = { train: original(drawn.train), validation: original(drawn.validation) };
  return { ...parts, test: keepTest ? split.test : original(drawn.test) };
}

function scaledAs(
  { preprocessing, inputs, inputShape, split }: Dataset,
  scaling: ScalingName,
): Preprocessing {
  const { features } = preprocessing;
  const { data } = inputs;
  if (features) {
    if (scaling === "standard")
      return { ...preprocessing, features: standardise(data, features, split.train) };
    const own = features.map(({ name, indicator }, column) => {
      const scale =
        scaling === "range" ? toUnit(rangeOf(data, split.train, features.length, column, 1)) : asStored;
      return indicator ? { name, indicator, ...asStored } : { name, ...scale };
    });
    return { scale: 1, offset: 0, features: own };
  }
  if (scaling === "none") return asStored;
  const size = sizeOf(inputShape);
  if (scaling === "range") return toUnit(rangeOf(data, split.train, size, 0, size));
  const image = imageSize(inputShape);
  const channels = image?.channels ?? 1;
  const plane = size / channels;
  const each = Array.from({ length: channels }, (_, channel): ChannelScaling => {
    const { mean, deviation } = spreadOver(data, split.train, size, channel * plane, plane);
    const scale = deviation > 0 ? 1 / deviation : 1;
    return { scale, offset: 0 - mean * scale };
  });
  const [only] = each;
  return channels === 1 && only ? only : { ...asStored, channels: each };
}

const asStored = { scale: 1, offset: 0 } as const;

interface Range {
  readonly low: number;
  readonly high: number;
}

/** A column that never changes becomes 0. */
function toUnit({ low, high }: Range): ChannelScaling {
  const scale = high > low ? 1 / (high - low) : 1;
  return { scale, offset: 0 - low * scale };
}

/** Over `count` numbers of each example, from `from` on; missing values do not count. */
function rangeOf(
  data: ArrayLike<number>,
  examples: Uint32Array,
  size: number,
  from: number,
  count: number,
): Range {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const example of examples)
    for (let at = example * size + from; at < example * size + from + count; at++) {
      const value = data[at] ?? Number.NaN;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  return low <= high ? { low, high } : { low: 0, high: 0 };
}

/** Where there is no training part: pixels between black and white, and numbers as scaling leaves them. */
function scaledNumbers({ inputs, preprocessing }: Dataset): ReturnType<typeof seenNumbers> {
  if (inputs.kind === "floats") return { low: -3, high: 3, mean: 0, deviation: 1 };
  const ends = (preprocessing.channels ?? [preprocessing]).flatMap(({ scale, offset }) => [
    offset,
    255 * scale + offset,
  ]);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  return { low, high, mean: (low + high) / 2, deviation: (high - low) / 4 };
}

/** What the network sees of the training part: over its first examples, all numbers together. */
export function seenNumbers(
  dataset: Dataset,
  most = 2000,
): { readonly low: number; readonly high: number; readonly mean: number; readonly deviation: number } {
  const size = sizeOf(dataset.inputShape);
  const examples = dataset.split.train.subarray(0, most);
  if (examples.length === 0) return scaledNumbers(dataset);
  const values = new Float32Array(examples.length * size);
  gather(dataset, examples, 0, examples.length, values, 0);
  let [low, high, sum, squares] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  const deviation = Math.sqrt(Math.max(0, squares / values.length - mean ** 2));
  // What rounding leaves of a mean of 0 is none.
  return { low, high, mean: Math.abs(mean) < 1e-6 * deviation ? 0 : mean, deviation };
}

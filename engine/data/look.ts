import type { DataExamples, DataLook, DataPart } from "../protocol.ts";
import { imageSize, sizeOf } from "../tensor.ts";
import { say, translate } from "../words/say.ts";
import { gather } from "./batches.ts";
import type { Dataset } from "./dataset-record.ts";
import { seenNumbers } from "./prepare.ts";
import { countPerClass } from "./preview.ts";
import { shownNames } from "./shown-names.ts";

export const dataParts = ["train", "validation", "test"] as const satisfies readonly DataPart[];

/** Bars of the histogram of a number to predict. */
const bars = 20;

/** How a data set is divided, how its classes or its first number to predict lie in the parts, and what is seen of it. */
export function lookAtDataset(dataset: Dataset): DataLook {
  const { name, summary, classNames, split, preprocessing, targets } = dataset;
  const ofEach = <Value>(make: (examples: Uint32Array) => Value) => ({
    train: make(split.train),
    validation: make(split.validation),
    test: make(split.test),
  });
  return {
    name: translate(name),
    summary: translate(summary),
    classNames: shownNames(dataset, classNames),
    sizes: ofEach(({ length }) => length),
    counts: classNames.length > 0 ? ofEach((examples) => countPerClass(dataset, examples)) : null,
    target: targets ? histogramOf(dataset) : null,
    seen: seenNumbers(dataset),
    leftOut: dataset.leftOut ?? null,
    scaled: preprocessing.features
      ? preprocessing.features.map(({ name: column, scale, offset }) => ({
          name: shownNames(dataset, [column])[0] ?? column,
          scale,
          offset,
        }))
      : (preprocessing.channels ?? [preprocessing]).map(({ scale, offset }, channel, all) => ({
          name:
            all.length === 1
              ? say("All numbers")
              : ([say("Red"), say("Green"), say("Blue")][channel] ??
                say("Channel {channel}", { channel: channel + 1 })),
          scale,
          offset,
        })),
  };
}

function histogramOf(dataset: Dataset): DataLook["target"] {
  const { targets, split } = dataset;
  const [column] = targets?.columns ?? [];
  if (!targets || !column) return null;
  const width = targets.columns.length;
  const measured = (example: number) => targets.values[example * width] ?? Number.NaN;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const part of dataParts)
    for (const example of split[part]) {
      low = Math.min(low, measured(example));
      high = Math.max(high, measured(example));
    }
  const counts = (examples: Uint32Array) => {
    const found = Array.from({ length: bars }, () => 0);
    for (const example of examples) {
      const bar = Math.min(bars - 1, Math.floor(((measured(example) - low) / (high - low || 1)) * bars));
      found[bar] = (found[bar] ?? 0) + 1;
    }
    return found;
  };
  const { train, validation, test } = split;
  return {
    name: shownNames(dataset, [column.name])[0] ?? column.name,
    low,
    high,
    counts: { train: counts(train), validation: counts(validation), test: counts(test) },
  };
}

/** Some examples of a part, of one class where it is named: pictures as they are seen, rows as they are stored. */
export function examplesIn(
  dataset: Dataset,
  { part, label, from, count }: { part: DataPart; label: number | null; from: number; count: number },
): DataExamples {
  const { labels, split, inputShape, inputs, preprocessing, targets } = dataset;
  const named = (columns?: readonly { readonly name: string }[]) =>
    columns &&
    shownNames(
      dataset,
      columns.map(({ name }) => name),
    );
  const all = label === null ? split[part] : split[part].filter((example) => labels[example] === label);
  const chosen = all.slice(from, from + count);
  const size = sizeOf(inputShape);
  const values = new Float32Array(chosen.length * size);
  const isImage = imageSize(inputShape) !== null;
  if (isImage) gather(dataset, chosen, 0, chosen.length, values, 0);
  else
    for (const [place, example] of chosen.entries())
      values.set(inputs.data.subarray(example * size, (example + 1) * size), place * size);
  const width = targets?.columns.length ?? 0;
  const wanted = new Float32Array(chosen.length * width);
  for (const [place, example] of chosen.entries())
    if (targets) wanted.set(targets.values.subarray(example * width, (example + 1) * width), place * width);
  return {
    total: all.length,
    indices: chosen,
    shape: inputShape,
    values,
    columns: isImage
      ? []
      : (named(preprocessing.features) ??
        Array.from({ length: size }, (_, column) => ["x", "y", "z"][column] ?? `${column + 1}`)),
    labels: targets ? null : Uint8Array.from(chosen, (example) => labels[example] ?? 0),
    targets: targets ? { names: named(targets.columns) ?? [], values: wanted } : null,
  };
}

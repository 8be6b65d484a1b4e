import { type Shape, sizeOf } from "../tensor.ts";
import { gather } from "./batches.ts";
import type { Dataset } from "./dataset-record.ts";
import { shownNames } from "./shown-names.ts";
import { spreadOver } from "./standardise.ts";

/** Stored pictures for a card, one after another, C x H x W bytes each. */
export interface ImagePreview {
  readonly show: "images";
  readonly shape: Shape;
  readonly labels: readonly number[];
  readonly bytes: Uint8Array;
}

/** Points for a card: `x0, y0, x1, y1, ...` */
export interface PointPreview {
  readonly show: "points";
  readonly labels: readonly number[];
  readonly coordinates: Float32Array;
  /** What goes upwards: the second input, or the number to predict from the only one. */
  readonly upwards: "input" | "target";
}

/** Rows of a table for a card, as points in the plane of the two features that tell its classes apart best. */
export interface TablePreview {
  readonly show: "table";
  readonly features: readonly FeatureSummary[];
  /** The features to the right and upwards, as indices; one and the same when there is but one. */
  readonly axes: readonly [number, number];
  readonly labels: readonly number[];
  /** As the network sees them: `x0, y0, x1, y1, ...` */
  readonly coordinates: Float32Array;
  /** What goes upwards: the second of the features, or the first number to predict, in its own units. */
  readonly upwards: "input" | "target";
}

/** A feature and how it is spread over the training part; 0 when it never changes there. */
export interface FeatureSummary {
  readonly name: string;
  readonly mean: number;
  readonly deviation: number;
  /** Stands for one value of a category: 0 or 1. */
  readonly indicator: boolean;
  /** What the network sees of a value: `value * scale + offset`. */
  readonly scale: number;
  readonly offset: number;
}

/** Rows that the axes of a table's preview are chosen by, most. */
const mostLooked = 100_000;

/** Examples of each class, in the whole set or among those named. */
export function countPerClass(
  { labels, classNames }: Dataset,
  examples: Iterable<number> = labels.keys(),
): number[] {
  const counts = classNames.map(() => 0);
  if (counts.length === 0) return counts;
  for (const example of examples) {
    const label = labels[example] ?? 0;
    counts[label] = (counts[label] ?? 0) + 1;
  }
  return counts;
}

/** The first training pictures of each class, class after class. @throws RangeError unless the set stores bytes. */
export function previewImages(dataset: Dataset, perClass: number): ImagePreview {
  if (dataset.inputs.kind !== "bytes") throw new RangeError(`${dataset.name} has points, not pictures.`);
  const size = sizeOf(dataset.inputShape);
  const chosen = dataset.classNames.flatMap((_, label) => firstOfClass(dataset, label, perClass));
  const bytes = new Uint8Array(chosen.length * size);
  for (const [position, example] of chosen.entries()) {
    bytes.set(dataset.inputs.data.subarray(example * size, (example + 1) * size), position * size);
  }
  const labels = chosen.map((example) => dataset.labels[example] as number);
  return { show: "images", shape: dataset.inputShape, labels, bytes };
}

/** The first training points, the classes in turn. @throws RangeError unless the set has points to draw in a plane. */
export function previewPoints(dataset: Dataset, most: number): PointPreview {
  const { inputs, targets } = dataset;
  const size = sizeOf(dataset.inputShape);
  if (inputs.kind !== "floats" || (size !== 2 && !(size === 1 && targets))) {
    throw new RangeError(`${dataset.name} has no points in the plane.`);
  }
  const chosen = dataset.split.train.subarray(0, most);
  const coordinates = new Float32Array(2 * chosen.length);
  for (const [position, example] of chosen.entries()) {
    coordinates[2 * position] = inputs.data[size * example] ?? Number.NaN;
    coordinates[2 * position + 1] =
      size === 2
        ? (inputs.data[2 * example + 1] ?? Number.NaN)
        : (targets?.values[example * targets.columns.length] ?? Number.NaN);
  }
  return {
    show: "points",
    labels: Array.from(chosen, (example) => dataset.labels[example] as number),
    coordinates,
    upwards: size === 2 ? "input" : "target",
  };
}

/** The first training rows of a table, the classes in turn. @throws RangeError unless the set is a table. */
export function previewTable(dataset: Dataset, most: number): TablePreview {
  const { features } = dataset.preprocessing;
  if (!features) throw new RangeError(`${dataset.name} is not a table.`);
  // The classes alternate: the first rows of a large table show what all would, and need no copy of all.
  const train = dataset.split.train.subarray(0, mostLooked);
  const width = features.length;
  const inputs = new Float32Array(train.length * width);
  const labels = new Uint8Array(train.length);
  gather(dataset, train, 0, train.length, inputs, 0, labels);
  const { targets } = dataset;
  const firstTarget = Float32Array.from(train, (row) => targets?.values[row * targets.columns.length] ?? 0);
  const rowNumbers = Uint32Array.from(train.keys());
  // Without rows, a feature is spread as the network sees it after scaling by those that it learnt from.
  const isEmpty = train.length === 0;
  const spreads = features.map((_, column) =>
    isEmpty ? scaledSpread : spreadOver(inputs, rowNumbers, width, column, 1),
  );
  const shareOf = (column: number) =>
    targets
      ? squaredCorrelation(inputs, firstTarget, column, width)
      : shareBetweenClasses(inputs, labels, column, width, spreads[column] ?? noSpread);
  // Two features are a plane of their own, over which the network's answers are drawn.
  const isPredicted = dataset.task === "regression" && width !== 2;
  const [x = 0, y = x] = features
    .map((_, column) => ({ column, share: shareOf(column) }))
    .sort((a, b) => b.share - a.share || a.column - b.column)
    .slice(0, isPredicted ? 1 : 2)
    .map(({ column }) => column)
    .sort((a, b) => a - b);
  const rows = Math.min(most, train.length);
  const coordinates = new Float32Array(2 * rows);
  for (let row = 0; row < rows; row += 1) {
    coordinates[2 * row] = inputs[row * width + x] as number;
    coordinates[2 * row + 1] = isPredicted
      ? (firstTarget[row] as number)
      : (inputs[row * width + y] as number);
  }
  return {
    show: "table",
    upwards: isPredicted ? "target" : "input",
    features: features.map(({ name, scale, offset, indicator = false }, column) => {
      const seen = spreads[column] ?? noSpread;
      const [mean, deviation] = [(seen.mean - offset) / scale, seen.deviation / scale];
      return {
        name: shownNames(dataset, [name])[0] ?? name,
        mean,
        deviation: isEmpty || changes(inputs, column, width) ? deviation : 0,
        indicator,
        scale,
        offset,
      };
    }),
    axes: [x, y],
    labels: [...labels.subarray(0, rows)],
    coordinates,
  };
}

type Spread = ReturnType<typeof spreadOver>;
const noSpread: Spread = { mean: 0, deviation: 0 };
const scaledSpread: Spread = { mean: 0, deviation: 1 };

/** How much of a column's variance lies between the means of its classes (the correlation ratio). */
function shareBetweenClasses(
  values: Float32Array,
  labels: Uint8Array,
  column: number,
  width: number,
  { mean, deviation }: Spread,
): number {
  const sums: number[] = [];
  const counts: number[] = [];
  labels.forEach((label, row) => {
    sums[label] = (sums[label] ?? 0) + (values[row * width + column] ?? 0);
    counts[label] = (counts[label] ?? 0) + 1;
  });
  const between = sums.reduce((sum, own, label) => {
    const count = counts[label] ?? 0;
    return count > 0 ? sum + count * (own / count - mean) ** 2 : sum;
  }, 0);
  return deviation > 0 ? between / labels.length / deviation ** 2 : 0;
}

/** How much of the first target's variance a straight line in a column explains (Pearson's r²). */
function squaredCorrelation(
  values: Float32Array,
  target: Float32Array,
  column: number,
  width: number,
): number {
  const mean = (numbers: (row: number) => number) =>
    target.reduce((sum, _, row) => sum + numbers(row), 0) / target.length;
  const x = (row: number) => values[row * width + column] ?? 0;
  const y = (row: number) => target[row] ?? 0;
  const [meanX, meanY] = [mean(x), mean(y)];
  const covariance = mean((row) => (x(row) - meanX) * (y(row) - meanY));
  const spread = mean((row) => (x(row) - meanX) ** 2) * mean((row) => (y(row) - meanY) ** 2);
  return spread > 0 ? covariance ** 2 / spread : 0;
}

function changes(values: Float32Array, column: number, width: number): boolean {
  for (let at = column; at < values.length; at += width) if (values[at] !== values[column]) return true;
  return false;
}

/** What a set's card shows: a few pictures of each class, points, or a table. */
export function preview(
  dataset: Dataset,
  perClass = 8,
  mostPoints = 1000,
): ImagePreview | PointPreview | TablePreview {
  if (dataset.preprocessing.features) return previewTable(dataset, mostPoints);
  return dataset.inputs.kind === "bytes"
    ? previewImages(dataset, perClass)
    : previewPoints(dataset, mostPoints);
}

function firstOfClass(dataset: Dataset, label: number, most: number): number[] {
  const found: number[] = [];
  for (const example of dataset.split.train) {
    if (found.length === most) break;
    if (dataset.labels[example] === label) found.push(example);
  }
  return found;
}

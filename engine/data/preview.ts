import { type Shape, sizeOf } from "../tensor.ts";
import type { Dataset } from "./dataset-record.ts";

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
}

/** Examples of each class in the whole set. */
export function countPerClass(dataset: Dataset): number[] {
  const counts = new Array<number>(dataset.classNames.length).fill(0);
  for (const label of dataset.labels) counts[label] = (counts[label] ?? 0) + 1;
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

/** The first training points, the classes in turn. @throws RangeError unless the set has points in the plane. */
export function previewPoints(dataset: Dataset, most: number): PointPreview {
  if (dataset.inputs.kind !== "floats" || sizeOf(dataset.inputShape) !== 2) {
    throw new RangeError(`${dataset.name} has no points in the plane.`);
  }
  const chosen = dataset.split.train.subarray(0, most);
  const coordinates = new Float32Array(2 * chosen.length);
  for (const [position, example] of chosen.entries()) {
    coordinates.set(dataset.inputs.data.subarray(2 * example, 2 * example + 2), 2 * position);
  }
  return {
    show: "points",
    labels: Array.from(chosen, (example) => dataset.labels[example] as number),
    coordinates,
  };
}

/** What a set's card shows: a few pictures of each class, or points. */
export function preview(dataset: Dataset, perClass = 8, mostPoints = 1000): ImagePreview | PointPreview {
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

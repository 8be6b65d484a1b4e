import type {
  ActivityLook,
  CellSum,
  Explanation,
  LayerLook,
  OcclusionMap,
  StrongestInputs,
} from "../../engine/protocol.ts";
import { imageSize } from "../../engine/tensor.ts";
import { csv } from "../views/csv.ts";

/* What Inspect shows as CSV: maps, rows, columns, channels and units are counted from 1, as on the screen. */

/** Every number that a layer gives: a line for each row of a map, or for each unit. */
export function layerCsv({ shape, values }: Pick<LayerLook, "shape" | "values">): string {
  const size = imageSize(shape);
  if (!size) return csv([["unit", "value"], ...Array.from(values, (value, unit) => [unit + 1, value])]);
  const { channels, height, width } = size;
  const row = (line: number) => values.subarray(line * width, (line + 1) * width);
  return csv([
    ["map", "row", ...columnNames(width)],
    ...Array.from({ length: channels * height }, (_, line) => [
      Math.floor(line / height) + 1,
      (line % height) + 1,
      ...row(line),
    ]),
  ]);
}

/** One map of a layer: a line for each of its rows. */
export function mapCsv(
  { values }: Pick<LayerLook, "values">,
  map: number,
  height: number,
  width: number,
): string {
  return planeCsv(values.subarray(map * height * width, (map + 1) * height * width), width);
}

/** What speaks for a class: a line for each cell of the saliency and, in its own rows and columns, of Grad-CAM. */
export function explanationCsv({ saliency, gradCam }: Explanation, width: number): string {
  const cells = (what: string, values: Float32Array, columns: number) =>
    Array.from(values, (value, at) => [what, Math.floor(at / columns) + 1, (at % columns) + 1, value]);
  return csv([
    ["what", "row", "column", "value"],
    ...cells("saliency", saliency, width),
    ...(gradCam ? cells("Grad-CAM", gradCam.values, gradCam.width) : []),
  ]);
}

/** The examples that a unit answers to most, the strongest first. */
export function strongestCsv(
  { examples, answers, labels }: StrongestInputs,
  classNames: readonly string[],
): string {
  return csv([
    ["example", "answer", "true class"],
    ...Array.from(examples, (example, place) => [
      example,
      answers[place] ?? null,
      classNames[labels?.[place] ?? -1] ?? null,
    ]),
  ]);
}

/** How much the score falls where a cell is covered: a line for each row. */
export function occlusionCsv({ drops, width }: OcclusionMap): string {
  return planeCsv(drops, width);
}

/** What every layer gives over the examples it was looked at with; what cannot be told is left empty. */
export function activityCsv({ layers }: ActivityLook, nameOf: (node: string) => string): string {
  const cell = (value: number) => (Number.isFinite(value) ? value : null);
  return csv([
    [
      "layer",
      "minimum",
      "mean",
      "maximum",
      "standard deviation",
      "share of zeros",
      "not finite",
      "units",
      "dead units",
    ],
    ...layers.map(({ node, minimum, mean, maximum, deviation, zeroShare, notFinite, units, dead }) => [
      nameOf(node),
      ...[minimum, mean, maximum, deviation, zeroShare].map(cell),
      notFinite,
      units,
      dead,
    ]),
  ]);
}

/** What a network says of the probe: a line for each class or number. */
export function answersOfProbeCsv(
  answers: ArrayLike<number>,
  names: readonly string[],
  areShares: boolean,
): string {
  return csv([
    ["answer", areShares ? "probability" : "value"],
    ...Array.from(answers, (answer, index) => [names[index] ?? index + 1, answer]),
  ]);
}

function planeCsv(values: Float32Array, width: number): string {
  return csv([
    ["row", ...columnNames(width)],
    ...Array.from({ length: values.length / width }, (_, row) => [
      row + 1,
      ...values.subarray(row * width, (row + 1) * width),
    ]),
  ]);
}

/** Every kernel: a line for each of its rows. The first channel of a filter's own group is 1. */
export function kernelsCsv({ shape, values, filtersFirst }: NonNullable<LayerLook["kernels"]>): string {
  const [first = 0, second = 0, height = 0, width = 0] = shape;
  return csv([
    [...(filtersFirst ? ["filter", "channel"] : ["channel", "filter"]), "row", ...columnNames(width)],
    ...Array.from({ length: first * second * height }, (_, line) => [
      Math.floor(line / (second * height)) + 1,
      (Math.floor(line / height) % second) + 1,
      (line % height) + 1,
      ...values.subarray(line * width, (line + 1) * width),
    ]),
  ]);
}

const paddings = ["", "zero", "copy"] as const;

/** How one value comes about: a line for each cell that goes into it. Weights are empty where nothing is learned. */
export function microscopeCsv(sum: CellSum): string {
  const { rows, columns, channels, firstChannel, values, weights, products, padding } = sum;
  const size = rows * columns;
  return csv([
    ["channel", "row", "column", "value", "weight", "product", "padding"],
    ...Array.from({ length: channels * size }, (_, at) => [
      firstChannel + Math.floor(at / size) + 1,
      Math.floor((at % size) / columns) + 1,
      (at % columns) + 1,
      values[at] ?? null,
      weights?.[at] ?? null,
      products[at] ?? null,
      paddings[padding[at] ?? 0] ?? "",
    ]),
  ]);
}

function columnNames(width: number): readonly string[] {
  return Array.from({ length: width }, (_, column) => ["column", column + 1].join(" "));
}

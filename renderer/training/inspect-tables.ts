import type { CellSum, LayerLook } from "../../engine/protocol.ts";
import { imageSize } from "../../engine/tensor.ts";
import { csv } from "../views/csv.ts";

/* What Inspect shows as CSV: maps, rows, columns, channels and units are counted from 1, as on the screen. */

/** Every number that a layer gives: a line for each row of a map, or for each unit. */
export function layerCsv({ shape, values }: LayerLook): string {
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

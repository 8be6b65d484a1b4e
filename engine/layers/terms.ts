import type { WindowGeometry } from "../kernels/kernels.ts";
import { copiedCell } from "../tensor.ts";

/** One input value that goes into an output value, and what it is multiplied by. */
export interface Term {
  /** Its place in the layer's first input; null for a zero that padding put there. */
  readonly input: number | null;
  /** It lies outside the image: a zero, or the copy of a cell inside. */
  readonly isPadding: boolean;
  /** Place of its factor in the weight; null where nothing is learned. */
  readonly weight: number | null;
}

/** How an output value comes from input values: laid out as channels of rows and columns, one after another. */
export interface Terms {
  /** The first channel of the input that is used, and how many are. */
  readonly firstChannel: number;
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
  readonly terms: readonly Term[];
  /** What becomes of the products. A mean divides by `count`. */
  readonly combine: "sum" | "mean" | "maximum";
  readonly count: number;
  /** Place of the bias in its tensor; null without. */
  readonly bias: number | null;
}

/** Where a window that stands at an output position meets a plane: for each of its cells, row by row. */
export function windowCells(
  g: WindowGeometry,
  row: number,
  column: number,
  cells: "zero" | "mirror" | "edge",
): readonly { readonly place: number | null; readonly isPadding: boolean }[] {
  const found: { place: number | null; isPadding: boolean }[] = [];
  for (let u = 0; u < g.kernelHeight; u += 1)
    for (let v = 0; v < g.kernelWidth; v += 1) {
      const y = row * g.strideY - g.padTop + u * g.dilationY;
      const x = column * g.strideX - g.padLeft + v * g.dilationX;
      const isPadding = y < 0 || y >= g.height || x < 0 || x >= g.width;
      const place =
        isPadding && cells === "zero"
          ? null
          : cells === "zero"
            ? y * g.width + x
            : copiedCell(y, g.height, cells) * g.width + copiedCell(x, g.width, cells);
      found.push({ place, isPadding });
    }
  return found;
}

/** The terms of a window on one plane of a pooling layer. Cells in the padding take no part, unless they count as zeros. */
export function poolingTerms(
  g: WindowGeometry,
  at: readonly number[],
  combine: "mean" | "maximum",
  countsPadding: boolean,
): Terms {
  const [channel = 0, row = 0, column = 0] = at;
  const plane = g.height * g.width;
  const cells = windowCells(g, row, column, "zero");
  const inside = cells.filter(({ isPadding }) => !isPadding).length;
  return {
    firstChannel: channel,
    channels: 1,
    rows: g.kernelHeight,
    columns: g.kernelWidth,
    terms: cells.map(({ place, isPadding }) => ({
      input: place === null ? null : channel * plane + place,
      isPadding,
      weight: null,
    })),
    combine,
    count: countsPadding ? cells.length : inside,
    bias: null,
  };
}

/** A stretch of an image, ends included. */
export interface Area {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

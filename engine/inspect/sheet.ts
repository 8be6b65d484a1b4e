import type { FloatArray } from "../tensor.ts";

/** A grey picture, one byte a pixel, row-major. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Values from `low`, drawn black, to `high`, drawn white. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Whole-pixel factors: small maps are enlarged until they can be seen, sheets stay below the side. */
const largestFactor = 16;
const wantedSide = 168;
const largestSide = 4096;
const gap = 2;

/**
 * Many small planes on one white sheet, row by row, each cell enlarged by the same whole factor.
 * @param values `count` planes of height×width, one after another.
 * @param rangeOf the scale of each plane.
 */
export function sheetOf(
  values: FloatArray,
  shape: { readonly count: number; readonly height: number; readonly width: number },
  columns: number,
  rangeOf: (plane: number) => Range,
): GreyPicture {
  const { count, height, width } = shape;
  const across = Math.min(columns, count);
  const down = Math.ceil(count / across);
  const fits = Math.min((largestSide / across - gap) / width, (largestSide / down - gap) / height);
  const wanted = Math.ceil(
    wantedSide / (count === 1 ? Math.max(height, width) : 3 * Math.max(height, width)),
  );
  const factor = Math.max(1, Math.floor(Math.min(largestFactor, fits, wanted)));
  const sheetWidth = across * (width * factor + gap) - gap;
  const sheetHeight = down * (height * factor + gap) - gap;
  const data = new Uint8Array(sheetWidth * sheetHeight).fill(255);
  for (let plane = 0; plane < count; plane++) {
    const range = rangeOf(plane);
    const left = (plane % across) * (width * factor + gap);
    const top = Math.floor(plane / across) * (height * factor + gap);
    for (let y = 0; y < height * factor; y++)
      for (let x = 0; x < width * factor; x++) {
        const cell = Math.floor(y / factor) * width + Math.floor(x / factor);
        const value = values[plane * height * width + cell] ?? Number.NaN;
        data[(top + y) * sheetWidth + left + x] = shade(value, range);
      }
  }
  return { width: sheetWidth, height: sheetHeight, data };
}

/** Smallest and largest finite value of a part; 0 and 0 where none is finite. */
export function rangeOf(values: FloatArray, start = 0, length = values.length): Range {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let index = start; index < start + length; index++) {
    const value = values[index] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low > high ? { low: 0, high: 0 } : { low, high };
}

/** The range around 0 that holds all values: 0 is drawn as the middle grey. */
export function symmetricRange(values: FloatArray): Range {
  const { low, high } = rangeOf(values);
  const extent = Math.max(Math.abs(low), Math.abs(high));
  return { low: -extent, high: extent };
}

function shade(value: number, { low, high }: Range): number {
  if (Number.isNaN(value) || high <= low) return 0;
  return Math.round(Math.min(1, Math.max(0, (value - low) / (high - low))) * 255);
}

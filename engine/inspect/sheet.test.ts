import { expect, it } from "vitest";
import { rangeOf, sheetOf, symmetricRange } from "./sheet.ts";

it("lays planes out row by row, each on its own scale, enlarged by whole factors with white between", () => {
  const values = Float32Array.of(0, 1, 2, 4, 10, 10, 20, 30, -1, 0, 0, 1);
  const planes = { count: 3, height: 2, width: 2 };
  const sheet = sheetOf(values, planes, 2, (plane) => rangeOf(values, 4 * plane, 4));
  const factor = 16;
  expect([sheet.width, sheet.height]).toEqual([2 * 2 * factor + 2, 2 * 2 * factor + 2]);
  const at = (x: number, y: number) => sheet.data[y * sheet.width + x];
  // First plane 0 to 4: black, a quarter, a half, white.
  expect([at(0, 0), at(factor, 0), at(0, factor), at(factor, factor)]).toEqual([0, 64, 128, 255]);
  // The second begins behind a gap of two; the third is in the next row; the fourth place stays white.
  expect([at(2 * factor, 0), at(2 * factor + 2, 0), at(3 * factor + 2, factor)]).toEqual([255, 0, 255]);
  expect([at(0, 2 * factor + 2), at(factor, 2 * factor + 2)]).toEqual([0, 128]);
  expect(at(2 * factor + 2, 2 * factor + 2)).toBe(255);
});

it("stays below 4096 pixels a side while a cell has a pixel", () => {
  const planes = { count: 256 * 256, height: 3, width: 3 };
  const { width, height } = sheetOf(new Float32Array(9 * planes.count), planes, 256, () => ({
    low: 0,
    high: 1,
  }));
  expect(Math.max(width, height)).toBeLessThan(4096);
});

it("leaves what is not finite out of a range, and puts 0 in the middle of a symmetric one", () => {
  const values = Float32Array.of(Number.NaN, -3, 2, Number.POSITIVE_INFINITY);
  expect(rangeOf(values)).toEqual({ low: -3, high: 2 });
  expect(rangeOf(Float32Array.of(Number.NaN))).toEqual({ low: 0, high: 0 });
  expect(symmetricRange(values)).toEqual({ low: -3, high: 3 });
});

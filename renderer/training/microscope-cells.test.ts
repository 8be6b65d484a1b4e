import { expect, it } from "vitest";
import type { CellSum } from "../../engine/protocol.ts";
import { channelCells, sumWords } from "./microscope-cells.ts";

const sum: CellSum = {
  combine: "sum",
  count: 8,
  firstChannel: 2,
  channels: 2,
  rows: 2,
  columns: 2,
  values: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 0),
  weights: Float32Array.of(1, 0.5, 0.25, 0, 1, -1, 2, 3),
  products: Float32Array.of(1, 1, 0.75, 0, 5, -6, 14, 0),
  padding: Uint8Array.of(0, 0, 0, 0, 2, 0, 0, 1),
  channelSums: Float32Array.of(2.75, 13),
  bias: -0.25,
  winner: null,
};

it("takes a channel's cells, and says where those outside the image come from", () => {
  const cells = channelCells(sum, 1);
  expect(cells.map(({ value, weight, product }) => [value, weight, product])).toEqual([
    [5, 1, 5],
    [6, -1, -6],
    [7, 2, 14],
    [0, 3, 0],
  ]);
  expect(cells.map(({ padding }) => padding)).toEqual(["copy", "none", "none", "zero"]);
});

it("says how the value is made", () => {
  expect(sumWords(sum)).toBe("Sum 15.8 + bias (−0.250)");
  expect(sumWords({ ...sum, bias: 0.5 })).toBe("Sum 15.8 + bias 0.500");
  expect(sumWords({ ...sum, bias: null })).toBe("Sum of 8 products");
  expect(sumWords({ ...sum, combine: "mean", count: 7 })).toBe("Sum 15.8 / 7");
  expect(sumWords({ ...sum, combine: "maximum", winner: 6 })).toBe("The largest of 7");
});

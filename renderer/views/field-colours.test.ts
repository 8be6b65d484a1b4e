import { describe, expect, it } from "vitest";
import { fieldPixels, stripGrid } from "./field-colours.ts";

describe("the largest answer at each pixel", () => {
  it("is the cell's own where pixels are cells, with its lead over the next", () => {
    const answers = Float32Array.from([0.9, 0.2, 0.5, 0.1, 0.1, 0.8, 0.3, 0.6]);
    const { best, lead } = fieldPixels({ answers, cells: 2 }, 2);
    expect([...best]).toEqual([0, 1, 0, 1]);
    [0.8, 0.6, 0.2, 0.5].forEach((wanted, pixel) => {
      expect(lead[pixel]).toBeCloseTo(wanted, 6);
    });
  });

  it("changes on the straight line where two linear answers are equal", () => {
    const cells = 6;
    const pixels = 90;
    const first = Float32Array.from({ length: cells * cells }, (_, at) => ((at % cells) + 0.5) / cells);
    const answers = Float32Array.from([...first, ...first.map((value) => 0.9 - value)]);
    const { best } = fieldPixels({ answers, cells }, pixels);
    for (let row = 0; row < pixels; row++)
      for (let column = 8; column < pixels - 8; column++) {
        const x = (column + 0.5) / pixels;
        if (Math.abs(x - 0.45) > 1e-6) expect(best[row * pixels + column]).toBe(x > 0.45 ? 0 : 1);
      }
  });

  it("has no class where an answer is no number", () => {
    const { best } = fieldPixels({ answers: Float32Array.from([Number.NaN, 1]), cells: 1 }, 1);
    expect([...best]).toEqual([-1]);
  });
});

describe("neurons in the strip of a node", () => {
  it.each([
    [3, 33],
    [4, 33],
    [5, 16],
    [16, 16],
    [24, 10],
    [64, 7],
  ])("%i of them are squares of %i pixels", (count, cell) => {
    const grid = stripGrid(count, 141, 33, 1);
    expect(grid.cell).toBe(cell);
    expect(grid.columns * grid.rows).toBeGreaterThanOrEqual(count);
    expect(grid.columns * (grid.cell + 1) - 1).toBeLessThanOrEqual(141);
    expect(grid.rows * (grid.cell + 1) - 1).toBeLessThanOrEqual(33);
  });
});

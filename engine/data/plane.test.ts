import { expect, it } from "vitest";
import { cellCentres, squareAround } from "./plane.ts";

it("holds every point in a square with an equal margin, whatever is no number left out", () => {
  const square = squareAround([0, 1, 10, 3, Number.NaN, 99]);
  expect(square.side).toBeCloseTo(11.2, 9);
  expect(square.left).toBeCloseTo(-0.6, 9);
  expect(square.bottom).toBeCloseTo(2 - 5.6, 9);
  expect(squareAround([])).toEqual({ left: -1, bottom: -1, side: 2 });
});

it("gives the middles of its cells from the upper left corner on", () => {
  expect([...cellCentres({ left: 0, bottom: 10, side: 4 }, 2)]).toEqual([1, 13, 3, 13, 1, 11, 3, 11]);
});

import { expect, it } from "vitest";
import { smoothedAs } from "./smoothing.ts";

const values = [4, Number.NaN, 2, 8];

it("smooths five times as long, by the closed form of a corrected exponential average, past what is no number", () => {
  const smooth = Array.from(smoothedAs("strong", { values, length: 4, keep: 0.5 }));
  // The weight of the past is 1 - 0.5 / 5 = 0.9.
  const average = (...of: number[]) => {
    const weights = of.map((_, index) => 0.9 ** (of.length - 1 - index));
    const sum = of.reduce((total, value, index) => total + value * (weights[index] ?? 0), 0);
    return sum / weights.reduce((total, weight) => total + weight, 0);
  };
  expect(smooth[0]).toBeCloseTo(4, 12);
  expect(smooth[1]).toBeNaN();
  expect(smooth[2]).toBeCloseTo(average(4, 2), 12);
  expect(smooth[3]).toBeCloseTo(average(4, 2, 8), 12);
});

it("shows the values themselves where nothing is smoothed", () => {
  expect(smoothedAs("none", { values, length: 4, keep: 0.5 })).toBe(values);
});

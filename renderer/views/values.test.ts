import { describe, expect, it } from "vitest";
import { summarise } from "../../engine/protocol/summary.ts";
import { barHeights } from "./paint-bars.ts";
import { magnification } from "./paint-maps.ts";
import { areProbabilities, summaryText } from "./values.ts";

describe("summary of values", () => {
  it("counts what is not finite and leaves it out of the rest", () => {
    const summary = summarise(new Float32Array([1, Number.NaN, 4, Number.POSITIVE_INFINITY, -2]));
    expect(summary).toEqual({ minimum: -2, mean: 1, maximum: 4, notFinite: 2 });
    expect(summaryText(summary)).toBe("minimum \u22122.000, mean 1.000, maximum 4.000, 2 not finite");
  });

  it("reads one map out of several", () => {
    expect(summarise(new Float32Array([9, 9, 1, 3]), 2, 2)).toMatchObject({
      minimum: 1,
      mean: 2,
      maximum: 3,
    });
  });

  it("says so when nothing is finite", () => {
    expect(summaryText(summarise(new Float32Array([Number.NaN])))).toBe("no finite value");
  });
});

describe("probabilities", () => {
  it("are told apart from plain outputs, such as those of a network with squared error", () => {
    expect(areProbabilities(new Float32Array([0.1, 0.2, 0.7]))).toBe(true);
    expect(areProbabilities([0, 1])).toBe(true);
    expect(areProbabilities([0.4, 0.4])).toBe(false);
    expect(areProbabilities([0.4, 0.9], "sigmoid")).toBe(true);
    expect(areProbabilities([0.4, 1.9], "sigmoid")).toBe(false);
    expect(areProbabilities([-0.2, 1.2])).toBe(false);
    expect(areProbabilities([Number.NaN, 1])).toBe(false);
  });
});

describe("magnification", () => {
  it("is the largest whole factor that fits", () => {
    expect(magnification(14, 14, 33)).toEqual({ factor: 2, step: 1 });
    expect(magnification(7, 5, 33)).toEqual({ factor: 4, step: 1 });
    expect(magnification(28, 28, 66)).toEqual({ factor: 2, step: 1 });
  });

  it("skips whole rows where a map is larger than its place", () => {
    expect(magnification(64, 64, 33)).toEqual({ factor: 1, step: 2 });
  });
});

describe("bars", () => {
  it("groups neighbours by the one farthest from zero", () => {
    expect(barHeights([1, -3, 2, 0.5], 2)).toEqual([-3, 2]);
    expect(barHeights([1, -3, 2], 10)).toEqual([1, -3, 2]);
  });

  it("shows a group that holds a NaN as NaN", () => {
    expect(barHeights([1, Number.NaN, 2, 3], 2)).toEqual([Number.NaN, 3]);
  });
});

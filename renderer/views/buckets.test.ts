import { describe, expect, it } from "vitest";
import { keptIndices } from "./buckets.ts";

describe("kept indices", () => {
  it("keeps first, minimum, maximum and last of every bucket, in order", () => {
    const values = [5, 9, 1, 4, 6, 7, 2, 2, 2, 8];
    //              first max min - last | first max... min last
    expect(keptIndices(values, 10, 5)).toEqual([0, 1, 2, 4, 5, 6, 9]);
  });

  it("keeps everything in buckets of one", () => {
    expect(keptIndices([3, 1, 2], 3, 1)).toEqual([0, 1, 2]);
  });

  it("keeps a value that is not a number, and the extremes beside it", () => {
    expect(keptIndices([1, 5, Number.NaN, 0, 2], 5, 5)).toEqual([0, 1, 2, 3, 4]);
    expect(keptIndices([Number.NaN, Number.NaN, Number.NaN], 3, 3)).toEqual([0, 2]);
  });

  it("never keeps more than five of a bucket, and all extremes of the whole", () => {
    const values = Array.from({ length: 10_000 }, (_, index) => (Math.sin(index * 12.9898) * 43758.5453) % 1);
    const kept = keptIndices(values, values.length, 100);
    expect(kept.length).toBeLessThanOrEqual(500);
    const at = kept.map((index) => values[index] ?? 0);
    expect(Math.min(...at)).toBe(Math.min(...values));
    expect(Math.max(...at)).toBe(Math.max(...values));
  });
});

import { describe, expect, it } from "vitest";
import { countBefore, drawnIndices, keptIndices } from "./buckets.ts";

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

describe("what is drawn of a line between two places", () => {
  const length = 100_000;
  const at = Float64Array.from({ length }, (_, index) => index / 1000);
  const values = Float64Array.from({ length }, (_, index) => (Math.sin(index * 12.9898) * 43758.5453) % 1);

  it.each([
    [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    [10, 90.5],
    [41.2345, 44],
    [99.5, 200],
  ])("from %d to %d has the extremes that a look at every value finds", (low, high) => {
    const drawn = drawnIndices({ at, values, length }, [low, high], 2000);
    expect(drawn.length).toBeLessThanOrEqual(2010);
    const inSight = [...at.keys()].filter((index) => (at[index] ?? 0) >= low && (at[index] ?? 0) <= high);
    const extremes = (indices: readonly number[]) => {
      const found = indices.map((index) => values[index] ?? 0);
      return [found.reduce((a, b) => Math.min(a, b)), found.reduce((a, b) => Math.max(a, b))];
    };
    const shown = drawn.filter((index) => (at[index] ?? 0) >= low && (at[index] ?? 0) <= high);
    expect(extremes(shown)).toEqual(extremes(inSight));
    // The line goes on to its edges: the neighbours outside are drawn too, and both ends inside.
    expect(drawn[0]).toBe(Math.max(0, (inSight[0] ?? 0) - 1));
    expect(drawn.at(-1)).toBe(Math.min(length - 1, (inSight.at(-1) ?? 0) + 1));
    expect(drawn.every((index, place) => place === 0 || index > (drawn[place - 1] ?? 0))).toBe(true);
  });

  it("is every value where a zoom shows few", () => {
    expect(drawnIndices({ at, values, length }, [5, 5.004], 2000)).toEqual([
      4999, 5000, 5001, 5002, 5003, 5004, 5005,
    ]);
  });

  it("counts what lies before a place as a look at each does", () => {
    const places = [0, 1, 1, 1, 4, 9];
    for (const place of [-1, 0, 0.5, 1, 2, 9, 10])
      expect(countBefore(places, places.length, place)).toBe(places.filter((each) => each < place).length);
  });
});

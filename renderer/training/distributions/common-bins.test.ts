import { describe, expect, it } from "vitest";
import { countNumbers } from "../../../engine/inspect/histogram.ts";
import { view } from "../../../engine/tensor.ts";
import { inCommonBins, placeOf } from "./common-bins.ts";

/** Numbers of one size, of both signs. */
const numbers = (size: number) =>
  Float32Array.from({ length: 997 }, (_, index) => size * Math.sin(index * index));
const counted = (values: Float32Array) => countNumbers(view(values, 0, [values.length]));

describe("common bins", () => {
  it("hold of every moment what counting it anew in them gives", () => {
    const moments = [numbers(0.3), numbers(0.011), numbers(1.7)];
    const { rows, edges } = inCommonBins(moments.map(counted), "linear", 64);
    expect(edges).toHaveLength(65);
    expect([edges[0], edges[64]]).toEqual([-2, 2]);
    moments.forEach((values, row) => {
      const anew = Array.from({ length: 64 }, (_, bin) => {
        const [low, high] = [edges[bin] ?? 0, edges[bin + 1] ?? 0];
        return values.filter((value) => value >= low && value < high).length;
      });
      expect([...(rows[row] ?? [])]).toEqual(anew);
    });
  });

  it("have room for what is all zero beside what is large", () => {
    const { rows } = inCommonBins([counted(new Float32Array(9)), counted(numbers(50))], "linear");
    expect(rows[0]?.[64]).toBe(9);
    expect(rows[1]?.reduce((sum, count) => sum + count)).toBe(997);
  });

  it("place numbers among octaves where their bins are", () => {
    const bins = inCommonBins([counted(numbers(1))], "log");
    const count = bins.edges.length - 1;
    for (const value of [-3, -(2 ** -20), 2 ** -24, 0.7, 1, 100]) {
      const bin = bins.edges.findIndex(
        (edge, index) => value >= edge && value < (bins.edges[index + 1] ?? 0),
      );
      const place = placeOf(value, bins) * count;
      expect(place).toBeGreaterThanOrEqual(bin);
      expect(place).toBeLessThanOrEqual(bin + 1);
    }
    expect(placeOf(0, bins)).toBe(0.5);
  });
});

import { describe, expect, it } from "vitest";
import { Random } from "../random.ts";
import { view } from "../tensor.ts";
import { countNumbers, octaves } from "./histogram.ts";

const tensorOf = (values: readonly number[]) => view(Float32Array.from(values), 0, [values.length]);

/** Numbers of every size, of both signs, with zeros and the very edges of bins. */
function hard(): number[] {
  const random = Random.fromSeed(3, 1);
  const scattered = Array.from({ length: 5000 }, (_, index) => {
    const size = 2 ** (-30 + (index % 35));
    return index % 50 === 0 ? 0 : (2 * random.uniform() - 1) * size;
  });
  const edges = Array.from({ length: 30 }, (_, power) => 2 ** (power - 25));
  return [...scattered, ...edges, ...edges.map((edge) => -edge), 2 ** 12, -(2 ** 12)];
}

describe("counts of numbers", () => {
  it("are those of counting each bin by its two ends", () => {
    const values = Float32Array.from(hard());
    const counts = countNumbers(view(values, 0, [values.length]));
    const end = 2 ** counts.extent;
    const width = (2 * end) / counts.linear.length;
    const between = (low: number, high: number) =>
      values.filter((value) => value >= low && value < high).length;
    expect([...counts.linear]).toEqual(
      Array.from(counts.linear, (_, bin) => between(-end + bin * width, -end + (bin + 1) * width)),
    );
    const positive = Array.from({ length: octaves.largest - octaves.smallest + 1 }, (_, octave) => {
      const low = 2 ** (octaves.smallest + octave);
      const high = octave + octaves.smallest === octaves.largest ? Number.POSITIVE_INFINITY : 2 * low;
      return [low, high] as const;
    });
    const around = values.filter((value) => Math.abs(value) < 2 ** octaves.smallest).length;
    expect([...counts.octaves]).toEqual([
      ...positive.map(([low, high]) => values.filter((v) => -v >= low && -v < high).length).reverse(),
      around,
      ...positive.map(([low, high]) => between(low, high)),
    ]);
    expect(counts.extent).toBe(13);
  });

  it("have the range, mean and deviation of the numbers, near a far mean too", () => {
    const values = Array.from({ length: 1000 }, (_, index) => 30_000 + (index % 7) / 8);
    const counts = countNumbers(tensorOf(values));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    expect([counts.minimum, counts.maximum]).toEqual([30_000, 30_000.75]);
    expect(counts.mean).toBeCloseTo(mean, 9);
    expect(counts.deviation).toBeCloseTo(deviation, 9);
  });

  it("leave out what is not finite, and say how much it is", () => {
    const counts = countNumbers(tensorOf([1, Number.NaN, -3, Number.POSITIVE_INFINITY, 0]));
    expect(counts).toMatchObject({ count: 5, notFinite: 2, zeros: 1, minimum: -3, maximum: 1 });
    expect(counts.linear.reduce((sum, count) => sum + count)).toBe(3);
    expect(countNumbers(tensorOf([Number.NaN])).mean).toBeNaN();
    const nothing = countNumbers(tensorOf([0, 0]));
    expect(nothing.octaves[(nothing.octaves.length - 1) / 2]).toBe(2);
  });
});

import { describe, expect, it } from "vitest";
import {
  areCrowded,
  asTable,
  type ChartContent,
  columns,
  latestValues,
  nearest,
  valuesNear,
  verticalScale,
} from "./chart-content.ts";

function content(raw: readonly number[], change: Partial<ChartContent> = {}): ChartContent {
  return {
    trace: { name: "Training", at: raw.map((_, index) => index / 10), raw, smooth: raw, length: raw.length },
    marks: null,
    end: 3,
    now: 1,
    scale: "linear",
    limits: {},
    format: String,
    formatTick: String,
    ...change,
  };
}

describe("chart content", () => {
  it("leaves a gap where a value has no place on the scale", () => {
    expect(columns(content([2, Number.NaN, 1]))[1]).toEqual([2, null, 1]);
    expect(columns(content([100, 0, -1, 0.1], { scale: "log" }))[1]).toEqual([2, null, null, -1]);
  });

  it("thins what is denser than the screen and keeps the extremes", () => {
    const raw = Array.from({ length: 50_000 }, (_, index) => (index === 31_234 ? 7 : Math.sin(index)));
    const [at, values] = columns(content(raw), undefined, 1000);
    expect(values.length).toBeLessThanOrEqual(1000);
    expect(Math.max(...values.map((value) => value ?? 0))).toBe(7);
    expect(at[0]).toBe(0);
    expect(at.at(-1)).toBe(4999.9);
  });

  it("is never blank: every kind of run gives a scale with ticks", () => {
    for (const raw of [[], [Number.NaN], [2.3], [2.3, Number.POSITIVE_INFINITY], [0, 0]])
      for (const scale of ["linear", "log"] as const)
        expect(verticalScale(content(raw, { scale })).ticks.length, `${raw} ${scale}`).toBeGreaterThan(0);
  });

  it("lets a wild batch and the very first ones leave the chart, but not the rest", () => {
    const raw = Array.from({ length: 1000 }, (_, index) =>
      index < 5 ? 40 : index === 500 ? 90 : 1 + (index % 10) / 10,
    );
    const smooth = raw.map((value, index) => (index < 5 ? value : 1.5));
    const { trace } = content(raw);
    const scale = verticalScale(content(raw, { trace: { ...trace, smooth } }));
    expect(scale.high).toBeLessThan(3);
    expect(scale.low).toBeLessThanOrEqual(1);
    expect(scale.high).toBeGreaterThanOrEqual(1.9);
  });

  it("fits the values between the ends of a zoom", () => {
    const raw = Array.from({ length: 1000 }, (_, index) =>
      index < 900 ? 5 + (index % 2) : 1 + (index % 2) / 10,
    );
    const scale = verticalScale(content(raw), [92, 98]);
    expect(scale.high).toBeLessThan(2);
    expect(scale.low).toBeGreaterThan(0.8);
  });

  it("makes room for the marks too", () => {
    const scale = verticalScale(
      content([1, 1.2], { marks: { name: "Validation", at: [1], values: [3], length: 1 } }),
    );
    expect(scale.high).toBeGreaterThanOrEqual(3);
  });

  it("labels each line with its latest finite value", () => {
    const marks = { name: "Validation", at: [1, 2], values: [0.5, 0.4], length: 2 };
    expect(latestValues(content([2, 1, Number.NaN], { marks }))).toEqual([
      { name: "Training", value: 1 },
      { name: "Validation", value: 0.4 },
    ]);
    expect(latestValues(content([]))).toEqual([]);
  });

  it("has dots from the first mark on, until they would touch", () => {
    const dots = (...places: readonly number[]) => places.map((x) => [x, 0] as const);
    expect(areCrowded(dots(50), 7)).toBe(false);
    expect(areCrowded(dots(10, 20), 7)).toBe(false);
    expect(areCrowded([null, ...dots(10, 20), null], 7)).toBe(false);
    expect(areCrowded(dots(10, 14, 20), 7)).toBe(true);
    expect(areCrowded([], 7)).toBe(false);
  });

  it("finds the values nearest to the crosshair", () => {
    expect(nearest([0, 1, 2], 3, 1.4)).toBe(1);
    expect(nearest([0, 1, 2], 3, 1.6)).toBe(2);
    expect(nearest([0, 1, 2], 3, 99)).toBe(2);
    expect(nearest([], 0, 1)).toBeNull();
    const marks = { name: "Validation", at: [1, 2], values: [0.5, 0.4], length: 2 };
    expect(valuesNear(content([5, 6, 7], { marks }), 0.11)).toMatchObject({ index: 1, raw: 6, mark: 0.5 });
  });

  it("copies as a table in the order of the epochs", () => {
    const marks = { name: "Validation", at: [0.05], values: [0.5], length: 1 };
    const { trace } = content([2, 1]);
    expect(asTable(content([], { trace: { ...trace, smooth: [2, 1.5] }, marks }))).toBe(
      "epoch\ttraining\ttraining, smoothed\tvalidation\n0\t2\t2\t\n0.05\t\t\t0.5\n0.1\t1\t1.5\t",
    );
    expect(asTable(content([2, 1], { marks }))).toBe(
      "epoch\ttraining\tvalidation\n0\t2\t\n0.05\t\t0.5\n0.1\t1\t",
    );
    expect(asTable(content([2, 1]))).toBe("epoch\ttraining\n0\t2\n0.1\t1");
  });
});

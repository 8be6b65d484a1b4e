import { describe, expect, it } from "vitest";
import { append, appendAll, beginningOf, type Curve, emptyCurve, endOf, latestOf } from "./curve.ts";
import { addTo, averageOf, keepFor, noAverage } from "./smoothing.ts";

function filled(values: readonly number[], capacity?: number): Curve {
  return values.reduce((curve, value, index) => append(curve, index / 10, value), emptyCurve(0.9, capacity));
}
const valuesOf = (curve: Curve) => [...curve.values.subarray(0, curve.length)];

describe("curve", () => {
  it("keeps every point until it is full", () => {
    const values = Array.from({ length: 1000 }, (_, index) => (index * 37) % 101);
    expect(valuesOf(filled(values))).toEqual(values);
  });

  it("leaves earlier curves as they were", () => {
    const short = filled([1, 2, 3]);
    const one = append(short, 0.3, 4);
    const other = append(short, 0.3, 5);
    expect(valuesOf(short)).toEqual([1, 2, 3]);
    expect(valuesOf(one)).toEqual([1, 2, 3, 4]);
    expect(valuesOf(other)).toEqual([1, 2, 3, 5]);
  });

  it("thins a full curve and keeps first, last, and all extremes in their order", () => {
    const values = Array.from({ length: 1000 }, (_, index) =>
      index === 503 ? 9 : index === 77 ? -9 : (index % 7) / 7,
    );
    const curve = filled([...values, 0.5], 1000);
    expect(curve.length).toBeLessThan(520);
    expect(curve.length).toBeGreaterThan(200);
    const kept = valuesOf(curve);
    expect(kept[0]).toBe(values[0]);
    expect(Math.max(...kept)).toBe(9);
    expect(Math.min(...kept)).toBe(-9);
    expect(curve.at[kept.indexOf(9)]).toBeCloseTo(50.3);
    expect(kept.at(-1)).toBe(0.5);
    const at = [...curve.at.subarray(0, curve.length)];
    expect(at).toEqual([...at].sort((first, second) => first - second));
  });

  it("stays within its capacity for ever", () => {
    let curve = emptyCurve(0.9, 200);
    for (let index = 0; index < 20_000; index++) curve = append(curve, index, Math.sin(index));
    expect(curve.length).toBeLessThanOrEqual(200);
    expect(curve.at[0]).toBe(0);
    expect(endOf(curve)).toBe(19_999);
  });

  it("keeps NaN as a gap and goes on", () => {
    const curve = filled([2, Number.NaN, 4]);
    expect(valuesOf(curve)).toEqual([2, Number.NaN, 4]);
    expect(curve.smooth[1]).toBeNaN();
    expect(latestOf(curve)?.smooth).toBeGreaterThan(2);
    expect(latestOf(curve)?.smooth).toBeLessThan(4);
  });

  it("takes many points at once as it takes them one by one, over every growth and thinning", () => {
    const at = Array.from({ length: 3000 }, (_, index) => index / 7);
    const values = at.map((place) => Math.sin(place * 3));
    const one = at.reduce(
      (curve, place, index) => append(curve, place, values[index] ?? 0),
      emptyCurve(0.9, 700),
    );
    let many = emptyCurve(0.9, 700);
    for (let start = 0; start < at.length; start += 311)
      many = appendAll(many, at.slice(start, start + 311), values.slice(start, start + 311));
    for (const part of ["at", "values", "smooth"] as const)
      expect([...many[part].subarray(0, many.length)]).toEqual([...one[part].subarray(0, one.length)]);
    expect(many.average).toEqual(one.average);
  });

  it("goes back to before a place and on from there, the longer curve untouched", () => {
    const whole = filled([1, 2, 3, 4]);
    const branch = append(beginningOf(whole, 0.2), 0.2, 9);
    expect(valuesOf(branch)).toEqual([1, 2, 9]);
    expect(valuesOf(whole)).toEqual([1, 2, 3, 4]);
    expect(beginningOf(whole, 5)).toBe(whole);
    expect(valuesOf(beginningOf(whole, 0))).toEqual([]);
  });

  it("has no latest value while it is empty", () => {
    expect(latestOf(emptyCurve())).toBeNull();
    expect(endOf(emptyCurve())).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe("smoothing", () => {
  it("begins at the first value and is exact for a constant", () => {
    let average = noAverage;
    for (let count = 0; count < 50; count++) {
      average = addTo(average, 2.3, 0.97);
      expect(averageOf(average)).toBeCloseTo(2.3, 12);
    }
  });

  it("is the weighted mean that its definition says", () => {
    const keep = 0.5;
    const average = [1, 2, 4].reduce((so, value) => addTo(so, value, keep), noAverage);
    expect(averageOf(average)).toBeCloseTo((0.25 * 1 + 0.5 * 2 + 1 * 4) / 1.75, 12);
  });

  it("ignores what is not finite", () => {
    const average = addTo(noAverage, 3, 0.9);
    expect(averageOf(addTo(average, Number.NaN, 0.9))).toBeCloseTo(3);
    expect(averageOf(noAverage)).toBeNaN();
  });

  it("averages over a small part of the run within its limits", () => {
    expect(keepFor(8 * 313)).toBeCloseTo(0.97, 2);
    expect(keepFor(40)).toBeCloseTo(0.8);
    expect(keepFor(1e6)).toBeCloseTo(0.995);
  });
});

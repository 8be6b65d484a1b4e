import { afterEach, describe, expect, it } from "vitest";
import { setWords } from "../../engine/words/say.ts";
import { countTicks, linearScale, logScale, power, thinned } from "./ticks.ts";

afterEach(() => setWords({ locale: "en", messages: {} }));

describe("scales", () => {
  it("gives a linear scale round ends and about four ticks", () => {
    expect(linearScale(0.43, 0.88, { low: 0, high: 1 }).ticks).toEqual([0.4, 0.6, 0.8, 1]);
    expect(linearScale(0, 97).ticks).toEqual([0, 25, 50, 75, 100]);
    expect(linearScale(0.11, 0.87, { low: 0, high: 1 }).ticks).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });

  it("keeps a linear scale within its limits", () => {
    const scale = linearScale(0.82, 0.999, { low: 0, high: 1 });
    expect(scale.high).toBe(1);
    expect(scale.low).toBeLessThanOrEqual(0.82);
  });

  it("shows the values on a logarithmic scale with octaves as ticks", () => {
    const scale = logScale(0.23, 2.3);
    expect(scale.ticks).toEqual([0.25, 0.5, 1, 2]);
    expect(scale.low).toBeLessThan(0.23);
    expect(scale.high).toBeGreaterThan(2.3);
  });

  it("goes over to powers of ten where octaves would be too many", () => {
    expect(logScale(0.04, 0.6).ticks).toEqual([0.05, 0.1, 0.2, 0.5]);
    expect(logScale(0.02, 1.2).ticks).toEqual([0.03, 0.1, 0.3, 1]);
    expect(logScale(0.0005, 0.6).ticks).toEqual([0.001, 0.01, 0.1]);
  });

  it("never gives more than five ticks, nor none, for a wide or a narrow range", () => {
    for (const [low, high] of [
      [1e-6, 3],
      [1e-30, 1e30],
      [0.41, 0.47],
      [0.5, 1.4],
      [2.3, 2.3],
    ] as const) {
      const { ticks, low: from, high: to } = logScale(low, high);
      expect(ticks.length, `${low} to ${high}`).toBeGreaterThan(0);
      expect(ticks.length, `${low} to ${high}`).toBeLessThanOrEqual(6);
      for (const tick of ticks) expect(tick >= from && tick <= to).toBe(true);
    }
  });

  it("survives values that are no range", () => {
    expect(logScale(Number.NaN, Number.NaN).ticks.length).toBeGreaterThan(1);
    expect(logScale(0, 5).ticks.length).toBeGreaterThan(1);
    expect(linearScale(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY).ticks.length).toBeGreaterThan(1);
    expect(linearScale(0.5, 0.5).ticks.length).toBeGreaterThan(1);
  });

  it("leaves ticks out evenly where there is no room for all", () => {
    expect(thinned([0, 1, 2, 3], 4.9)).toEqual([0, 1, 2, 3]);
    expect(thinned([0, 1, 2, 3], 3)).toEqual([0, 2]);
    expect(thinned([0, 1, 2, 3], 0.2)).toEqual([0]);
    expect(thinned([], 2)).toEqual([]);
  });

  it("counts epochs in whole steps", () => {
    expect(countTicks(8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(countTicks(3)).toEqual([0, 1, 2, 3]);
    expect(countTicks(8, 4)).toEqual([0, 2, 4, 6, 8]);
    expect(countTicks(20)).toEqual([0, 5, 10, 15, 20]);
    expect(countTicks(40)).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40]);
  });

  it("writes powers of ten as the language writes numbers", () => {
    expect([1e-6, 1e-3, 0.1, 1, 100, 1e5].map(power)).toEqual(["1e−6", "0.001", "0.1", "1", "100", "1e5"]);
    setWords({ locale: "fr", messages: {} });
    expect([1e-3, 0.1, 10].map(power)).toEqual(["0,001", "0,1", "10"]);
  });
});

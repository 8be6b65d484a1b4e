import { describe, expect, it } from "vitest";
import { defaultValues, fieldsSchema } from "../layers/fields.ts";
import { readFormula } from "../testing/formulas.ts";
import { type Schedule, schedule, schedules } from "./schedules.ts";

describe.each(schedules.map((record: Schedule) => ({ name: record.name, record })))("$name", ({ record }) => {
  const settings = defaultValues(record.fields);

  it("stays between nothing and the full rate, far beyond its end too", () => {
    for (let batch = 0; batch <= 2000; batch++) {
      const factor = record.factor(settings, batch / 20, null);
      expect(factor).toBeGreaterThanOrEqual(0);
      expect(factor).toBeLessThanOrEqual(1);
    }
  });

  it("has a readable formula and defaults that a file may hold", () => {
    expect(readFormula(record.formula)).toContain("katex");
    expect(fieldsSchema(record.fields).parse({})).toEqual(settings);
  });
});

/** The closed forms in PyTorch's documentation of its learning-rate schedulers, worked out by hand. */
describe("the factors that PyTorch's definitions give", () => {
  it.each([
    ["step", { every: 2, factor: 0.1 }, 1.99, 1],
    ["step", { every: 2, factor: 0.1 }, 2, 0.1],
    ["step", { every: 2, factor: 0.1 }, 5.5, 0.01],
    ["exponential", { factor: 0.9 }, 3.7, 0.729],
    ["cosine", { over: 4, lowest: 0 }, 0, 1],
    ["cosine", { over: 4, lowest: 0 }, 1, (1 + Math.SQRT1_2) / 2],
    ["cosine", { over: 4, lowest: 0.2 }, 2, 0.6],
    ["cosine", { over: 4, lowest: 0.2 }, 9, 0.2],
    ["oneCycle", { over: 10, rise: 0.3 }, 0, 0.04],
    ["oneCycle", { over: 10, rise: 0.3 }, 1.5, 0.52],
    ["oneCycle", { over: 10, rise: 0.3 }, 3, 1],
    ["oneCycle", { over: 10, rise: 0.3 }, 6.5, 0.50005],
    ["oneCycle", { over: 10, rise: 0.3 }, 10, 0.0001],
    ["oneCycle", { over: 10, rise: 1 }, 10, 0.0001],
    ["oneCycle", { over: 10, rise: 0 }, 0, 1],
    ["warmUp", { over: 2, start: 0.1 }, 0, 0.1],
    ["warmUp", { over: 2, start: 0.1 }, 1, 0.55],
    ["warmUp", { over: 2, start: 0.1 }, 2.5, 1],
  ] as const)("%s %o after %d epochs: %d", (name, settings, epochs, factor) => {
    expect(schedule(name).factor(settings, epochs, null)).toBeCloseTo(factor, 12);
  });
});

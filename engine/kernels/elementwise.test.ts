import { describe, expect, it } from "vitest";
import { readFormula } from "../testing/formulas.ts";
import { type Elementwise, elementwiseFunctions } from "./elementwise.ts";

describe.each(
  Object.entries(elementwiseFunctions).map(([name, record]) => ({ name, record: record as Elementwise })),
)("$name", ({ record }) => {
  it("has formulas that can be read", () => {
    expect(readFormula(record.formula)).toContain("katex");
    expect(readFormula(record.derivativeFormula)).toContain("katex");
  });

  it("has the derivative that central differences have, on both sides of its kink", () => {
    for (const x of [-30, -6, -2.5, -0.75, -0.01, 0.01, 0.75, 2.5, 6, 30]) {
      const y = record.output(x, 0.3);
      const numeric = (record.output(x + 1e-5, 0.3) - record.output(x - 1e-5, 0.3)) / 2e-5;
      expect(Math.abs(record.derivative(x, y, 0.3) - numeric)).toBeLessThan(1e-9 + 1e-9 * Math.abs(x));
    }
  });
});

import { describe, expect, it } from "vitest";
import { initialiserField } from "../layers/initialiser-field.ts";
import type { InitialiserName } from "../layers/layer.ts";
import { Random } from "../random.ts";
import { readFormula } from "../testing/formulas.ts";
import { initialise, initialisers } from "./initialisers.ts";

/** A dense layer of 100 units with 50 inputs, and 20 filters of 5×5 on 2 channels: 50 inputs each. */
const shapes = [
  { shape: [100, 50], fanIn: 50, fanOut: 100 },
  { shape: [20, 2, 5, 5], fanIn: 50, fanOut: 500 },
] as const;

function drawn(name: InitialiserName, shape: readonly number[], seed = 1): number[] {
  const size = shape.reduce((product, length) => product * length, 1);
  const memory = new Float64Array(size + 4).fill(99);
  initialise(name, shape, Random.fromSeed(seed), memory, 2);
  expect([...memory.slice(0, 2), ...memory.slice(-2)]).toEqual([99, 99, 99, 99]);
  return [...memory.slice(2, 2 + size)];
}

function deviation(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

describe.each(shapes)("a weight of $shape", ({ shape, fanIn, fanOut }) => {
  // A uniform variable in ±a has the standard deviation a/√3.
  it.each([
    { name: "he", bound: Math.sqrt(6 / fanIn), expected: Math.sqrt(2 / fanIn) },
    { name: "glorot", bound: Math.sqrt(6 / (fanIn + fanOut)), expected: Math.sqrt(2 / (fanIn + fanOut)) },
    { name: "normal", bound: 0.05 * 6, expected: 0.05 },
  ] as const)("starts by $name within its bound, around 0, with its spread", ({ name, bound, expected }) => {
    const values = drawn(name, shape);
    for (const value of values) expect(Math.abs(value)).toBeLessThanOrEqual(bound);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    // Five standard errors; the seed is fixed, so this cannot waver.
    expect(Math.abs(mean)).toBeLessThan((5 * expected) / Math.sqrt(values.length));
    expect(Math.abs(deviation(values) / expected - 1)).toBeLessThan(5 / Math.sqrt(2 * values.length));
  });

  it("starts at zero by zeros, at one by ones and at a quarter by quarter", () => {
    expect(new Set(drawn("zeros", shape))).toEqual(new Set([0]));
    expect(new Set(drawn("ones", shape))).toEqual(new Set([1]));
    expect(new Set(drawn("quarter", shape))).toEqual(new Set([0.25]));
  });

  it("starts the same for the same seed only", () => {
    expect(drawn("he", shape)).toEqual(drawn("he", shape));
    expect(drawn("he", shape, 2)).not.toEqual(drawn("he", shape));
  });
});

it("every initialiser can be chosen and states its distribution", () => {
  const names: readonly string[] = initialiserField.options.map(({ value }) => value);
  // Ones are for scales and variances, a quarter for slopes, which nobody chooses.
  expect([...names, "ones", "quarter"]).toEqual(Object.keys(initialisers));
  for (const { formula, summary } of Object.values(initialisers)) {
    expect(readFormula(formula)).toContain("katex");
    expect(summary).toMatch(/^[A-Z].*\.$/s);
  }
});

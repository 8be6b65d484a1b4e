import { expect, it } from "vitest";
import { Thinned } from "./thinned.ts";

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

it.each([0, 1, 4096, 4097, 10_000, 100_001])(
  "keeps first, last and order of %i values, never too many",
  (count) => {
    const thinned = new Thinned<number>([]);
    for (const value of numbers(count)) thinned.add(value);
    const { values } = thinned;
    expect(values.length).toBeLessThanOrEqual(4096);
    expect(values.length).toBeGreaterThanOrEqual(Math.min(count, 2048));
    expect(values).toEqual([...new Set(values)].sort((a, b) => a - b));
    expect([values[0], values.at(-1)]).toEqual(count > 0 ? [0, count - 1] : [undefined, undefined]);
    // Evenly: no gap is more than twice another, but for the last one.
    const gaps = values.slice(1, -1).map((value, at) => value - (values[at] ?? 0));
    if (count > 4097) expect(Math.max(...gaps)).toBeLessThanOrEqual(2 * Math.min(...gaps));
  },
);

it("goes on from what was kept, as it is", () => {
  const thinned = new Thinned(numbers(10));
  thinned.add(10);
  expect(thinned.values).toEqual(numbers(11));
});

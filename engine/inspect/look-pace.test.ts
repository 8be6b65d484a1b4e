import { expect, test } from "vitest";
import { LookPace, lookShares } from "./look-pace.ts";

test("all kinds of looks together are allowed 2 % of a run's time", () => {
  expect(Object.values(lookShares).reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(0.02 + 1e-9);
});

/** Seconds that looks take of so many, when one is asked for again and again. */
function spent(pace: LookPace, cost: number, duration: number): number {
  let total = 0;
  for (let now = 0; now < duration; now += 0.01) {
    if (pace.wait(now) > 0) continue;
    pace.took(cost, now);
    total += cost;
  }
  return total;
}

test.each([0.0002, 0.004, 0.2])(
  "looks of %s s keep to their share, however often they are wanted",
  (cost) => {
    const share = 0.005;
    expect(spent(new LookPace(share), cost, 400)).toBeLessThanOrEqual(share * 400 + cost);
    // What was saved up is spent once.
    expect(spent(new LookPace(share, { saved: 1 }), cost, 400)).toBeLessThanOrEqual(share * 401 + cost);
  },
);

test("after a rest a few looks may come in a row, and cheap ones still keep apart", () => {
  const pace = new LookPace(0.005, { saved: 1 });
  pace.took(0.001, 10);
  expect(pace.wait(10)).toBe(0);
  for (let look = 0; look < 4; look++) pace.took(0.001, 10);
  expect(pace.wait(10)).toBe(0);
  pace.took(0.001, 10);
  expect(pace.wait(10)).toBeCloseTo(0.2);
  const apart = new LookPace(0.005, { shortest: 0.5 });
  apart.took(1e-6, 3);
  expect(apart.wait(3)).toBeCloseTo(0.5);
});

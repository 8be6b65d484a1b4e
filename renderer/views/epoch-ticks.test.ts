import { expect, it } from "vitest";
import { epochTicks, labelWidth } from "./epoch-ticks.ts";

it.each([
  [[0, 3], false, 170],
  [[0, 20], false, 170],
  [[0, 1000], false, 140],
  [[0, 25_000], false, 140],
  [[0, 0.4], false, 140],
  [[996, 1000], true, 140],
  [[12_000, 25_000], true, 140],
] as const)("the epochs of %o have room for their labels", ([low, high], isPart, width) => {
  const ticks = epochTicks([low, high], isPart, width);
  expect(ticks.length).toBeGreaterThan(1);
  const places = ticks.map((tick) => ((tick - low) / (high - low)) * width);
  for (const [index, place] of places.slice(1).entries()) {
    const [left, right] = [ticks[index] ?? 0, ticks[index + 1] ?? 0].map(labelWidth);
    expect(place - (places[index] ?? 0)).toBeGreaterThan(((left ?? 0) + (right ?? 0)) / 2);
  }
});

it("whole epochs are counted, parts of one are told where there is no more", () => {
  expect(epochTicks([0, 3], false, 170)).toEqual([0, 1, 2, 3]);
  expect(epochTicks([0, 0.4], false, 400)).toEqual([0, 0.1, 0.2, 0.3, 0.4]);
});

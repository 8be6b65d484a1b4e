import { expect, it } from "vitest";
import { bar, duration, table } from "./numbers.ts";

it.each([
  [0, "0:00"],
  [59.6, "1:00"],
  [3600, "1:00:00"],
  [7389, "2:03:09"],
])("writes %d seconds as %s", (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

it("draws a bar that is never longer than its frame", () => {
  expect([bar(-1, 4), bar(0.5, 4), bar(2, 4)]).toEqual(["[----]", "[##--]", "[####]"]);
});

it("aligns columns", () => {
  expect(
    table(
      [
        ["a", "1"],
        ["bcd", "100"],
      ],
      [false, true],
    ),
  ).toEqual(["a      1", "bcd  100"]);
});

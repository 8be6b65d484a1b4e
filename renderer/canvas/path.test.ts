import { expect, test } from "vitest";
import { lane, roundedPath } from "./path.ts";

const corner = [
  { x: 0, y: 0 },
  { x: 100, y: 0 },
  { x: 100, y: 50 },
];

test("corners are rounded by 10 px, and by half a piece where it is shorter", () => {
  expect(roundedPath(corner)).toBe("M0 0L90 0Q100 0 100 10L100 50");
  expect(
    roundedPath([
      { x: 0, y: 0 },
      { x: 8, y: 0 },
      { x: 8, y: 50 },
    ]),
  ).toBe("M0 0L4 0Q8 0 8 4L8 50");
  expect(roundedPath([])).toBe("");
});

test("a lane keeps its distance on the right-hand side, around corners too", () => {
  expect(lane(corner, 2)).toEqual([
    { x: 0, y: 2 },
    { x: 98, y: 2 },
    { x: 98, y: 50 },
  ]);
});

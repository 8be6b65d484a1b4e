import { expect, it } from "vitest";
import { rayBetween } from "./rays.ts";

const patch = { top: 20, left: 40, width: 30, height: 10 };
const cell = { top: 5, left: 7, width: 9, height: 9 };

it("leads from the right corners of the patch to the left ones of a cell in the picture beside it", () => {
  expect(rayBetween(patch, cell, 300, true)).toEqual([
    [
      { x: 70, y: 20 },
      { x: 307, y: 5 },
    ],
    [
      { x: 70, y: 30 },
      { x: 307, y: 14 },
    ],
  ]);
});

it("leads from the lower corners of the patch to the upper ones of a cell in the picture below it", () => {
  expect(rayBetween(patch, cell, 300, false)).toEqual([
    [
      { x: 40, y: 30 },
      { x: 7, y: 305 },
    ],
    [
      { x: 70, y: 30 },
      { x: 16, y: 305 },
    ],
  ]);
});

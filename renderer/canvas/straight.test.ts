import { expect, test } from "vitest";
import { keptStraight } from "./straight.ts";

const began: Readonly<Record<string, { x: number; y: number }>> = {
  a: { x: 100, y: 100 },
  b: { x: 300, y: 140 },
};
const origin = (id: string) => began[id];

test("what is dragged further across stays in its row, and all that is dragged with it", () => {
  expect(keptStraight({ a: { x: 160, y: 120 }, b: { x: 360, y: 160 } }, origin)).toEqual({
    a: { x: 160, y: 100 },
    b: { x: 360, y: 140 },
  });
});

test("what is dragged further up or down stays in its column", () => {
  expect(keptStraight({ a: { x: 120, y: 20 } }, origin)).toEqual({ a: { x: 100, y: 20 } });
});

test("what began nowhere is left where it is", () => {
  expect(keptStraight({ c: { x: 7, y: 9 } }, origin)).toEqual({ c: { x: 7, y: 9 } });
});

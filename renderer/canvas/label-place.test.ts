import { expect, test } from "vitest";
import { labelBox, labelPlace } from "./label-place.ts";

const shape = "16×14×14";

test("the shape rides above the middle of a short line and near the start of a long one", () => {
  expect(
    labelPlace(
      [
        { x: 100, y: 50 },
        { x: 200, y: 50 },
      ],
      shape,
    ),
  ).toEqual({ x: 150, y: 44 });
  expect(
    labelPlace(
      [
        { x: 900, y: 50 },
        { x: 0, y: 50 },
      ],
      shape,
    ),
  ).toEqual({ x: 160, y: 44 });
});

test("the shape of a short branch stands beside its upright piece, not on the line that it leaves", () => {
  const branch = [
    { x: 100, y: 50 },
    { x: 126, y: 50 },
    { x: 126, y: 150 },
    { x: 150, y: 150 },
  ];
  const at = labelPlace(branch, shape);
  expect(at.x).toBeGreaterThan(126 + 30);
  expect(at.y).toBe(104);
});

test("the shape moves on along the line where a layer stands in the way", () => {
  const line = [
    { x: 0, y: 50 },
    { x: 900, y: 50 },
  ];
  const card = { id: "a", x: 100, y: 0, width: 150, height: 40 };
  const at = labelPlace(line, shape, [card]);
  expect(at.y).toBe(44);
  expect(at.x).toBeGreaterThan(250 + 27);
  expect(labelPlace(line, shape, [{ ...card, y: -20 }])).toEqual({ x: 160, y: 44 });
});

test("two lines that leave on one trunk have their shapes apart, the second where it runs alone", () => {
  const trunk = { x: 0, y: 400 };
  const first = labelPlace([trunk, { x: 400, y: 400 }], shape);
  const second = labelPlace([trunk, { x: 210, y: 400 }, { x: 210, y: 200 }, { x: 400, y: 200 }], shape, [
    labelBox(first, shape),
  ]);
  expect(first.y).toBe(394);
  expect(second).toEqual({ x: 305, y: 194 });
});

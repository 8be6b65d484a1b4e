import { describe, expect, it } from "vitest";
import { type Arrangement, arranged, arrangements, type PlacedBox } from "./arrange.ts";

const boxes: readonly PlacedBox[] = [
  { id: "a", x: 0, y: 50, width: 100, height: 40 },
  { id: "b", x: 130, y: 0, width: 60, height: 100 },
  { id: "c", x: 300, y: 120, width: 100, height: 20 },
];
const placedBy = (how: Arrangement, of = boxes) => {
  const places = arranged(of, how);
  return of.map((box) => ({ ...box, ...places[box.id] }));
};

describe.each([
  ["align-left", (box: PlacedBox) => box.x, 0],
  ["align-centre", (box: PlacedBox) => box.x + box.width / 2, 200],
  ["align-right", (box: PlacedBox) => box.x + box.width, 400],
  ["align-top", (box: PlacedBox) => box.y, 0],
  ["align-middle", (box: PlacedBox) => box.y + box.height / 2, 70],
  ["align-bottom", (box: PlacedBox) => box.y + box.height, 140],
] as const)("%s", (how, place, expected) => {
  it("brings all to one line and leaves the other axis as it is", () => {
    const moved = placedBy(how);
    expect(moved.map(place)).toEqual([expected, expected, expected]);
    const { at } = arrangements[how].axis;
    for (const [index, box] of moved.entries())
      expect(at === "x" ? box.y : box.x).toBe(at === "x" ? boxes[index]?.y : boxes[index]?.x);
  });
  it("changes nothing the second time, and nothing for one layer", () => {
    expect(placedBy(how, placedBy(how))).toEqual(placedBy(how));
    expect(arranged(boxes.slice(0, 1), how)).toEqual({});
  });
});

it("distributes with equal gaps, the outermost where they are, whatever the order of the selection", () => {
  const across = placedBy("distribute-across");
  expect(across.map(({ x }) => x)).toEqual([0, 170, 300]);
  expect(placedBy("distribute-across", boxes.toReversed()).toReversed()).toEqual(across);
  const down = placedBy("distribute-down");
  const order = down.toSorted((a, b) => a.y - b.y);
  const gaps = order
    .slice(1)
    .map((box, index) => box.y - ((order[index]?.y ?? 0) + (order[index]?.height ?? 0)));
  expect(gaps[0]).toBeCloseTo(gaps[1] ?? Number.NaN, 0);
  expect(arranged(boxes.slice(0, 2), "distribute-down")).toEqual({});
});

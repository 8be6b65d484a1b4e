import { describe, expect, test } from "vitest";
import { placeCard, revealing, revealingAmong, viewShift } from "./card-place.ts";
import type { Rectangle } from "./geometry.ts";

const stage = { width: 900, height: 560 };
const card = { width: 440, height: 300 };
const box = (x: number, y: number) => ({ x, y, width: 80, height: 36 });

describe("the explanation of a problem", () => {
  test("hangs under its layer, its arrow below the middle", () => {
    expect(placeCard(box(400, 100), card, stage)).toEqual({
      left: 220,
      top: 150,
      isAbove: false,
      arrow: 220,
    });
  });

  test("stays inside the canvas while the arrow keeps pointing at the layer", () => {
    const place = placeCard(box(10, 100), card, stage);
    expect(place.left).toBe(8);
    expect(place.left + (place.arrow ?? 0)).toBe(50);
  });

  test("stands above where there is no room below", () => {
    expect(placeCard(box(400, 480), card, stage)).toMatchObject({ top: 166, isAbove: true });
  });

  test.each([
    ["too low", box(400, 260)],
    ["under the tools", box(400, 10)],
    ["above the canvas", box(400, -300)],
    ["below the canvas", box(400, 900)],
    ["left of the canvas", box(-200, 100)],
    ["right of the canvas", box(1200, 100)],
  ])("the view moves for a layer that is %s, until card and layer are both in sight", (_where, at) => {
    const shift = viewShift(at, card, stage);
    const moved = { ...at, x: at.x + shift.x, y: at.y + shift.y };
    const place = placeCard(moved, card, stage);
    expect(place.arrow).not.toBeNull();
    expect(moved.x).toBeGreaterThanOrEqual(0);
    expect(moved.x + moved.width).toBeLessThanOrEqual(stage.width);
    expect(moved.y).toBeGreaterThanOrEqual(0);
    expect(moved.y + moved.height).toBeLessThanOrEqual(stage.height);
    expect(viewShift(moved, card, stage)).toEqual({ x: 0, y: 0 });
  });
});

test("a layer out of sight is revealed by the shortest way, one in sight stays", () => {
  expect(revealing(box(400, 100), stage)).toEqual({ x: 0, y: 0 });
  expect(revealing(box(880, 100), stage)).toEqual({ x: -80, y: 0 });
  expect(revealing(box(400, 600), stage)).toEqual({ x: 0, y: -92 });
  expect(revealing(box(-50, -10), stage)).toEqual({ x: 70, y: 60 });
});

describe("a layer among others", () => {
  const reveal = (at: Rectangle, near: Rectangle, others: readonly Rectangle[]) =>
    revealingAmong(at, near, others, stage);

  test("brings all of the network in sight where the view has to move and that has room", () => {
    const [first, last] = [box(-60, 100), box(500, 100)];
    expect(reveal(first, first, [first, last])).toEqual({ x: 80, y: 0 });
  });

  test("brings those beside it along, but sends nothing away that is in sight", () => {
    const [far, one, other] = [box(-900, 100), box(300, 100), box(820, 100)];
    const near = { ...one, width: other.x + other.width - one.x };
    expect(reveal(one, near, [far, one, other])).toEqual(revealing(other, stage));
    const atTheEdge = box(4, 300);
    expect(reveal(one, near, [far, one, other, atTheEdge])).toEqual({ x: 0, y: 0 });
  });

  test("comes in sight itself in any case", () => {
    const [first, wide, last] = [box(20, 100), box(880, 300), box(2400, 100)];
    expect(reveal(wide, wide, [first, wide, last])).toEqual(revealing(wide, stage));
  });
});

import { describe, expect, it } from "vitest";
import { mostPainted, type PaintedPoint } from "../../../engine/data/painted.ts";
import { erased, ofClasses, placed, sprayed } from "./strokes.ts";

/** Numbers from 0 to 1, evenly and the same each time. */
function evenly(): () => number {
  let seed = 1;
  return () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
}

describe("a stroke", () => {
  it("places a point where it is clicked, within the plane", () => {
    expect(placed([], { x: 1.23456, y: -99 }, 1)).toEqual([[1.23, -6, 1]]);
  });

  it("strews points evenly over its disc: half of them in the inner half of the area", () => {
    const points = sprayed([], { x: 1, y: 2 }, 0, { radius: 2, count: 2000, random: evenly() });
    const distances = points.map(([x, y]) => Math.hypot(x - 1, y - 2));
    expect(Math.max(...distances)).toBeLessThanOrEqual(2.01);
    const inner = distances.filter((distance) => distance < Math.SQRT2).length / 2000;
    expect(inner).toBeGreaterThan(0.45);
    expect(inner).toBeLessThan(0.55);
  });

  it("ends where the project has no room for more", () => {
    const full = Array.from({ length: mostPainted }, (): PaintedPoint => [0, 0, 0]);
    expect(placed(full, { x: 1, y: 1 }, 0)).toBe(full);
  });

  it("erases what is near, and nothing else", () => {
    const points: readonly PaintedPoint[] = [
      [0, 0, 0],
      [1, 0, 1],
    ];
    expect(erased(points, { x: 0.9, y: 0 }, 0.5)).toEqual([[0, 0, 0]]);
    expect(erased(points, { x: 5, y: 5 }, 0.5)).toBe(points);
  });

  it("of a class that is taken away goes with it", () => {
    expect(
      ofClasses(
        [
          [0, 0, 2],
          [1, 1, 0],
        ],
        2,
      ),
    ).toEqual([[1, 1, 0]]);
  });
});

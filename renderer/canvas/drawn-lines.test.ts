import { describe, expect, it } from "vitest";
import { nearestLine } from "./drawn-lines.ts";

const lines = new Map([
  [
    "bent",
    [
      { x: 0, y: 0 },
      { x: 100, y: 0 },
      { x: 100, y: 50 },
    ],
  ],
  [
    "below",
    [
      { x: 0, y: 12 },
      { x: 60, y: 12 },
    ],
  ],
]);

describe("the line under the pointer", () => {
  it("is the nearest one, along its whole way", () => {
    expect(nearestLine(lines, { x: 30, y: 5 })).toBe("bent");
    expect(nearestLine(lines, { x: 30, y: 7 })).toBe("below");
    expect(nearestLine(lines, { x: 103, y: 40 })).toBe("bent");
  });

  it("is none where no line is near, not even in line with its end", () => {
    expect(nearestLine(lines, { x: 30, y: 40 })).toBeNull();
    expect(nearestLine(lines, { x: -11, y: 0 })).toBeNull();
    expect(nearestLine(lines, { x: -9, y: 0 })).toBe("bent");
  });
});

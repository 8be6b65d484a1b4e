import { expect, it } from "vitest";
import { windowOf } from "./grid-window.ts";

const grid = { count: 1000, columns: 7, pitch: 150, height: 900 };

it("makes every item that the screen shows, few others, and keeps the whole height", () => {
  const rows = Math.ceil(grid.count / grid.columns);
  for (const top of [-2000, -100, 0, 1, 149, 7000, rows * 150 - 900, rows * 150 + 500]) {
    const { from, to, above, below } = windowOf({ ...grid, top });
    const isMade = (item: number) => item >= from && item < to;
    for (let item = 0; item < grid.count; item++) {
      const upper = Math.floor(item / grid.columns) * grid.pitch;
      if (upper + grid.pitch > top && upper < top + grid.height) expect(isMade(item)).toBe(true);
    }
    expect(to - from).toBeGreaterThan(0);
    expect(to - from).toBeLessThanOrEqual((900 / 150 + 3) * 7);
    expect(above + Math.ceil((to - from) / 7) * 150 + below).toBe(rows * 150);
  }
});

it("makes all of a list that is not laid out yet", () => {
  expect(windowOf({ ...grid, pitch: 0, top: 0 })).toEqual({ from: 0, to: 1000, above: 0, below: 0 });
});

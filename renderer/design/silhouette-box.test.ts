import { expect, test } from "vitest";
import { silhouetteBox, unitThatFits } from "./silhouette-box.ts";

test("sides follow the square roots of channels, rows and columns", () => {
  const small = silhouetteBox([16, 25, 36], 2);
  const large = silhouetteBox([64, 100, 144], 2);
  expect(large.depth / small.depth).toBeCloseTo(2);
  expect(large.height / small.height).toBeCloseTo(2);
  expect(large.right / small.right).toBeCloseTo(2);
});

test("a vector is deep and one cell high", () => {
  const vector = silhouetteBox([64], 5);
  expect(vector.depth).toBeCloseTo(silhouetteBox([64, 1, 1], 5).depth);
  expect(vector.height).toBeLessThan(vector.depth);
});

test("the unit shrinks until the box fits its place", () => {
  const place = { width: 112, height: 56 };
  const unit = unitThatFits([512, 224, 224], place, 5);
  const box = silhouetteBox([512, 224, 224], unit);
  expect(box.depth + box.right + 2).toBeLessThanOrEqual(112 + 2);
  expect(box.height + box.up + 2).toBeLessThanOrEqual(56 + 2);
  expect(unitThatFits([1, 4, 4], place, 5)).toBe(5);
});

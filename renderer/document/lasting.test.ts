import { expect, test } from "vitest";
import { lasting } from "./lasting.ts";

const one = () => ({
  nodes: { a: { shape: [1, 2], from: null }, b: { shape: [3], from: "a" } },
  order: ["a", "b"],
});

test("what says the same is the same object", () => {
  const before = one();
  expect(lasting(before, one())).toBe(before);
});

test("what has changed is new, and what has not stays", () => {
  const before = one();
  const now = one();
  now.nodes.b.shape = [3, 4];
  const after = lasting(before, now);
  expect(after).toEqual(now);
  expect(after.nodes).not.toBe(before.nodes);
  expect(after.nodes.a).toBe(before.nodes.a);
  expect(after.order).toBe(before.order);
});

test("more, fewer, and of another kind are not the same", () => {
  expect(lasting([1, 2], [1])).toEqual([1]);
  expect(lasting([1], [1, 2])).toEqual([1, 2]);
  expect(lasting({ a: 1, b: undefined }, { a: 1 })).toEqual({ a: 1 });
  expect(Object.keys(lasting({ a: 1, b: undefined }, { a: 1 }))).toEqual(["a"]);
  expect(lasting({ 0: 1 }, [1])).toEqual([1]);
  expect(lasting(null, { a: [] })).toEqual({ a: [] });
  expect(lasting({ a: [] }, null)).toBeNull();
});

import { expect, test } from "vitest";
import { graphOf } from "../../engine/graph/graph-of.ts";
import { roomForBead } from "./bead-room.ts";

const plain = graphOf({ a: ["activation"], b: ["conv2d", {}, "a"], c: ["activation", {}, "b"] });
const placed = (places: Readonly<Record<string, readonly [number, number]>>) => ({
  ...plain,
  nodes: plain.nodes.map((node) => {
    const [x, y] = places[node.id] ?? [0, 0];
    return { ...node, x, y };
  }),
});

test("a bead ends before what follows in its line, and is never wider than 220 px", () => {
  expect(roomForBead(placed({ a: [20, 60], b: [180, 60], c: [400, 60] }), "a")).toBe(136);
  expect(roomForBead(placed({ a: [20, 60], b: [180, 60], c: [400, 60] }), "c")).toBe(220);
  expect(roomForBead(placed({ a: [20, 60], b: [900, 60], c: [20, 400] }), "a")).toBe(220);
});

test("a tall layer that begins higher is in its line, one below or to the left is not", () => {
  expect(roomForBead(placed({ a: [20, 160], b: [180, 60], c: [900, 900] }), "a")).toBe(136);
  expect(roomForBead(placed({ a: [20, 60], b: [180, 100], c: [900, 900] }), "a")).toBe(220);
  expect(roomForBead(placed({ a: [300, 60], b: [180, 60], c: [900, 900] }), "a")).toBe(220);
});

test("glyph and first letters stay where the next layer is too near", () => {
  expect(roomForBead(placed({ a: [20, 60], b: [60, 60], c: [900, 900] }), "a")).toBe(90);
});

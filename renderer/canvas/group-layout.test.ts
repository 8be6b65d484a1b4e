import { describe, expect, it } from "vitest";
import type { Graph } from "../../engine/graph/graph.ts";
import { graphOf } from "../../engine/graph/graph-of.ts";
import { frameAround } from "../document/groups.ts";
import { groupedReadingLines } from "./group-layout.ts";
import { readingLines } from "./layout.ts";

const flat = graphOf({
  Input: ["input", { shape: [3, 32, 32] }],
  Stem: ["conv2d"],
  "Conv A": ["conv2d"],
  "ReLU A": ["activation"],
  "Conv B": ["conv2d"],
  Add: ["add", {}, "Conv B", "Stem"],
  "Global pool": ["global-average-pool"],
  Last: ["dense", { units: 10 }],
  Output: ["output"],
});
const members = ["Conv A", "ReLU A", "Conv B", "Add"];
const size = { width: 160, height: 136 };
const room = { sizeOf: () => size, lettersAfter: () => 8, width: 900, height: 600 };
const withGroup = (collapsed: boolean): Graph => ({
  ...flat,
  groups: [{ id: "g1", name: "Residual block", nodes: members, collapsed }],
});
const boxIn = (places: ReturnType<typeof groupedReadingLines>, id: string) => {
  const place = places[id];
  if (!place) throw new Error(`${id} has no place.`);
  return { ...place, ...size };
};

describe("reading lines with groups", () => {
  it("are the usual ones without any group", () => {
    expect(groupedReadingLines(flat, room)).toEqual(readingLines(flat, room));
  });

  it("keep what is foreign out of the frame of a group", () => {
    const places = groupedReadingLines(withGroup(false), room);
    const frame = frameAround(members.map((id) => boxIn(places, id)));
    for (const { id } of flat.nodes.filter((node) => !members.includes(node.id))) {
      const { x, y } = boxIn(places, id);
      const isApart =
        x + size.width <= frame.x ||
        x >= frame.x + frame.width ||
        y + size.height <= frame.y ||
        y >= frame.y + frame.height;
      expect(isApart, `${id} lies outside of the frame`).toBe(true);
    }
    expect(new Set(Object.values(places).map(({ x, y }) => `${x} ${y}`)).size).toBe(flat.nodes.length);
  });

  it("place a collapsed group as one block, its hidden layers in lines from there", () => {
    const places = groupedReadingLines(withGroup(true), room);
    expect(new Set(members.map((id) => JSON.stringify(places[id]))).size).toBe(4);
    expect(Math.min(...members.map((id) => boxIn(places, id).x))).toBe(boxIn(places, "Conv A").x);
    expect(Math.min(...members.map((id) => boxIn(places, id).y))).toBe(boxIn(places, "Conv A").y);
    // Stem, block, pool, …: the block takes one column.
    expect(boxIn(places, "Conv A").x).toBeGreaterThan(boxIn(places, "Stem").x);
    expect(boxIn(places, "Conv A").y).toBe(boxIn(places, "Stem").y);
    expect(boxIn(places, "Global pool").x - boxIn(places, "Conv A").x).toBeLessThan(300);
  });
});

import { describe, expect, it } from "vitest";
import type { Graph } from "../../../engine/graph/graph.ts";
import { graphOf } from "../../../engine/graph/graph-of.ts";
import { type OutlineItem, outlineOf } from "./outline-items.ts";
import { shownRows, treeStep, typedAhead } from "./tree.ts";

/** The outline as lines of text, two spaces a level. */
function lines(graph: Graph): string[] {
  return shownRows(outlineOf(graph), new Set()).map(
    ({ item, level }) => `${"  ".repeat(level - 1)}${wordOf(item)}`,
  );
}
function wordOf(item: OutlineItem): string {
  if (item.is === "layer") return item.id;
  if (item.is === "branch") return `${item.number} of ${item.of}`;
  if (item.is === "connection") return `to ${item.edge.to}`;
  if (item.is === "group") return item.group.name;
  return item.is === "note" ? item.note.text : "notes";
}

const chain = graphOf({ Input: ["input", { shape: [2] }], Dense: ["dense"], Output: ["output"] });
const residual = graphOf({
  Input: ["input", { shape: [1, 8, 8] }],
  Pool: ["max-pool"],
  Conv: ["conv2d"],
  ReLU: ["activation"],
  Add: ["add", {}, "ReLU", "Pool"],
  Output: ["output"],
});

describe("the outline", () => {
  it("reads a chain on one level, and notes after it", () => {
    const note = { id: "t1", text: "Why?", x: 0, y: 0, width: 200, height: 60 };
    expect(lines({ ...chain, notes: [note] })).toEqual(["Input", "Dense", "Output", "notes", "  Why?"]);
  });

  it("shows the ways between a fork and where they meet below the fork", () => {
    expect(lines(residual)).toEqual([
      "Input",
      "Pool",
      "  1 of 2",
      "    Conv",
      "    ReLU",
      "  to Add",
      "Add",
      "Output",
    ]);
  });

  it("shows a fork within a branch, and branches that never meet", () => {
    const inception = graphOf({
      Input: ["input", { shape: [1, 8, 8] }],
      A: ["conv2d", {}, "Input"],
      B: ["conv2d", {}, "Input"],
      B1: ["activation", {}, "B"],
      B2: ["activation", {}, "B"],
      Sum: ["add", {}, "B1", "B2"],
      All: ["concat", {}, "A", "Sum"],
      Loose: ["flatten", {}, "All"],
      Output: ["output", {}, "All"],
    });
    expect(lines(inception)).toEqual([
      "Input",
      "  1 of 2",
      "    A",
      "  2 of 2",
      "    B",
      "      1 of 2",
      "        B1",
      "      2 of 2",
      "        B2",
      "    Sum",
      "All",
      "  1 of 2",
      "    Loose",
      "  2 of 2",
      "    Output",
    ]);
  });

  it("goes on after two inputs where they meet", () => {
    const two = graphOf({
      Left: ["input", { shape: [2] }],
      "Dense 1": ["dense"],
      Right: ["input", { shape: [2] }],
      "Dense 2": ["dense"],
      Add: ["add", {}, "Dense 1", "Dense 2"],
      Output: ["output"],
    });
    expect(lines(two)).toEqual(["Left", "Dense 1", "Right", "Dense 2", "Add", "Output"]);
  });

  it("has the layers of a group below its name", () => {
    const groups = [{ id: "g1", name: "Block", nodes: ["Conv", "ReLU"], collapsed: true }];
    expect(lines({ ...residual, groups })).toEqual([
      "Input",
      "Pool",
      "  1 of 2",
      "    Block",
      "      Conv",
      "      ReLU",
      "  to Add",
      "Add",
      "Output",
    ]);
  });

  it("leaves no layer out of a drawing with a circle or without connections", () => {
    const circle = graphOf({ A: ["add", {}, "B", "C"], B: ["dense", {}, "A"], C: ["flatten", {}, "A"] });
    expect(lines(circle).map((line) => line.trim())).toEqual(expect.arrayContaining(["A", "B", "C"]));
    const loose = { nodes: chain.nodes, edges: [] };
    expect(lines(loose)).toEqual(["Input", "Dense", "Output"]);
  });
});

describe("walking a tree", () => {
  const items = outlineOf(residual);
  const walk = (at: string, key: string, closed: readonly string[] = []) =>
    treeStep(shownRows(items, new Set(closed)), at, key, new Set(closed));

  it.each([
    ["Input", "ArrowDown", [], { go: "Pool" }],
    ["Add", "ArrowUp", ["Pool"], { go: "Pool" }],
    ["Pool", "ArrowLeft", [], { close: "Pool" }],
    ["Pool", "ArrowRight", ["Pool"], { open: "Pool" }],
    ["Pool", "ArrowRight", [], { go: "e2+" }],
    ["Conv", "ArrowLeft", [], { go: "e2+" }],
    ["Conv", "Home", [], { go: "Input" }],
    ["Conv", "End", [], { go: "Output" }],
    ["Input", "ArrowUp", [], null],
    ["Input", "ArrowLeft", [], null],
  ])("at %s, %s with %o closed", (at, key, closed, step) => {
    expect(walk(at, key, closed)).toEqual(step);
  });

  it("goes to what begins with the letters, round and on", () => {
    const rows = shownRows(items, new Set());
    const typed = (at: string, letters: string) => typedAhead(rows, at, letters, wordOf);
    expect(typed("Input", "o")).toBe("Output");
    expect(typed("Output", "p")).toBe("Pool");
    expect(typed("Pool", "po")).toBe("Pool");
    expect(typed("Pool", "x")).toBeNull();
  });
});

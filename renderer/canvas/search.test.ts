import { describe, expect, it } from "vitest";
import { graphOf } from "../../engine/graph/graph-of.ts";
import { nextMatch, placedWith } from "./search.ts";

const graph = graphOf({
  Input: ["input", { shape: [1, 8, 8] }],
  Edges: ["conv2d", { filters: 2 }],
  "Conv 2": ["conv2d", { filters: 2 }],
  Flatten: ["flatten"],
  "Dense 1": ["dense", { units: 2 }],
  Output: ["output"],
});

describe("searching layers", () => {
  it.each([
    ["conv", ["Edges", "Conv 2"]],
    ["EDGE", ["Edges"]],
    ["  dense 1 ", ["Dense 1"]],
    ["nothing like it", []],
    ["", []],
  ])("for %o finds them by name or kind, as one reads", (words, found) => {
    expect(placedWith(graph, words)).toEqual(found);
  });

  it("finds notes by their words among the layers", () => {
    const note = { id: "t1", text: "Why no second conv?", x: 0, y: 300, width: 200, height: 60 };
    expect(placedWith({ ...graph, notes: [note] }, "conv")).toEqual(["Edges", "Conv 2", "t1"]);
  });

  it("reads line by line, wherever layers were drawn first", () => {
    const moved = {
      ...graph,
      nodes: graph.nodes.map((node) => (node.id === "Edges" ? { ...node, y: 400 } : node)),
    };
    expect(placedWith(moved, "conv")).toEqual(["Conv 2", "Edges"]);
  });

  it("goes on from match to match, round both ends", () => {
    const matches = ["a", "b", "c"];
    expect(nextMatch(matches, undefined, 1)).toBe("a");
    expect(nextMatch(matches, "elsewhere", -1)).toBe("c");
    expect(nextMatch(matches, "c", 1)).toBe("a");
    expect(nextMatch(matches, "a", -1)).toBe("c");
    expect(nextMatch([], "a", 1)).toBeUndefined();
  });
});

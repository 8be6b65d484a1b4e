import { describe, expect, test } from "vitest";
import { applyEdits } from "../../engine/graph/edit.ts";
import { emptyGraph, type Graph } from "../../engine/graph/graph.ts";
import { graphOf } from "../../engine/graph/graph-of.ts";
import { insertLayer } from "./insertion.ts";

const area = { x: 0, y: 0, width: 900, height: 600 };
const wires = (graph: Graph) => graph.edges.map(({ from, to, input }) => `${from}>${to}.${input}`).sort();

describe("inserting a layer", () => {
  test("lands in sight and unconnected on an empty canvas", () => {
    const { node, edits } = insertLayer(emptyGraph, "input", [], area);
    expect(node.x).toBeGreaterThan(0);
    expect(node.x).toBeLessThan(900);
    expect(applyEdits(emptyGraph, edits).edges).toEqual([]);
  });

  test("goes behind the selected layer and is connected", () => {
    const graph = graphOf({ in: ["input"] });
    const { node, edits } = insertLayer(graph, "conv2d", ["in"], area);
    const after = applyEdits(graph, edits);
    expect(wires(after)).toEqual([`in>${node.id}.0`]);
    expect(node.x).toBeGreaterThan(100);
    expect(node.y).toBe(0);
  });

  test("goes between a layer and the one that it feeds, and makes room", () => {
    const graph = graphOf({ a: ["input"], b: ["conv2d"], c: ["activation"] });
    const { node, edits } = insertLayer(graph, "conv2d", ["a"], area);
    const after = applyEdits(graph, edits);
    expect(wires(after)).toEqual([`a>${node.id}.0`, "b>c.0", `${node.id}>b.0`].sort());
    const x = (id: string) => after.nodes.find((other) => other.id === id)?.x ?? 0;
    expect(x("b")).toBeGreaterThanOrEqual(node.x + 150);
    expect(x("c") - x("b")).toBe(200);
  });

  test("becomes a branch where the selected layer feeds several", () => {
    const graph = graphOf({ a: ["input"], b: ["conv2d", {}, "a"], c: ["conv2d", {}, "a"] });
    const { node, edits } = insertLayer(graph, "flatten", ["a"], area);
    expect(wires(applyEdits(graph, edits))).toEqual(["a>b.0", "a>c.0", `a>${node.id}.0`].sort());
  });

  test("without a selection it goes on from the only loose end", () => {
    const graph = graphOf({ a: ["input"], b: ["flatten"] });
    const { node, edits } = insertLayer(graph, "dense", [], area);
    expect(wires(applyEdits(graph, edits))).toContain(`b>${node.id}.0`);
  });

  test("an input is never connected, and nothing follows an output", () => {
    const graph = graphOf({ a: ["input"], b: ["output"] });
    const input = insertLayer(graph, "input", ["a"], area);
    expect(wires(applyEdits(graph, input.edits))).toEqual(["a>b.0"]);
    const behind = insertLayer(graph, "dense", ["b"], area);
    expect(wires(applyEdits(graph, behind.edits))).toEqual(["a>b.0"]);
  });

  test("starts a new line where the old one reaches the end of the canvas", () => {
    const graph = graphOf({ a: ["input"], b: ["conv2d"], c: ["conv2d"], d: ["conv2d"], e: ["conv2d"] });
    const { node } = insertLayer(graph, "conv2d", ["e"], area);
    expect(node.x).toBe(0);
    expect(node.y).toBeGreaterThan(134);
  });
});

import { describe, expect, test } from "vitest";
import { applyEdits } from "../../engine/graph/edit.ts";
import { emptyGraph, type Graph } from "../../engine/graph/graph.ts";
import { graphOf } from "../../engine/graph/graph-of.ts";
import { insertLayer } from "./insertion.ts";

const area = { x: 0, y: 0, width: 900, height: 600, covered: 0 };
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

  test("what has no room left in the line begins the next one, as words do in a text", () => {
    const chain = graphOf({ a: ["input"], b: ["conv2d"], c: ["flatten"], d: ["output"], e: ["input"] });
    const places: Record<string, object> = { d: { x: 0, y: 190 }, e: { x: 0, y: 380 } };
    const nodes = chain.nodes.map((node) => ({ ...node, ...places[node.id] }));
    const put = (graph: Graph) => {
      const { edits } = insertLayer(graph, "conv2d", ["a"], { ...area, width: 620 });
      const after = applyEdits(graph, edits).nodes;
      return Object.fromEntries(after.map(({ id, x, y }) => [id, [x, y]]));
    };
    expect(put({ ...chain, nodes })).toMatchObject({
      a: [0, 0],
      b: [420, 0],
      c: [0, 190],
      d: [140, 190],
      e: [0, 380],
    });
    // A line that does not read on from it makes way.
    const cut = { nodes, edges: chain.edges.filter(({ to }) => to !== "d") };
    expect(put(cut)).toMatchObject({ b: [420, 0], c: [0, 190], d: [0, 380], e: [0, 570] });
    const narrow = insertLayer(graphOf({ a: ["input"], b: ["flatten"] }), "conv2d", ["a"], {
      ...area,
      width: 340,
    });
    expect(narrow.edits.at(-1)).toMatchObject({ places: { [narrow.node.id]: { x: 0, y: 190 } } });
  });

  test("a row whose end is out of sight already is left as it is", () => {
    const graph = graphOf({ a: ["input"], b: ["conv2d"], c: ["conv2d"], d: ["output"] });
    const rows = (covered: number) => {
      const { edits } = insertLayer(graph, "activation", ["a"], { ...area, width: 460, covered });
      return applyEdits(graph, edits).nodes.map(({ id, y }) => `${id} ${y}`);
    };
    expect(rows(0)).toEqual(["a 0", "b 0", "c 0", "d 0", "n5 0"]);
    // Where only the panel lies over it, it comes out from under it.
    expect(rows(400)).toEqual(expect.arrayContaining(["a 0", "c 190", "d 190", "n5 0"]));
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

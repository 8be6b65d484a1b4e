import { describe, expect, it } from "vitest";
import { applyEdit, applyEdits } from "./edit.ts";
import { freeId, freeName, type Graph, newNode } from "./graph.ts";
import { graphOf } from "./graph-of.ts";

const graph: Graph = graphOf({
  Input: ["input", { shape: [3] }],
  "Dense 1": ["dense", { units: 5 }],
  "Dense 2": ["dense", { units: 5 }, "Input"],
  Add: ["add", {}, "Dense 1", "Dense 2"],
  Output: ["output"],
});
const lines = ({ edges }: Graph) => edges.map(({ from, to, input }) => `${from} > ${to}.${input}`);

describe("an edit", () => {
  it("that removes layers removes their lines too", () => {
    const after = applyEdit(graph, { edit: "remove-nodes", ids: ["Dense 2"] });
    expect(after.nodes.map(({ id }) => id)).toEqual(["Input", "Dense 1", "Add", "Output"]);
    expect(lines(after)).toEqual(["Input > Dense 1.0", "Dense 1 > Add.0", "Add > Output.0"]);
  });

  it("that connects to a taken input replaces its line", () => {
    const edge = { id: "e9", from: "Input", to: "Add", input: 1 };
    const after = applyEdit(graph, { edit: "connect", edges: [edge] });
    expect(lines(after)).not.toContain("Dense 2 > Add.1");
    expect(lines(after)).toContain("Input > Add.1");
    expect(after.edges).toHaveLength(graph.edges.length);
  });

  it("changes what it names and nothing else, and leaves the graph before it as it was", () => {
    const before = structuredClone(graph);
    const after = applyEdits(graph, [
      { edit: "set-fields", id: "Dense 1", values: { units: 7 } },
      { edit: "rename", id: "Dense 2", name: "Skip" },
      { edit: "move", places: { Add: { x: 10, y: 20 } } },
      { edit: "disconnect", ids: [graph.edges[0]?.id ?? ""] },
      { edit: "set-fields", id: "gone", values: { units: 1 } },
    ]);
    expect(after.nodes[1]?.fields).toEqual({ ...graph.nodes[1]?.fields, units: 7 });
    expect(after.nodes[2]?.name).toBe("Skip");
    expect(after.nodes[3]).toMatchObject({ id: "Add", x: 10, y: 20 });
    expect(after.edges).toEqual(graph.edges.slice(1));
    expect([after.nodes[0], after.nodes[4]]).toEqual([graph.nodes[0], graph.nodes[4]]);
    expect(graph).toEqual(before);
  });
});

describe("a new layer", () => {
  it("takes an id and a name that nobody has", () => {
    expect(freeId([{ id: "n1" }, { id: "n3" }], "n")).toBe("n4");
    expect(freeId([{ id: "n2" }, { id: "n4" }, { id: "n5" }], "n")).toBe("n6");
    expect(freeName(graph.nodes, "dense")).toBe("Dense 3");
    expect(freeName(graph.nodes, "conv2d")).toBe("Conv 1");
    expect(freeName(graph.nodes, "flatten")).toBe("Flatten");
    expect(freeName(graph.nodes, "add")).toBe("Add 1");
  });

  it("has the defaults of its kind but for what is given", () => {
    const node = newNode(graph, "conv2d", { x: 5, y: 6 }, { filters: 3 });
    expect(node).toMatchObject({ kind: "conv2d", name: "Conv 1", x: 5, y: 6 });
    expect(node.fields).toMatchObject({
      filters: 3,
      kernel: [3, 3],
      stride: [1, 1],
      padding: "zero",
      bias: true,
    });
  });
});

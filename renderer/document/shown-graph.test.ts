import { describe, expect, it } from "vitest";
import type { Graph } from "../../engine/graph/graph.ts";
import { graphOf } from "../../engine/graph/graph-of.ts";
import { drawnAs, edgesOfLine, layerPort, layersOf, shownGraph } from "./shown-graph.ts";

const flat = graphOf({
  Input: ["input", { shape: [3] }],
  Stem: ["dense", { units: 5 }],
  ReLU: ["activation"],
  Inner: ["dense", { units: 5 }],
  Add: ["add", {}, "Inner", "Stem"],
  Last: ["dense", { units: 2 }],
  Output: ["output"],
});
const grouped = (nodes: readonly string[], collapsed = true): Graph => ({
  ...flat,
  groups: [{ id: "g1", name: "Block", nodes, collapsed }],
});
const lines = (graph: Graph) =>
  shownGraph(graph).lines.map(({ from, to, input, edges }) => `${from} > ${to}.${input} (${edges.length})`);

describe("what is shown of a graph", () => {
  it("is all of it while no group is collapsed", () => {
    for (const graph of [flat, grouped(["ReLU", "Inner", "Add"], false)]) {
      const shown = shownGraph(graph);
      expect(shown.layers).toBe(graph.nodes);
      expect(shown.lines.map(({ edges: [edge] }) => edge)).toEqual(graph.edges);
      expect(shown.blocks).toEqual([]);
    }
    expect(shownGraph(grouped(["ReLU"], false)).frames).toHaveLength(1);
  });

  it("is one block in place of collapsed layers, where the first of them stands, with one line from each layer before it", () => {
    const graph = grouped(["Add", "Inner", "ReLU"]);
    const shown = shownGraph(graph);
    expect(shown.layers.map(({ id }) => id)).toEqual(["Input", "Stem", "Last", "Output"]);
    expect(shown.blocks).toMatchObject([{ id: "g1", x: 400, y: 0, exit: "Add", hasOutput: true }]);
    expect(lines(graph)).toEqual([
      "Input > Stem.0 (1)",
      "Stem > g1.0 (2)",
      "g1 > Last.0 (1)",
      "Last > Output.0 (1)",
    ]);
    const [, joined] = shown.lines;
    expect(edgesOfLine(shown, joined?.edges[1]?.id ?? "")).toBe(joined?.edges);
    expect(layersOf(shown, "g1")).toEqual(["Add", "Inner", "ReLU"]);
    expect(layersOf(shown, "Stem")).toEqual(["Stem"]);
    expect(drawnAs(shown, "Inner")).toBe("g1");
  });

  it("gives a block an input for each layer that feeds it and for each input that nothing feeds", () => {
    const graph = grouped(["Inner", "Add"]);
    expect(shownGraph(graph).blocks[0]?.inputs).toEqual([
      [{ node: "Inner", input: 0 }],
      [{ node: "Add", input: 1 }],
    ]);
    expect(lines(graph)).toContain("Stem > g1.1 (1)");
    const cut = { ...graph, edges: graph.edges.filter(({ to }) => to !== "Inner") };
    expect(shownGraph(cut).blocks[0]?.inputs).toEqual([
      [{ node: "Add", input: 1 }],
      [{ node: "Inner", input: 0 }],
    ]);
  });

  it("leads a port of a block to the one port inside that it stands for", () => {
    const whole = shownGraph(grouped(["ReLU", "Inner", "Add"]));
    expect(layerPort(whole, { node: "g1", input: null })).toEqual({ node: "Add", input: null });
    expect(layerPort(whole, { node: "g1", input: 0 })).toBeNull();
    expect(layerPort(whole, { node: "Last", input: 0 })).toEqual({ node: "Last", input: 0 });
    const single = shownGraph(grouped(["Inner", "Add"]));
    expect(layerPort(single, { node: "g1", input: 1 })).toEqual({ node: "Add", input: 1 });
    const forked = shownGraph(grouped(["Stem", "ReLU"]));
    expect(forked.blocks[0]).toMatchObject({ exit: null, hasOutput: true });
    expect(layerPort(forked, { node: "g1", input: null })).toBeNull();
    expect(shownGraph(grouped(["Last", "Output"])).blocks[0]).toMatchObject({ exit: null, hasOutput: false });
    expect(shownGraph(grouped(["Input", "Stem"])).blocks[0]?.inputs).toEqual([]);
  });

  it("joins two collapsed groups by a line for each layer that leads from one to the other", () => {
    const graph: Graph = {
      ...flat,
      groups: [
        { id: "g1", name: "A", nodes: ["Stem", "ReLU"], collapsed: true },
        { id: "g2", name: "B", nodes: ["Inner", "Add"], collapsed: true },
      ],
    };
    expect(lines(graph)).toEqual([
      "Input > g1.0 (1)",
      "g1 > g2.0 (1)",
      "g1 > g2.1 (1)",
      "g2 > Last.0 (1)",
      "Last > Output.0 (1)",
    ]);
  });
});

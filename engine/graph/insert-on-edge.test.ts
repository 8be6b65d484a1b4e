import { expect, it } from "vitest";
import { layerKind } from "../layers/registry.ts";
import { applyEdits } from "./edit.ts";
import type { Graph } from "./graph.ts";
import { graphOf } from "./graph-of.ts";
import { insertOnEdge } from "./insert-on-edge.ts";

/** Layers as people arrange them: a place for each, by name. */
function placed(graph: Graph, places: Readonly<Record<string, readonly [number, number]>>): Graph {
  return {
    ...graph,
    nodes: graph.nodes.map((node) => ({
      ...node,
      x: places[node.name]?.[0] ?? node.x,
      y: places[node.name]?.[1] ?? node.y,
    })),
  };
}

/** Pairs of layers that lie on each other, by the least that they take up on the canvas. */
function covered({ nodes }: Graph): string[] {
  const box = ({ kind, x, y }: Graph["nodes"][number]) => {
    const [width, height] = layerKind(kind).appearance === "bead" ? [100, 36] : [150, 130];
    return { x, y, right: x + width, bottom: y + height };
  };
  return nodes.flatMap((one, index) =>
    nodes
      .slice(index + 1)
      .filter((other) => {
        const [a, b] = [box(one), box(other)];
        return a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom;
      })
      .map((other) => `${one.name} and ${other.name}`),
  );
}

function between(graph: Graph, from: string, to: string): Graph {
  const edge = graph.edges.find((each) => each.from === from && each.to === to);
  if (!edge) throw new Error("There is no such connection.");
  return applyEdits(graph, insertOnEdge(graph, edge, "flatten"));
}

const rows = placed(
  graphOf({
    Input: ["input"],
    Conv: ["conv2d"],
    Pool: ["max-pool"],
    Far: ["max-pool"],
    Dense: ["dense", { units: 4 }],
    "Dense 2": ["dense", { units: 4 }],
    Output: ["output"],
  }),
  {
    Input: [20, 60],
    Conv: [200, 60],
    Pool: [430, 60],
    Far: [640, 60],
    Dense: [20, 250],
    "Dense 2": [250, 250],
    Output: [480, 250],
  },
);

it("ends the row where the next layer begins another", () => {
  const after = between(rows, "Far", "Dense");
  expect(after.nodes.find(({ kind }) => kind === "flatten")).toMatchObject({ x: 870, y: 60 });
  expect(covered(after)).toEqual([]);
});

it("covers nothing on a connection that passes other layers of its row", () => {
  const skip = { id: "skip", from: "Conv", to: "Far", input: 1 };
  const after = between({ ...rows, edges: [skip, ...rows.edges] }, "Conv", "Far");
  expect(covered(after)).toEqual([]);
  // What it goes past stays where it is.
  expect(after.nodes.filter(({ kind }) => kind !== "flatten")).toEqual(rows.nodes);
});

it("goes between two rows where nothing is in the way", () => {
  const branch = placed(graphOf({ Input: ["input"], Dense: ["dense", { units: 2 }] }), {
    Input: [20, 60],
    Dense: [420, 560],
  });
  expect(between(branch, "Input", "Dense").nodes[2]).toMatchObject({ x: 220, y: 310 });
});

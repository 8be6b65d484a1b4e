import { expect, test } from "vitest";
import { graphOf } from "../../engine/graph/graph-of.ts";
import { emptyProject } from "../../engine/project/empty.ts";
import { apart } from "./apart.ts";

const graph = graphOf({
  Input: ["input", { shape: [3] }],
  Dense: ["dense"],
  ReLU: ["activation"],
  Output: ["output"],
});
const project = { ...emptyProject(), graph };

test("layers that lie on each other are laid out, each with room of its own", () => {
  const crowded = {
    ...project,
    graph: { ...graph, nodes: graph.nodes.map((node) => ({ ...node, x: 20, y: 60 })) },
  };
  const { nodes, edges } = apart(crowded).graph;
  expect(edges).toEqual(graph.edges);
  expect(nodes.map(({ id }) => id)).toEqual(graph.nodes.map(({ id }) => id));
  const lefts = nodes.map(({ x }) => x);
  for (const [index, left] of lefts.slice(1).entries())
    expect(left - (lefts[index] ?? 0)).toBeGreaterThan(100);
});

test("a drawing in which every layer can be seen stays as it is", () => {
  expect(apart(project)).toBe(project);
});

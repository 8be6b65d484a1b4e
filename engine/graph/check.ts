import type { Cost, CountToken } from "../layers/layer.ts";
import type { Shape } from "../tensor.ts";
import { dataRules } from "./data-rules.ts";
import type { Graph, NodeId } from "./graph.ts";
import type { Problem } from "./problem.ts";
import { inferShapes } from "./shapes.ts";
import { structureRules } from "./structure-rules.ts";

/** What a check needs to know of the data set. */
export interface DataContext {
  readonly name: string;
  readonly inputShape: Shape;
  readonly classNames: readonly string[];
}

/** What is known of one node. */
export interface NodeCheck {
  /** Shape arriving at each input port; null where nothing is connected or the shape is not known. */
  readonly inputs: readonly (Shape | null)[];
  readonly output: Shape | null;
  readonly state: "ok" | "problem" | "waiting";
  /** The node whose problem keeps this one from having a shape. */
  readonly waitingFor: NodeId | null;
  readonly parameters: number;
  readonly count: readonly CountToken[];
  readonly cost: Cost | null;
}

export interface GraphCheck {
  /** Nodes before those that they feed; nodes of a cycle are left out. */
  readonly order: readonly NodeId[];
  readonly nodes: Readonly<Record<NodeId, NodeCheck>>;
  readonly problems: readonly Problem[];
  /** Sums over the nodes whose shapes are known. */
  readonly parameters: number;
  readonly flops: number;
  readonly canTrain: boolean;
}

export type ConnectionCheck =
  | { readonly fits: true; readonly shape: Shape }
  | { readonly fits: false; readonly reason: string };

/** Shapes, counts and every problem of a graph at once. Never throws. */
export function check(graph: Graph, data: DataContext | null): GraphCheck {
  const shapes = inferShapes(graph);
  const problems: Problem[] = [...structureRules, ...dataRules].flatMap((rule) =>
    rule({ graph, shapes, data }),
  );
  const marked = new Set(problems.filter(({ severity }) => severity === "error").map(({ node }) => node));
  const nodes = Object.fromEntries(
    Object.entries(shapes.nodes).map(([id, node]) => [
      id,
      marked.has(id) ? { ...node, state: "problem" as const } : node,
    ]),
  );
  const known = Object.values(nodes);
  return {
    order: shapes.order,
    nodes,
    problems,
    parameters: known.reduce((sum, node) => sum + node.parameters, 0),
    flops: known.reduce((sum, node) => sum + (node.cost?.flops ?? 0), 0),
    canTrain: problems.every(({ severity }) => severity !== "error"),
  };
}

/** Whether an edge from one node to an input of another could be drawn, and the shape that would come out. */
export function checkConnection(
  graph: Graph,
  edge: { readonly from: NodeId; readonly to: NodeId; readonly input: number },
): ConnectionCheck {
  const name = (id: NodeId) => graph.nodes.find((node) => node.id === id)?.name ?? "This layer";
  if (edge.from === edge.to) return { fits: false, reason: "A layer cannot feed itself." };
  const others = graph.edges.filter((other) => other.to !== edge.to || other.input !== edge.input);
  if (others.some((other) => other.from === edge.from && other.to === edge.to))
    return { fits: false, reason: `${name(edge.from)} already feeds ${name(edge.to)}.` };
  const shapes = inferShapes({ nodes: graph.nodes, edges: [...others, { id: "candidate", ...edge }] });
  if (shapes.unordered.includes(edge.to))
    return {
      fits: false,
      reason: `This would make a loop: ${name(edge.to)} already leads to ${name(edge.from)}.`,
    };
  const problem = shapes.shapeProblems.get(edge.to);
  if (problem) return { fits: false, reason: `${problem.title}. ${problem.explanation}` };
  const target = shapes.nodes[edge.to];
  // An unknown shape is no reason to refuse: people connect from either end.
  return { fits: true, shape: target?.output ?? target?.inputs[edge.input] ?? [] };
}

import type { Cost, CountToken } from "../layers/layer.ts";
import type { Task } from "../layers/output/tasks.ts";
import { isFrozen } from "../layers/parameter-fields.ts";
import { layerKind } from "../layers/registry.ts";
import type { Shape } from "../tensor.ts";
import { say } from "../words/say.ts";
import { copiedRule } from "./copied-rule.ts";
import { dataRules } from "./data-rules.ts";
import { freeId, type Graph, type NodeId, soundGraph } from "./graph.ts";
import { hintRules } from "./hint-rules.ts";
import { fittedConnections } from "./input-rule.ts";
import { layerHints } from "./layer-hints.ts";
import { numbersRule } from "./numbers-rule.ts";
import { leadsTo } from "./order.ts";
import { blocksTraining, type Fix, type Problem } from "./problem.ts";
import { inferShapes } from "./shapes.ts";
import { sizeRule } from "./size-rule.ts";
import { structureRules } from "./structure-rules.ts";

/** What a check needs to know of the data set. */
export interface DataContext {
  readonly name: string;
  readonly inputShape: Shape;
  readonly classNames: readonly string[];
  /** What is to be learnt where the data have no classes. */
  readonly targets?:
    | { readonly task: Exclude<Task, "classes" | "reconstruction">; readonly names: readonly string[] }
    | undefined;
  /** How many it has to train and to validate on; left out until they were counted. */
  readonly sizes?: { readonly train: number; readonly validation: number } | undefined;
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
  /** How many of them belong to layers that are not trained. */
  readonly frozen: number;
  readonly flops: number;
  readonly canTrain: boolean;
}

export type ConnectionCheck =
  | { readonly fits: true; readonly shape: Shape }
  | { readonly fits: false; readonly reason: string };

/** Shapes, counts and every problem of a graph at once. Never throws. */
export function check(drawn: Graph, data: DataContext | null): GraphCheck {
  const graph = soundGraph(drawn);
  const shapes = inferShapes(graph);
  const problems: Problem[] = [
    ...structureRules,
    numbersRule,
    sizeRule,
    copiedRule,
    ...dataRules,
    ...hintRules,
    ...layerHints,
  ].flatMap((rule) => rule({ graph, shapes, data }));
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
    frozen: graph.nodes.reduce(
      (sum, { id, fields }) => sum + (isFrozen(fields) ? (nodes[id]?.parameters ?? 0) : 0),
      0,
    ),
    flops: known.reduce((sum, node) => sum + (node.cost?.flops ?? 0), 0),
    canTrain: !problems.some(blocksTraining),
  };
}

/** Whether an edge from one node to an input of another could be drawn, and the shape that would come out. */
export function checkConnection(
  drawn: Graph,
  edge: { readonly from: NodeId; readonly to: NodeId; readonly input: number },
): ConnectionCheck {
  const graph = soundGraph(drawn);
  const refused = (reason: string): ConnectionCheck => ({ fits: false, reason });
  const from = graph.nodes.find((node) => node.id === edge.from);
  const to = graph.nodes.find((node) => node.id === edge.to);
  if (!from || !to) return refused(say("One of the layers is gone."));
  if (from === to) return refused(say("A layer cannot feed itself."));
  if (!layerKind(from.kind).hasOutput)
    return refused(say("{name} is the end of the network: nothing follows it.", { name: from.name }));
  const { maximum } = layerKind(to.kind).inputs;
  if (maximum === 0) return refused(say("{name} takes no input.", { name: to.name }));
  const others = graph.edges.filter((other) => other.to !== to.id || other.input !== edge.input);
  if (others.some((other) => other.from === from.id && other.to === to.id))
    return refused(say("{from} already feeds {to}.", { from: from.name, to: to.name }));
  if (edge.input >= maximum) return refused(say("{name} has no free input.", { name: to.name }));
  const after = { nodes: graph.nodes, edges: [...others, { id: "candidate", ...edge }] };
  if (leadsTo(after, to.id, from.id))
    return refused(
      say("This would make a loop: {to} already leads to {from}.", { to: to.name, from: from.name }),
    );
  const shapes = inferShapes(after);
  const problem = shapes.shapeProblems.get(to.id);
  if (problem) return refused(`${problem.title}. ${problem.explanation}`);
  const target = shapes.nodes[to.id];
  // An unknown shape is no reason to refuse: people connect from either end.
  return { fits: true, shape: target?.output ?? target?.inputs[edge.input] ?? [] };
}

/** Where a connection is refused for its shapes: how it can be drawn all the same, such as with Flatten between. */
export function waysToConnect(
  drawn: Graph,
  edge: { readonly from: NodeId; readonly to: NodeId; readonly input: number },
): readonly Fix[] {
  const graph = soundGraph(drawn);
  return fittedConnections(graph, { id: freeId(graph.edges, "e"), ...edge });
}

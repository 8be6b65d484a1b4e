import { isProblem, type ShapeProblem } from "../layers/layer.ts";
import { layerKind } from "../layers/registry.ts";
import { type Shape, sizeOf } from "../tensor.ts";
import type { NodeCheck } from "./check.ts";
import type { Graph, GraphEdge, GraphNode, NodeId } from "./graph.ts";
import { circlesOf, topologicalOrder, upstreamOf } from "./order.ts";

export interface InferredShapes {
  readonly order: readonly NodeId[];
  readonly unordered: readonly NodeId[];
  /** Groups of nodes that lead to one another. */
  readonly circles: readonly (readonly NodeId[])[];
  readonly nodes: Readonly<Record<NodeId, NodeCheck>>;
  readonly shapeProblems: ReadonlyMap<NodeId, ShapeProblem>;
  /** Nodes with fewer connected inputs than their kind needs. */
  readonly missingInputs: readonly NodeId[];
}

const unknown: Omit<NodeCheck, "inputs" | "state" | "waitingFor"> = {
  output: null,
  parameters: 0,
  count: [],
  cost: null,
};

/** Shapes of all nodes from the inputs on; what lies behind a fault waits for the node at fault. */
export function inferShapes(graph: Graph): InferredShapes {
  const { order, unordered } = topologicalOrder(graph);
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const nodes: Record<NodeId, NodeCheck> = {};
  const shapeProblems = new Map<NodeId, ShapeProblem>();
  const missingInputs: NodeId[] = [];

  const edgesTo = new Map<NodeId, GraphEdge[]>(graph.nodes.map((node) => [node.id, []]));
  for (const edge of graph.edges) edgesTo.get(edge.to)?.push(edge);
  for (const edges of edgesTo.values()) edges.sort((a, b) => a.input - b.input);

  const circles = unordered.length === 0 ? [] : circlesOf(graph, unordered);
  const firstOf = new Map(circles.flatMap((circle) => circle.map((id) => [id, circle[0] ?? id] as const)));
  for (const id of unordered) {
    const nearest = [...upstreamOf(graph, id)].find((above) => firstOf.has(above));
    const first = firstOf.get(nearest ?? id) ?? id;
    const waits = first !== id;
    nodes[id] = {
      ...unknown,
      inputs: [],
      state: waits ? "waiting" : "problem",
      waitingFor: waits ? first : null,
    };
  }
  for (const id of order) {
    const node = byId.get(id);
    if (node) nodes[id] = inferNode(node);
  }
  return { order, unordered, circles, nodes, shapeProblems, missingInputs };

  function inferNode(node: GraphNode): NodeCheck {
    const layer = layerKind(node.kind);
    const edges = edgesTo.get(node.id) ?? [];
    const ports = Math.max(layer.inputs.minimum, (edges.at(-1)?.input ?? -1) + 1);
    const inputs: (Shape | null)[] = Array.from({ length: ports }, () => null);
    for (const edge of edges) inputs[edge.input] = nodes[edge.from]?.output ?? null;

    if (edges.length < layer.inputs.minimum) {
      missingInputs.push(node.id);
      return { ...unknown, inputs, state: "problem", waitingFor: null };
    }
    const blocked = edges.find((edge) => !nodes[edge.from]?.output);
    if (blocked) {
      const source = nodes[blocked.from];
      const waitingFor = source?.state === "waiting" ? source.waitingFor : blocked.from;
      return { ...unknown, inputs, state: "waiting", waitingFor };
    }
    const known = inputs.filter((shape) => shape !== null);
    const output = layer.outputShape(node.fields, known);
    if (isProblem(output)) {
      shapeProblems.set(node.id, output);
      return { ...unknown, inputs, state: "problem", waitingFor: null };
    }
    return {
      inputs,
      output,
      state: "ok",
      waitingFor: null,
      parameters: countWeights(node, known),
      count: layer.countParameters(node.fields, known),
      cost: layer.cost(node.fields, known, output),
    };
  }
}

/** Number of trained weights and biases of a node for given input shapes; nothing is allocated. */
export function countWeights(node: GraphNode, inputs: readonly Shape[]): number {
  return Object.values(layerKind(node.kind).weights).reduce((sum, rule) => {
    const shape = rule.isStatistic ? null : rule.shape(node.fields, inputs);
    return sum + (shape ? sizeOf(shape) : 0);
  }, 0);
}

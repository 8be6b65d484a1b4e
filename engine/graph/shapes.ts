import { isProblem, type ShapeProblem } from "../layers/layer.ts";
import { layerKind } from "../layers/registry.ts";
import { type Shape, sizeOf } from "../tensor.ts";
import type { NodeCheck } from "./check.ts";
import { edgesInto, type Graph, type GraphNode, type NodeId } from "./graph.ts";
import { topologicalOrder } from "./order.ts";

export interface InferredShapes {
  readonly order: readonly NodeId[];
  readonly unordered: readonly NodeId[];
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

  for (const id of unordered) nodes[id] = { ...unknown, inputs: [], state: "waiting", waitingFor: null };
  for (const id of order) {
    const node = byId.get(id);
    if (node) nodes[id] = inferNode(node);
  }
  return { order, unordered, nodes, shapeProblems, missingInputs };

  function inferNode(node: GraphNode): NodeCheck {
    const layer = layerKind(node.kind);
    const edges = edgesInto(graph, node.id);
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

/** Number of weights and biases of a node for given input shapes; nothing is allocated. */
export function countWeights(node: GraphNode, inputs: readonly Shape[]): number {
  return Object.values(layerKind(node.kind).weights).reduce((sum, rule) => {
    const shape = rule.shape(node.fields, inputs);
    return sum + (shape ? sizeOf(shape) : 0);
  }, 0);
}

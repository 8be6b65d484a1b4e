import type { AnyFieldValues } from "../layers/fields.ts";
import { type Fans, isProblem, type LayerKind } from "../layers/layer.ts";
import { type Loss, type LossSettings, lossOf, lossSettingsOf } from "../layers/output/losses.ts";
import { isFrozen, type Penalty, penaltyOf, startOf, type WeightStart } from "../layers/parameter-fields.ts";
import { layerKind } from "../layers/registry.ts";
import { type Shape, sizeOf } from "../tensor.ts";
import { copiedFor } from "./copied.ts";
import { type Graph, type NodeId, soundGraph } from "./graph.ts";
import { edgesInto } from "./lookup.ts";
import { topologicalOrder, upstreamOf } from "./order.ts";
import { align } from "./placement.ts";

/** A weight or bias: its place in the parameter memory, in plan order, in elements. */
export interface PlannedParameter {
  readonly node: NodeId;
  readonly name: string;
  readonly shape: Shape;
  readonly size: number;
  readonly offset: number;
  readonly start: WeightStart;
  /** Gives the numbers that it starts with instead, where they were copied. */
  readonly copied: (() => Float32Array) | null;
  /** Null where the shape tells them. */
  readonly fans: Fans | null;
  /** Not trained and not counted: a running statistic that forward writes. */
  readonly isStatistic: boolean;
  /** Moved by an optimiser: no statistic, and of no frozen layer. */
  readonly isTrained: boolean;
  /** What its size adds to the loss; null for nothing. */
  readonly penalty: Penalty | null;
}

export interface PlannedNode {
  readonly id: NodeId;
  readonly name: string;
  readonly layer: LayerKind;
  readonly fields: AnyFieldValues;
  /** Positions of its inputs in the plan, by port. */
  readonly inputs: readonly number[];
  readonly inputShapes: readonly Shape[];
  readonly shape: Shape;
  readonly parameters: readonly PlannedParameter[];
}

/** The order of a network and its parameters: the same for training, evaluation and pictures. */
export interface NetworkPlan {
  readonly nodes: readonly PlannedNode[];
  readonly parameters: readonly PlannedParameter[];
  /** Weights and biases, frozen ones too, without the gaps between them. */
  readonly parameterCount: number;
  /** Elements of memory for all parameters, each aligned. */
  readonly parameterElements: number;
  readonly loss: Loss;
  readonly lossSettings: LossSettings;
  readonly reduction: "mean" | "sum";
  /** Where the network takes its examples and gives its prediction. */
  readonly input: number;
  readonly output: number;
}

/**
 * Orders a graph that `check` has found without errors. Layers that do not reach the output are left out.
 * Throws when the graph cannot be planned: callers check first.
 */
export function planNetwork(drawn: Graph): NetworkPlan {
  const graph = soundGraph(drawn);
  const outputNode = graph.nodes.find((node) => !layerKind(node.kind).hasOutput);
  if (!outputNode) throw new Error("The network has no output.");
  const used = upstreamOf(graph, outputNode.id);
  const order = topologicalOrder(graph).order.filter((id) => used.has(id));
  const position = new Map(order.map((id, index) => [id, index]));
  const nodes: PlannedNode[] = [];
  const parameters: PlannedParameter[] = [];
  let offset = 0;

  for (const id of order) {
    const node = graph.nodes.find((candidate) => candidate.id === id);
    if (!node) throw new Error(`The graph has no node "${id}".`);
    const layer = layerKind(node.kind);
    const inputs = edgesInto(graph, id).map((edge) => position.get(edge.from) ?? -1);
    const inputShapes = inputs.map((index) => nodes[index]?.shape ?? []);
    const shape = layer.outputShape(node.fields, inputShapes);
    if (isProblem(shape)) throw new Error(`${node.name}: ${shape.title}. ${shape.explanation}`);
    const own: PlannedParameter[] = [];
    for (const [name, rule] of Object.entries(layer.weights)) {
      const weightShape = rule.shape(node.fields, inputShapes);
      if (!weightShape) continue;
      const size = sizeOf(weightShape);
      own.push({
        node: id,
        name,
        shape: weightShape,
        size,
        offset,
        start: startOf(rule, node.fields),
        copied: copiedFor(node.copied, name, weightShape),
        fans: rule.fans?.(node.fields, inputShapes) ?? null,
        isStatistic: rule.isStatistic ?? false,
        isTrained: !rule.isStatistic && !isFrozen(node.fields),
        penalty: rule.isPenalised ? penaltyOf(node.fields) : null,
      });
      offset += align(size);
    }
    parameters.push(...own);
    nodes.push({
      id,
      name: node.name,
      layer,
      fields: node.fields,
      inputs,
      inputShapes,
      shape,
      parameters: own,
    });
  }

  const input = nodes.findIndex((node) => node.layer.inputs.maximum === 0);
  const output = nodes.length - 1;
  if (input < 0) throw new Error("The network has no input.");
  return {
    nodes,
    parameters,
    parameterCount: parameters.reduce((sum, { size, isStatistic }) => sum + (isStatistic ? 0 : size), 0),
    parameterElements: offset,
    loss: lossOf(outputNode.fields),
    lossSettings: lossSettingsOf(outputNode.fields),
    reduction: outputNode.fields.reduction === "sum" ? "sum" : "mean",
    input,
    output,
  };
}

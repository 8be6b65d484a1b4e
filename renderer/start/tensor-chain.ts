import type { GraphCheck } from "../../engine/graph/check.ts";
import type { Graph } from "../../engine/graph/graph.ts";
import { layerKind } from "../../engine/layers/registry.ts";
import { type Shape, sameShape } from "../../engine/tensor.ts";

/** A tensor on the way through a network, and the first layer that gives it. */
export interface ChainLink {
  readonly shape: Shape;
  readonly layer: string;
  /** Made by a layer with weights. */
  readonly isLearned: boolean;
}

/** The shapes on the way through a network wherever they change; relabelled memory (Flatten) is passed over. */
export function tensorChain(graph: Graph, check: GraphCheck): readonly ChainLink[] {
  const chain: ChainLink[] = [];
  for (const id of check.order) {
    const node = graph.nodes.find((candidate) => candidate.id === id);
    const shape = check.nodes[id]?.output;
    if (!node || !shape) continue;
    const { isView, hasOutput, inputs } = layerKind(node.kind);
    const last = chain.at(-1);
    if (!hasOutput || (isView && inputs.maximum > 0) || (last && sameShape(last.shape, shape))) continue;
    chain.push({ shape, layer: node.name, isLearned: (check.nodes[id]?.parameters ?? 0) > 0 });
  }
  return chain;
}

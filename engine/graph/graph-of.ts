import type { AnyFieldValues } from "../layers/fields.ts";
import { type LayerKindName, layerKind } from "../layers/registry.ts";
import { emptyGraph, type Graph, type GraphEdge, newNode } from "./graph.ts";

/** A layer in words: its kind, the settings that differ from the defaults, and what feeds it, by name. */
export type LayerWords = readonly [kind: LayerKindName, values?: AnyFieldValues, ...from: string[]];

/**
 * A graph from its layers by name, for scripts and tests. A layer that does not say what feeds it takes the one
 * before it. Names serve as ids. Throws an Error when a layer is fed by one that does not exist.
 */
export function graphOf(layers: Readonly<Record<string, LayerWords>>): Graph {
  const names = Object.keys(layers);
  const edges: GraphEdge[] = [];
  const nodes = Object.entries(layers).map(([name, [kind, values = {}, ...from]], index) => {
    const previous = names[index - 1];
    const isFed = layerKind(kind).inputs.maximum > 0 && previous !== undefined;
    const sources = from.length === 0 && isFed ? [previous] : from;
    sources.forEach((source, input) => {
      if (!names.includes(source))
        throw new Error(`${name} is fed by ${source}, which the graph does not have.`);
      edges.push({ id: `e${edges.length + 1}`, from: source, to: name, input });
    });
    return { ...newNode(emptyGraph, kind, { x: 200 * index, y: 0 }, values), id: name, name };
  });
  return { nodes, edges };
}

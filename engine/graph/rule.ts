import type { LayerFix } from "../layers/layer.ts";
import { isLayerKindName, layerKind } from "../layers/registry.ts";
import { say } from "../words/say.ts";
import type { DataContext } from "./check.ts";
import { applyEdits } from "./edit.ts";
import { freeId, type Graph, type GraphEdge, type GraphNode, type NodeId } from "./graph.ts";
import { insertOnEdge } from "./insert-on-edge.ts";
import { edgesInto, nodeById } from "./lookup.ts";
import type { Fix, Problem } from "./problem.ts";
import { type InferredShapes, inferShapes } from "./shapes.ts";

export interface RuleInput {
  readonly graph: Graph;
  readonly shapes: InferredShapes;
  readonly data: DataContext | null;
}

/** Looks for one typical mistake. */
export type Rule = (input: RuleInput) => readonly Problem[];

export function nodeNamed(graph: Graph, id: NodeId): GraphNode {
  const node = nodeById(graph, id);
  if (!node) throw new Error(`The graph has no node "${id}".`);
  return node;
}

/** What a layer offers against its own problem, as an edit of the graph; null where that is impossible. */
export function asFix(graph: Graph, id: NodeId, fix: LayerFix): Fix | null {
  const { label } = fix;
  const detail = fix.detail ? { detail: fix.detail } : {};
  if (fix.action === "set-fields")
    return { label, ...detail, edits: [{ edit: "set-fields", id, values: fix.values }] };
  const edge = edgesInto(graph, id)[fix.input];
  if (!edge) return null;
  if (fix.action === "disconnect")
    return { label, ...detail, edits: [{ edit: "disconnect", ids: [edge.id] }] };
  if (!isLayerKindName(fix.kind)) return null;
  return { label, ...detail, edits: insertOnEdge(graph, edge, fix.kind, fix.values) };
}

/** Keeps the fixes after which `node` has a shape; those that move the trouble to another layer come last. */
export function fixesThatHelp(graph: Graph, node: NodeId, fixes: readonly Fix[]): readonly Fix[] {
  return fixes
    .map((fix) => ({ fix, after: inferShapes(applyEdits(graph, fix.edits)) }))
    .filter(({ after }) => after.nodes[node]?.state === "ok")
    .map(({ fix, after }) => ({ fix, left: after.shapeProblems.size }))
    .sort((a, b) => a.left - b.left)
    .map(({ fix }) => fix);
}

/** The name of a fix that sets how many units or channels come out of a layer, which `field` says. */
export function setsCount(name: string, count: string, field: string): string {
  return say("Set {name} to {count} {field, select, filters {filters} other {units}}", {
    name,
    count,
    field,
  });
}

/** What fed the layer feeds the output instead; the layer goes where nothing else reads it. */
export function withoutLayer(graph: Graph, layer: GraphNode, output: GraphNode): readonly Fix[] {
  const source = edgesInto(graph, layer.id)[0]?.from;
  if (source === undefined) return [];
  const isShared = graph.edges.filter(({ from }) => from === layer.id).length > 1;
  const edge = { id: freeId(graph.edges, "e"), from: source, to: output.id, input: 0 };
  return [
    {
      label: isShared
        ? say("Pass by {name}", { name: layer.name })
        : say("Remove {name}", { name: layer.name }),
      edits: [
        { edit: "connect", edges: [edge] },
        ...(isShared ? [] : [{ edit: "remove-nodes", ids: [layer.id] } as const]),
      ],
    },
  ];
}

/** The first layer that nothing can follow. */
export function outputNode(graph: Graph): GraphNode | undefined {
  return graph.nodes.find((node) => !layerKind(node.kind).hasOutput);
}

/** What feeds a layer, where nothing else reads it. */
export function onlySource(edges: readonly GraphEdge[], id: NodeId): NodeId | undefined {
  const [edge, ...more] = edges.filter(({ to }) => to === id);
  if (!edge || more.length > 0) return undefined;
  return edges.filter(({ from }) => from === edge.from).length === 1 ? edge.from : undefined;
}

/** A setting of two whole numbers: rows, columns. */
export function isPair(value: unknown): value is readonly [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === "number");
}

/** What every hint at a layer has in common. */
export function hint(code: string, node: NodeId) {
  return { severity: "hint", code, node, causes: [] } as const;
}

/** The layer goes, and what fed it feeds what it fed. */
export function withoutNode(graph: Graph, { id, name }: GraphNode): Fix {
  const source = edgesInto(graph, id)[0]?.from;
  const after = graph.edges.filter(({ from }) => from === id);
  return {
    label: say("Remove {name}", { name }),
    edits: [
      { edit: "remove-nodes", ids: [id] },
      ...(source === undefined
        ? []
        : [{ edit: "connect", edges: after.map((edge) => ({ ...edge, from: source })) } as const]),
    ],
  };
}

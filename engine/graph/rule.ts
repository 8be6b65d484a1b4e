import type { AnyFieldValues } from "../layers/fields.ts";
import { type LayerKindName, layerKind } from "../layers/registry.ts";
import type { DataContext } from "./check.ts";
import { applyEdits, type GraphEdit } from "./edit.ts";
import {
  edgesInto,
  freeId,
  type Graph,
  type GraphEdge,
  type GraphNode,
  type NodeId,
  newNode,
} from "./graph.ts";
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
  const node = graph.nodes.find((candidate) => candidate.id === id);
  if (!node) throw new Error(`The graph has no node "${id}".`);
  return node;
}

/** From one layer of a row to the next, in pixels of the canvas at 100 %: the widest card and a line with its shape. */
const rowStep = 230;
/** The same from a layer that is put between: mostly a bead. */
const beadStep = 180;

/** Edits that put a new layer in the middle of an edge. */
export function insertOnEdge(
  graph: Graph,
  edge: GraphEdge,
  kind: LayerKindName,
  values: AnyFieldValues = {},
): readonly GraphEdit[] {
  const from = nodeNamed(graph, edge.from);
  const to = nodeNamed(graph, edge.to);
  const middle = (a: number, b: number) => Math.round((a + b) / 20) * 10;
  const isRow = Math.abs(from.y - to.y) < 40 && from.x < to.x;
  // Two layers of a row that stand too near for a third between them: what follows makes room.
  const shift = isRow ? Math.max(0, Math.ceil((from.x + rowStep + beadStep - to.x) / 10) * 10) : 0;
  const later = graph.nodes.filter(({ x, y }) => x >= to.x && Math.abs(y - to.y) < 40);
  const places = Object.fromEntries(later.map(({ id, x, y }) => [id, { x: x + shift, y }]));
  const between = middle(from.x, to.x + shift);
  const x = isRow ? Math.max(between, from.x + rowStep) : between;
  const node = newNode(graph, kind, { x, y: middle(from.y, to.y) }, values);
  const first: GraphEdge = { id: freeId(graph.edges, "e"), from: edge.from, to: node.id, input: 0 };
  const second: GraphEdge = { ...edge, id: freeId([...graph.edges, first], "e"), from: node.id };
  return [
    { edit: "add-nodes", nodes: [node] },
    { edit: "disconnect", ids: [edge.id] },
    { edit: "connect", edges: [first, second] },
    ...(shift > 0 ? [{ edit: "move", places } as const] : []),
  ];
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

/** What fed the layer feeds the output instead; the layer goes where nothing else reads it. */
export function withoutLayer(graph: Graph, layer: GraphNode, output: GraphNode): readonly Fix[] {
  const source = edgesInto(graph, layer.id)[0]?.from;
  if (source === undefined) return [];
  const isShared = graph.edges.filter(({ from }) => from === layer.id).length > 1;
  const edge = { id: freeId(graph.edges, "e"), from: source, to: output.id, input: 0 };
  return [
    {
      label: isShared ? `Pass by ${layer.name}` : `Remove ${layer.name}`,
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
    label: `Remove ${name}`,
    edits: [
      { edit: "remove-nodes", ids: [id] },
      ...(source === undefined
        ? []
        : [{ edit: "connect", edges: after.map((edge) => ({ ...edge, from: source })) } as const]),
    ],
  };
}

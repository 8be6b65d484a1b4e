import type { AnyFieldValues } from "../layers/fields.ts";
import { type LayerKindName, layerKind } from "../layers/registry.ts";
import type { GraphEdit } from "./edit.ts";
import { freeId, type Graph, type GraphEdge, type GraphNode, newNode } from "./graph.ts";

/** From one layer of a row to the next, in pixels of the canvas at 100 %: the widest card and a line with its shape. */
const rowStep = 230;
/** The same from a layer that is put between: mostly a bead. */
const beadStep = 180;
/** What layers take up on the canvas at the most, with pictures and the space around them. */
const sizes = {
  bead: { width: 170, height: 50 },
  card: { width: 180, height: 150 },
  end: { width: 180, height: 150 },
} as const;

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Edits that put a new layer in the middle of an edge, or where it covers no other layer. */
export function insertOnEdge(
  graph: Graph,
  edge: GraphEdge,
  kind: LayerKindName,
  values: AnyFieldValues = {},
): readonly GraphEdit[] {
  const [from, to] = [edge.from, edge.to].map((id) => graph.nodes.find((node) => node.id === id));
  if (!from || !to) throw new Error(`The graph has no connection from "${edge.from}" to "${edge.to}".`);
  const { place, moved } = placeBetween(graph, from, to, kind);
  const node = newNode(graph, kind, place, values);
  const first: GraphEdge = { id: freeId(graph.edges, "e"), from: from.id, to: node.id, input: 0 };
  const second: GraphEdge = { ...edge, id: freeId([...graph.edges, first], "e"), from: node.id };
  return [
    { edit: "add-nodes", nodes: [node] },
    { edit: "disconnect", ids: [edge.id] },
    { edit: "connect", edges: [first, second] },
    ...(Object.keys(moved).length > 0 ? [{ edit: "move", places: moved } as const] : []),
  ];
}

/** Edits that put a new layer behind another one and connect it: to its right, or where it covers no other layer. */
export function appendLayer(graph: Graph, from: GraphNode, kind: LayerKindName): readonly GraphEdit[] {
  const rowEnd = { x: from.x + rowStep, y: from.y };
  const node = newNode(graph, kind, isFree(graph, rowEnd, kind) ? rowEnd : below(graph, rowEnd, kind));
  const edge: GraphEdge = { id: freeId(graph.edges, "e"), from: from.id, to: node.id, input: 0 };
  return [
    { edit: "add-nodes", nodes: [node] },
    { edit: "connect", edges: [edge] },
  ];
}

function placeBetween(graph: Graph, from: GraphNode, to: GraphNode, kind: LayerKindName) {
  const middle = { x: half(from.x, to.x), y: half(from.y, to.y) };
  const nothing: Readonly<Record<string, Place>> = {};
  const isNext = sameRow(from, to) && from.x < to.x && !graph.nodes.some((node) => isBetween(from, node, to));
  if (isNext) {
    // Two layers of a row that stand too near for a third between them: what follows makes room.
    const shift = Math.max(0, Math.ceil((from.x + rowStep + beadStep - to.x) / 10) * 10);
    const later = graph.nodes.filter((node) => node.x >= to.x && sameRow(node, to));
    const x = Math.max(half(from.x, to.x + shift), from.x + rowStep);
    const moved = Object.fromEntries(later.map((node) => [node.id, { x: node.x + shift, y: node.y }]));
    return { place: { x, y: middle.y }, moved: shift > 0 ? moved : nothing };
  }
  // From the end of one row to the beginning of another it ends the first row; else it goes between if it can.
  const rowEnd = { x: from.x + rowStep, y: from.y };
  const tries = to.x <= from.x ? [rowEnd, middle] : [middle, rowEnd];
  const place = tries.find((each) => isFree(graph, each, kind)) ?? below(graph, middle, kind);
  return { place, moved: nothing };
}

/** The first place under a place where nothing lies yet. */
function below(graph: Graph, { x, y }: Place, kind: LayerKindName): Place {
  let free = y;
  while (!isFree(graph, { x, y: free }, kind)) free += 10;
  return { x, y: free };
}

/** Whether a layer of a kind covers no other there. */
function isFree(graph: Graph, { x, y }: Place, kind: LayerKindName): boolean {
  const own = sizes[layerKind(kind).appearance];
  return graph.nodes.every((node) => {
    const other = sizes[layerKind(node.kind).appearance];
    const isBeside = node.x >= x + own.width || x >= node.x + other.width;
    const isAbove = node.y >= y + own.height || y >= node.y + other.height;
    return isBeside || isAbove;
  });
}

function isBetween(from: GraphNode, node: GraphNode, to: GraphNode): boolean {
  return sameRow(node, from) && node.x > from.x && node.x < to.x;
}

function sameRow(a: Place, b: Place): boolean {
  return Math.abs(a.y - b.y) < 40;
}

/** The middle of two places of an axis, on the grid. */
function half(a: number, b: number): number {
  return Math.round((a + b) / 20) * 10;
}

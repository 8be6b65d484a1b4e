import { checkConnection } from "../../engine/graph/check.ts";
import { applyEdits, type GraphEdit } from "../../engine/graph/edit.ts";
import type { NodeId } from "../../engine/graph/graph.ts";
import { freeId, type Graph, type GraphEdge, type GraphNode, newNode } from "../../engine/graph/graph.ts";
import { type LayerKindName, layerKind } from "../../engine/layers/registry.ts";
import { lineBreaks, lineStep, rightOf, rowAt, snap } from "./line-breaks.ts";
import { portTop, roomFor } from "./node-size.ts";
import type { AreaToAdd } from "./visible-area.ts";

/** The end that a connection has: a layer, and which of its inputs, or null for its output. */
export interface LooseStart {
  readonly node: NodeId;
  readonly input: number | null;
}

export interface Insertion {
  readonly node: GraphNode;
  readonly edits: readonly GraphEdit[];
}

/**
 * Adds a layer where reading goes on: behind the one selected layer, or behind the only loose end. Where that
 * layer feeds exactly one other, the new one goes between them; else it becomes a branch or the next in line.
 */
export function insertLayer(
  graph: Graph,
  kind: LayerKindName,
  selected: readonly NodeId[],
  area: AreaToAdd,
): Insertion {
  const { inputs, hasOutput } = layerKind(kind);
  const before = inputs.maximum > 0 ? predecessor(graph, selected) : null;
  if (!before) {
    // The first layer starts the first line; a later one that nothing feeds waits in the middle.
    const start =
      graph.nodes.length === 0
        ? { x: area.x + 20, y: area.y + 60 }
        : { x: area.x + area.width / 2 - 80, y: area.y + area.height / 2 - 60 };
    const node = newNode(graph, kind, freePlace(graph, start));
    return { node, edits: [{ edit: "add-nodes", nodes: [node] }] };
  }
  const leaving = graph.edges.filter((edge) => edge.from === before.id);
  const between = leaving.length === 1 && hasOutput ? leaving[0] : undefined;
  return between
    ? insertBetween(graph, kind, before, between, area)
    : append(graph, kind, before, area, leaving.length === 0);
}

/** Adds a layer at a place, unconnected: what a drop on the canvas does. */
export function placeLayer(graph: Graph, kind: LayerKindName, at: { x: number; y: number }): Insertion {
  const node = newNode(graph, kind, { x: snap(at.x), y: snap(at.y) });
  return { node, edits: [{ edit: "add-nodes", nodes: [node] }] };
}

/** Adds a layer whose port lies where a connection that begins or ends at `start` was let go, with that connection. */
export function insertAtLooseEnd(
  graph: Graph,
  kind: LayerKindName,
  at: { readonly x: number; readonly y: number },
  start: LooseStart,
): Insertion {
  const draft = newNode(graph, kind, { x: 0, y: 0 });
  const left = start.input === null ? at.x : at.x - roomFor(draft).width;
  const node = { ...draft, x: snap(left), y: snap(at.y - portTop) };
  return {
    node,
    edits: [
      { edit: "add-nodes", nodes: [node] },
      { edit: "connect", edges: [{ id: freeId(graph.edges, "e"), ...endsAt(start, node.id) }] },
    ],
  };
}

/** Whether a new layer of this kind would fit at the other end of a connection that begins or ends at `start`. */
export function fitsAtLooseEnd(graph: Graph, kind: LayerKindName, start: LooseStart): boolean {
  const { node } = insertAtLooseEnd(graph, kind, { x: 0, y: 0 }, start);
  return checkConnection(applyEdits(graph, [{ edit: "add-nodes", nodes: [node] }]), endsAt(start, node.id))
    .fits;
}

function endsAt(start: LooseStart, other: NodeId): Omit<GraphEdge, "id"> {
  return start.input === null
    ? { from: start.node, to: other, input: 0 }
    : { from: other, to: start.node, input: start.input };
}

/**
 * Puts a layer into the middle of a connection and makes room for it in the row.
 * @param area what of the canvas is in sight, where the row is to stay within it
 */
export function insertBetween(
  graph: Graph,
  kind: LayerKindName,
  before: GraphNode,
  edge: GraphEdge,
  area: AreaToAdd | null = null,
): Insertion {
  const node = newNode(graph, kind, { x: rightOf(before), y: before.y });
  const first: GraphEdge = { id: freeId(graph.edges, "e"), from: before.id, to: node.id, input: 0 };
  const second: GraphEdge = { ...edge, id: freeId([...graph.edges, first], "e"), from: node.id };
  const inTheWay = rowAt(graph.nodes, before.y).filter(
    (other) => other.id !== before.id && other.x >= before.x,
  );
  const nearest = Math.min(...inTheWay.map((other) => other.x));
  const shift = Math.max(0, rightOf(node) - nearest);
  const places = Object.fromEntries(
    shift > 0 && Number.isFinite(shift)
      ? inTheWay.map((other) => [other.id, { x: snap(other.x + shift), y: other.y }])
      : [],
  );
  const edits: readonly GraphEdit[] = [
    { edit: "add-nodes", nodes: [node] },
    { edit: "disconnect", ids: [edge.id] },
    { edit: "connect", edges: [first, second] },
    ...(shift > 0 ? [{ edit: "move", places } as const] : []),
  ];
  return { node, edits: area ? inReadingLines(graph, edits, node.id, area) : edits };
}

/** Edits that put one layer into a network, with what keeps the rest of its row in sight. */
export function inReadingLines(
  graph: Graph,
  edits: readonly GraphEdit[],
  added: NodeId,
  area: AreaToAdd,
): readonly GraphEdit[] {
  const places = lineBreaks(graph, applyEdits(graph, edits), added, area);
  return Object.keys(places).length > 0 ? [...edits, { edit: "move", places }] : edits;
}

function append(
  graph: Graph,
  kind: LayerKindName,
  before: GraphNode,
  area: AreaToAdd,
  endsLine: boolean,
): Insertion {
  const draft = newNode(graph, kind, { x: 0, y: 0 });
  const right = rightOf(before);
  const wraps = endsLine && area.width > 0 && right + roomFor(draft).width > area.x + area.width - 20;
  const row = rowAt(graph.nodes, before.y);
  const start = wraps
    ? { x: Math.min(...row.map((other) => other.x)), y: before.y + lineStep }
    : { x: right, y: endsLine ? before.y : before.y + lineStep };
  const node = { ...draft, ...freePlace(graph, start) };
  const edge: GraphEdge = { id: freeId(graph.edges, "e"), from: before.id, to: node.id, input: 0 };
  return {
    node,
    edits: [
      { edit: "add-nodes", nodes: [node] },
      { edit: "connect", edges: [edge] },
    ],
  };
}

/** The layer to go on from: the one selected, else the only one that gives something and feeds nothing. */
function predecessor(graph: Graph, selected: readonly NodeId[]): GraphNode | null {
  const gives = graph.nodes.filter((node) => layerKind(node.kind).hasOutput);
  if (selected.length === 1) {
    const chosen = gives.find((node) => node.id === selected[0]);
    if (chosen) return chosen;
  }
  const loose = gives.filter((node) => !graph.edges.some((edge) => edge.from === node.id));
  return loose.length === 1 ? (loose[0] ?? null) : null;
}

/** The first place below `start` where nothing lies yet. */
function freePlace(graph: Graph, start: { readonly x: number; readonly y: number }) {
  const overlaps = (y: number) =>
    graph.nodes.some((node) => Math.abs(node.x - start.x) < 120 && Math.abs(node.y - y) < 60);
  let y = snap(start.y);
  while (overlaps(y)) y += 20;
  return { x: snap(start.x), y };
}

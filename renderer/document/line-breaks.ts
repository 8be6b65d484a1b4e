import type { Graph, GraphEdge, GraphNode, NodeId } from "../../engine/graph/graph.ts";
import { nodeById } from "../../engine/graph/lookup.ts";
import { roomFor } from "./node-size.ts";
import type { AreaToAdd } from "./visible-area.ts";

export type Places = Readonly<Record<NodeId, { readonly x: number; readonly y: number }>>;

/** From one line to the next, in pixels. */
export const lineStep = 190;
const gap = 70;

/**
 * Where layers go after one was put into a row that all lay in sight: what the row would push out of sight begins the
 * next line, as words do in a text. That is the line that reads on from it, or one of its own, for which those below
 * move down.
 * @param before the network without the new layer
 * @param after with it, the rest of its row pushed to the right
 */
export function lineBreaks(before: Graph, after: Graph, added: NodeId, area: AreaToAdd): Places {
  const node = nodeById(after, added);
  if (!node) return {};
  const seenTo = area.x + area.width - 20;
  const reaches = (other: GraphNode) => other.x + roomFor(other).width;
  const isBeyond = (other: GraphNode) => reaches(other) > seenTo;
  // What is out of sight already is no line that could be broken where one sees it; under the panel one knows it is.
  if (rowAt(before.nodes, node.y).some((other) => reaches(other) > seenTo + area.covered)) return {};
  const places: Record<NodeId, { x: number; y: number }> = {};
  const row = rowAt(after.nodes, node.y);
  const start = row[0]?.x ?? node.x;
  /** Places what has room in a line; what is left over. */
  const fill = (line: readonly GraphNode[], least: number): readonly GraphNode[] => {
    const at = line.findIndex((other, index) => index >= least && isBeyond(other));
    const kept = at < 0 ? line : line.slice(0, at);
    for (const { id, x, y } of kept) places[id] = { x, y };
    return line.slice(kept.length);
  };
  let y = node.y;
  let over = fill(row, 1);
  while (over.length > 0) {
    const below = after.nodes.filter((other) => other.y >= y + 40);
    const next = rowAt(below, Math.min(...below.map((other) => other.y)));
    const first = next[0];
    const goesOn = first !== undefined && isConnected(after.edges, over.at(-1), first);
    y = goesOn ? first.y : y + lineStep;
    const by = (goesOn ? first.x : start) - (over[0]?.x ?? 0);
    const line = over.map((other) => ({ ...other, x: snap(other.x + by), y }));
    if (goesOn) {
      const push = Math.max(0, ...line.map((other) => rightOf(other) - first.x));
      over = fill([...line, ...next.map((other) => ({ ...other, x: other.x + push }))], 1);
    } else {
      for (const other of below) places[other.id] = { x: other.x, y: other.y + lineStep };
      over = fill(line, line.length);
    }
  }
  const moved = after.nodes.filter(({ id, x, y: top }) => {
    const place = places[id];
    return place !== undefined && (place.x !== x || place.y !== top);
  });
  return Object.fromEntries(moved.map(({ id }) => [id, places[id]])) as Places;
}

/** Where the next layer begins behind one, in pixels. */
export function rightOf(node: GraphNode): number {
  return Math.ceil((node.x + roomFor(node).width + gap) / 10) * 10;
}

/** The layers that lie about as high as `y`, from left to right. */
export function rowAt(nodes: readonly GraphNode[], y: number): readonly GraphNode[] {
  return nodes.filter((node) => Math.abs(node.y - y) < 40).sort((one, other) => one.x - other.x);
}

export function snap(value: number): number {
  return Math.round(value / 10) * 10;
}

function isConnected(edges: readonly GraphEdge[], from: GraphNode | undefined, to: GraphNode): boolean {
  return edges.some((edge) => edge.from === from?.id && edge.to === to.id);
}

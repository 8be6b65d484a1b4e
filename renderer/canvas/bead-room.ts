import type { Graph, NodeId } from "../../engine/graph/graph.ts";
import { layerKind } from "../../engine/layers/registry.ts";
import { blockRoom } from "../document/groups.ts";
import { roomFor, widestBead } from "../document/node-size.ts";
import { shownGraph } from "../document/shown-graph.ts";
import type { Box } from "./geometry.ts";

/** What stays of the connection to the next layer, in pixels. */
const gap = 24;
/** For the glyph, the first letters of the name and the points that stand for the others, in pixels. */
const narrowest = 90;

const known = new WeakMap<Graph, ReadonlyMap<NodeId, number>>();

/** How wide a bead may be before it lies on what follows in its line, in pixels at 100 %; only beads are asked for. */
export function roomForBead(graph: Graph, id: NodeId): number {
  const rooms = known.get(graph) ?? roomsForBeads(graph);
  known.set(graph, rooms);
  return rooms.get(id) ?? widestBead;
}

function roomsForBeads(graph: Graph): ReadonlyMap<NodeId, number> {
  const { layers, blocks } = shownGraph(graph);
  const boxes: readonly Box[] = [
    ...layers.map((node) => ({ id: node.id, x: node.x, y: node.y, ...roomFor(node) })),
    ...blocks.map(({ id, x, y }) => ({ id, x, y, ...blockRoom })),
  ];
  const beads = layers.filter(({ kind }) => layerKind(kind).appearance === "bead");
  return new Map(
    beads.map((bead) => {
      const bottom = bead.y + roomFor(bead).height;
      let next = Number.POSITIVE_INFINITY;
      for (const { x, y, height } of boxes)
        if (x > bead.x && x < next && y < bottom && bead.y < y + height) next = x;
      return [bead.id, Math.min(widestBead, Math.max(narrowest, next - bead.x - gap))];
    }),
  );
}

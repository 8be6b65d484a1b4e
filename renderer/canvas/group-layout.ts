import type { Graph, GraphNode, NodeId } from "../../engine/graph/graph.ts";
import { exitsOf } from "../../engine/graph/groups.ts";
import { frameAround, framePadding } from "../document/groups.ts";
import { shownGraph } from "../document/shown-graph.ts";
import { type LayoutPlaces, type LayoutRoom, readingLines } from "./layout.ts";

/** What the lines are made of: a layer, or a group as one box. */
interface Unit {
  readonly id: string;
  readonly nodes: readonly GraphNode[];
  readonly width: number;
  readonly height: number;
  /** Places of its layers from its upper left. */
  readonly inside: LayoutPlaces;
  /** The layers that lead on from it. */
  readonly exits: readonly NodeId[];
}

/**
 * Reading lines of a graph with groups, in pixels: the layers of an expanded group in lines of their own, the group
 * among the others as one box, so that nothing foreign lies within its frame. A collapsed one counts as its block; its
 * hidden layers are laid out as well, from where the block stands, for the day it is expanded.
 */
export function groupedReadingLines(graph: Graph, room: LayoutRoom): LayoutPlaces {
  const shown = shownGraph(graph);
  const framed = new Set(shown.frames.flatMap(({ nodes }) => nodes));
  const units: readonly Unit[] = [
    ...shown.layers.filter(({ id }) => !framed.has(id)).map((node) => single(node, room)),
    ...shown.blocks.map(({ id, group, members }) => ({
      ...framedUnit(graph, id, members, room, noPadding),
      ...room.sizeOf(id),
      exits: exitsOf(graph, group),
    })),
    ...shown.frames.map((group) => {
      const nodes = graph.nodes.filter(({ id }) => group.nodes.includes(id));
      const unit = framedUnit(graph, group.id, nodes, room, framePadding);
      return { ...unit, height: unit.height + belowFrame, exits: exitsOf(graph, group) };
    }),
  ];
  const home = new Map(units.flatMap((unit) => unit.nodes.map(({ id }) => [id, unit] as const)));
  const edges = graph.edges.flatMap((edge) => {
    const [from, to] = [home.get(edge.from), home.get(edge.to)];
    return from && to && from !== to ? [{ ...edge, from: from.id, to: to.id }] : [];
  });
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const places = readingLines(
    { nodes: units, edges },
    {
      ...room,
      sizeOf: (id) => byId.get(id) ?? room.sizeOf(id),
      lettersAfter: (id) => Math.max(0, ...(byId.get(id)?.exits ?? []).map(room.lettersAfter)),
    },
  );
  return Object.fromEntries(
    units.flatMap(({ id, inside }) => {
      const { x, y } = places[id] ?? { x: 0, y: 0 };
      return Object.entries(inside).map(([node, at]) => [node, { x: x + at.x, y: y + at.y }]);
    }),
  );
}

function single(node: GraphNode, { sizeOf }: LayoutRoom): Unit {
  return {
    id: node.id,
    nodes: [node],
    ...sizeOf(node.id),
    inside: { [node.id]: { x: 0, y: 0 } },
    exits: [node.id],
  };
}

/** Room for the shape on a line that turns back right below a frame, in pixels. */
const belowFrame = 20;
const noPadding = { side: 0, top: 0 };

/** The layers of a group in lines of their own, the first of them as far from the upper left as the padding says. */
function framedUnit(
  graph: Graph,
  id: string,
  nodes: readonly GraphNode[],
  room: LayoutRoom,
  padding: { readonly side: number; readonly top: number },
): Omit<Unit, "exits"> {
  const ids = new Set(nodes.map((node) => node.id));
  const edges = graph.edges.filter(({ from, to }) => ids.has(from) && ids.has(to));
  // As high as need be: only the width of the canvas breaks its lines.
  const width = room.width - 2 * framePadding.side;
  const places = readingLines({ nodes, edges }, { ...room, width, height: Number.POSITIVE_INFINITY });
  const frame = frameAround(
    nodes.map((node) => ({ ...(places[node.id] ?? { x: 0, y: 0 }), ...room.sizeOf(node.id) })),
  );
  const x = frame.x + framePadding.side - padding.side;
  const y = frame.y + framePadding.top - padding.top;
  const inside = Object.entries(places).map(([node, at]) => [node, { x: at.x - x, y: at.y - y }]);
  return { id, nodes, width: frame.width, height: frame.height, inside: Object.fromEntries(inside) };
}

import {
  type Graph,
  type GraphEdge,
  type LayerGroup,
  type NodeId,
  soundGraph,
} from "../../../engine/graph/graph.ts";
import { groupsByLayer } from "../../../engine/graph/groups.ts";
import { edgesInto } from "../../../engine/graph/lookup.ts";
import { type GraphNote, notesOf } from "../../../engine/graph/note.ts";
import { topologicalOrder } from "../../../engine/graph/order.ts";

/** A line of the outline, with what lies below it. */
export type OutlineItem = { readonly key: string; readonly items: readonly OutlineItem[] } & (
  | { readonly is: "layer"; readonly id: NodeId }
  /** The layers of one way from a fork to where the ways meet. */
  | { readonly is: "branch"; readonly number: number; readonly of: number }
  /** A way without layers of its own: a skip connection, or one that joins another branch. */
  | { readonly is: "connection"; readonly edge: GraphEdge }
  | { readonly is: "group"; readonly group: LayerGroup }
  | { readonly is: "notes" }
  | { readonly is: "note"; readonly note: GraphNote }
);

/**
 * A network as one reads it: layers follow each other on one level. Where a layer feeds several others, the ways that
 * begin there lie below it, and the level goes on with the layer at which they all have met, its immediate
 * post-dominator. Layers of a group lie below its name. Notes come last. Every layer and note is there once.
 */
export function outlineOf(drawn: Graph): readonly OutlineItem[] {
  const graph = soundGraph(drawn);
  const { order, unordered } = topologicalOrder(graph);
  const leaving = new Map<NodeId, GraphEdge[]>(graph.nodes.map(({ id }) => [id, []]));
  for (const edge of graph.edges) leaving.get(edge.from)?.push(edge);
  const meets = meetingPoints(order, leaving);
  const groups = groupsByLayer(graph);
  const seen = new Set<NodeId>();

  /** The layers from one on, up to another one that is not reached. */
  const chain = (from: NodeId | null, end: NodeId | null): readonly OutlineItem[] => {
    const items: OutlineItem[] = [];
    for (let at = from; at !== null && at !== end && !seen.has(at); ) {
      seen.add(at);
      const edges = leaving.get(at) ?? [];
      const next = edges.length > 1 ? (meets.get(at) ?? null) : (edges[0]?.to ?? null);
      items.push({ is: "layer", id: at, key: at, items: edges.length > 1 ? branches(edges, next) : [] });
      at = next;
    }
    return grouped(items, groups);
  };
  const branches = (edges: readonly GraphEdge[], meeting: NodeId | null): readonly OutlineItem[] =>
    edges.map((edge, index) => {
      const items = chain(edge.to, meeting);
      return items.length === 0
        ? { is: "connection", edge, key: edge.id, items }
        : { is: "branch", number: index + 1, of: edges.length, key: `${edge.id}+`, items };
    });

  const starts = order.filter((id) => edgesInto(graph, id).length === 0);
  const meeting = starts.length > 1 ? commonOf(starts, meets) : null;
  const items = [
    ...starts.flatMap((id) => chain(id, meeting)),
    ...chain(meeting, null),
    ...[...order, ...unordered].flatMap((id) => chain(id, null)),
  ];
  const notes = notesOf(graph).map((note) => ({ is: "note" as const, note, key: note.id, items: [] }));
  return notes.length === 0 ? items : [...items, { is: "notes", key: "notes", items: notes }];
}

/**
 * The first layer that all ways from a layer lead through, for each one; null where they end apart. One pass against
 * the order is enough without circles (Cooper, Harvey and Kennedy 2001, "A Simple, Fast Dominance Algorithm").
 */
function meetingPoints(
  order: readonly NodeId[],
  leaving: ReadonlyMap<NodeId, readonly GraphEdge[]>,
): ReadonlyMap<NodeId, NodeId | null> {
  const meets = new Map<NodeId, NodeId | null>();
  for (const id of order.toReversed()) {
    const next = (leaving.get(id) ?? []).map(({ to }) => to);
    meets.set(id, next.length === 0 ? null : commonOf(next, meets));
  }
  return meets;
}

/** The first layer on every way from these on, which may be one of them. */
function commonOf(ids: readonly NodeId[], meets: ReadonlyMap<NodeId, NodeId | null>): NodeId | null {
  const wayFrom = (id: NodeId): readonly NodeId[] => {
    const way: NodeId[] = [];
    for (let at: NodeId | null = id; at !== null; at = meets.get(at) ?? null) way.push(at);
    return way;
  };
  const [first = [], ...others] = ids.map(wayFrom);
  return first.find((id) => others.every((way) => way.includes(id))) ?? null;
}

/** Neighbours that belong to one group, under its name. */
function grouped(
  items: readonly OutlineItem[],
  groups: ReadonlyMap<NodeId, LayerGroup>,
): readonly OutlineItem[] {
  const result: OutlineItem[] = [];
  for (const item of items) {
    const group = item.is === "layer" ? groups.get(item.id) : undefined;
    const last = result.at(-1);
    if (!group) result.push(item);
    else if (last?.is === "group" && last.group.id === group.id)
      result[result.length - 1] = { ...last, items: [...last.items, item] };
    else result.push({ is: "group", group, key: `${group.id} ${item.key}`, items: [item] });
  }
  return result;
}

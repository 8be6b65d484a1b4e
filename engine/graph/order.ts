import type { Graph, GraphEdge, NodeId } from "./graph.ts";
import { type Connected, edgesOutOf } from "./lookup.ts";

export interface TopologicalOrder {
  /** Every node before those that it feeds; ties keep the order of drawing. */
  readonly order: readonly NodeId[];
  /** Nodes on a cycle or behind one. */
  readonly unordered: readonly NodeId[];
}

/** Kahn's algorithm (1962), stable in the order in which the nodes are listed. */
export function topologicalOrder(graph: Connected): TopologicalOrder {
  const waiting = new Map(graph.nodes.map((node) => [node.id, 0]));
  const consumers = new Map<NodeId, NodeId[]>();
  for (const edge of graph.edges) {
    waiting.set(edge.to, (waiting.get(edge.to) ?? 0) + 1);
    const known = consumers.get(edge.from);
    if (known) known.push(edge.to);
    else consumers.set(edge.from, [edge.to]);
  }
  const ready = graph.nodes.filter((node) => waiting.get(node.id) === 0).map((node) => node.id);
  const order: NodeId[] = [];
  for (let id = ready.shift(); id !== undefined; id = ready.shift()) {
    order.push(id);
    for (const consumer of consumers.get(id) ?? []) {
      const left = (waiting.get(consumer) ?? 0) - 1;
      waiting.set(consumer, left);
      if (left === 0) ready.push(consumer);
    }
  }
  const ordered = new Set(order);
  return { order, unordered: graph.nodes.map((node) => node.id).filter((id) => !ordered.has(id)) };
}

/** A node and all that feed it, directly or not; the nearest first. */
export function upstreamOf(graph: Graph, id: NodeId): ReadonlySet<NodeId> {
  return new Set([id, ...reach(id, graph.edges, "to", "from")]);
}

/** A node and all that it feeds, directly or not; the nearest first. */
export function downstreamOf(graph: Graph, id: NodeId): ReadonlySet<NodeId> {
  return new Set([id, ...reach(id, graph.edges, "from", "to")]);
}

/** Whether a node is another or feeds it, directly or not. Looks no further than it must: most ways are short. */
export function leadsTo(graph: Connected, from: NodeId, to: NodeId): boolean {
  // A set grows while it is walked.
  const found = new Set([from]);
  for (const id of found) {
    if (id === to) return true;
    for (const edge of edgesOutOf(graph, id)) found.add(edge.to);
  }
  return false;
}

/** The circles among the nodes that have no order: groups that lead to one another, in the order of drawing. */
export function circlesOf(
  graph: Graph,
  unordered: readonly NodeId[] = topologicalOrder(graph).unordered,
): readonly (readonly NodeId[])[] {
  const below = new Map(unordered.map((id) => [id, reach(id, graph.edges, "from", "to")]));
  const grouped = new Set<NodeId>();
  return unordered.flatMap((id) => {
    if (grouped.has(id) || !below.get(id)?.has(id)) return [];
    const circle = unordered.filter((other) => below.get(id)?.has(other) && below.get(other)?.has(id));
    for (const member of circle) grouped.add(member);
    return [circle];
  });
}

/** Whatever lies behind one node along the edges, breadth first; the node itself only when it is on a circle. */
function reach(
  start: NodeId,
  edges: readonly GraphEdge[],
  end: "from" | "to",
  other: "from" | "to",
): ReadonlySet<NodeId> {
  const neighbours = new Map<NodeId, NodeId[]>();
  for (const edge of edges) {
    const known = neighbours.get(edge[end]);
    if (known) known.push(edge[other]);
    else neighbours.set(edge[end], [edge[other]]);
  }
  // A set grows while it is walked, in the order of insertion.
  const found = new Set(neighbours.get(start));
  for (const id of found) for (const neighbour of neighbours.get(id) ?? []) found.add(neighbour);
  return found;
}

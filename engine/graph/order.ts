import type { Graph, NodeId } from "./graph.ts";

export interface TopologicalOrder {
  /** Every node before those that it feeds; ties keep the order of drawing. */
  readonly order: readonly NodeId[];
  /** Nodes on a cycle or behind one. */
  readonly unordered: readonly NodeId[];
}

/** Kahn's algorithm (1962), stable in the order in which the nodes are listed. */
export function topologicalOrder(graph: Graph): TopologicalOrder {
  const waiting = new Map(graph.nodes.map((node) => [node.id, 0]));
  const consumers = new Map<NodeId, NodeId[]>();
  for (const edge of graph.edges) {
    waiting.set(edge.to, (waiting.get(edge.to) ?? 0) + 1);
    consumers.set(edge.from, [...(consumers.get(edge.from) ?? []), edge.to]);
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

/** A node and all that feed it, directly or not. */
export function upstreamOf(graph: Graph, id: NodeId): ReadonlySet<NodeId> {
  return reach(id, (from) => graph.edges.filter((edge) => edge.to === from).map((edge) => edge.from));
}

/** A node and all that it feeds, directly or not. */
export function downstreamOf(graph: Graph, id: NodeId): ReadonlySet<NodeId> {
  return reach(id, (from) => graph.edges.filter((edge) => edge.from === from).map((edge) => edge.to));
}

function reach(start: NodeId, next: (id: NodeId) => readonly NodeId[]): ReadonlySet<NodeId> {
  const found = new Set<NodeId>([start]);
  const open = [start];
  for (let id = open.pop(); id !== undefined; id = open.pop())
    for (const neighbour of next(id))
      if (!found.has(neighbour)) {
        found.add(neighbour);
        open.push(neighbour);
      }
  return found;
}

import type { EdgeId, Graph, GraphEdge, GraphNode, NodeId } from "./graph.ts";

/** A graph, or anything else that has connections. */
export interface Connected {
  readonly nodes: readonly { readonly id: NodeId }[];
  readonly edges: readonly GraphEdge[];
}

interface Index {
  readonly edges: ReadonlyMap<EdgeId, GraphEdge>;
  /** Edges by the node that they end at, ordered by input. */
  readonly into: ReadonlyMap<NodeId, readonly GraphEdge[]>;
  readonly outOf: ReadonlyMap<NodeId, readonly GraphEdge[]>;
}

// A graph never changes, it is replaced: hundreds of views ask the same one for their layer at every event.
const indexes = new WeakMap<Connected, Index>();
const nodesById = new WeakMap<Graph, ReadonlyMap<NodeId, GraphNode>>();
const none: readonly GraphEdge[] = [];

export function nodeById(graph: Graph, id: NodeId | null | undefined): GraphNode | undefined {
  if (id == null) return undefined;
  const known = nodesById.get(graph);
  if (known) return known.get(id);
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  nodesById.set(graph, nodes);
  return nodes.get(id);
}

export function edgeById(graph: Graph, id: EdgeId): GraphEdge | undefined {
  return indexOf(graph).edges.get(id);
}

/** The edges that end at a node, ordered by input. */
export function edgesInto(graph: Connected, id: NodeId): readonly GraphEdge[] {
  return indexOf(graph).into.get(id) ?? none;
}

/** The edges that begin at a node, in the order of drawing. */
export function edgesOutOf(graph: Connected, id: NodeId): readonly GraphEdge[] {
  return indexOf(graph).outOf.get(id) ?? none;
}

function indexOf(graph: Connected): Index {
  const known = indexes.get(graph);
  if (known) return known;
  const into = grouped(graph.edges, "to");
  for (const edges of into.values()) edges.sort((a, b) => a.input - b.input);
  const index: Index = {
    edges: new Map(graph.edges.map((edge) => [edge.id, edge])),
    into,
    outOf: grouped(graph.edges, "from"),
  };
  indexes.set(graph, index);
  return index;
}

function grouped(edges: readonly GraphEdge[], end: "from" | "to"): Map<NodeId, GraphEdge[]> {
  const groups = new Map<NodeId, GraphEdge[]>();
  for (const edge of edges) {
    const group = groups.get(edge[end]);
    if (group) group.push(edge);
    else groups.set(edge[end], [edge]);
  }
  return groups;
}

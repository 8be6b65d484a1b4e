import { z } from "zod";
import type { GraphEdit } from "../../engine/graph/edit.ts";
import {
  freeId,
  freeName,
  type Graph,
  type GraphEdge,
  type GraphNode,
  graphSchema,
  type LayerGroup,
  type NodeId,
} from "../../engine/graph/graph.ts";
import { freeGroupName, groupOf, withGroups } from "../../engine/graph/groups.ts";

const format = "layerlab-layers";

const clippingSchema = z.strictObject({
  format: z.literal(format),
  version: z.literal(1),
  graph: graphSchema,
});

export type Clipping = { readonly clipping: Graph } | { readonly refused: string | null };

/** Layers and the connections among them as text for the system clipboard; null when nothing is chosen. */
export function copyText(graph: Graph, ids: ReadonlySet<NodeId>): string | null {
  if (!graph.nodes.some(({ id }) => ids.has(id))) return null;
  return JSON.stringify({ format, version: 1, graph: partOf(graph, ids) }, null, 2);
}

/** These layers, the connections among them, and the groups that lie wholly within. */
export function partOf(graph: Graph, ids: ReadonlySet<NodeId>): Graph {
  const { nodes, edges, groups = [] } = graph;
  const part: Graph = {
    nodes: nodes.filter(({ id }) => ids.has(id)),
    edges: edges.filter(({ from, to }) => ids.has(from) && ids.has(to)),
  };
  return withGroups(
    part,
    groups.filter((group) => group.nodes.every((id) => ids.has(id))),
  );
}

/** Reads pasted text. `refused` says why it cannot be used; null when it never was meant for this canvas. */
export function parseClipping(text: string): Clipping {
  if (!text.includes(format)) return { refused: null };
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { refused: "The clipboard holds a part of copied layers only. Copy them again." };
  }
  const parsed = clippingSchema.safeParse(data);
  if (parsed.success) return { clipping: parsed.data.graph };
  const issue = parsed.error.issues[0];
  const place = issue && issue.path.length > 0 ? ` at ${issue.path.join(".")}` : "";
  return { refused: `The copied layers cannot be read${place}: ${issue?.message ?? "unknown format"}` };
}

/**
 * Edits that add a copy of `clipping` with free names: at `places`, in pixels at 100 %, by the id of the original,
 * or else 20 px further right and down than any copy before it.
 */
export function pasteEdits(
  graph: Graph,
  clipping: Graph,
  places: Readonly<Record<NodeId, { readonly x: number; readonly y: number }>> = {},
): { readonly edits: readonly GraphEdit[]; readonly added: readonly NodeId[] } {
  const taken = new Set(graph.nodes.map(({ x, y }) => `${x} ${y}`));
  let offset = 20;
  while (clipping.nodes.some(({ x, y }) => taken.has(`${x + offset} ${y + offset}`))) offset += 20;

  const nodes: GraphNode[] = [];
  const newIds = new Map<NodeId, NodeId>();
  for (const node of clipping.nodes) {
    const present = [...graph.nodes, ...nodes];
    const id = freeId(present, "n");
    const name = present.some((other) => other.name === node.name) ? freeName(present, node.kind) : node.name;
    newIds.set(node.id, id);
    const { x, y } = places[node.id] ?? { x: node.x + offset, y: node.y + offset };
    nodes.push({ ...node, id, name, x, y });
  }
  const edges: GraphEdge[] = [];
  for (const edge of clipping.edges) {
    const from = newIds.get(edge.from);
    const to = newIds.get(edge.to);
    if (from !== undefined && to !== undefined)
      edges.push({ id: freeId([...graph.edges, ...edges], "e"), from, to, input: edge.input });
  }
  const groups: LayerGroup[] = [];
  for (const group of clipping.groups ?? []) {
    const present = {
      ...graph,
      nodes: [...graph.nodes, ...nodes],
      groups: [...(graph.groups ?? []), ...groups],
    };
    const members = group.nodes.flatMap((id) => newIds.get(id) ?? []);
    const name = freeGroupName(present.groups, group.name);
    groups.push({ ...groupOf(present, members), name, collapsed: group.collapsed });
  }
  return {
    edits: [
      { edit: "add-nodes", nodes },
      { edit: "connect", edges },
      { edit: "add-groups", groups },
    ],
    added: nodes.map(({ id }) => id),
  };
}

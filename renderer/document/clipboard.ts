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
import { type GraphNote, notesOf, withNotes } from "../../engine/graph/note.ts";
import { say } from "../../engine/words/say.ts";
import { overlap, type Rectangle } from "./groups.ts";
import { roomFor } from "./node-size.ts";

const format = "layerlab-layers";

const clippingSchema = z.strictObject({
  format: z.literal(format),
  version: z.literal(1),
  graph: graphSchema,
});

export type Clipping = { readonly clipping: Graph } | { readonly refused: string | null };

/** Layers, the connections among them and notes as text for the system clipboard; null when nothing is chosen. */
export function copyText(graph: Graph, ids: ReadonlySet<string>): string | null {
  const part = partOf(graph, ids);
  if (part.nodes.length + notesOf(part).length === 0) return null;
  return JSON.stringify({ format, version: 1, graph: part }, null, 2);
}

/** These layers and notes, the connections among them, and the groups that lie wholly within. */
export function partOf(graph: Graph, ids: ReadonlySet<string>): Graph {
  const { nodes, edges, groups = [] } = graph;
  const part: Graph = {
    nodes: nodes.filter(({ id }) => ids.has(id)),
    edges: edges.filter(({ from, to }) => ids.has(from) && ids.has(to)),
  };
  const grouped = withGroups(
    part,
    groups.filter((group) => group.nodes.every((id) => ids.has(id))),
  );
  return withNotes(
    grouped,
    notesOf(graph).filter(({ id }) => ids.has(id)),
  );
}

/** Reads pasted text. `refused` says why it cannot be used; null when it never was meant for this canvas. */
export function parseClipping(text: string): Clipping {
  if (!text.includes(format)) return { refused: null };
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { refused: say("The clipboard holds a part of copied layers only. Copy them again.") };
  }
  const parsed = clippingSchema.safeParse(data);
  if (parsed.success) return { clipping: parsed.data.graph };
  const issue = parsed.error.issues[0];
  const reason = issue?.message ?? say("unknown format");
  const place = issue?.path.join(".") ?? "";
  return {
    refused:
      place === ""
        ? say("The copied layers cannot be read: {reason}", { reason })
        : say("The copied layers cannot be read at {place}: {reason}", { place, reason }),
  };
}

/** Places that move copied layers and notes together, so that their upper left is at a point of the paper. */
export function placesAt(
  clipping: Graph,
  at: { readonly x: number; readonly y: number },
): Readonly<Record<string, { readonly x: number; readonly y: number }>> {
  const copied = [...clipping.nodes, ...notesOf(clipping)];
  const left = Math.min(...copied.map(({ x }) => x));
  const top = Math.min(...copied.map(({ y }) => y));
  const snapped = (by: number) => Math.round(by / 10) * 10;
  const [dx, dy] = [snapped(at.x - left), snapped(at.y - top)];
  return Object.fromEntries(copied.map(({ id, x, y }) => [id, { x: x + dx, y: y + dy }]));
}

/**
 * Where copies from another network go, in pixels at 100 %: below this one, where they would lie on its layers. Null for
 * what was copied here, which lands beside its originals, and for what has room where it was.
 */
export function roomForClipping(
  graph: Graph,
  clipping: Graph,
): { readonly x: number; readonly y: number } | null {
  const there = rectanglesOf(graph);
  const copied = rectanglesOf(clipping);
  // By more than their place: networks begin at the same one.
  const isHere = clipping.nodes.every(({ id, kind, name }) =>
    graph.nodes.some((other) => other.id === id && other.kind === kind && other.name === name),
  );
  if (isHere || !copied.some((box) => there.some((other) => overlap(box, other)))) return null;
  return {
    x: Math.min(...there.map(({ x }) => x)),
    y: Math.max(...there.map(({ y, height }) => y + height)) + 60,
  };
}

function rectanglesOf(graph: Graph): readonly Rectangle[] {
  return [...graph.nodes.map((node) => ({ x: node.x, y: node.y, ...roomFor(node) })), ...notesOf(graph)];
}

/**
 * Edits that add a copy of `clipping` with free names: at `places`, in pixels at 100 %, by the id of the original,
 * or else 20 px further right and down than any copy before it.
 */
export function pasteEdits(
  graph: Graph,
  clipping: Graph,
  places: Readonly<Record<string, { readonly x: number; readonly y: number }>> = {},
): { readonly edits: readonly GraphEdit[]; readonly added: readonly string[] } {
  const copied = [...clipping.nodes, ...notesOf(clipping)];
  const taken = new Set([...graph.nodes, ...notesOf(graph)].map(({ x, y }) => `${x} ${y}`));
  let offset = 20;
  while (copied.some(({ x, y }) => taken.has(`${x + offset} ${y + offset}`))) offset += 20;

  const placeOf = ({ id, x, y }: GraphNode | GraphNote) => places[id] ?? { x: x + offset, y: y + offset };
  const nodes: GraphNode[] = [];
  const newIds = new Map<NodeId, NodeId>();
  for (const node of clipping.nodes) {
    const present = [...graph.nodes, ...nodes];
    const id = freeId([...present, ...notesOf(graph)], "n");
    const name = present.some((other) => other.name === node.name) ? freeName(present, node.kind) : node.name;
    newIds.set(node.id, id);
    nodes.push({ ...node, id, name, ...placeOf(node) });
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
  const notes: GraphNote[] = [];
  for (const note of notesOf(clipping)) {
    const id = freeId([...notesOf(graph), ...notes, ...graph.nodes, ...nodes], "t");
    notes.push({ ...note, id, ...placeOf(note) });
  }
  return {
    edits: [
      { edit: "add-nodes", nodes },
      { edit: "connect", edges },
      { edit: "add-groups", groups },
      { edit: "add-notes", notes },
    ],
    added: [...nodes, ...notes].map(({ id }) => id),
  };
}

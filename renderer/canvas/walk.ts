import type { Graph, GraphNode, NodeId } from "../../engine/graph/graph.ts";
import { edgesInto } from "../../engine/graph/lookup.ts";
import { type GraphNote, type NoteId, notesOf } from "../../engine/graph/note.ts";

export type Direction = "left" | "right" | "up" | "down";

export const arrows: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/**
 * The layer or note that an arrow key leads to: right and left follow connections, up and down switch to the next
 * branch and else to the nearest layer or note there. Null where nothing lies in that direction.
 */
export function neighbour(graph: Graph, id: NodeId | NoteId, direction: Direction): NodeId | NoteId | null {
  const here = [...graph.nodes, ...notesOf(graph)].find((item) => item.id === id);
  if (!here) return graph.nodes[0]?.id ?? null;
  const along = direction === "right" || direction === "left" ? alongEdges(graph, here, direction) : null;
  return along ?? nearest(graph, here, direction);
}

function alongEdges(graph: Graph, here: GraphNode | GraphNote, direction: "left" | "right"): NodeId | null {
  if (direction === "left") return edgesInto(graph, here.id)[0]?.from ?? null;
  const targets = graph.edges
    .filter((edge) => edge.from === here.id)
    .sort((a, b) => a.input - b.input)
    .map((edge) => edge.to);
  return targets[0] ?? null;
}

function nearest(graph: Graph, here: GraphNode | GraphNote, direction: Direction): string | null {
  const sign = direction === "right" || direction === "down" ? 1 : -1;
  const level = direction === "left" || direction === "right";
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const node of [...graph.nodes, ...notesOf(graph)]) {
    const dx = node.x - here.x;
    const dy = node.y - here.y;
    const ahead = (level ? dx : dy) * sign;
    if (node.id === here.id || ahead < 20) continue;
    const distance = ahead + 2 * Math.abs(level ? dy : dx);
    if (distance < least) {
      least = distance;
      best = node.id;
    }
  }
  return best;
}

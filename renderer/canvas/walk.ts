import type { Graph } from "../../engine/graph/graph.ts";
import { notesOf } from "../../engine/graph/note.ts";
import { shownGraph } from "../document/shown-graph.ts";

export type Direction = "left" | "right" | "up" | "down";

export const arrows: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

interface Placed {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

/** All that can be walked to: layers, collapsed groups in place of theirs, notes. */
export function placedItems(graph: Graph): readonly Placed[] {
  const { layers, blocks } = shownGraph(graph);
  return [...layers, ...blocks, ...notesOf(graph)];
}

/**
 * The layer, block or note that an arrow key leads to: right and left follow connections, up and down switch to the next
 * branch and else to the nearest one there. Null where nothing lies in that direction.
 */
export function neighbour(graph: Graph, id: string, direction: Direction): string | null {
  const items = placedItems(graph);
  const here = items.find((item) => item.id === id);
  if (!here) return items[0]?.id ?? null;
  const along = direction === "right" || direction === "left" ? alongLines(graph, id, direction) : null;
  return along ?? nearest(items, here, direction);
}

function alongLines(graph: Graph, id: string, direction: "left" | "right"): string | null {
  const [here, there] = direction === "left" ? (["to", "from"] as const) : (["from", "to"] as const);
  const lines = shownGraph(graph).lines.filter((line) => line[here] === id);
  return lines.sort((a, b) => a.input - b.input)[0]?.[there] ?? null;
}

function nearest(items: readonly Placed[], here: Placed, direction: Direction): string | null {
  const sign = direction === "right" || direction === "down" ? 1 : -1;
  const level = direction === "left" || direction === "right";
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const node of items) {
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

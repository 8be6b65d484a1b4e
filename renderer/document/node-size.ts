import type { GraphNode } from "../../engine/graph/graph.ts";
import { layerKind } from "../../engine/layers/registry.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Distance of left and right ports from the top of a node of any size, in pixels. */
export const portTop = 18;

/** A bead shortens a name that would make it wider than this, in pixels. */
export const widestBead = 220;

/**
 * What a node takes up with its pictures shown, in pixels. Used where nothing is measured yet, and as the least
 * height in a layout, so that pictures that appear with training do not cover the next row.
 */
export function roomFor(node: GraphNode): Size {
  const { appearance } = layerKind(node.kind);
  if (appearance === "bead") return { width: Math.min(widestBead, 56 + 8 * node.name.length), height: 36 };
  return { width: appearance === "card" ? 162 : 110, height: 136 };
}

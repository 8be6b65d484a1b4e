import type { Graph, NodeId } from "../../engine/graph/graph.ts";
import { layerKind } from "../../engine/layers/registry.ts";

/**
 * The layers whose name or kind has the words in it, whatever their case, from the upper left on as one reads; none for
 * no words.
 */
export function layersNamed({ nodes }: Graph, words: string): readonly NodeId[] {
  const wanted = words.trim().toLocaleLowerCase();
  if (wanted === "") return [];
  return nodes
    .filter(({ name, kind }) =>
      [name, layerKind(kind).title].some((text) => text.toLocaleLowerCase().includes(wanted)),
    )
    .sort((a, b) => a.y - b.y || a.x - b.x)
    .map(({ id }) => id);
}

/** The match after the chosen layer, or before it, going round; the first where none is chosen. */
export function nextMatch(
  matches: readonly NodeId[],
  chosen: NodeId | undefined,
  by: 1 | -1,
): NodeId | undefined {
  const place = chosen === undefined ? -1 : matches.indexOf(chosen);
  if (place < 0) return by === 1 ? matches[0] : matches.at(-1);
  return matches[(place + by + matches.length) % matches.length];
}

import type { Graph, NodeId } from "../../engine/graph/graph.ts";
import { type NoteId, notesOf } from "../../engine/graph/note.ts";
import { layerKind } from "../../engine/layers/registry.ts";

/**
 * The layers whose name or kind has the words in it, and the notes that have, whatever their case, from the upper left
 * on as one reads; none for no words.
 */
export function placedWith(graph: Graph, words: string): readonly (NodeId | NoteId)[] {
  const wanted = words.trim().toLocaleLowerCase();
  if (wanted === "") return [];
  const has = (...texts: readonly string[]) =>
    texts.some((text) => text.toLocaleLowerCase().includes(wanted));
  const layers = graph.nodes.filter(({ name, kind }) => has(name, layerKind(kind).title));
  return [...layers, ...notesOf(graph).filter(({ text }) => has(text))]
    .sort((a, b) => a.y - b.y || a.x - b.x)
    .map(({ id }) => id);
}

/** The match after the chosen one, or before it, going round; the first where none is chosen. */
export function nextMatch(
  matches: readonly string[],
  chosen: string | undefined,
  by: 1 | -1,
): string | undefined {
  const place = chosen === undefined ? -1 : matches.indexOf(chosen);
  if (place < 0) return by === 1 ? matches[0] : matches.at(-1);
  return matches[(place + by + matches.length) % matches.length];
}

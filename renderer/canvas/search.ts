import type { Graph } from "../../engine/graph/graph.ts";
import { notesOf } from "../../engine/graph/note.ts";
import { layerKind } from "../../engine/layers/registry.ts";
import { shownGraph } from "../document/shown-graph.ts";

/**
 * The layers whose name or kind has the words in it, and the notes that have, whatever their case, from the upper left
 * on as one reads; none for no words. A collapsed group is found by its name and by what is hidden in it.
 */
export function placedWith(graph: Graph, words: string): readonly string[] {
  const wanted = words.trim().toLocaleLowerCase();
  if (wanted === "") return [];
  const has = (...texts: readonly string[]) =>
    texts.some((text) => text.toLocaleLowerCase().includes(wanted));
  const isMeant = ({ name, kind }: Graph["nodes"][number]) => has(name, layerKind(kind).title);
  const shown = shownGraph(graph);
  const layers = shown.layers.filter(isMeant);
  const blocks = shown.blocks.filter(({ group, members }) => has(group.name) || members.some(isMeant));
  return [...layers, ...blocks, ...notesOf(graph).filter(({ text }) => has(text))]
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

import type { LayerKind } from "../../engine/layers/layer.ts";
import { translate } from "../../engine/words/say.ts";
import { searchable } from "../../engine/words/searchable.ts";

/**
 * Layers that answer to what was typed, the closest first: names, here or in English, that begin so, then words in
 * names that do, then anything in the description. All of them, in the registry's order, for an empty search.
 */
export function findLayers<Kind extends Pick<LayerKind, "title" | "shortName" | "kind" | "summary">>(
  kinds: readonly Kind[],
  typed: string,
): readonly Kind[] {
  const query = searchable(typed.trim());
  if (query === "") return kinds;
  return kinds
    .map((layer) => ({ layer, distance: distanceTo(layer, query) }))
    .filter(({ distance }) => distance < 4)
    .sort((a, b) => a.distance - b.distance)
    .map(({ layer }) => layer);
}

function distanceTo(
  layer: Pick<LayerKind, "title" | "shortName" | "kind" | "summary">,
  query: string,
): number {
  const said = [translate(layer.title), translate(layer.shortName)];
  const names = [...said, layer.title, layer.shortName, layer.kind].map(searchable);
  if (names.some((name) => name.startsWith(query))) return 0;
  if (names.some((name) => name.split(/[\s-]+/).some((word) => word.startsWith(query)))) return 1;
  if (names.some((name) => name.includes(query))) return 2;
  return searchable(translate(layer.summary)).includes(query) ? 3 : 4;
}

import { dense } from "./dense/dense.ts";
import { flatten } from "./flatten/flatten.ts";
import type { LayerKind } from "./layer.ts";

/** The one list of layer kinds, in palette order. Adding a kind is one folder, one import, one name here. */
export const layerKinds = [flatten, dense] as const;

export type LayerKindName = (typeof layerKinds)[number]["kind"];

const byName: ReadonlyMap<string, LayerKind> = new Map(layerKinds.map((layer) => [layer.kind, layer]));

/** The record of a kind. Throws for a name that no door should have let in. */
export function layerKind(name: string): LayerKind {
  const layer = byName.get(name);
  if (!layer) throw new Error(`There is no layer kind called "${name}".`);
  return layer;
}

export function isLayerKindName(name: string): name is LayerKindName {
  return byName.has(name);
}

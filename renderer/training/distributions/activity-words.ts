import type { ActivityLook, LayerActivity } from "../../../engine/protocol.ts";
import { formatNumber, formatShare, formatValue } from "../../views/format.ts";

/** A layer of which less is dead is not warned of: a few units that are never needed are usual. */
const warnedShare = 0.2;

const byNode = new WeakMap<ActivityLook, ReadonlyMap<string, LayerActivity>>();

export function activityOf(look: ActivityLook | null, node: string): LayerActivity | null {
  if (!look) return null;
  const known = byNode.get(look) ?? new Map(look.layers.map((layer) => [layer.node, layer]));
  byNode.set(look, known);
  return known.get(node) ?? null;
}

/** `Over 256 test examples`: which ones, where the set has no such part. */
export function examplesWords({ examples, part }: ActivityLook): string {
  return `Over ${formatNumber(examples)} ${part === "test" ? "test" : "training"} ${examples === 1 ? "example" : "examples"}`;
}

/** `−0.3 to 4.5, mean 0.41, standard deviation 0.62, 54.2 % zeros`. */
export function rangeWords(layer: LayerActivity): string {
  if (Number.isNaN(layer.mean)) return "no finite value";
  const { minimum, maximum, mean, deviation, zeroShare, notFinite } = layer;
  const broken = notFinite > 0 ? `, ${formatNumber(notFinite)} not finite` : "";
  return `${formatValue(minimum)} to ${formatValue(maximum)}, mean ${formatValue(mean)}, standard deviation ${formatValue(deviation)}, ${formatShare(zeroShare)} zeros${broken}`;
}

/** `3 of 16 maps are dead`; null for layers whose units cannot die. */
export function deadWords({ dead, units }: LayerActivity, hasMaps: boolean): string | null {
  if (dead === null) return null;
  const unit = hasMaps ? "map" : "unit";
  if (dead === 0) return `No ${unit} is dead`;
  return `${formatNumber(dead)} of ${formatNumber(units)} ${units === 1 ? unit : `${unit}s`} ${dead === 1 ? "is" : "are"} dead`;
}

/** `38 % always zero`, of a layer with so many dead units that it is worth a look; null for all others. */
export function deadWarning(layer: LayerActivity | null): string | null {
  if (!layer || layer.dead === null || layer.dead < warnedShare * layer.units) return null;
  return `${formatShare(layer.dead / layer.units, 0)} always zero`;
}

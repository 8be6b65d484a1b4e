import type { ActivityLook, LayerActivity } from "../../../engine/protocol.ts";
import { say } from "../../../engine/words/say.ts";
import { formatShare, formatValue } from "../../views/format.ts";

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
  return part === "test"
    ? say("Over {count, plural, one {# test example} other {# test examples}}", { count: examples })
    : say("Over {count, plural, one {# training example} other {# training examples}}", { count: examples });
}

/** `−0.3 to 4.5, mean 0.41, standard deviation 0.62, 54.2 % zeros`. */
export function rangeWords(layer: LayerActivity): string {
  if (Number.isNaN(layer.mean)) return say("no finite value");
  const { minimum, maximum, mean, deviation, zeroShare, notFinite } = layer;
  const broken = notFinite > 0 ? `, ${say("{count, number} not finite", { count: notFinite })}` : "";
  const text = say("{minimum} to {maximum}, mean {mean}, standard deviation {deviation}, {share} zeros", {
    minimum: formatValue(minimum),
    maximum: formatValue(maximum),
    mean: formatValue(mean),
    deviation: formatValue(deviation),
    share: formatShare(zeroShare),
  });
  return text + broken;
}

/** `3 of 16 maps are dead`; null for layers whose units cannot die. */
export function deadWords({ dead, units }: LayerActivity, hasMaps: boolean): string | null {
  if (dead === null) return null;
  if (dead === 0) return say(hasMaps ? "No map is dead" : "No unit is dead");
  return hasMaps
    ? say(
        "{dead, number} of {units, plural, one {# map} other {# maps}} {dead, plural, one {is} other {are}} dead",
        {
          dead,
          units,
        },
      )
    : say(
        "{dead, number} of {units, plural, one {# unit} other {# units}} {dead, plural, one {is} other {are}} dead",
        {
          dead,
          units,
        },
      );
}

/** `38 % always zero`, of a layer with so many dead units that it is worth a look; null for all others. */
export function deadWarning(layer: LayerActivity | null): string | null {
  if (!layer || layer.dead === null || layer.dead < warnedShare * layer.units) return null;
  return say("{share} always zero", { share: formatShare(layer.dead / layer.units, 0) });
}

import type { AnyFieldValues, Fields } from "../layers/fields.ts";
import { recordNamed } from "../named.ts";

/** What clipping does to all gradients before an update. */
export interface Clip {
  readonly how: "scale" | "clamp";
  readonly by: number;
}

/** A bound on the gradients of an update, by PyTorch's definitions. */
export interface Clipping<Name extends string = string> {
  readonly name: Name;
  readonly title: string;
  readonly summary: string;
  /** TeX of what becomes of the gradient g. */
  readonly formula: string;
  readonly fields: Fields;
  /** @param norm of all gradients together. Null when they stay as they are. */
  clip(settings: AnyFieldValues, norm: number): Clip | null;
}

function limitField(label: string, value: number, help: string) {
  return { type: "number", label, minimum: 1e-6, maximum: 1e6, step: 0.1, default: value, help } as const;
}

const none: Clipping<"none"> = {
  name: "none",
  title: "None",
  summary: "The gradients are used as they are.",
  formula: "g = g",
  fields: {},
  clip: () => null,
};

/** PyTorch's clip_grad_norm_ (Pascanu, Mikolov and Bengio, 2013). */
const norm: Clipping<"norm"> = {
  name: "norm",
  title: "By norm",
  summary:
    "When all gradients together are longer than this, they are shortened to it: their direction stays. Tames a single wild batch.",
  formula: String.raw`g \leftarrow g \cdot \min\left(1,\; \frac{c}{\lVert g \rVert + 10^{-6}}\right)`,
  fields: { limit: limitField("Largest norm", 1, "The norm of all gradients together stays below this.") },
  clip({ limit }, length) {
    const by = Number(limit) / (length + 1e-6);
    return by < 1 ? { how: "scale", by } : null;
  },
};

/** PyTorch's clip_grad_value_. */
const value: Clipping<"value"> = {
  name: "value",
  title: "By value",
  summary: "Each number of the gradient is kept within plus and minus this. Its direction may change.",
  formula: String.raw`g_i \leftarrow \max(-c,\; \min(c,\; g_i))`,
  fields: { limit: limitField("Largest value", 1, "No number of the gradient goes beyond this.") },
  clip: ({ limit }) => ({ how: "clamp", by: Number(limit) }),
};

/** Every way to clip, in the order in which the form offers them. */
export const clippings = [none, norm, value] as const;

export type ClippingName = (typeof clippings)[number]["name"];

/** A way to clip with its settings, as saved. */
export interface ClippingChoice {
  readonly name: ClippingName;
  readonly settings: AnyFieldValues;
}

/** The record of a way to clip. Throws for a name that no door should have let in. */
export function clipping(name: ClippingName): Clipping<ClippingName> {
  return recordNamed<Clipping<ClippingName>>(clippings, name, "clipping");
}

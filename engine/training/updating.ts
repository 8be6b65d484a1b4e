import type { AnyFieldValues, Fields } from "../layers/fields.ts";

/** Batches whose gradients one update adds up: from `first` to before `end`, counted within the epoch. */
export interface BatchGroup {
  readonly first: number;
  readonly end: number;
}

/** After how many batches the weights move. */
export interface Updating<Name extends string = string> {
  readonly name: Name;
  readonly title: string;
  readonly summary: string;
  /** TeX of the gradient that an update uses. */
  readonly formula: string;
  readonly fields: Fields;
  /** The group that a batch of an epoch belongs to; no group goes beyond the epoch. */
  group(settings: AnyFieldValues, batch: number, batchesPerEpoch: number): BatchGroup;
}

const batch: Updating<"batch"> = {
  name: "batch",
  title: "Every batch",
  summary: "The gradient of a batch moves the weights at once, and is cleared.",
  formula: String.raw`g = \tfrac{1}{B} \sum_{b=1}^{B} \nabla E_b`,
  fields: {},
  group: (_settings, at) => ({ first: at, end: at + 1 }),
};

const batches: Updating<"batches"> = {
  name: "batches",
  title: "Several batches",
  summary:
    "The gradients of several batches run up before they move the weights and are cleared: a larger batch in the memory of a small one.",
  formula: String.raw`g = \tfrac{1}{nB} \sum_{b=1}^{nB} \nabla E_b`,
  fields: {
    every: {
      type: "integer",
      label: "Batches",
      minimum: 2,
      maximum: 100_000,
      default: 4,
      help: "How many batches each update adds up. The last update of an epoch takes what is left.",
    },
  },
  group({ every }, at, batchesPerEpoch) {
    const first = at - (at % Number(every));
    return { first, end: Math.min(first + Number(every), batchesPerEpoch) };
  },
};

const epoch: Updating<"epoch"> = {
  name: "epoch",
  title: "Full batch",
  summary:
    "The gradient of all training examples moves the weights once: plain gradient descent. The batch size says only how many are computed at a time.",
  formula: String.raw`g = \tfrac{1}{N} \sum_{i=1}^{N} \nabla E_i`,
  fields: {},
  group: (_settings, _at, batchesPerEpoch) => ({ first: 0, end: batchesPerEpoch }),
};

/** Every way, in the order in which the form offers them. */
export const updatings = [batch, batches, epoch] as const;

export type UpdatingName = (typeof updatings)[number]["name"];

/** A way with its settings, as saved. */
export interface UpdatingChoice {
  readonly name: UpdatingName;
  readonly settings: AnyFieldValues;
}

/** The record of a way. Throws for a name that no door should have let in. */
export function updating(name: UpdatingName): Updating<UpdatingName> {
  const record = updatings.find((candidate) => candidate.name === name);
  if (!record) throw new Error(`There is no way to update called "${name}".`);
  return record;
}

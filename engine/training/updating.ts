import type { AnyFieldValues, Fields } from "../layers/fields.ts";
import { recordNamed } from "../named.ts";

/** After how many batches the weights move. */
export interface Updating<Name extends string = string> {
  readonly name: Name;
  readonly title: string;
  readonly summary: string;
  /** TeX of the gradient that an update uses. */
  readonly formula: string;
  readonly fields: Fields;
  /** Before which batch of an epoch the update comes that takes this batch in: at its end at the latest. */
  end(settings: AnyFieldValues, batch: number, batchesPerEpoch: number): number;
}

const batch: Updating<"batch"> = {
  name: "batch",
  title: "Every batch",
  summary: "The gradient of a batch moves the weights at once, and is cleared.",
  formula: String.raw`g = \tfrac{1}{B} \sum_{b=1}^{B} \nabla E_b`,
  fields: {},
  end: (_settings, at) => at + 1,
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
  end: ({ every }, at, batchesPerEpoch) =>
    Math.min(at - (at % Number(every)) + Number(every), batchesPerEpoch),
};

const epoch: Updating<"epoch"> = {
  name: "epoch",
  title: "Full batch",
  summary:
    "The gradient of all training examples moves the weights once: plain gradient descent. The batch size says only how many are computed at a time.",
  formula: String.raw`g = \tfrac{1}{N} \sum_{i=1}^{N} \nabla E_i`,
  fields: {},
  end: (_settings, _at, batchesPerEpoch) => batchesPerEpoch,
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
  return recordNamed<Updating<UpdatingName>>(updatings, name, "way to update");
}

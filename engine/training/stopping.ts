import { z } from "zod";
import type { AnyFieldValues, Fields } from "../layers/fields.ts";
import { recordNamed } from "../named.ts";

export const bestEpochSchema = z
  .strictObject({
    /** 1 for the first. */
    epoch: z.int().min(1),
    /** On the validation examples; of a set without any, on those it is trained on. */
    loss: z.number(),
    /** R² of a part in which the target never changes is not a number; JSON says null. */
    accuracy: z
      .number()
      .nullable()
      .transform((value) => value ?? Number.NaN),
    /** Epochs since then without a better one. */
    waited: z.int().min(0),
  })
  .readonly();

/** The best epoch of a run so far. */
export type BestEpoch = z.infer<typeof bestEpochSchema>;

/** When a run ends before its last epoch. */
export interface Stopping<Name extends string = string> {
  readonly name: Name;
  readonly title: string;
  readonly summary: string;
  /** TeX of the condition. */
  readonly formula: string;
  readonly fields: Fields;
  /** Whether the run keeps the weights of its best epoch and ends with them. */
  readonly keepsBest: boolean;
  /** How much lower than the best a loss must be to count as better. */
  gain(settings: AnyFieldValues): number;
  isOver(settings: AnyFieldValues, best: BestEpoch): boolean;
}

const never: Stopping<"never"> = {
  name: "never",
  title: "Off",
  summary: "The run goes through all its epochs and keeps the weights of the last one.",
  formula: "w = w_T",
  fields: {},
  keepsBest: false,
  gain: () => 0,
  isOver: () => false,
};

/** Early stopping (Prechelt, 1998), with patience as in Keras. */
const patience: Stopping<"patience"> = {
  name: "patience",
  title: "With patience",
  summary:
    "Ends when the validation loss has not become lower for so many epochs. The weights of the best epoch are kept.",
  formula: String.raw`w = w_{t^*}, \quad t^* = \arg\min_t E_{val}(t)`,
  fields: {
    patience: {
      type: "integer",
      label: "Patience (epochs)",
      minimum: 1,
      maximum: 100_000,
      default: 5,
      help: "How many epochs in a row may bring nothing better.",
    },
    gain: {
      type: "number",
      label: "Least gain",
      minimum: 0,
      maximum: 1000,
      step: 0.001,
      default: 0,
      help: "How much lower a loss must be to count as better.",
    },
  },
  keepsBest: true,
  gain: ({ gain }) => Number(gain),
  isOver: (settings, { waited }) => waited >= Number(settings.patience),
};

/** Every rule, in the order in which the form offers them. */
export const stoppings = [never, patience] as const;

export type StoppingName = (typeof stoppings)[number]["name"];

/** A rule with its settings, as saved. */
export interface StoppingChoice {
  readonly name: StoppingName;
  readonly settings: AnyFieldValues;
}

/** The record of a rule. Throws for a name that no door should have let in. */
export function stopping(name: StoppingName): Stopping<StoppingName> {
  return recordNamed<Stopping<StoppingName>>(stoppings, name, "stopping");
}

/** The best epoch after one more; the same epoch with `waited` 0 when it is this one. A NaN is never better. */
export function bestAfter(best: BestEpoch | null, now: Omit<BestEpoch, "waited">, gain: number): BestEpoch {
  if (!best || now.loss < best.loss - gain) return { ...now, waited: 0 };
  return { ...best, waited: best.waited + 1 };
}

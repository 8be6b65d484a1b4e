import type { AnyFieldValues, Fields, FieldValues, NumberField, ToggleField } from "./fields.ts";
import type { InitialiserName, WeightRule } from "./layer.ts";

/** What every layer with weights can be asked, whatever its kind. */

const trainableField = {
  type: "toggle",
  label: "Trainable",
  default: true,
  help: "Off, training leaves the layer's weights as they are; gradients still pass through it to the layers before.",
} as const satisfies ToggleField;

function penaltyField(label: string, formula: string, effect: string) {
  return {
    type: "number",
    label,
    minimum: 0,
    maximum: 100,
    step: 0.0001,
    default: 0,
    help: `Adds ${formula} of the layer's weights, not its biases, to the loss: ${effect}`,
  } as const satisfies NumberField;
}

const penaltyFields = {
  l1: penaltyField("L1", "λ · Σ|w|", "pulls small weights to zero altogether."),
  l2: penaltyField("L2", "½ λ · Σw²", "pulls large weights towards zero."),
} as const satisfies Fields;

const startFields = {
  gain: {
    type: "number",
    label: "Gain",
    minimum: 0,
    maximum: 1000,
    step: 0.1,
    default: 1,
    help: "Multiplies the weights that the initialiser draws.",
  },
  startSeed: {
    type: "integer",
    label: "Own seed",
    minimum: 0,
    maximum: 0xffff_ffff,
    default: 0,
    help: "Draws the layer's weights by a seed of its own, whatever the run's. 0 follows the run's seed.",
  },
} as const satisfies Fields;

const biasSpreadField = {
  type: "number",
  label: "Bias spread",
  minimum: 0,
  maximum: 1000,
  step: 0.1,
  default: 0,
  help: "Biases start uniformly between minus and plus this. 0 starts them at zero.",
} as const satisfies NumberField;

/** Names of the settings that belong to a layer's weights and not to what it computes. */
export const parameterFieldNames: readonly string[] = [
  "trainable",
  ...Object.keys(startFields),
  "biasSpread",
  ...Object.keys(penaltyFields),
];

/** The settings that come with a layer's weights. */
export function parameterFields(
  weights: Readonly<Record<string, Pick<WeightRule<Fields>, "isStatistic" | "isPenalised" | "isBias">>>,
): Fields {
  const rules = Object.values(weights);
  return {
    ...(rules.some(({ isStatistic }) => !isStatistic) ? { trainable: trainableField } : {}),
    ...(rules.some(({ isPenalised }) => isPenalised) ? startFields : {}),
    ...(rules.some(({ isBias }) => isBias) ? { biasSpread: biasSpreadField } : {}),
    ...(rules.some(({ isPenalised }) => isPenalised) ? penaltyFields : {}),
  };
}

export function isFrozen(fields: AnyFieldValues): boolean {
  return fields.trainable === false;
}

/**
 * How a weight starts: by which initialiser, times what, with which seed if not the run's, what was typed, and whether
 * its kernels stand by channel before they stand by filter.
 */
export interface WeightStart {
  readonly name: InitialiserName;
  readonly gain: number;
  readonly seed: number | null;
  readonly numbers: readonly number[];
  readonly channelsFirst: boolean;
}

/** What rule and settings say of a weight's start. */
export function startOf(rule: WeightRule<Fields>, fields: AnyFieldValues): WeightStart {
  const name = rule.initialiser(fields);
  const seed = Number(fields.startSeed ?? 0) || null;
  const spread = rule.isBias ? Number(fields.biasSpread ?? 0) : 0;
  const { channelsFirst = false } = rule;
  const isTyped = name === "typed" || name === "typedWeights";
  const numbers = isTyped ? (rule.typed?.(fields as FieldValues<Fields>) ?? []) : [];
  if (spread > 0 && numbers.length === 0)
    return { name: "uniform", gain: spread, seed, numbers, channelsFirst };
  if (!rule.isPenalised) return { name, gain: 1, seed: null, numbers, channelsFirst };
  return { name, gain: Number(fields.gain ?? 1), seed, numbers, channelsFirst };
}

/** Weights of Σ|w| and of ½ Σw² in the loss. */
export interface Penalty {
  readonly l1: number;
  readonly l2: number;
}

/** Null where the layer asks for none. */
export function penaltyOf({ l1 = 0, l2 = 0, ...fields }: AnyFieldValues): Penalty | null {
  const penalty = { l1: Number(l1), l2: Number(l2) };
  // What does not move needs no pull.
  return isFrozen(fields) || (penalty.l1 === 0 && penalty.l2 === 0) ? null : penalty;
}

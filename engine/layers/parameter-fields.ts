import type { AnyFieldValues, Fields, NumberField, ToggleField } from "./fields.ts";

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

/** Names of the settings that belong to a layer's weights and not to what it computes. */
export const parameterFieldNames: readonly string[] = ["trainable", ...Object.keys(penaltyFields)];

/** The settings that come with a layer's weights. */
export function parameterFields(
  weights: Readonly<Record<string, { readonly isStatistic?: true; readonly isPenalised?: true }>>,
): Fields {
  const rules = Object.values(weights);
  return {
    ...(rules.some(({ isStatistic }) => !isStatistic) ? { trainable: trainableField } : {}),
    ...(rules.some(({ isPenalised }) => isPenalised) ? penaltyFields : {}),
  };
}

export function isFrozen(fields: AnyFieldValues): boolean {
  return fields.trainable === false;
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

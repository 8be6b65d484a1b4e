import type { NumberField } from "../../layers/fields.ts";

/** The noise field of sets with a number to predict. */
export function targetNoiseField(standardDeviation: number): NumberField {
  return {
    type: "number",
    label: "Noise",
    help: "Standard deviation of a random shift of the number to predict.",
    minimum: 0,
    maximum: 1,
    step: 0.05,
    default: standardDeviation,
  };
}

/*
 * A map is shown in steps from its lowest value to its highest, a byte for each value: a quarter of the numbers'
 * memory, which hundreds of layers at once fill several times a second.
 */

/** The step of the highest value; that of the lowest is 0. */
export const highestStep = 254;
/** The step of what is no finite number. */
export const notFiniteStep = 255;

/** The two ends of a scale. */
export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

/** Writes the steps of as many values from `offset` on as `steps` has room for; what lies beyond an end is that end. */
export function writeSteps(
  values: ArrayLike<number>,
  offset: number,
  { low, high }: ValueRange,
  steps: Uint8Array,
): void {
  const scale = high > low ? highestStep / (high - low) : 0;
  for (let index = 0; index < steps.length; index++) {
    const value = values[offset + index] ?? Number.NaN;
    steps[index] = Number.isFinite(value)
      ? Math.max(0, Math.min(highestStep, Math.round((value - low) * scale)))
      : notFiniteStep;
  }
}

/** The value in the middle of those that have this step; NaN for what is no finite number. */
export function valueOfStep(step: number, { low, high }: ValueRange): number {
  return step === notFiniteStep ? Number.NaN : low + (step * (high - low)) / highestStep;
}

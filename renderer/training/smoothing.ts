import { phrase } from "../../engine/words/say.ts";

/**
 * A running average in which the past counts less and less: exponential, corrected for its start as in Adam
 * (Kingma and Ba 2015, section 3), so that it begins at the first value instead of at zero.
 */
export interface Average {
  readonly sum: number;
  readonly weight: number;
}

export const noAverage: Average = { sum: 0, weight: 0 };

/** Values that are not finite leave the average as it is. `keep` is the weight of the past, 0 to 1. */
export function addTo(average: Average, value: number, keep: number): Average {
  if (!Number.isFinite(value)) return average;
  return { sum: keep * average.sum + (1 - keep) * value, weight: keep * average.weight + (1 - keep) };
}

/** How strongly a curve is smoothed: what the run's length asks for, five times as long a memory, or not at all. */
export const smoothings = [
  { value: "usual", label: phrase("smoothed") },
  { value: "strong", label: phrase("smoothed more") },
  { value: "none", label: phrase("not smoothed") },
] as const;
export type Smoothing = (typeof smoothings)[number]["value"];

/**
 * The running average of a curve with another strength than it was kept with: fresh numbers, the raw ones untouched.
 * @param keep weight of the past that the curve was averaged with.
 */
export function smoothedAs(
  smoothing: Exclude<Smoothing, "usual">,
  {
    values,
    length,
    keep,
  }: { readonly values: ArrayLike<number>; readonly length: number; readonly keep: number },
): ArrayLike<number> {
  if (smoothing === "none") return values;
  const longer = 1 - (1 - keep) / 5;
  const smooth = new Float64Array(length);
  let average = noAverage;
  for (let index = 0; index < length; index++) {
    const value = values[index] ?? Number.NaN;
    average = addTo(average, value, longer);
    smooth[index] = Number.isFinite(value) ? averageOf(average) : Number.NaN;
  }
  return smooth;
}

/** NaN as long as there was no finite value. */
export function averageOf({ sum, weight }: Average): number {
  return weight > 0 ? sum / weight : Number.NaN;
}

/** The weight of the past that averages over little more than a hundredth of the run: 5 to 200 of its batches. */
export function keepFor(batches: number): number {
  return 1 - 1 / Math.max(5, Math.min(200, batches / 75));
}

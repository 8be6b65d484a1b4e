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

/** NaN as long as there was no finite value. */
export function averageOf({ sum, weight }: Average): number {
  return weight > 0 ? sum / weight : Number.NaN;
}

/** The weight of the past that averages over little more than a hundredth of the run: 5 to 200 of its batches. */
export function keepFor(batches: number): number {
  return 1 - 1 / Math.max(5, Math.min(200, batches / 75));
}

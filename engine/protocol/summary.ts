/** What a map or vector amounts to. Not-finite values are counted and left out of the rest. */
export interface ValueSummary {
  readonly minimum: number;
  readonly mean: number;
  readonly maximum: number;
  readonly notFinite: number;
}

/** Of `length` values from `offset` on; all but the count are NaN where none is finite. */
export function summarise(
  values: ArrayLike<number>,
  offset = 0,
  length = values.length - offset,
): ValueSummary {
  let [minimum, maximum, sum, counted] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (let index = offset; index < offset + length; index++) {
    const value = values[index] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
    sum += value;
    counted++;
  }
  if (counted === 0) return { minimum: Number.NaN, mean: Number.NaN, maximum: Number.NaN, notFinite: length };
  return { minimum, mean: sum / counted, maximum, notFinite: length - counted };
}

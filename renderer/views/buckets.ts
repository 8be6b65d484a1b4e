/**
 * Which of `length` values to keep when every `width` neighbours become one bucket: the first, the minimum, the
 * maximum, the last, and the first that is not a number, in their order. A curve drawn through them has the same
 * outline, and a gap stays a gap.
 */
export function keptIndices(values: ArrayLike<number>, length: number, width: number): readonly number[] {
  const kept: number[] = [];
  for (let start = 0; start < length; start += width) {
    const end = Math.min(length, start + width);
    let lowest = -1;
    let highest = -1;
    let broken = -1;
    for (let index = start; index < end; index++) {
      const value = values[index] ?? Number.NaN;
      if (!Number.isFinite(value)) {
        if (broken < 0) broken = index;
        continue;
      }
      if (lowest < 0 || value < (values[lowest] ?? 0)) lowest = index;
      if (highest < 0 || value > (values[highest] ?? 0)) highest = index;
    }
    const chosen = [start, lowest, highest, broken, end - 1].filter((index) => index >= 0);
    kept.push(...[...new Set(chosen)].sort((first, second) => first - second));
  }
  return kept;
}

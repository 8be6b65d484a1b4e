/**
 * Which of `length` values to keep when every `width` neighbours become one bucket: the first, the minimum, the
 * maximum, the last, and the first that is not a number, in their order. A curve drawn through them has the same
 * outline, and a gap stays a gap. What lies before `from` is left out.
 */
export function keptIndices(
  values: ArrayLike<number>,
  length: number,
  width: number,
  from = 0,
): readonly number[] {
  const kept: number[] = [];
  for (let start = from; start < length; start += width) {
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

/** How many entries of a rising list lie before `place`. */
export function countBefore(at: ArrayLike<number>, length: number, place: number): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle] ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Which entries of a line to draw between two places: with the neighbours just outside, thinned by `keptIndices`
 * to at most so many.
 */
export function drawnIndices(
  line: { readonly at: ArrayLike<number>; readonly values: ArrayLike<number>; readonly length: number },
  [low, high]: readonly [number, number],
  most: number,
): readonly number[] {
  const from = Math.max(0, countBefore(line.at, line.length, low) - 1);
  let to = countBefore(line.at, line.length, high);
  // The entries at `high` itself and the one after them.
  while (to < line.length && (line.at[to] ?? 0) <= high) to += 1;
  to = Math.min(line.length, to + 1);
  const width = to - from <= most ? 1 : Math.ceil(((to - from) * 5) / most);
  return keptIndices(line.values, to, width, from);
}

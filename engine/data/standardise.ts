import type { FeatureScaling } from "./dataset-record.ts";

/**
 * For each column the scale and offset that give it mean 0 and standard deviation 1 over the examples named, which are
 * the training part: what is measured on the rest must not be known beforehand. A column that never changes
 * there, and one that is 0 or 1 for a value of a category, is only moved to mean 0. Missing values (not a number)
 * do not count.
 * @param values row-major, `columns.length` numbers an example.
 */
export function standardise(
  values: ArrayLike<number>,
  columns: readonly { readonly name: string; readonly indicator?: boolean | undefined }[],
  examples: Uint32Array,
): readonly FeatureScaling[] {
  const width = columns.length;
  return columns.map(({ name, indicator = false }, column) => {
    const { mean, deviation } = spreadOver(values, examples, width, column, 1);
    const scale = deviation > 0 && !indicator ? 1 / deviation : 1;
    const scaling = { name, scale, offset: 0 - mean * scale };
    return indicator ? { ...scaling, indicator } : scaling;
  });
}

/**
 * Mean and standard deviation over `count` numbers of each example, from `from` on; missing values (not a number) do not
 * count. Both are 0 where there is nothing.
 * @param size numbers an example has in all.
 */
export function spreadOver(
  values: ArrayLike<number>,
  examples: Uint32Array,
  size: number,
  from: number,
  count: number,
): { readonly mean: number; readonly deviation: number } {
  let [sum, found] = [0, 0];
  for (const example of examples)
    for (let at = example * size + from; at < example * size + from + count; at++) {
      const value = values[at] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      sum += value;
      found += 1;
    }
  const mean = found > 0 ? sum / found : 0;
  let squares = 0;
  for (const example of examples)
    for (let at = example * size + from; at < example * size + from + count; at++) {
      const value = values[at] ?? Number.NaN;
      if (!Number.isNaN(value)) squares += (value - mean) ** 2;
    }
  return { mean, deviation: found > 0 ? Math.sqrt(squares / found) : 0 };
}

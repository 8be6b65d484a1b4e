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
    let [sum, count] = [0, 0];
    for (const example of examples) {
      const value = values[example * width + column] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      sum += value;
      count += 1;
    }
    const mean = count > 0 ? sum / count : 0;
    let squares = 0;
    for (const example of examples) {
      const value = values[example * width + column] ?? Number.NaN;
      if (!Number.isNaN(value)) squares += (value - mean) ** 2;
    }
    const deviation = count > 0 ? Math.sqrt(squares / count) : 0;
    const scale = deviation > 0 && !indicator ? 1 / deviation : 1;
    const scaling = { name, scale, offset: 0 - mean * scale };
    return indicator ? { ...scaling, indicator } : scaling;
  });
}

import type { FeatureScaling } from "./dataset-record.ts";

/**
 * For each column the scale and offset that give it mean 0 and standard deviation 1 over the examples named, which are
 * the training part: what is measured on the rest must not be known beforehand. A column that never changes
 * there is only moved to 0.
 * @param values row-major, `names.length` numbers an example.
 */
export function standardise(
  values: ArrayLike<number>,
  names: readonly string[],
  examples: Uint32Array,
): readonly FeatureScaling[] {
  const width = names.length;
  return names.map((name, column) => {
    const value = (example: number) => values[example * width + column] ?? Number.NaN;
    let sum = 0;
    for (const example of examples) sum += value(example);
    const mean = sum / examples.length;
    let squares = 0;
    for (const example of examples) squares += (value(example) - mean) ** 2;
    const deviation = Math.sqrt(squares / examples.length);
    const scale = deviation > 0 ? 1 / deviation : 1;
    return { name, scale, offset: -mean * scale };
  });
}

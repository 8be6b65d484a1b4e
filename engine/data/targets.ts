import type { Task } from "../layers/output/tasks.ts";
import type { FloatArray } from "../tensor.ts";
import type { Dataset, FeatureScaling } from "./dataset-record.ts";

/** Names of the targets of a set that has no classes, and what they are. */
export interface TargetSketch {
  readonly task: Exclude<Task, "classes">;
  readonly names: readonly string[];
}

/** What a data set asks of a network: names of classes, or of targets. */
export function askedNames(data: {
  readonly classNames: readonly string[];
  readonly targets?: TargetSketch | undefined;
}): readonly string[] {
  return data.targets?.names ?? data.classNames;
}

/** The targets of a loaded set, as its sketch has them; undefined for classes. */
export function targetSketch({ task, targets }: Pick<Dataset, "task" | "targets">): TargetSketch | undefined {
  if (task === "classes" || !targets) return undefined;
  return { task, names: targets.columns.map(({ name }) => name) };
}

/**
 * Writes what a network should give for `count` examples, `width` numbers each, from `offset` on: a 1 at the class; a
 * single 0 or 1 where one output stands for two classes; numbers standardised by the training part; 0 or 1 a label.
 * @param indices example numbers, of which `start` to `start + count - 1` are taken.
 * @throws RangeError when the set has another number of targets than `width`.
 */
export function writeTargets(
  { labels, classNames, targets, name }: Dataset,
  indices: Uint32Array,
  start: number,
  count: number,
  output: FloatArray,
  offset: number,
  width: number,
): void {
  const asked = targets?.columns.length ?? classNames.length;
  if (width !== asked && !(width === 1 && asked === 2 && !targets))
    throw new RangeError(`${name} has ${asked} targets an example, and the network gives ${width} numbers.`);
  for (let row = 0; row < count; row++) {
    const example = indices[start + row] ?? 0;
    const at = offset + row * width;
    if (targets)
      for (let column = 0; column < width; column++) {
        const { scale, offset: shift } = targets.columns[column] as FeatureScaling;
        output[at + column] = (targets.values[example * width + column] ?? Number.NaN) * scale + shift;
      }
    else if (width === 1) output[at] = labels[example] ?? 0;
    else {
      output.fill(0, at, at + width);
      output[at + (labels[example] ?? 0)] = 1;
    }
  }
}

/** Numbers as the network gives them, in the units of the data: standardising, undone, in place. */
export function inUnits(columns: readonly FeatureScaling[], values: FloatArray): void {
  for (let at = 0; at < values.length; at++) {
    const { scale, offset } = columns[at % columns.length] as FeatureScaling;
    values[at] = ((values[at] ?? Number.NaN) - offset) / scale;
  }
}

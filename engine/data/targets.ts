import { asksForInput } from "../graph/asked.ts";
import type { Graph } from "../graph/graph.ts";
import type { Task } from "../layers/output/tasks.ts";
import { type FloatArray, sizeOf } from "../tensor.ts";
import { gather } from "./batches.ts";
import type { Dataset, FeatureScaling } from "./dataset-record.ts";

/** Names of the targets of a set that has no classes, and what they are. */
export interface TargetSketch {
  readonly task: Exclude<Task, "classes" | "reconstruction">;
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
  if (task === "classes" || task === "reconstruction" || !targets) return undefined;
  return { task, names: targets.columns.map(({ name }) => name) };
}

/** The set as a network sees it: one that is to give back its input has no use for the set's own targets. */
export function asAsked(dataset: Dataset, graph: Graph): Dataset {
  if (!asksForInput(graph)) return dataset;
  const { targets: _targets, ...rest } = dataset;
  return { ...rest, task: "reconstruction" };
}

/**
 * Writes what a network should give for `count` examples, `width` numbers each, from `offset` on: a 1 at the class; a
 * single 0 or 1 where one output stands for two classes; numbers standardised by the training part; 0 or 1 a label;
 * the input as the network sees it where it is to be given back.
 * @param indices example numbers, of which `start` to `start + count - 1` are taken.
 * @throws RangeError when the set has another number of targets than `width`.
 */
export function writeTargets(
  dataset: Dataset,
  indices: Uint32Array,
  start: number,
  count: number,
  output: FloatArray,
  offset: number,
  width: number,
): void {
  if (dataset.task === "reconstruction") {
    if (width !== sizeOf(dataset.inputShape))
      throw new RangeError(`The network gives ${width} numbers, and its input has others.`);
    gather(dataset, indices, start, count, output, offset);
    return;
  }
  const { labels, classNames, targets, name } = dataset;
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
      for (let column = 0; column < width; column++) output[at + column] = 0;
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

import { gather } from "../data/batches.ts";
import type { Dataset } from "../data/dataset.ts";
import { examplesOf } from "../data/split.ts";
import type { ActivityLook, LayerActivity } from "../protocol.ts";
import { elements, imageSize, type Shape, sizeOf } from "../tensor.ts";
import type { RunMemory } from "../training/memory.ts";
import { Moments } from "./histogram.ts";

/** So many test examples are looked at; fewer where the layers give more numbers than this, but not below the fewest. */
const mostExamples = 256;
const mostNumbers = 1e7;
const fewestExamples = 32;

/**
 * What every layer gives for a batch of test examples, with the weights as they are: range, mean, standard deviation,
 * share of zeros, and units that are dead. A unit is one map of an image layer, one number of another; it is dead when it
 * gives 0 for every example, everywhere. Only layers that may die so are asked. Runs in the evaluation's workspace, on
 * all threads: only between two batches.
 */
export function lookAtActivity(memory: RunMemory, dataset: Dataset): Omit<ActivityLook, "seconds"> {
  const { plan, evaluation, evaluationBatch } = memory;
  const examples = spread(examplesOf(dataset, "test"), examplesFor(plan.nodes.map(({ shape }) => shape)));
  const moments = plan.nodes.map(() => new Moments());
  const alive = plan.nodes.map(({ layer, fields, shape }) =>
    layer.canDie?.(fields) ? new Uint8Array(unitsOf(shape)) : null,
  );
  const labels = new Uint8Array(evaluationBatch);
  for (let start = 0; start < examples.length; start += evaluationBatch) {
    const count = Math.min(evaluationBatch, examples.length - start);
    const input = evaluation.input(count);
    gather(dataset, examples, start, count, input.data, input.offset, labels);
    memory.look("evaluation", count, (index, output) => {
      const values = elements(output);
      const [sums, units] = [moments[index] as Moments, alive[index]];
      sums.addAll(values);
      if (!units) return;
      // Examples times units runs of one length: the cells of a map, or one number.
      const run = values.length / (count * units.length);
      for (let start = 0; start < values.length; start += run) {
        const unit = (start / run) % units.length;
        for (let at = start; at < start + run && units[unit] === 0; at++)
          if (values[at] !== 0) units[unit] = 1;
      }
    });
  }
  return {
    step: memory.step,
    part: dataset.split.test.length > 0 ? "test" : "train",
    examples: examples.length,
    layers: plan.nodes.map(({ id, shape }, index): LayerActivity => {
      const { zeros, ...rest } = (moments[index] as Moments).result();
      const units = alive[index];
      return {
        node: id,
        ...rest,
        zeroShare: zeros / Math.max(1, examples.length * sizeOf(shape) - rest.notFinite),
        units: unitsOf(shape),
        dead: units ? units.reduce((sum, lives) => sum + (lives ? 0 : 1), 0) : null,
      };
    }),
  };
}

function unitsOf(shape: Shape): number {
  return imageSize(shape)?.channels ?? sizeOf(shape);
}

function examplesFor(shapes: readonly Shape[]): number {
  const numbers = shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
  return Math.max(fewestExamples, Math.min(mostExamples, Math.floor(mostNumbers / numbers)));
}

/** At most so many of a list, evenly spread over it, always the same ones. */
function spread(list: ArrayLike<number>, most: number): Uint32Array {
  const count = Math.min(most, list.length);
  return Uint32Array.from(
    { length: count },
    (_, place) => list[Math.floor((place * list.length) / count)] ?? 0,
  );
}

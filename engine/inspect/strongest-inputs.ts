import { gather } from "../data/batches.ts";
import type { Dataset } from "../data/dataset.ts";
import { examplesOf } from "../data/split.ts";
import type { StrongestInputs } from "../protocol.ts";
import { elements, imageSize, sizeOf } from "../tensor.ts";
import type { RunMemory } from "../training/memory.ts";
import { receptiveField } from "./receptive-field.ts";
import { placeOfUnit, type SeekProgress } from "./seek.ts";

/** Examples that are shown of a unit. */
export const mostStrongest = 9;

interface Found {
  readonly example: number;
  readonly value: number;
  readonly at: readonly number[];
}

/**
 * The examples of a part that a unit answers to most: of a map its largest value and where it is, of a row of numbers the
 * number. Equal values in the order of the part.
 * @param memory with an evaluation workspace. @param node position in the plan. @param unit a channel, or a number.
 * @throws RangeError when there is no such unit.
 */
export function* strongestInputs(
  memory: RunMemory,
  dataset: Dataset,
  node: number,
  unit: number,
  part: "validation" | "test",
): Generator<SeekProgress, StrongestInputs, void> {
  const { plan, evaluation, evaluationBatch } = memory;
  const shape = plan.nodes[node]?.shape ?? [];
  const { units, plane, from: first } = placeOfUnit(shape, unit);
  const image = imageSize(shape);
  const examples = examplesOf(dataset, part);
  let found: Found[] = [];
  for (let start = 0; start < examples.length; start += evaluationBatch) {
    const count = Math.min(evaluationBatch, examples.length - start);
    const input = evaluation.input(count);
    gather(dataset, examples, start, count, input.data, input.offset);
    memory.look("evaluation", count, (index, output) => {
      if (index !== node) return;
      const values = elements(output);
      for (let row = 0; row < count; row++) {
        const from = row * units * plane + first;
        let best = 0;
        for (let cell = 1; cell < plane; cell++)
          if ((values[from + cell] ?? 0) > (values[from + best] ?? 0)) best = cell;
        const value = values[from + best] ?? Number.NaN;
        if (!Number.isFinite(value)) continue;
        const at = image ? [unit, Math.floor(best / image.width), best % image.width] : [unit];
        found.push({ example: examples[start + row] ?? 0, value, at });
      }
    });
    // The sort is stable: of equal values the earlier example stays before the later.
    found = found.sort((a, b) => b.value - a.value).slice(0, mostStrongest);
    yield { done: start + count, total: examples.length };
  }
  const size = sizeOf(dataset.inputShape);
  const chosen = Uint32Array.from(found, ({ example }) => example);
  const values = new Float32Array(chosen.length * size);
  gather(dataset, chosen, 0, chosen.length, values, 0);
  return {
    node: plan.nodes[node]?.id ?? "",
    unit,
    shape: dataset.inputShape,
    examples: chosen,
    labels: dataset.targets ? null : Uint8Array.from(chosen, (example) => dataset.labels[example] ?? 0),
    answers: Float32Array.from(found, ({ value }) => value),
    seen: found.map(({ at }) => (at.length === 3 ? receptiveField(plan, node, at) : null)),
    values,
  };
}

import { gather } from "../../engine/data/batches.ts";
import type { Dataset } from "../../engine/data/dataset.ts";
import type { RunMemory } from "../../engine/training/memory.ts";

/**
 * Classifies examples as an evaluation does: gathers them, runs the network forward, sums the loss and counts
 * the right answers, which it returns.
 */
export function evaluateBatch(
  memory: RunMemory,
  dataset: Dataset,
  indices: Uint32Array,
  start: number,
  count: number,
): number {
  const input = memory.evaluation.input(count);
  const target = memory.evaluation.target(count);
  const classes = target.size / count;
  gather(dataset, indices, start, count, input.data, input.offset, labels);
  target.data.fill(0, target.offset, target.offset + target.size);
  for (let row = 0; row < count; row++) target.data[target.offset + row * classes + (labels[row] ?? 0)] = 1;
  memory.points = memory.kernels.countCorrect;
  memory.evaluatePass(count);
  return memory.lastPoints;
}

const labels = new Uint8Array(256);

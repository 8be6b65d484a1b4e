import type { Dataset } from "../../engine/data/dataset.ts";
import { loadExamples } from "../../engine/training/evaluation.ts";
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
  loadExamples(memory.evaluation, dataset, indices, start, count);
  memory.points = (kernels, prediction, target) => kernels.countCorrect(prediction, target);
  memory.evaluatePass(count);
  return memory.lastPoints;
}

import { gather } from "../data/batches.ts";
import type { Dataset } from "../data/dataset.ts";
import { answersOf } from "../layers/answers.ts";
import type { ClassMeasures, JudgedPart, Judgement } from "../protocol.ts";
import { elements } from "../tensor.ts";
import type { RunMemory } from "../training/memory.ts";

/** What stands for the answer of a network that gave something that is no number. */
export const noAnswer = -1;

/**
 * What the network takes every example of a part for, with the weights as they are: one evaluation batch for each
 * `next`, which yields how many examples are done. Leaves weights, gradients and the trainer's place untouched.
 * A set too small to have the part is judged on what it is trained on, and says so.
 */
export function* judge(
  memory: RunMemory,
  dataset: Dataset,
  wanted: "validation" | "test",
): Generator<number, Judgement, void> {
  const { plan, evaluation, evaluationBatch } = memory;
  const part: JudgedPart = dataset.split[wanted].length > 0 ? wanted : "train";
  const examples = Uint32Array.from(dataset.split[part]);
  const labels = new Uint8Array(examples.length);
  const predicted = new Int16Array(examples.length);
  const certainty = new Float32Array(examples.length);
  for (let start = 0; start < examples.length; start += evaluationBatch) {
    const count = Math.min(evaluationBatch, examples.length - start);
    const input = evaluation.input(count);
    gather(dataset, examples, start, count, input.data, input.offset, labels.subarray(start));
    memory.look("evaluation", count, (index, output) => {
      if (index !== plan.output) return;
      const classes = output.size / count;
      const said = answersOf(plan.loss.answer, elements(output), classes);
      for (let row = 0; row < count; row++) {
        const values = elements(output).subarray(row * classes, (row + 1) * classes);
        const best = firstLargest(values);
        predicted[start + row] = best;
        certainty[start + row] = best === noAnswer ? 0 : (said[row * classes + best] ?? 0);
      }
    });
    yield start + count;
  }
  const { classNames } = dataset;
  const counts = confusionCounts(labels, predicted, classNames.length);
  return {
    part,
    classNames,
    examples,
    labels,
    predicted,
    certainty,
    counts,
    measures: measuresOf(counts, labels, classNames.length),
  };
}

/** Examples of class t taken for class p, at t·classes + p. What got no answer is in no cell. */
export function confusionCounts(
  labels: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): Uint32Array {
  const counts = new Uint32Array(classes * classes);
  for (let index = 0; index < labels.length; index++) {
    const guess = predicted[index] ?? noAnswer;
    const cell = (labels[index] ?? 0) * classes + guess;
    if (guess !== noAnswer) counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return counts;
}

/**
 * Precision TP/(TP+FP), recall TP/(TP+FN) and F1 = 2TP/(2TP+FP+FN) of each class (C. J. van Rijsbergen,
 * Information Retrieval, 1979, chapter 7); null where nothing was there to divide by.
 */
export function measuresOf(
  counts: Uint32Array,
  labels: ArrayLike<number>,
  classes: number,
): readonly ClassMeasures[] {
  const examples = new Uint32Array(classes);
  for (let index = 0; index < labels.length; index++) {
    const label = labels[index] ?? 0;
    examples[label] = (examples[label] ?? 0) + 1;
  }
  return Array.from(examples, (ofClass, label) => {
    const right = counts[label * classes + label] ?? 0;
    let guesses = 0;
    for (let truth = 0; truth < classes; truth++) guesses += counts[truth * classes + label] ?? 0;
    return {
      examples: ofClass,
      guesses,
      right,
      precision: share(right, guesses),
      recall: share(right, ofClass),
      f1: share(2 * right, guesses + ofClass),
    };
  });
}

function share(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

/** As the kernels count right answers: the first of equals wins, and a row with NaN has no answer. */
function firstLargest(values: ArrayLike<number>): number {
  let best = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? Number.NaN;
    if (Number.isNaN(value)) return noAnswer;
    if (value > (values[best] ?? 0)) best = index;
  }
  return best;
}

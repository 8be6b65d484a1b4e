import { gather } from "../data/batches.ts";
import type { Dataset, TargetColumns } from "../data/dataset.ts";
import { shownNames } from "../data/shown-names.ts";
import { writeTargets } from "../data/targets.ts";
import type {
  ClassJudgement,
  ClassMeasures,
  JudgedPart,
  Judgement,
  ReconstructionJudgement,
  TargetJudgement,
} from "../protocol.ts";
import { elements, sizeOf, type Tensor, view } from "../tensor.ts";
import type { RunMemory } from "../training/memory.ts";
import { scoreFrom, scoringFor } from "../training/scoring.ts";
import { whatIsSaid } from "./said.ts";

/** What stands for the answer of a network that gave something that is no number. */
export const noAnswer = -1;

/**
 * What the network says of every example of a part, with the weights as they are: one evaluation batch for each
 * `next`, which yields how many examples are done. Leaves weights, gradients and the trainer's place untouched.
 * A set too small to have the part is judged on what it is trained on, and says so.
 */
export function* judge(
  memory: RunMemory,
  dataset: Dataset,
  wanted: "validation" | "test",
): Generator<number, Judgement, void> {
  const part: JudgedPart = dataset.split[wanted].length > 0 ? wanted : "train";
  const examples = Uint32Array.from(dataset.split[part]);
  const { targets } = dataset;
  if (dataset.task === "reconstruction") return yield* judgeReconstruction(memory, dataset, part, examples);
  return targets
    ? yield* judgeTargets(memory, dataset, targets, part, examples)
    : yield* judgeClasses(memory, dataset, part, examples);
}

/** What the network says of a batch, row by row of so many numbers. */
type OnBatch = (start: number, count: number, said: Float32Array, width: number, prediction: Tensor) => void;

function* askAll(
  memory: RunMemory,
  dataset: Dataset,
  examples: Uint32Array,
  labels: Uint8Array,
  onBatch: OnBatch,
): Generator<number, void, void> {
  const { plan, evaluation, evaluationBatch } = memory;
  for (let start = 0; start < examples.length; start += evaluationBatch) {
    const count = Math.min(evaluationBatch, examples.length - start);
    const input = evaluation.input(count);
    gather(dataset, examples, start, count, input.data, input.offset, labels.subarray(start));
    memory.look("evaluation", count, (index, output) => {
      if (index !== plan.output) return;
      const said = whatIsSaid(plan.loss.answer, dataset, elements(output), output.size / count);
      onBatch(start, count, said, said.length / count, output);
    });
    yield start + count;
  }
}

function* judgeClasses(
  memory: RunMemory,
  dataset: Dataset,
  part: JudgedPart,
  examples: Uint32Array,
): Generator<number, ClassJudgement, void> {
  const { classNames } = dataset;
  const labels = new Uint8Array(examples.length);
  const predicted = new Int16Array(examples.length);
  const certainty = new Float32Array(examples.length);
  const ranks = new Uint32Array(classNames.length);
  yield* askAll(memory, dataset, examples, labels, (start, count, said, width, prediction) => {
    const outputs = prediction.size / count;
    const given = elements(prediction);
    for (let row = 0; row < count; row++) {
      const answers = said.subarray(row * width, (row + 1) * width);
      // Sure answers can be equal to the last bit where the numbers before them are not.
      const values = outputs === width ? given.subarray(row * width, (row + 1) * width) : answers;
      const best = firstLargest(values);
      predicted[start + row] = best;
      certainty[start + row] = best === noAnswer ? 0 : (answers[best] ?? 0);
      const rank = best === noAnswer ? -1 : rankOf(values, labels[start + row] ?? 0);
      if (rank >= 0) ranks[rank] = (ranks[rank] ?? 0) + 1;
    }
  });
  const counts = confusionCounts(labels, predicted, classNames.length);
  return {
    task: "classes",
    part,
    classNames: shownNames(dataset, classNames),
    examples,
    labels,
    predicted,
    certainty,
    counts,
    measures: measuresOf(counts, labels, classNames.length),
    topK: ranks.map((_, k) => ranks.subarray(0, k + 1).reduce((sum, count) => sum + count, 0)),
  };
}

function* judgeTargets(
  memory: RunMemory,
  dataset: Dataset,
  { columns, values }: TargetColumns,
  part: JudgedPart,
  examples: Uint32Array,
): Generator<number, TargetJudgement, void> {
  const { plan, kernels } = memory;
  const outputs = columns.length;
  const said = new Float32Array(examples.length * outputs);
  const scoring = scoringFor(plan, dataset);
  const tally = scoring.newTally();
  let points = 0;
  const labels = new Uint8Array(examples.length);
  yield* askAll(memory, dataset, examples, labels, (start, count, answers, width, prediction) => {
    said.set(answers, start * width);
    const target = view(new Float32Array(prediction.size), 0, prediction.shape);
    writeTargets(dataset, examples, start, count, target.data, 0, width);
    tally.add(prediction, target);
    points += scoring.points(kernels, prediction, target);
  });
  const wanted = new Float32Array(said.length);
  for (const [place, example] of examples.entries())
    wanted.set(values.subarray(example * outputs, (example + 1) * outputs), place * outputs);
  const measures = tally.result();
  return {
    task: dataset.task === "multi-label" ? "multi-label" : "regression",
    part,
    names: columns.map(({ name }) => name),
    examples,
    wanted,
    said,
    measures,
    score: scoreFrom(dataset, points, examples.length, measures),
  };
}

/** Examples of each kind that are shown beside their inputs. */
const shownOfEach = 12;

function* judgeReconstruction(
  memory: RunMemory,
  dataset: Dataset,
  part: JudgedPart,
  examples: Uint32Array,
): Generator<number, ReconstructionJudgement, void> {
  const scoring = scoringFor(memory.plan, dataset);
  const tally = scoring.newTally();
  const errors = new Float32Array(examples.length);
  const labels = new Uint8Array(examples.length);
  yield* askAll(memory, dataset, examples, labels, (start, count, said, width, prediction) => {
    const target = view(new Float32Array(prediction.size), 0, prediction.shape);
    writeTargets(dataset, examples, start, count, target.data, 0, width);
    tally.add(prediction, target);
    for (let row = 0; row < count; row++) {
      let squared = 0;
      for (let at = row * width; at < (row + 1) * width; at++)
        squared += ((said[at] ?? Number.NaN) - (target.data[at] ?? 0)) ** 2;
      errors[start + row] = Math.sqrt(squared / width);
    }
  });
  const measures = tally.result();
  const size = sizeOf(dataset.inputShape);
  const { places, count } = worstMiddleBest(errors, shownOfEach);
  const chosen = places.map((place) => examples[place] ?? 0);
  const inputs = new Float32Array(chosen.length * size);
  gather(dataset, chosen, 0, chosen.length, inputs, 0);
  const shownSaid = new Float32Array(inputs.length);
  const again = askAll(memory, dataset, chosen, new Uint8Array(chosen.length), (start, _count, said) => {
    shownSaid.set(said, start * size);
  });
  while (!again.next().done); // a batch or two: nothing to tell of
  return {
    task: "reconstruction",
    part,
    examples,
    errors,
    measures,
    score: scoreFrom(dataset, 0, examples.length, measures),
    shown: { shape: dataset.inputShape, count, places, inputs, said: shownSaid },
  };
}

/** Places of the largest errors, of those in the middle, and of the smallest; fewer of each where there are few. */
function worstMiddleBest(
  errors: Float32Array,
  wanted: number,
): { readonly places: Uint32Array; readonly count: number } {
  const order = Uint32Array.from(errors.keys()).sort((a, b) => (errors[b] ?? 0) - (errors[a] ?? 0) || a - b);
  const count = Math.max(1, Math.min(wanted, Math.floor(order.length / 3)));
  const middle = Math.floor((order.length - count) / 2);
  const starts = order.length < 3 ? [0] : [0, middle, order.length - count];
  return {
    places: Uint32Array.from(starts.flatMap((from) => [...order.subarray(from, from + count)])),
    count,
  };
}

/** How many classes come before this one, by their numbers, the first of equals first. */
function rankOf(values: ArrayLike<number>, label: number): number {
  const own = values[label] ?? Number.NaN;
  let before = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? Number.NaN;
    if (value > own || (value === own && index < label)) before += 1;
  }
  return before;
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

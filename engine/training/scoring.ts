import { gather } from "../data/batches.ts";
import type { Dataset } from "../data/dataset.ts";
import type { NetworkPlan } from "../graph/plan.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { answerNamed } from "../layers/answers.ts";
import { sizeOf, type Tensor } from "../tensor.ts";
import { say } from "../words/say.ts";
import {
  addError,
  addYesNo,
  errorMeasures,
  noAnswers,
  noErrors,
  type TargetMeasures,
  yesNoMeasures,
} from "./measures.ts";

/** Counts a part of the examples, batch by batch. */
export interface Tally {
  add(prediction: Tensor, target: Tensor): void;
  /** One for each target; none where the examples are told apart into classes by an output each. */
  result(): readonly TargetMeasures[];
}

/** How the predictions of one network are scored against one data set. */
export interface Scoring {
  /**
   * Points of a batch, at most 1 an example: 1 for the right class, the share of right labels, or 1 minus the mean
   * squared error over the variance of the numbers, whose mean over the training part is R² (for what gives back its
   * input nearly so: the variance is that of a part's beginning).
   */
  points(kernels: Kernels, prediction: Tensor, target: Tensor): number;
  newTally(): Tally;
}

/** The scoring for a network and a set that fit each other. */
export function scoringFor(plan: NetworkPlan, dataset: Dataset): Scoring {
  const width = sizeOf(plan.nodes[plan.output]?.shape ?? []);
  const { half } = answerNamed(plan.loss.answer);
  const { task, targets, classNames } = dataset;
  if (task === "reconstruction") return reconstruction(dataset);
  if (task === "regression") return regression(targets?.columns ?? []);
  if (task === "multi-label") return yesNo(targets?.columns.map(({ name }) => name) ?? [], half);
  return width === 1 ? yesNo(classNames.slice(1), half) : classes;
}

const classes: Scoring = {
  points: (kernels, prediction, target) => kernels.countCorrect(prediction, target),
  newTally: () => ({ add() {}, result: () => [] }),
};

function regression(columns: readonly { readonly name: string; readonly scale: number }[]): Scoring {
  return {
    points(_kernels, prediction, target) {
      let squared = 0;
      forEach(prediction, target, (said, wanted) => {
        squared += (said - wanted) ** 2;
      });
      return (prediction.size - squared) / columns.length;
    },
    newTally() {
      const sums = columns.map(noErrors);
      return {
        add: (prediction, target) =>
          forEach(prediction, target, (said, wanted, at) => {
            const sum = sums[at % columns.length];
            if (sum) addError(sum, said, wanted);
          }),
        result: () =>
          columns.map(({ name, scale }, index) => ({
            name,
            values: errorMeasures(sums[index] ?? noErrors(), scale),
          })),
      };
    },
  };
}

/** Examples of the training part that the variance of the inputs is taken from. */
const varianceExamples = 1000;

/** The numbers of the input, all together. R² weighs them by their variance: 0 is as good as the mean of each. */
function reconstruction(dataset: Dataset): Scoring {
  const width = sizeOf(dataset.inputShape);
  const variance = meanVariance(dataset, width);
  return {
    points(_kernels, prediction, target) {
      let squared = 0;
      forEach(prediction, target, (said, wanted) => {
        squared += (said - wanted) ** 2;
      });
      return (prediction.size - squared / variance) / width;
    },
    newTally() {
      const all = noErrors();
      const [wantedSums, squareSums] = [new Float64Array(width), new Float64Array(width)];
      return {
        add: (prediction, target) =>
          forEach(prediction, target, (said, wanted, at) => {
            addError(all, said, wanted);
            const column = at % width;
            wantedSums[column] = (wantedSums[column] ?? 0) + wanted;
            squareSums[column] = (squareSums[column] ?? 0) + wanted * wanted;
          }),
        result() {
          const examples = all.count / width;
          const { mae, rmse } = errorMeasures(all, 1);
          const total = sumOfVariances(wantedSums, squareSums, examples) * examples;
          const r2 = total > 1e-12 * all.wantedSquared ? 1 - all.squared / total : Number.NaN;
          return [{ name: say("Input"), values: { r2, mae, rmse } }];
        },
      };
    },
  };
}

/** The variance of a number of the input over the examples, on average over its numbers. */
function meanVariance(dataset: Dataset, width: number): number {
  const { train } = dataset.split;
  const count = Math.min(varianceExamples, train.length);
  const values = new Float32Array(width);
  const [sums, squares] = [new Float64Array(width), new Float64Array(width)];
  for (let example = 0; example < count; example++) {
    gather(dataset, train, example, 1, values, 0);
    for (const [column, value] of values.entries()) {
      sums[column] = (sums[column] ?? 0) + value;
      squares[column] = (squares[column] ?? 0) + value * value;
    }
  }
  return sumOfVariances(sums, squares, count) / width;
}

function sumOfVariances(sums: Float64Array, squares: Float64Array, count: number): number {
  return squares.reduce((total, square, at) => total + square / count - ((sums[at] ?? 0) / count) ** 2, 0);
}

/** @param half the output that stands for yes as much as for no. */
function yesNo(names: readonly string[], half: number): Scoring {
  return {
    points(_kernels, prediction, target) {
      let right = 0;
      forEach(prediction, target, (said, wanted) => {
        // An output that is not a number is no answer, and not a right one.
        if (said > half === wanted > 0.5 && !Number.isNaN(said)) right += 1;
      });
      return right / names.length;
    },
    newTally() {
      const counts = names.map(noAnswers);
      return {
        add: (prediction, target) =>
          forEach(prediction, target, (said, wanted, at) => {
            const count = counts[at % names.length];
            if (count) addYesNo(count, said > half, wanted > 0.5);
          }),
        result: () =>
          names.map((name, index) => ({ name, values: yesNoMeasures(counts[index] ?? noAnswers()) })),
      };
    },
  };
}

function forEach(
  prediction: Tensor,
  target: Tensor,
  visit: (said: number, wanted: number, at: number) => void,
): void {
  for (let at = 0; at < prediction.size; at++)
    visit(
      prediction.data[prediction.offset + at] ?? Number.NaN,
      target.data[target.offset + at] ?? Number.NaN,
      at,
    );
}

/** The score of a part: the mean R² of the targets where they are numbers, else the points of an example. */
export function scoreFrom(
  dataset: Dataset,
  points: number,
  examples: number,
  targets: readonly TargetMeasures[],
): number {
  if (dataset.task !== "regression" && dataset.task !== "reconstruction") return points / examples;
  return targets.reduce((sum, { values }) => sum + (values.r2 ?? Number.NaN), 0) / targets.length;
}

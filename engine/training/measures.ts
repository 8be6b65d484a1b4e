import type { Task } from "../layers/output/tasks.ts";

/** A number that says how good a network is. */
export interface Metric {
  readonly title: string;
  /** A share is told as per cent; "plain" has no unit; "units" are those of the target. */
  readonly unit: "share" | "plain" | "units";
  readonly summary: string;
}

/** Every metric, by the name that files and the command's JSON give it. */
export const metrics = {
  accuracy: { title: "Accuracy", unit: "share", summary: "The share of right answers." },
  labelAccuracy: {
    title: "Label accuracy",
    unit: "share",
    summary: "The share of right answers over all labels of all examples.",
  },
  precision: {
    title: "Precision",
    unit: "plain",
    summary: "Of all that were said yes to, the share that is.",
  },
  recall: { title: "Recall", unit: "plain", summary: "Of all that are, the share that was found." },
  f1: { title: "F1", unit: "plain", summary: "The harmonic mean of precision and recall." },
  r2: {
    title: "R²",
    unit: "plain",
    summary:
      "The share of the variance that is explained: 1 is perfect, 0 is as good as the mean, below 0 is worse.",
  },
  mae: { title: "MAE", unit: "units", summary: "Mean absolute error: how far off an answer is on average." },
  rmse: {
    title: "RMSE",
    unit: "units",
    summary: "Root of the mean squared error: large errors count for more.",
  },
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof metrics;

/** The one metric of a task that curves and results show first. */
export const scoreOf: Readonly<Record<Task, MetricName>> = {
  classes: "accuracy",
  regression: "r2",
  "multi-label": "labelAccuracy",
  reconstruction: "r2",
};

/** How good the answers for one target are, or for the second of two classes that one output tells apart. */
export interface TargetMeasures {
  readonly name: string;
  /** NaN where there was nothing to divide by. */
  readonly values: Readonly<Partial<Record<MetricName, number>>>;
}

/** Sums over examples of one target: e its errors and y its wanted numbers, both standardised. */
interface ErrorSums {
  count: number;
  absolute: number;
  squared: number;
  wanted: number;
  wantedSquared: number;
}

export function noErrors(): ErrorSums {
  return { count: 0, absolute: 0, squared: 0, wanted: 0, wantedSquared: 0 };
}

export function addError(sums: ErrorSums, predicted: number, wanted: number): void {
  const error = predicted - wanted;
  sums.count += 1;
  sums.absolute += Math.abs(error);
  sums.squared += error * error;
  sums.wanted += wanted;
  sums.wantedSquared += wanted * wanted;
}

/**
 * R² = 1 - Σ(d - y)² / Σ(d - mean d)² (as scikit-learn's r2_score), MAE and RMSE.
 * @param scale what the target was multiplied by: errors are told in its own units.
 */
export function errorMeasures(
  { count, absolute, squared, wanted, wantedSquared }: ErrorSums,
  scale: number,
): Readonly<Record<"r2" | "mae" | "rmse", number>> {
  const total = wantedSquared - wanted ** 2 / count;
  return {
    // A part in which the target never changes has no variance to explain.
    r2: total > 1e-12 * wantedSquared ? 1 - squared / total : Number.NaN,
    mae: absolute / count / scale,
    rmse: Math.sqrt(squared / count) / scale,
  };
}

/** Yes and no, said and true. */
export interface YesNoCounts {
  truePositive: number;
  falsePositive: number;
  falseNegative: number;
  trueNegative: number;
}

export function noAnswers(): YesNoCounts {
  return { truePositive: 0, falsePositive: 0, falseNegative: 0, trueNegative: 0 };
}

export function addYesNo(counts: YesNoCounts, said: boolean, wanted: boolean): void {
  if (said) counts[wanted ? "truePositive" : "falsePositive"] += 1;
  else counts[wanted ? "falseNegative" : "trueNegative"] += 1;
}

/** Precision TP/(TP+FP), recall TP/(TP+FN), F1 = 2TP/(2TP+FP+FN) and the share of right answers. */
export function yesNoMeasures({
  truePositive,
  falsePositive,
  falseNegative,
  trueNegative,
}: YesNoCounts): Readonly<Record<"accuracy" | "precision" | "recall" | "f1", number>> {
  const right = truePositive + trueNegative;
  return {
    accuracy: right / (right + falsePositive + falseNegative),
    precision: truePositive / (truePositive + falsePositive),
    recall: truePositive / (truePositive + falseNegative),
    f1: (2 * truePositive) / (2 * truePositive + falsePositive + falseNegative),
  };
}

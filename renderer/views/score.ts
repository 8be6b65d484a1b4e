import type { Task } from "../../engine/layers/output/tasks.ts";
import { type MetricName, metrics, scoreOf } from "../../engine/training/measures.ts";
import { translate } from "../../engine/words/say.ts";
import { formatNumber, formatShare, formatValue } from "./format.ts";

/** A metric's value as it is read: a share as per cent, what has units of its own as a value. */
export function formatMetric(name: MetricName, value: number): string {
  if (!Number.isFinite(value)) return "–";
  const { unit } = metrics[name];
  if (unit === "share") return formatShare(value);
  return unit === "units" ? formatValue(value) : formatNumber(value, 3);
}

/** The name of a task's score: "Accuracy", "R²". */
export function scoreTitle(task: Task): string {
  return translate(metrics[scoreOf[task]].title);
}

/** The same within a sentence. */
export function scoreName(task: Task): string {
  const title = scoreTitle(task);
  return scoreOf[task] === "r2" ? title : title.toLowerCase();
}

/** Whether the score is a share, from 0 to 1. */
export function scoreIsShare(task: Task): boolean {
  return metrics[scoreOf[task]].unit === "share";
}

/** A score with so many digits as it deserves. */
export function formatScore(task: Task, value: number): string {
  return formatMetric(scoreOf[task], value);
}

import type { Task } from "../../layers/output/tasks.ts";
import { type MetricName, metrics, scoreOf, type TargetMeasures } from "../../training/measures.ts";
import { percent, table } from "./numbers.ts";

/** A metric's value as the command writes it. */
function valueText(name: MetricName, value: number): string {
  if (!Number.isFinite(value)) return "-";
  if (metrics[name].unit === "share") return percent(value);
  return metrics[name].unit === "units" ? String(Number(value.toPrecision(5))) : value.toFixed(4);
}

/** The value of a task's score: `87.21 %`, `0.9712`. */
export function scoreText(task: Task, value: number): string {
  return valueText(scoreOf[task], value);
}

/** `accuracy 87.21 %`, `R² 0.9712`. */
export function scoreWords(task: Task, value: number): string {
  const name = scoreOf[task];
  const { title } = metrics[name];
  return `${name === "r2" ? title : title.toLowerCase()} ${scoreText(task, value)}`;
}

/** The score in JSON, by its own name: `testAccuracy`, `testR2`. */
export function scoreFields(part: "train" | "validation" | "test", task: Task, value: number) {
  const name = scoreOf[task];
  return { [`${part}${name.charAt(0).toUpperCase()}${name.slice(1)}`]: value };
}

/** Each target in JSON, with its measures beside its name. */
export function flatTargets(targets: readonly TargetMeasures[]) {
  return targets.map(({ name, values }) => ({ name, ...values }));
}

/** A table with a line for each target; nothing without targets. */
export function targetLines(targets: readonly TargetMeasures[]): readonly string[] {
  const names = Object.keys(targets[0]?.values ?? {}) as MetricName[];
  if (names.length === 0) return [];
  return table(
    [
      ["", ...names.map((name) => metrics[name].title)],
      ...targets.map(({ name, values }) => [
        name,
        ...names.map((metric) => valueText(metric, values[metric] ?? Number.NaN)),
      ]),
    ],
    [false, ...names.map(() => true)],
  );
}

/** `, MAE 0.089` where one number is predicted; nothing else has an error of its own to tell in a line. */
export function errorWords(targets: readonly TargetMeasures[] | undefined): string {
  const mae = targets?.length === 1 ? targets[0]?.values.mae : undefined;
  return mae === undefined ? "" : `, ${metrics.mae.title} ${valueText("mae", mae)}`;
}

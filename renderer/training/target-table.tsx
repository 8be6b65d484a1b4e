import type { TargetJudgement } from "../../engine/protocol.ts";
import { type MetricName, metrics } from "../../engine/training/measures.ts";
import { say, translate } from "../../engine/words/say.ts";
import { csv } from "../views/csv.ts";
import { formatMetric } from "../views/score.ts";
import styles from "./judgement.module.css";
import { TableTools } from "./table-tools.tsx";

/** Every metric of each target: errors in its own units, or precision, recall and F1 of each label. */
export function TargetTable({ judgement }: { readonly judgement: TargetJudgement }) {
  const { measures, task } = judgement;
  const names = Object.keys(measures[0]?.values ?? {}) as MetricName[];
  const one = task === "regression" ? say("Number") : say("Label");
  return (
    <section className={styles.classes} aria-label={say("Target by target")}>
      <header>
        <h3>{task === "regression" ? say("How far off it is") : say("Label by label")}</h3>
        <TableTools
          title={say("targets")}
          copy={say("Copy the targets as CSV")}
          text={() => measuresCsv(judgement, names)}
        />
      </header>
      <div className={styles.scroll}>
        <table>
          <thead>
            <tr>
              <th scope="col">{one}</th>
              {names.map((name) => (
                <th key={name} scope="col">
                  {translate(metrics[name].title)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {measures.map(({ name, values }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {names.map((metric) => (
                  <td key={metric}>{formatMetric(metric, values[metric] ?? Number.NaN)}</td>
                ))}
              </tr>
            ))}
          </tbody>
          {task === "multi-label" ? (
            <tfoot>
              <tr>
                <th scope="row">{say("Mean of the labels")}</th>
                {names.map((metric) => (
                  <td key={metric}>{formatMetric(metric, meanOver(judgement, metric))}</td>
                ))}
              </tr>
            </tfoot>
          ) : null}
        </table>
      </div>
      <p className={styles.caption}>
        {task === "multi-label" ? `${say("A probability above a half says yes.")} ` : ""}
        {names
          .map((name) =>
            say("{name}: {what}", {
              name: translate(metrics[name].title),
              what: translate(metrics[name].summary),
            }),
          )
          .join(" ")}
      </p>
    </section>
  );
}

/** The plain mean over the labels that have the measure (macro average); NaN where none has. */
function meanOver({ measures }: TargetJudgement, metric: MetricName): number {
  const found = measures.map(({ values }) => values[metric] ?? Number.NaN).filter(Number.isFinite);
  return found.reduce((sum, value) => sum + value, 0) / found.length;
}

/** The measures as CSV with a point for decimals; what cannot be told is left empty. */
function measuresCsv({ measures }: TargetJudgement, names: readonly MetricName[]): string {
  const cell = (value = Number.NaN) => (Number.isFinite(value) ? value : null);
  return csv([
    ["target", ...names.map((name) => metrics[name].title)],
    ...measures.map(({ name, values }) => [name, ...names.map((metric) => cell(values[metric]))]),
  ]);
}

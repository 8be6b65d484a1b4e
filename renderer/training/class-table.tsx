import type { ClassJudgement } from "../../engine/protocol.ts";
import { say } from "../../engine/words/say.ts";
import { formatNumber } from "../views/format.ts";
import styles from "./judgement.module.css";
import { meanOf, measuresCsv } from "./judgement.ts";
import { TableTools } from "./table-tools.tsx";

/** Precision, recall and F1 of each class, and their plain means. */
export function ClassTable({ judgement }: { readonly judgement: ClassJudgement }) {
  const { classNames, measures } = judgement;
  return (
    <section className={styles.classes} aria-label={say("Class by class")}>
      <header>
        <h3>{say("Class by class")}</h3>
        <TableTools
          title={say("classes")}
          copy={say("Copy the classes as CSV")}
          text={() => measuresCsv(judgement)}
        />
      </header>
      <div className={styles.scroll}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say("Class")}</th>
              <th scope="col">{say("Examples")}</th>
              <th scope="col">{say("Precision")}</th>
              <th scope="col">{say("Recall")}</th>
              <th scope="col">F1</th>
            </tr>
          </thead>
          <tbody>
            {measures.map(({ examples, precision, recall, f1 }, label) => (
              <tr key={classNames[label]}>
                <th scope="row">{classNames[label]}</th>
                <td>{formatNumber(examples)}</td>
                <td>{measure(precision)}</td>
                <td>{measure(recall)}</td>
                <td>{measure(f1)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{say("Mean of the classes")}</th>
              <td>{formatNumber(judgement.examples.length)}</td>
              <td>{measure(meanOf(measures, "precision"))}</td>
              <td>{measure(meanOf(measures, "recall"))}</td>
              <td>{measure(meanOf(measures, "f1"))}</td>
            </tr>
          </tfoot>
        </table>
      </div>
      <p className={styles.caption}>
        {say(
          "Precision: of all taken for the class, the share that is. Recall: of the class, the share that was found. F1: their harmonic mean.",
        )}
      </p>
    </section>
  );
}

function measure(value: number | null): string {
  return value === null ? "–" : formatNumber(value, 3);
}

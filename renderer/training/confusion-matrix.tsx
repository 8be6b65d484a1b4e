import { type KeyboardEvent, useRef } from "react";
import type { ClassJudgement } from "../../engine/protocol.ts";
import { say } from "../../engine/words/say.ts";
import { arrowSteps } from "../views/arrow-steps.ts";
import { formatNumber } from "../views/format.ts";
import styles from "./judgement.module.css";
import { type Cell, countIn, matrixCsv } from "./judgement.ts";
import { showExamples, useJudgement } from "./judgement-store.ts";
import { TableTools } from "./table-tools.tsx";

/** How much of its full colour a cell takes at most, in per cent: the number on it stays readable. */
const strongest = 35;

/** True classes down, what they were taken for across; a cell's colour is the root of its share of the row: rare mistakes show. */
export function ConfusionMatrix({ judgement }: { readonly judgement: ClassJudgement }) {
  const { classNames, measures } = judgement;
  const chosen = useJudgement(({ list }) => (list?.show === "cell" ? list : null));
  const table = useRef<HTMLTableElement>(null);
  const tabStop = chosen ?? { truth: 0, guess: 0 };

  function move(event: KeyboardEvent, { truth, guess }: Cell): void {
    const step = arrowSteps[event.key];
    if (!step) return;
    event.preventDefault();
    const next = table.current?.querySelector<HTMLElement>(
      `[data-cell="${truth + step[0]}-${guess + step[1]}"]`,
    );
    next?.focus();
  }

  return (
    <section className={styles.matrix} aria-label={say("What was taken for what")}>
      <header>
        <h3>{say("What was taken for what")}</h3>
        <TableTools
          title={say("confusion matrix")}
          copy={say("Copy the matrix as CSV")}
          text={() => matrixCsv(judgement)}
        />
      </header>
      <div className={styles.scroll}>
        <table ref={table} aria-label={say("Confusion matrix: true classes down, taken for across")}>
          <thead>
            <tr>
              <td />
              {classNames.map((name) => (
                <th key={name} scope="col" title={name}>
                  <span>{name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {classNames.map((name, truth) => (
              <tr key={name}>
                <th scope="row" className={styles.truth} title={name}>
                  {name}
                </th>
                {classNames.map((taken, guess) => {
                  const count = countIn(judgement, { truth, guess });
                  const whole = measures[truth]?.examples ?? 0;
                  const share = whole > 0 ? Math.sqrt(count / whole) * strongest : 0;
                  const ink = truth === guess ? "ink" : "err";
                  const isChosen = chosen?.truth === truth && chosen.guess === guess;
                  return (
                    <td key={taken}>
                      <button
                        type="button"
                        className={styles.cell}
                        data-cell={`${truth}-${guess}`}
                        data-empty={count === 0}
                        data-right={truth === guess}
                        aria-pressed={isChosen}
                        aria-label={say("{name} taken for {taken}: {count} of {whole}", {
                          name,
                          taken,
                          count: formatNumber(count),
                          whole: formatNumber(whole),
                        })}
                        tabIndex={tabStop.truth === truth && tabStop.guess === guess ? 0 : -1}
                        style={{ background: `color-mix(in srgb, var(--${ink}) ${share}%, var(--card))` }}
                        onClick={() => void showExamples({ show: "cell", truth, guess })}
                        onKeyDown={(event) => move(event, { truth, guess })}
                      >
                        {formatNumber(count)}
                      </button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.caption}>{say("Rows are the true classes, columns what they were taken for.")}</p>
    </section>
  );
}

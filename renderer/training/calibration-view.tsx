import { useMemo } from "react";
import type { ClassJudgement } from "../../engine/protocol.ts";
import { say } from "../../engine/words/say.ts";
import { Said } from "../design/said.tsx";
import { formatNumber, formatShare } from "../views/format.ts";
import { type Calibration, calibrationCsv, calibrationOf } from "./calibration.ts";
import styles from "./judgement.module.css";
import { TableTools } from "./table-tools.tsx";

/** Side of the drawing in pixels, and room for its axes. */
const side = 200;
const [left, bottom] = [40, 34];

/** Whether the network is as often right as it is sure. */
export function CalibrationView({ judgement }: { readonly judgement: ClassJudgement }) {
  const calibration = useMemo(() => calibrationOf(judgement), [judgement]);
  return (
    <section className={styles.calibration} aria-label={say("As sure as right?")}>
      <header>
        <h3>{say("As sure as right?")}</h3>
        {calibration ? (
          <TableTools
            title={say("calibration")}
            copy={say("Copy the calibration as CSV")}
            text={() => calibrationCsv(calibration)}
          />
        ) : null}
      </header>
      {calibration ? (
        <div>
          <Diagram calibration={calibration} />
          <p className={styles.caption}>
            <Said
              message="Of the examples in each tenth of certainty, the share that was right. On the line the network is as often right as it is sure; below it, too sure of itself. Mean distance from the line, weighted by examples: <b>{error}</b> (expected calibration error)."
              values={{ error: formatShare(calibration.error), b: (number) => <b>{number}</b> }}
            />
          </p>
        </div>
      ) : (
        <p className={styles.caption}>
          {say("The outputs of this network are no probabilities, so it never says how sure it is.")}
        </p>
      )}
    </section>
  );
}

function Diagram({ calibration: { bins, error } }: { readonly calibration: Calibration }) {
  const y = (share: number) => side * (1 - share) + 6;
  return (
    <svg
      role="img"
      aria-label={say("Share right over certainty in ten bins, expected calibration error {error}", {
        error: formatShare(error),
      })}
      width={left + side + 24}
      height={side + bottom + 6}
      className={styles.diagram}
    >
      {[0, 0.5, 1].map((tick) => (
        <g key={tick}>
          <line x1={left} x2={left + side} y1={y(tick)} y2={y(tick)} className={styles.gridLine} />
          <text x={left - 6} y={y(tick) + 4} textAnchor="end">
            {formatShare(tick, 0)}
          </text>
          <text x={left + side * tick} y={side + 22} textAnchor="middle">
            {formatShare(tick, 0)}
          </text>
        </g>
      ))}
      {bins.map(({ low, high, examples, right }) => {
        if (examples === 0) return null;
        const share = right / examples;
        return (
          <rect
            key={low}
            x={left + low * side + 1}
            width={(high - low) * side - 2}
            y={Math.min(y(share), y(0) - 1.5)}
            height={Math.max(1.5, y(0) - y(share))}
            className={styles.bin}
          >
            <title>
              {say("Certainty {low} to {high}: {share} of {examples} right", {
                low: formatShare(low, 0),
                high: formatShare(high, 0),
                share: formatShare(share),
                examples: formatNumber(examples),
              })}
            </title>
          </rect>
        );
      })}
      <line x1={left} y1={y(0)} x2={left + side} y2={y(1)} className={styles.diagonal} />
      <text x={left + side / 2} y={side + 37} textAnchor="middle">
        {say("certainty")}
      </text>
    </svg>
  );
}

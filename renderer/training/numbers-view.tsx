import { useMemo, useState } from "react";
import type { TargetJudgement } from "../../engine/protocol.ts";
import { say } from "../../engine/words/say.ts";
import { SelectField } from "../design/select-field.tsx";
import { formatValue } from "../views/format.ts";
import { ScatterView } from "../views/scatter-view.tsx";
import styles from "./judgement.module.css";
import {
  answersCsv,
  columnOf,
  furthestOff,
  type Histogram,
  histogramCsv,
  histogramOf,
  type TargetColumn,
} from "./residuals.ts";
import { SaveMenu } from "./save-menu.tsx";
import { chooseProbe, useTraining } from "./store.ts";
import { TableTools } from "./table-tools.tsx";

/** Of a diagram, in CSS pixels: three of them side by side fill the dialog. */
const [width, height] = [296, 264];
/** Examples in the list of those that are furthest off. */
const most = 8;

/** How the numbers that a network predicts lie to the true ones: both against each other, what is left, and the worst. */
export function NumbersView({ judgement }: { readonly judgement: TargetJudgement }) {
  const { names } = judgement;
  const [target, setTarget] = useState(0);
  const column = useMemo(() => columnOf(judgement, target), [judgement, target]);
  const name = names[target] ?? "";
  return (
    <>
      {names.length > 1 ? (
        <div className={styles.chosenTarget}>
          <span>{say("Number to look at")}</span>
          <SelectField
            label={say("Number to look at")}
            value={String(target)}
            options={names.map((each, index) => ({ value: String(index), label: each }))}
            onChange={(chosen) => setTarget(Number(chosen))}
          />
        </div>
      ) : null}
      <Plots judgement={judgement} column={column} name={name} />
      <Furthest judgement={judgement} column={column} />
    </>
  );
}

interface Shown {
  readonly judgement: TargetJudgement;
  readonly column: TargetColumn;
}

function Plots({ judgement, column, name }: Shown & { readonly name: string }) {
  const { wanted, said, residuals } = column;
  const { examples } = judgement;
  const probe = useTraining(({ pictures }) => pictures?.probe.index ?? null);
  const place = probe === null ? -1 : examples.indexOf(probe);
  const histogram = useMemo(() => histogramOf(residuals), [residuals]);
  const shared = {
    width,
    height,
    marked: place < 0 ? null : place,
    describe: (point: number) => exampleWords(judgement, column, point),
    onChoose: (point: number) => void chooseProbe(examples[point] ?? 0),
  };
  return (
    <div className={styles.plots}>
      <section aria-label={say("Predicted against true")}>
        <header>
          <h3>{say("Predicted against true")}</h3>
          <TableTools
            title={say("predictions")}
            copy={say("Copy the predictions as CSV")}
            text={() => answersCsv(judgement)}
          />
        </header>
        <ScatterView
          {...shared}
          name={say("Predicted against true {name}", { name })}
          x={wanted}
          y={said}
          xTitle={say("true {name}", { name })}
          yTitle={say("predicted")}
          ideal="diagonal"
        />
      </section>
      <section aria-label={say("Residuals")}>
        <header>
          <h3>{say("Residuals")}</h3>
          <SaveMenu title={say("residuals")} saved={{ png: "section", csv: () => answersCsv(judgement) }} />
        </header>
        <ScatterView
          {...shared}
          name={say("Residuals over predicted {name}", { name })}
          x={said}
          y={residuals}
          xTitle={say("predicted {name}", { name })}
          yTitle={say("predicted − true")}
          ideal="zero"
        />
      </section>
      <section aria-label={say("Spread of the residuals")}>
        <header>
          <h3>{say("Spread of the residuals")}</h3>
          {histogram ? (
            <SaveMenu
              title={say("spread of the residuals")}
              saved={{ png: "section", csv: () => histogramCsv(histogram) }}
            />
          ) : null}
        </header>
        {histogram ? (
          <Bars histogram={histogram} />
        ) : (
          <p className={styles.caption}>{say("None of them is a number.")}</p>
        )}
      </section>
    </div>
  );
}

/** `Example 312: true 0.53, predicted 0.49 (-0.04)`. */
function exampleWords(
  { examples }: TargetJudgement,
  { wanted, said, residuals }: TargetColumn,
  place: number,
) {
  const [truth, given, off] = [wanted, said, residuals].map((values) =>
    formatValue(values[place] ?? Number.NaN),
  );
  return say("Example {example, number}: true {truth}, predicted {given} ({off})", {
    example: examples[place] ?? 0,
    truth,
    given,
    off,
  });
}

/** Room under the bars, above them and at both sides. */
const [floor, ceiling, margin] = [36, 22, 12];

function Bars({ histogram: { reach, counts } }: { readonly histogram: Histogram }) {
  const tallest = Math.max(...counts);
  const pitch = (width - 2 * margin) / counts.length;
  const room = height - floor - ceiling;
  const middle = width / 2;
  return (
    <svg
      role="img"
      aria-label={say(
        "How many residuals lie how far off, from {low} to {high}, at most {tallest, number} in a bar",
        { low: formatValue(-reach), high: formatValue(reach), tallest },
      )}
      width={width}
      height={height}
      className={styles.diagram}
    >
      <line
        x1={margin}
        x2={width - margin}
        y1={height - floor}
        y2={height - floor}
        className={styles.gridLine}
      />
      {counts.map((count, bin) => {
        const tall = tallest > 0 ? (count / tallest) * room : 0;
        const [low, high] = [bin, bin + 1].map((edge) => -reach + (2 * reach * edge) / counts.length);
        return (
          <rect
            key={low}
            x={margin + bin * pitch + 1}
            width={pitch - 2}
            y={height - floor - tall}
            height={tall}
            className={styles.bin}
          >
            <title>
              {say("{low} to {high}: {count, number}", {
                low: formatValue(low ?? 0),
                high: formatValue(high ?? 0),
                count,
              })}
            </title>
          </rect>
        );
      })}
      <line x1={middle} x2={middle} y1={ceiling} y2={height - floor} className={styles.diagonal} />
      {[-1, 0, 1].map((side) => (
        <text
          key={side}
          x={middle + side * (middle - margin)}
          y={height - floor + 15}
          textAnchor={side === 0 ? "middle" : side < 0 ? "start" : "end"}
        >
          {formatValue(side * reach)}
        </text>
      ))}
      <text x={middle} y={height - 4} textAnchor="middle">
        {say("predicted − true")}
      </text>
    </svg>
  );
}

function Furthest({ judgement, column }: Shown) {
  const places = useMemo(() => furthestOff(column, most), [column]);
  const probe = useTraining(({ pictures }) => pictures?.probe.index ?? null);
  const { examples } = judgement;
  return (
    <section className={styles.furthest} aria-label={say("Furthest off")}>
      <header>
        <h3>{say("Furthest off")}</h3>
        <SaveMenu
          title={say("furthest off")}
          saved={{ png: "section", csv: () => answersCsv(judgement, places) }}
        />
      </header>
      <p className={styles.caption}>
        {say("How far off, and what was predicted for what. Choose one to make it the probe.")}
      </p>
      <ul className={styles.points}>
        {places.map((place) => (
          <li key={place}>
            <button
              type="button"
              aria-pressed={probe === examples[place]}
              aria-label={exampleWords(judgement, column, place)}
              onClick={() => void chooseProbe(examples[place] ?? 0)}
            >
              <span>{formatValue(column.residuals[place] ?? Number.NaN)}</span>
              <span className={styles.sure}>
                {say("{said} for {wanted}", {
                  said: formatValue(column.said[place] ?? Number.NaN),
                  wanted: formatValue(column.wanted[place] ?? Number.NaN),
                })}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

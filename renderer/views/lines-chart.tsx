import { useEffect, useRef, useState } from "react";
import { say } from "../../engine/words/say.ts";
import { handleChartKey, handleChartWheel } from "./chart-handling.ts";
import { formatNumber } from "./format.ts";
import styles from "./lines-chart.module.css";
import { type Line, latestOfLine, readLines } from "./lines-content.ts";
import { LinesDrawing, strokeOf } from "./lines-drawing.ts";

export interface LinesChartProps {
  /** What is drawn, for people who do not see it. */
  readonly name: string;
  readonly lines: readonly Line[];
  /** A value that is marked by a thin line across, with its meaning. */
  readonly guide?: { readonly value: number; readonly words: string };
  readonly format: (value: number) => string;
}

/**
 * Several lines on one logarithmic axis, with a list that names them and takes each away. Keys, wheel and dragging
 * do what they do on a `LineChart`.
 */
export function LinesChart({ name, lines, guide, format }: LinesChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const drawing = useRef<LinesDrawing | null>(null);
  const latest = useRef({ lines, guide });
  latest.current = { lines, guide };
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [place, setPlace] = useState<number | null>(null);
  const names = lines.map((line) => line.name).join("\n");

  // biome-ignore lint/correctness/useExhaustiveDependencies: other lines are another plot; their values come below
  useEffect(() => {
    const box = host.current;
    if (!box) return;
    const { lines: first, guide: marked } = latest.current;
    const made = new LinesDrawing({ host: box, guide: marked?.value, onRead: setPlace }, first);
    drawing.current = made;
    const endWheel = handleChartWheel(box, made);
    return () => {
      endWheel();
      made.destroy();
      drawing.current = null;
    };
  }, [names]);

  useEffect(() => {
    drawing.current?.update(lines);
    drawing.current?.hide(hidden);
  }, [hidden, lines]);

  const read = place === null ? null : readLines(lines, place);
  const epoch = read?.at === undefined || read.at === null ? null : formatNumber(read.at, 2);
  const valueNow = (line: Line, index: number) =>
    format(epoch === null ? latestOfLine(line) : (read?.values[index] ?? Number.NaN));
  const told = lines.flatMap((line, index) =>
    hidden.has(line.name) ? [] : [`${line.name} ${valueNow(line, index)}`],
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a chart with a crosshair has no element of its own
    <div className={styles.chart} role="group" aria-roledescription={say("chart")} aria-label={name}>
      {/* biome-ignore lint/a11y/useSemanticElements: what the arrow keys move through is the drawing alone, not the list beside it */}
      <div
        className={styles.plot}
        role="group"
        aria-label={say("{chart}: arrow keys move the crosshair", { chart: name })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move the crosshair
        tabIndex={0}
        onKeyDown={(event) => handleChartKey(drawing.current, event)}
        onBlur={() => drawing.current?.hideCrosshair()}
      >
        <div ref={host} className={styles.drawing} aria-hidden="true" />
        <output className="unseen">
          {epoch === null ? "" : [say("Epoch {epoch}", { epoch }), ...told].join(", ")}
        </output>
      </div>
      <div className={styles.side}>
        <p className={styles.at}>{epoch === null ? say("latest") : say("epoch {epoch}", { epoch })}</p>
        <ul>
          {lines.map((line, index) => (
            <li key={line.name}>
              <button
                type="button"
                aria-pressed={!hidden.has(line.name)}
                title={
                  hidden.has(line.name)
                    ? say("Show {name}", { name: line.name })
                    : say("Hide {name}", { name: line.name })
                }
                onClick={() => setHidden(toggled(hidden, line.name))}
              >
                <i
                  style={{
                    borderTopColor: strokeOf(index).colour,
                    borderTopStyle: strokeOf(index).isDashed ? "dashed" : "solid",
                  }}
                />
                <span>{line.name}</span>
                <b>{valueNow(line, index)}</b>
              </button>
            </li>
          ))}
        </ul>
        {guide ? <p className={styles.guide}>{guide.words}</p> : null}
      </div>
    </div>
  );
}

function toggled(set: ReadonlySet<string>, name: string): ReadonlySet<string> {
  return new Set(set.has(name) ? [...set].filter((other) => other !== name) : [...set, name]);
}

import { useEffect, useRef, useState } from "react";
import uPlot from "uplot";
import { say } from "../../engine/words/say.ts";
import { formatNumber } from "./format.ts";
import styles from "./lines-chart.module.css";
import { alignedColumns, decadesAround, type Line, latestOfLine } from "./lines-content.ts";
import { classColour, onThemeChange, palette } from "./theme.ts";
import { power, powersBetween } from "./ticks.ts";

export interface LinesChartProps {
  /** What is drawn, for people who do not see it. */
  readonly name: string;
  readonly lines: readonly Line[];
  /** A value that is marked by a thin line across, with its meaning. */
  readonly guide?: { readonly value: number; readonly words: string };
  readonly format: (value: number) => string;
}

/** As many lines have colours of their own; those after them are dashed. */
const colours = 8;

/** How a line is drawn, by its place among them. */
export function strokeOf(index: number): { readonly colour: string; readonly isDashed: boolean } {
  return { colour: classColour(index % colours), isDashed: index >= colours };
}

/** Several lines on one logarithmic axis, with a list that names them and takes each away. */
export function LinesChart({ name, lines, guide, format }: LinesChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef({ lines, guide });
  latest.current = { lines, guide };
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [read, setRead] = useState<number | null>(null);
  const names = lines.map((line) => line.name).join("\n");

  // biome-ignore lint/correctness/useExhaustiveDependencies: other lines are another plot; their values come below
  useEffect(() => {
    const box = host.current;
    if (!box) return;
    const made = new uPlot(
      optionsFor(latest.current.lines, latest.current.guide?.value, setRead, {
        width: Math.max(80, box.clientWidth),
        height: Math.max(50, box.clientHeight),
      }),
      dataOf(latest.current.lines),
      box,
    );
    plot.current = made;
    const observer = new ResizeObserver(() =>
      made.setSize({ width: Math.max(80, box.clientWidth), height: Math.max(50, box.clientHeight) }),
    );
    observer.observe(box);
    const endTheme = onThemeChange(() => made.redraw(false, true));
    return () => {
      observer.disconnect();
      endTheme();
      made.destroy();
      plot.current = null;
    };
  }, [names]);

  useEffect(() => {
    plot.current?.setData(dataOf(lines));
  }, [lines]);

  useEffect(() => {
    lines.forEach((line, index) => {
      const show = !hidden.has(line.name);
      if (plot.current && plot.current.series[index + 1]?.show !== show)
        plot.current.setSeries(index + 1, { show });
    });
  }, [hidden, lines]);

  const readValue = (line: Line, index: number): number => {
    if (read === null) return latestOfLine(line);
    return Number(plot.current?.data[index + 1]?.[read] ?? Number.NaN);
  };
  const epoch = read === null ? null : plot.current?.data[0][read];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a chart with a crosshair has no element of its own
    <div className={styles.chart} role="group" aria-roledescription={say("chart")} aria-label={name}>
      <div ref={host} className={styles.plot} aria-hidden="true" />
      <div className={styles.side}>
        <p className={styles.at}>
          {epoch === null || epoch === undefined
            ? say("latest")
            : say("epoch {epoch}", { epoch: formatNumber(epoch, 2) })}
        </p>
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
                <b>{format(readValue(line, index))}</b>
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

function dataOf(lines: readonly Line[]): uPlot.AlignedData {
  const { at, columns } = alignedColumns(lines);
  return [[...at], ...columns.map((column) => [...column])];
}

function optionsFor(
  lines: readonly Line[],
  guide: number | undefined,
  onRead: (index: number | null) => void,
  size: { readonly width: number; readonly height: number },
): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: () => palette()["ink-3"],
    font: `11px ${palette()["font-num"]}`,
    ticks: { show: false },
  };
  return {
    ...size,
    padding: [7, 8, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: true, y: false } },
    scales: {
      x: { time: false },
      y: {
        distr: 3,
        range: (self) => [...decadesAround(shownLines(self))] as [number, number],
      },
    },
    axes: [
      { ...axis, size: 20, gap: 5, grid: { show: false } },
      {
        ...axis,
        size: 48,
        gap: 6,
        grid: { stroke: () => palette().line, width: 1 },
        splits: (_self, _axis, low, high) => powersBetween(low, high),
        values: (_, splits) => splits.map(power),
      },
    ],
    series: [
      {},
      ...lines.map(
        (_, index): uPlot.Series => ({
          stroke: () => strokeOf(index).colour,
          width: 1.5,
          spanGaps: true,
          ...(strokeOf(index).isDashed ? { dash: [5, 4] } : {}),
          points: { show: false },
        }),
      ),
    ],
    hooks: {
      setCursor: [(self) => onRead((self.cursor.left ?? -1) >= 0 ? (self.cursor.idx ?? null) : null)],
      drawClear: [
        (self) => {
          if (guide === undefined) return;
          const y = self.valToPos(guide, "y", true);
          const { ctx, bbox } = self;
          if (!(y >= bbox.top && y <= bbox.top + bbox.height)) return;
          ctx.save();
          ctx.strokeStyle = palette()["ink-3"];
          ctx.setLineDash([2, 4]);
          ctx.beginPath();
          ctx.moveTo(bbox.left, y);
          ctx.lineTo(bbox.left + bbox.width, y);
          ctx.stroke();
          ctx.restore();
        },
      ],
    },
  };
}

/** The lines that are not taken away, as the plot has them. */
function shownLines({ data, series }: uPlot): readonly Line[] {
  return series.slice(1).flatMap(({ show }, index): Line[] => {
    const values = data[index + 1];
    if (show === false || !values) return [];
    const numbers = Array.from(values, (value) => value ?? Number.NaN);
    return [{ name: "", at: numbers, values: numbers, length: numbers.length }];
  });
}

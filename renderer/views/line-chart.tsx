import { useEffect, useLayoutEffect, useRef } from "react";
import { say } from "../../engine/words/say.ts";
import { asTable, type ChartContent, latestValues } from "./chart-content.ts";
import { ChartDrawing, type ChartDress } from "./chart-drawing.ts";
import { handleChartKey, handleChartWheel } from "./chart-handling.ts";
import { copyText } from "./copy-text.ts";
import styles from "./line-chart.module.css";
import { changed, forgetDrawing, type LiveDrawing } from "./live-drawing.ts";
import { onThemeChange } from "./theme.ts";

export interface LineChartProps {
  /** What is drawn, for people who do not see it: "Loss". */
  readonly name: string;
  readonly content: ChartContent;
  readonly ink?: ChartDress["ink"];
  readonly labels?: boolean;
}

/**
 * A line over epochs that fills its place. Arrow keys move the crosshair; dragging, the wheel, + and - zoom, the
 * wheel with Shift moves what is in sight, double-click or 0 resets.
 * Drawing does not go through React: only new content does.
 */
export function LineChart({ name, content, ink = "ink", labels = true }: LineChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const labelList = useRef<HTMLDivElement>(null);
  const readout = useRef<HTMLOutputElement>(null);
  const drawing = useRef<ChartDrawing | null>(null);
  const first = useRef(content);

  useLayoutEffect(() => {
    if (!frame.current || !host.current || !labelList.current || !readout.current) return;
    const parts = { host: host.current, labels: labelList.current, readout: readout.current };
    const box = frame.current;
    const size = () => ({ width: box.clientWidth, height: box.clientHeight });
    const made = new ChartDrawing(parts, { ink, labels }, first.current, size());
    drawing.current = made;
    const observer = new ResizeObserver(() => made.resize(size()));
    observer.observe(box);
    const endTheme = onThemeChange(() => made.recolour());
    // A small chart stands in a panel that scrolls: there the wheel stays the panel's.
    const endWheel = labels ? handleChartWheel(box, made) : () => {};
    return () => {
      endWheel();
      observer.disconnect();
      endTheme();
      made.destroy();
      drawing.current = null;
    };
  }, [ink, labels]);

  const live = useRef<LiveDrawing>({
    isInSight: () => true,
    isLarge: true,
    draw: () => drawing.current?.update(first.current),
  });
  useEffect(() => {
    first.current = content;
    changed(live.current);
  }, [content]);
  useEffect(() => () => forgetDrawing(live.current), []);

  const latest = latestValues(content)
    .map((line) => `${line.name} ${content.format(line.value)}`)
    .join(", ");
  return (
    // biome-ignore lint/a11y/useSemanticElements: a chart with a crosshair has no element of its own
    <div
      ref={frame}
      className={styles.chart}
      role="group"
      aria-roledescription={say("chart")}
      aria-label={`${name}${latest ? `: ${latest}` : ""}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move the crosshair
      tabIndex={0}
      onKeyDown={(event) => handleChartKey(drawing.current, event)}
      onBlur={() => drawing.current?.hideCrosshair()}
    >
      <div ref={host} aria-hidden="true" />
      <div ref={labelList} className={styles.labels} hidden={!labels} aria-hidden="true" />
      {labels ? (
        <span className={styles.unit} aria-hidden="true">
          {say("epoch")}
        </span>
      ) : null}
      <output ref={readout} className={styles.readout} />
    </div>
  );
}

/** Copies the chart as a tab-separated table. True when the clipboard took it. */
export function copyAsTable(content: ChartContent): boolean {
  return copyText(asTable(content));
}

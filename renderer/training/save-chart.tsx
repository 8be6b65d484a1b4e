import { memo, useMemo } from "react";
import { say } from "../../engine/words/say.ts";
import { asCsv, type ChartContent } from "../views/chart-content.ts";
import { chartSvg } from "../views/chart-svg.ts";
import { pngOfSvg } from "../views/picture-of.ts";
import { mixed, palette } from "../views/theme.ts";
import styles from "./dock.module.css";
import { SaveMenu } from "./save-menu.tsx";

/** A button that saves a chart as it is now, whole, whatever is zoomed. */
export const SaveChart = memo(function SaveChart({
  title,
  contentNow,
}: {
  readonly title: string;
  readonly contentNow: () => ChartContent;
}) {
  const saved = useMemo(
    () => ({
      png: () => pngOfSvg(drawingOf(title, contentNow())),
      svg: () => drawingOf(title, contentNow()),
      csv: () => asCsv(contentNow()),
    }),
    [title, contentNow],
  );
  return (
    <SaveMenu title={title} label={say("Save the chart")} side="top" className={styles.tool} saved={saved} />
  );
});

function drawingOf(title: string, content: ChartContent): string {
  const { panel, line, ink, fwd, "ink-2": text } = palette();
  const colours = { ground: panel, grid: line, text, ink, raw: mixed(ink, panel, 0.22), marks: fwd };
  return chartSvg(title, content, colours);
}

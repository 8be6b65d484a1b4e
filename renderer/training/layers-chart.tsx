import { type ReactNode, useMemo } from "react";
import { phrase, say, translate } from "../../engine/words/say.ts";
import { copyText } from "../views/copy-text.ts";
import { formatNorm } from "../views/format.ts";
import { LinesChart } from "../views/lines-chart.tsx";
import { type Line, linesCsv, linesTable } from "../views/lines-content.ts";
import { strokeOf } from "../views/lines-drawing.ts";
import { linesSvg } from "../views/lines-svg.ts";
import { pngOfSvg } from "../views/picture-of.ts";
import { palette } from "../views/theme.ts";
import { ChartFrame } from "./chart-frame.tsx";
import styles from "./dock.module.css";
import { SaveMenu } from "./save-menu.tsx";
import { useTraining } from "./store.ts";

const kinds = {
  gradients: { title: phrase("Gradient norms"), guide: undefined },
  ratios: {
    title: phrase("Update ratios"),
    guide: { value: 1e-3, words: phrase("Dotted: 0.001, about what an update usually moves.") },
  },
} as const;

export type LayersChartKind = keyof typeof kinds;

/** The gradient norms of all layers, or how far their updates moved them, on one logarithmic axis. */
export function LayersChart({
  kind,
  heading,
}: {
  readonly kind: LayersChartKind;
  readonly heading: ReactNode;
}) {
  const histories = useTraining((state) => state[kind]);
  const nodes = useTraining(({ network }) => network?.graph.nodes);
  const order = useTraining(({ pictures }) => pictures?.nodes.map(({ node }) => node).join("\n") ?? "");
  const { guide } = kinds[kind];
  const title = translate(kinds[kind].title);
  const lines = useMemo((): readonly Line[] => {
    const places = order.split("\n");
    return Object.entries(histories)
      .sort(([a], [b]) => places.indexOf(a) - places.indexOf(b))
      .map(([id, { at, values, length }]) => ({
        name: nodes?.find((node) => node.id === id)?.name ?? id,
        at,
        values,
        length,
      }));
  }, [histories, nodes, order]);
  const drawing = () => {
    const { panel, line, "ink-2": text } = palette();
    return linesSvg(title, lines, { ground: panel, grid: line, text, stroke: strokeOf }, formatNorm);
  };
  return (
    <ChartFrame
      title={title}
      heading={heading}
      onCopy={() => copyText(linesTable(lines))}
      save={
        <SaveMenu
          title={title}
          label={say("Save the chart")}
          side="top"
          className={styles.tool}
          saved={{
            png: () => pngOfSvg(drawing()),
            svg: drawing,
            csv: () => linesCsv(lines),
          }}
        />
      }
    >
      {lines.length > 0 ? (
        <LinesChart
          name={title}
          lines={lines}
          format={formatNorm}
          {...(guide ? { guide: { value: guide.value, words: translate(guide.words) } } : {})}
        />
      ) : (
        <p className={styles.empty}>
          {say("Each layer with weights has a line here, from the first batches on.")}
        </p>
      )}
    </ChartFrame>
  );
}

import { Copy, Download } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { IconButton } from "../design/button.tsx";
import { answerOf, desktopBridge } from "../desktop.ts";
import { copyText } from "../views/copy-text.ts";
import { formatNorm } from "../views/format.ts";
import { LinesChart } from "../views/lines-chart.tsx";
import { type Line, linesCsv, linesTable } from "../views/lines-content.ts";
import styles from "./dock.module.css";
import { useTraining } from "./store.ts";

const kinds = {
  gradients: { title: "Gradient norms", guide: undefined },
  ratios: {
    title: "Update ratios",
    guide: { value: 1e-3, words: "Dotted: 0.001, about what an update usually moves." },
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
  const [copied, setCopied] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const { title, guide } = kinds[kind];
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
  return (
    <section className={styles.panel} aria-label={title}>
      <header>
        <h3>{heading}</h3>
        <IconButton
          label="Copy as table"
          tooltip={copied ? "Copied" : "Copy as table"}
          className={styles.tool ?? ""}
          onClick={() => setCopied(copyText(linesTable(lines)))}
          onBlur={() => setCopied(false)}
        >
          <Copy size={13} aria-hidden />
        </IconButton>
        <IconButton
          label="Save as CSV"
          className={styles.tool ?? ""}
          onClick={async () => {
            const bytes = new TextEncoder().encode(linesCsv(lines));
            const answer = await answerOf(desktopBridge().saveFile({ name: title, kind: "csv", bytes }));
            setTrouble(answer.ok ? null : `${answer.trouble.title}. ${answer.trouble.reason}`);
          }}
        >
          <Download size={13} aria-hidden />
        </IconButton>
        <span className={styles.gap} />
      </header>
      {trouble ? (
        <p className={styles.empty} role="alert">
          {trouble}
        </p>
      ) : null}
      <div className={styles.chart}>
        {lines.length > 0 ? (
          <LinesChart name={title} lines={lines} format={formatNorm} {...(guide ? { guide } : {})} />
        ) : (
          <p className={styles.empty}>Each layer with weights has a line here, from the first batches on.</p>
        )}
      </div>
    </section>
  );
}

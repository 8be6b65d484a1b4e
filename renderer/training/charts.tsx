import { Copy } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { IconButton } from "../design/button.tsx";
import { useDocument } from "../document/store.ts";
import type { ChartContent, ChartScale } from "../views/chart-content.ts";
import { formatNorm, formatNumber, formatShare, formatValue } from "../views/format.ts";
import { copyAsTable, LineChart } from "../views/line-chart.tsx";
import { type Curve, latestOf } from "./curve.ts";
import styles from "./dock.module.css";
import { openJudgement } from "./judgement-store.ts";
import { isResting } from "./state.ts";
import { useTraining } from "./store.ts";

/** The loss of training and validation, logarithmic at first. */
export function LossChart() {
  const loss = useTraining((state) => state.loss);
  const [scale, setScale] = useState<ChartScale>("log");
  const content = useCurveContent(loss, "loss", scale);
  return (
    <ChartPanel title="Loss" content={content}>
      <button
        type="button"
        className={styles.switch}
        aria-pressed={scale === "log"}
        onClick={() => setScale(scale === "log" ? "linear" : "log")}
      >
        {scale === "log" ? "log scale" : "linear scale"}
      </button>
    </ChartPanel>
  );
}

/** The share of right answers in training and validation. */
export function AccuracyChart() {
  const accuracy = useTraining((state) => state.accuracy);
  const content = useCurveContent(accuracy, "accuracy", "linear");
  const canJudge = useTraining(({ run }) => isResting(run));
  return (
    <ChartPanel title="Accuracy" content={content}>
      {canJudge ? (
        <button type="button" className={styles.switch} onClick={() => void openJudgement()}>
          class by class
        </button>
      ) : null}
    </ChartPanel>
  );
}

/** The gradient norm of one layer over the run; nothing where the run has none. */
export function GradientHistory({ nodeId }: { readonly nodeId: string }) {
  const curve = useTraining((state) => state.gradients[nodeId] ?? null);
  if (!curve) return null;
  return <GradientChart curve={curve} />;
}

function GradientChart({ curve }: { readonly curve: Curve }) {
  const content = useMemo<ChartContent>(
    () => ({
      trace: {
        name: "Gradient norm",
        at: curve.at,
        raw: curve.values,
        smooth: curve.values,
        length: curve.length,
      },
      marks: null,
      end: curve.at[curve.length - 1] ?? 1,
      now: null,
      scale: "log",
      limits: {},
      format: formatValue,
      formatTick: shortValue,
    }),
    [curve],
  );
  return (
    <section className={styles.gradientHistory} aria-label="Gradient norm">
      <header>
        <h3>Gradient norm</h3>
        <span className="num">{formatNorm(latestOf(curve)?.value ?? Number.NaN)}</span>
      </header>
      <div className={styles.gradientChart}>
        <LineChart name="Gradient norm" content={content} ink="bwd-2" labels={false} />
      </div>
    </section>
  );
}

function useCurveContent(curve: Curve, validation: "loss" | "accuracy", scale: ChartScale): ChartContent {
  const marks = useTraining((state) => state.validation[validation]);
  const wanted = useDocument((state) => state.project.training.epochs);
  const epochs = useTraining((state) => state.progress?.epochs ?? null) ?? wanted;
  const isShare = validation === "accuracy";
  return useMemo(() => {
    const now = curve.length > 0 ? (curve.at[curve.length - 1] ?? 0) : null;
    return {
      trace: {
        name: "Training",
        at: curve.at,
        raw: curve.values,
        smooth: curve.smooth,
        length: curve.length,
      },
      marks: { name: "Validation", at: marks.at, values: marks.values, length: marks.length },
      end: epochs,
      now: now !== null && now < epochs ? now : null,
      scale,
      limits: isShare ? { low: 0, high: 1 } : { low: 0 },
      format: isShare ? formatShare : formatValue,
      formatTick: isShare ? (value: number) => formatShare(value, 0) : shortValue,
    };
  }, [curve, marks, epochs, scale, isShare]);
}

/** Two digits are enough beside a grid line. */
function shortValue(value: number): string {
  const size = Math.abs(value);
  if (size >= 0.1 && size < 100) return formatNumber(value, size < 10 ? 2 : 0);
  if (size >= 0.001 && size < 0.1) return formatNumber(value, size < 0.01 ? 3 : 2);
  return formatValue(value);
}

function ChartPanel({
  title,
  content,
  children,
}: {
  readonly title: string;
  readonly content: ChartContent;
  readonly children?: ReactNode;
}) {
  const [copied, setCopied] = useState(false);
  return (
    <section className={styles.panel} aria-label={title}>
      <header>
        <h3>{title}</h3>
        <IconButton
          label="Copy as table"
          tooltip={copied ? "Copied" : "Copy as table"}
          className={styles.copy ?? ""}
          onClick={() => setCopied(copyAsTable(content))}
          onBlur={() => setCopied(false)}
        >
          <Copy size={13} aria-hidden />
        </IconButton>
        {children}
      </header>
      <div className={styles.chart}>
        <LineChart name={title} content={content} />
      </div>
    </section>
  );
}

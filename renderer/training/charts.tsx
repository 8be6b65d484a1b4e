import { memo, type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { create } from "zustand";
import type { Task } from "../../engine/layers/output/tasks.ts";
import { metrics } from "../../engine/training/measures.ts";
import { phrase, say, translate } from "../../engine/words/say.ts";
import { useDocument } from "../document/store.ts";
import type { ChartContent, ChartScale } from "../views/chart-content.ts";
import { formatNorm, formatNumber, formatShare, formatValue } from "../views/format.ts";
import { copyAsTable, LineChart } from "../views/line-chart.tsx";
import { scoreIsShare, scoreTitle } from "../views/score.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { type Curve, latestOf } from "./curve.ts";
import styles from "./dock.module.css";
import { openJudgement } from "./judgement-store.ts";
import { LayersChart, type LayersChartKind } from "./layers-chart.tsx";
import { SaveChart } from "./save-chart.tsx";
import { type Smoothing, smoothedAs, smoothings } from "./smoothing.ts";
import { hasRun } from "./state.ts";
import { useTraining } from "./store.ts";
import { useTask } from "./use-task.ts";

/** The loss of training and validation, logarithmic at first. */
export function LossChart() {
  const loss = useTraining((state) => state.loss);
  const [scale, setScale] = useState<ChartScale>("log");
  const content = useCurveContent(loss, "loss", scale);
  return (
    <ChartPanel title={say("Loss")} content={content}>
      <SmoothingChoice />
      <button
        type="button"
        className={styles.switch}
        aria-pressed={scale === "log"}
        onClick={() => setScale(scale === "log" ? "linear" : "log")}
      >
        {scale === "log" ? say("log scale") : say("linear scale")}
      </button>
    </ChartPanel>
  );
}

/** Of the curves of training: the raw trace stays behind, whatever is chosen. */
const useSmoothing = create<{ readonly smoothing: Smoothing }>()(() => ({ smoothing: "usual" }));

const SmoothingChoice = memo(function SmoothingChoice() {
  const smoothing = useSmoothing((state) => state.smoothing);
  return (
    <select
      className={`${styles.chooser} ${styles.quiet}`}
      aria-label={say("Smoothing of the curves")}
      value={smoothing}
      onChange={({ target }) => {
        const chosen = smoothings.find(({ value }) => value === target.value);
        if (chosen) useSmoothing.setState({ smoothing: chosen.value });
      }}
    >
      {smoothings.map(({ value, label }) => (
        <option key={value} value={value}>
          {translate(label)}
        </option>
      ))}
    </select>
  );
});

type SecondChart = "accuracy" | "mae" | "rmse" | "learningRate" | LayersChartKind;

/** The score in training and validation, errors of numbers that are predicted, the learning rate, or all layers. */
export function ChosenChart() {
  const [wanted, setWanted] = useState<SecondChart>("accuracy");
  const task = useTask();
  const charts: readonly { readonly value: SecondChart; readonly label: string }[] = [
    { value: "accuracy", label: scoreTitle(task) },
    ...(task === "regression" || task === "reconstruction"
      ? (["mae", "rmse"] as const).map((value) => ({ value, label: translate(metrics[value].title) }))
      : []),
    { value: "learningRate", label: say("Learning rate") },
    { value: "gradients", label: say("Gradient norms") },
    { value: "ratios", label: say("Update ratios") },
  ];
  // Another run may not have what was chosen.
  const chart = charts.find(({ value }) => value === wanted)?.value ?? "accuracy";
  const chooser = (
    <select
      className={styles.chooser}
      aria-label={say("What the chart shows")}
      value={chart}
      onChange={({ target }) => setWanted(charts.find(({ value }) => value === target.value)?.value ?? chart)}
    >
      {charts.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
  if (chart === "accuracy") return <AccuracyChart title={chooser} />;
  if (chart === "gradients" || chart === "ratios") return <LayersChart kind={chart} heading={chooser} />;
  if (chart === "learningRate") return <LearningRateChart title={chooser} />;
  return <ErrorChart title={chooser} metric={chart} />;
}

/** An error of the first number to predict, after each epoch, in its own units. */
function ErrorChart({ title, metric }: { readonly title: ReactNode; readonly metric: "mae" | "rmse" }) {
  const curve = useTraining((state) => state.validation[metric]);
  const end = useEpochs();
  const name = say("Validation {metric}", { metric: translate(metrics[metric].title) });
  const content = useMemo(
    () => ({ ...plainContent(say("Validation"), curve), end, limits: { low: 0 } }),
    [curve, end],
  );
  return <ChartPanel title={name} heading={title} content={content} />;
}

/** The way to "How good is it?", in a few words. */
const judgementWords: Readonly<Record<Task, string>> = {
  classes: phrase("class by class"),
  regression: phrase("how far off"),
  "multi-label": phrase("label by label"),
  reconstruction: phrase("picture by picture"),
};

function AccuracyChart({ title }: { readonly title: ReactNode }) {
  const accuracy = useTraining((state) => state.accuracy);
  const content = useCurveContent(accuracy, "accuracy", "linear");
  const task = useTask();
  const canJudge = useTraining(({ run }) => hasRun(run));
  return (
    <ChartPanel title={scoreTitle(task)} heading={title} content={content}>
      {canJudge ? (
        <button type="button" className={styles.switch} onClick={() => void openJudgement()}>
          {translate(judgementWords[task])}
        </button>
      ) : null}
    </ChartPanel>
  );
}

function LearningRateChart({ title }: { readonly title: ReactNode }) {
  const curve = useTraining((state) => state.learningRate);
  const end = useEpochs();
  const content = useMemo(
    () => ({
      ...plainContent(say("Learning rate"), curve),
      end,
      scale: "linear" as const,
      limits: { low: 0 },
    }),
    [curve, end],
  );
  return <ChartPanel title={say("Learning rate")} heading={title} content={content} />;
}

/** The gradient norm of one layer over the run, and how far its updates moved it; nothing where the run has none. */
export function GradientHistory({ nodeId }: { readonly nodeId: string }) {
  const norms = useTraining((state) => state.gradients[nodeId] ?? null);
  const ratios = useTraining((state) => state.ratios[nodeId] ?? null);
  return (
    <>
      {norms ? <LayerChart title={say("Gradient norm")} curve={norms} ink="bwd-2" /> : null}
      {ratios ? (
        <LayerChart title={say("Update ratio")} curve={ratios} ink="ink">
          {say(
            "How far one update moves the weights, against their size. About 0.001 is usual; far more is restless, far less hardly learns.",
          )}
        </LayerChart>
      ) : null}
    </>
  );
}

function LayerChart({
  title,
  curve,
  ink,
  children,
}: {
  readonly title: string;
  readonly curve: Curve;
  readonly ink: "ink" | "bwd-2";
  readonly children?: ReactNode;
}) {
  const content = useMemo(() => plainContent(title, curve), [title, curve]);
  const contentNow = useLatest(content);
  return (
    <section className={styles.gradientHistory} data-ink={ink} aria-label={title}>
      <header>
        <h3>{title}</h3>
        <SaveChart title={title} contentNow={contentNow} />
        <span className="num">{formatNorm(latestOf(curve)?.value ?? Number.NaN)}</span>
      </header>
      <div className={styles.gradientChart}>
        <LineChart name={title} content={content} ink={ink} labels={false} />
      </div>
      {children ? <p className={styles.about}>{children}</p> : null}
    </section>
  );
}

/** One line that is not smoothed, on a logarithmic scale, as far as it goes. */
function plainContent(name: string, curve: Curve): ChartContent {
  const { at, values, length } = curve;
  return {
    trace: { name, at, raw: values, smooth: values, length },
    marks: null,
    end: at[length - 1] ?? 1,
    now: null,
    scale: "log",
    limits: {},
    format: formatValue,
    formatTick: shortValue,
  };
}

/** Epochs of the run, or those that a run would have now. */
function useEpochs(): number {
  const wanted = useDocument((state) => state.project.training.epochs);
  return useTraining((state) => state.progress?.epochs ?? null) ?? wanted;
}

function useCurveContent(curve: Curve, validation: "loss" | "accuracy", scale: ChartScale): ChartContent {
  const marks = useTraining((state) => state.validation[validation]);
  const epochs = useEpochs();
  const smoothing = useSmoothing((state) => state.smoothing);
  const isScore = validation === "accuracy";
  const task = useTask();
  const isShare = isScore && scoreIsShare(task);
  return useMemo(() => {
    const now = curve.length > 0 ? (curve.at[curve.length - 1] ?? 0) : null;
    return {
      trace: {
        name: say("Training"),
        at: curve.at,
        raw: curve.values,
        smooth: smoothing === "usual" ? curve.smooth : smoothedAs(smoothing, curve),
        length: curve.length,
      },
      marks: { name: say("Validation"), at: marks.at, values: marks.values, length: marks.length },
      end: epochs,
      now: now !== null && now < epochs ? now : null,
      scale,
      // R² has no lowest value, and what is far below 0 would flatten all that matters.
      limits: isScore ? { low: 0, high: 1 } : { low: 0 },
      format: isShare ? formatShare : formatValue,
      formatTick: isShare ? (value: number) => formatShare(value, 0) : shortValue,
    };
  }, [curve, marks, epochs, scale, isShare, isScore, smoothing]);
}

/** Two digits are enough beside a grid line. */
function shortValue(value: number): string {
  const size = Math.abs(value);
  if (size >= 0.1 && size < 100) return formatNumber(value, size < 10 ? 2 : 0);
  if (size >= 0.001 && size < 0.1) return formatNumber(value, size < 0.01 ? 4 : 3);
  return formatValue(value);
}

function ChartPanel({
  title,
  heading = title,
  content,
  children,
}: {
  readonly title: string;
  /** What stands there as the title, such as a choice of charts. */
  readonly heading?: ReactNode;
  readonly content: ChartContent;
  readonly children?: ReactNode;
}) {
  const contentNow = useLatest(content);
  const copy = useCallback(() => copyAsTable(contentNow()), [contentNow]);
  return (
    <ChartFrame
      title={title}
      heading={heading}
      onCopy={copy}
      save={<SaveChart title={title} contentNow={contentNow} />}
      tools={children}
    >
      <LineChart name={title} content={content} />
    </ChartFrame>
  );
}

/** Asked for when it is wanted, so that the tools of a chart rest while it grows. */
function useLatest<Value>(value: Value): () => Value {
  const latest = useRef(value);
  latest.current = value;
  return useCallback(() => latest.current, []);
}

import {
  ChevronDown,
  ChevronUp,
  FastForward,
  Grid3x3,
  History,
  Info,
  Pause,
  Play,
  RotateCcw,
  Square,
  StepForward,
} from "lucide-react";
import { useShallow } from "zustand/react/shallow";
import { Button, IconButton } from "../design/button.tsx";
import { useDocument } from "../document/store.ts";
import { formatDuration, formatNumber } from "../views/format.ts";
import { ProgressBar } from "../views/progress-bar.tsx";
import { Sparkline } from "../views/sparkline.tsx";
import { endOf } from "./curve.ts";
import styles from "./dock.module.css";
import { openJudgement } from "./judgement-store.ts";
import { openKeptRuns } from "./kept-runs/kept-runs-store.ts";
import { offer, type RunAction } from "./offer.ts";
import { differsFromRun, editWords } from "./run-network.ts";
import { hasRun, isWorking } from "./state.ts";
import { pause, reset, resume, step, stop, train, trainMore, useTraining } from "./store.ts";
import { useTask } from "./use-task.ts";
import { runWords } from "./words.ts";

const act: Readonly<Record<RunAction, () => Promise<void>>> = {
  train: () => train(),
  pause,
  resume: () => resume(),
  "train-more": trainMore,
  "step-batch": () => step("batch"),
  "step-epoch": () => step("epoch"),
  stop,
  reset,
};

/** The row of buttons with progress, time left and speed. */
export function Transport({
  collapsed,
  onToggle,
}: {
  readonly collapsed: boolean;
  readonly onToggle: (() => void) | undefined;
}) {
  const { run, network, asking } = useTraining(
    useShallow(({ run, network, asking }) => ({ run, network, asking })),
  );
  const project = useDocument((state) => state.project);
  const check = useDocument((state) => state.check);
  const errors = check.problems.filter(({ severity }) => severity === "error").length;
  const offered = offer({
    run,
    canTrain: check.canTrain,
    errors,
    toDo: check.problems.find(({ severity }) => severity === "to-do")?.title ?? null,
    hasNetwork: network !== null,
    differs: network !== null && differsFromRun(network, project),
  });
  const wait = asking ? "Waiting for the worker" : null;
  const { action, label } = offered.primary;
  const refusal = offered.refused;
  const edit = editWords(run, network, project);
  const stepReason = offered.canStep
    ? wait
    : (refusal ?? (isWorking(run) ? "Pause first" : "Nothing to step"));
  return (
    <div className={styles.transport}>
      <Button
        look="primary"
        disabledReason={refusal}
        onClick={() => void act[action]()}
        tooltip={action === "train-more" ? `${project.training.epochs} more epochs` : undefined}
        data-testid="train"
      >
        {action === "pause" ? <Pause size={14} aria-hidden /> : <Play size={14} aria-hidden />}
        {label}
      </Button>
      <IconButton
        label="Train one batch"
        look="plain"
        disabledReason={stepReason}
        onClick={() => void act["step-batch"]()}
      >
        <StepForward size={14} aria-hidden />
      </IconButton>
      <IconButton
        label="Train one epoch"
        look="plain"
        disabledReason={stepReason}
        onClick={() => void act["step-epoch"]()}
      >
        <FastForward size={14} aria-hidden />
      </IconButton>
      <IconButton
        label="Stop the run, keep the weights"
        look="plain"
        disabledReason={offered.canStop ? null : "No run to stop"}
        onClick={() => void stop()}
      >
        <Square size={14} aria-hidden />
      </IconButton>
      <IconButton
        label="Forget the run, back to untrained"
        look="plain"
        disabledReason={offered.canReset ? null : "Nothing to reset"}
        onClick={() => void reset()}
      >
        <RotateCcw size={14} aria-hidden />
      </IconButton>
      <IconButton
        label="How good is it?"
        look="plain"
        disabledReason={hasRun(run) ? null : "Train first"}
        onClick={() => void openJudgement()}
      >
        <Grid3x3 size={14} aria-hidden />
      </IconButton>
      <IconButton label="Kept runs" look="plain" onClick={() => void openKeptRuns()}>
        <History size={14} aria-hidden />
      </IconButton>
      {refusal && run !== "loading" ? (
        <span className={errors > 0 ? styles.refusal : `${styles.refusal} ${styles.calm}`}>
          <Info size={14} aria-hidden />
          {refusal}
        </span>
      ) : (
        <Where />
      )}
      {edit ? (
        <span className={styles.quiet} title={edit}>
          {edit}
        </span>
      ) : null}
      <Progress />
      {collapsed ? <LossLine /> : null}
      {onToggle ? (
        <IconButton
          label={collapsed ? "Show the charts" : "Hide the charts"}
          aria-expanded={!collapsed}
          onClick={onToggle}
          className={styles.fold ?? ""}
        >
          {collapsed ? <ChevronUp size={16} aria-hidden /> : <ChevronDown size={16} aria-hidden />}
        </IconButton>
      ) : null}
    </div>
  );
}

function Where() {
  const dataName = useDocument((state) => state.data?.name ?? null);
  const task = useTask();
  const { lead, detail } = useTraining(
    useShallow(({ run, progress, loading, result }) =>
      // The worker names the set by its id, the document as people do.
      runWords(
        { run, progress, loading: loading && { ...loading, what: dataName ?? loading.what }, result },
        task,
      ),
    ),
  );
  return (
    <span className={styles.where} data-testid="run-words">
      {lead ? <b>{lead}</b> : null}
      {detail ? <span className={styles.detail}>{detail}</span> : null}
    </span>
  );
}

function Progress() {
  const run = useTraining((state) => state.run);
  const progress = useTraining((state) => state.progress);
  const result = useTraining((state) => state.result);
  // Not from the batch number: that begins again at 0 as soon as an epoch is full.
  const reached = useTraining((state) => Math.max(0, endOf(state.loss)));
  const isImage = useDocument((state) => state.data?.inputShape.length === 3);
  if (!progress) return <span className={styles.space} />;
  const { epochs, secondsLeft, imagesPerSecond } = progress;
  const done = result ? epochs : reached;
  return (
    <>
      <ProgressBar name="Epochs trained" done={done} parts={epochs} />
      {isWorking(run) && secondsLeft !== null ? (
        <span className={styles.left}>
          <b className="num">{formatDuration(secondsLeft)}</b> left
        </span>
      ) : null}
      {imagesPerSecond !== null && isWorking(run) ? (
        <span className={styles.speed}>
          <span className="num">{formatNumber(imagesPerSecond)}</span> {isImage ? "images" : "examples"}/s
        </span>
      ) : null}
    </>
  );
}

function LossLine() {
  const loss = useTraining((state) => state.loss);
  if (loss.length === 0) return null;
  return <Sparkline name="Training loss" values={loss.smooth} length={loss.length} />;
}

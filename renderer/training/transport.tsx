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
import { say } from "../../engine/words/say.ts";
import { Button, IconButton } from "../design/button.tsx";
import { Said } from "../design/said.tsx";
import { useDocument } from "../document/store.ts";
import { formatDuration, formatNumber } from "../views/format.ts";
import { ProgressBar } from "../views/progress-bar.tsx";
import { Sparkline } from "../views/sparkline.tsx";
import { endOf } from "./curve.ts";
import { openJudgement } from "./judgement-store.ts";
import { openKeptRuns } from "./kept-runs/kept-runs-store.ts";
import type { RunAction } from "./offer.ts";
import { editWords } from "./run-network.ts";
import { hasRun, isWorking } from "./state.ts";
import { pause, reset, resume, step, stop, train, trainMore, useTraining } from "./store.ts";
import styles from "./transport.module.css";
import { useOffer } from "./use-offer.ts";
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
  const { run, network, missing } = useTraining(
    useShallow(({ run, network, missing }) => ({ run, network, missing: missing !== null })),
  );
  const project = useDocument((state) => state.project);
  const hasErrors = useDocument(({ check }) => check.problems.some(({ severity }) => severity === "error"));
  const canTrain = useDocument(({ check }) => check.canTrain);
  const offered = useOffer();
  const { action, label } = offered.primary;
  const refusal = offered.refused;
  const edit = editWords(run, network, project, canTrain);
  return (
    <div className={styles.transport}>
      <Button
        look="primary"
        disabledReason={refusal}
        onClick={() => void act[action]()}
        tooltip={
          action === "train-more"
            ? say("{count, plural, one {# more epoch} other {# more epochs}}", {
                count: project.training.epochs,
              })
            : undefined
        }
        data-testid="train"
      >
        {action === "pause" ? <Pause size={14} aria-hidden /> : <Play size={14} aria-hidden />}
        {label}
      </Button>
      <IconButton
        label={say("Train one batch")}
        look="plain"
        disabledReason={offered.stepRefused}
        onClick={() => void act["step-batch"]()}
      >
        <StepForward size={14} aria-hidden />
      </IconButton>
      <IconButton
        label={say("Train one epoch")}
        look="plain"
        disabledReason={offered.stepRefused}
        onClick={() => void act["step-epoch"]()}
      >
        <FastForward size={14} aria-hidden />
      </IconButton>
      <IconButton
        label={say("Stop the run, keep the weights")}
        look="plain"
        disabledReason={offered.canStop ? null : say("No run to stop")}
        onClick={() => void stop()}
      >
        <Square size={14} aria-hidden />
      </IconButton>
      <IconButton
        label={say("Forget the run, back to untrained")}
        look="plain"
        disabledReason={offered.canReset ? null : say("Nothing to reset")}
        onClick={() => void reset()}
      >
        <RotateCcw size={14} aria-hidden />
      </IconButton>
      <IconButton
        label={say("How good is it?")}
        look="plain"
        disabledReason={missing ? say("Find the data first") : hasRun(run) ? null : say("Train first")}
        onClick={() => void openJudgement()}
      >
        <Grid3x3 size={14} aria-hidden />
      </IconButton>
      <IconButton label={say("Kept runs")} look="plain" onClick={() => void openKeptRuns()}>
        <History size={14} aria-hidden />
      </IconButton>
      {refusal && run !== "loading" && !missing ? (
        <span
          className={hasErrors ? styles.refusal : `${styles.refusal} ${styles.calm}`}
          data-testid="why-not"
        >
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
          label={collapsed ? say("Show the charts") : say("Hide the charts")}
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
    <span
      className={styles.where}
      title={[lead, detail].filter((words) => words).join(" ")}
      data-testid="run-words"
    >
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
      <ProgressBar name={say("Epochs trained")} done={done} parts={epochs} />
      {isWorking(run) && secondsLeft !== null ? (
        <span className={styles.left}>
          <Said
            message="<b>{time}</b> left"
            values={{ time: formatDuration(secondsLeft), b: (time) => <b className="num">{time}</b> }}
          />
        </span>
      ) : null}
      {imagesPerSecond !== null && isWorking(run) ? (
        <span className={styles.speed}>
          <Said
            message={isImage ? "<b>{speed}</b> images/s" : "<b>{speed}</b> examples/s"}
            values={{
              speed: formatNumber(imagesPerSecond),
              b: (speed) => <span className="num">{speed}</span>,
            }}
          />
        </span>
      ) : null}
    </>
  );
}

function LossLine() {
  const loss = useTraining((state) => state.loss);
  if (loss.length === 0) return null;
  return <Sparkline name={say("Training loss")} values={loss.smooth} length={loss.length} />;
}

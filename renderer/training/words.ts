import type { Task } from "../../engine/layers/output/tasks.ts";
import type { Divergence, EpochResult, RunResult } from "../../engine/protocol.ts";
import { numberFormat } from "../../engine/words/numbers.ts";
import { formatDuration, formatNumber, formatShare, formatValue } from "../views/format.ts";
import { formatMetric, formatScore, scoreName } from "../views/score.ts";
import type { TrainingState } from "./state.ts";

/** What the run is doing, in the words of the transport row: the first part stands out. */
export interface RunWords {
  readonly lead: string;
  readonly detail: string;
}

export function runWords(
  state: Pick<TrainingState, "run" | "progress" | "loading" | "result">,
  task: Task = "classes",
): RunWords {
  const { run, progress, loading, result } = state;
  const epoch = progress ? `Epoch ${formatNumber(progress.epoch)} of ${formatNumber(progress.epochs)}` : "";
  const batch = progress ? `batch ${formatNumber(progress.batch)}/${formatNumber(progress.batches)}` : "";
  switch (run) {
    case "idle":
      return { lead: "", detail: "Not trained yet" };
    case "loading": {
      const share = loading && loading.total > 0 ? formatShare(loading.done / loading.total, 0) : "";
      return { lead: loading ? `Loading ${loading.what}` : "Getting ready", detail: share };
    }
    case "training":
      return progress ? { lead: epoch, detail: batch } : { lead: "Getting ready", detail: "" };
    case "validating":
      return { lead: epoch || "Validating", detail: epoch ? "validating" : "" };
    case "testing":
      return { lead: epoch || "Testing", detail: "reading the test set once" };
    case "paused":
      if (!progress) return { lead: "Paused", detail: "" };
      if (progress.batch > 0)
        return { lead: `Paused after batch ${formatNumber(progress.batch)}`, detail: epoch.toLowerCase() };
      return {
        lead:
          progress.epoch > 1 ? `Paused after epoch ${progress.epoch - 1}` : "Paused before the first batch",
        detail: "",
      };
    case "stopped":
      return {
        lead: "Stopped",
        detail: progress ? `${epoch.toLowerCase()}, ${batch}. The weights are kept.` : "",
      };
    case "finished":
      return { lead: result ? finishedWords(result, task) : "Finished", detail: "" };
    case "diverged":
      return {
        lead: "Stopped: a value became infinite",
        detail: progress ? `${epoch.toLowerCase()}, ${batch}` : "",
      };
    case "failed":
      return { lead: "The run ended with an error", detail: "" };
  }
}

/** `Trained in 1:17. Validation accuracy 86.2 %, test accuracy 85.9 %.` */
export function finishedWords(result: RunResult, task: Task = "classes"): string {
  const { seconds, epochs, bestEpoch, validationAccuracy, testAccuracy, testTargets = [] } = result;
  const [target, ...more] = testTargets;
  const mae = more.length === 0 ? target?.values.mae : undefined;
  const measured = [
    // There is room for two numbers: an error in its own units says more than a second score, and so does a long name.
    { name: "validation", share: task === "classes" ? validationAccuracy : Number.NaN },
    { name: "test", share: testAccuracy },
  ]
    .filter(({ share }) => Number.isFinite(share))
    .map(({ name, share }) => `${name} ${scoreName(task)} ${formatScore(task, share)}`)
    .join(", ");
  const error = mae === undefined ? "" : `, MAE ${formatMetric("mae", mae)}`;
  const sentence = measured && ` ${measured.charAt(0).toUpperCase()}${measured.slice(1)}${error}.`;
  // 0:00 would say nothing of a run that small sets finish at once.
  const time = seconds < 10 ? `${formatNumber(seconds, seconds < 1 ? 2 : 1)} s` : formatDuration(seconds);
  const best =
    bestEpoch === null ? "" : ` Best of ${formatNumber(epochs)} epochs: ${formatNumber(bestEpoch)}.`;
  return `Trained in ${time}.${best}${sentence}`;
}

/** Cause and remedy of a run whose numbers stopped being finite, as sentences. */
export function divergenceWords(divergence: Divergence): {
  readonly title: string;
  readonly reason: string;
  readonly again: string;
  readonly goOn: string;
  readonly effect: string;
} {
  const { where, epoch, batch, layer, learningRate, suggestedLearningRate } = divergence;
  const rate = plainNumber(suggestedLearningRate);
  const found = {
    loss: { what: "The loss", origin: "" },
    output: { what: "The loss", origin: `It began in the output of ${layer}. ` },
    // The loss itself was still finite.
    gradient: { what: `The gradient of ${layer}`, origin: "" },
  }[where];
  const place = batch > 1 ? `batch ${formatNumber(batch - 1)}` : "the batch before";
  return {
    title: `${found.what} became infinite in epoch ${formatNumber(epoch)}, batch ${formatNumber(batch)}.`,
    reason: `${found.origin}The learning rate ${plainNumber(learningRate)} is probably too high.`,
    again: `Start again with ${rate}`,
    goOn: `Go back to ${place}`,
    effect: `Going back goes on from there with ${rate}; starting again takes new weights of the same seed.`,
  };
}

/** What is said aloud at the end of an epoch. */
export function epochWords(
  { epoch, validationAccuracy, validationLoss }: EpochResult,
  task: Task = "classes",
): string {
  return `Epoch ${formatNumber(epoch)}: validation ${scoreName(task)} ${formatScore(task, validationAccuracy)}, loss ${formatValue(validationLoss)}.`;
}

/** A setting as it would be typed: 0.05, not 0.050. */
function plainNumber(value: number): string {
  return numberFormat({ maximumSignificantDigits: 3 }).format(value);
}

import type { Task } from "../../engine/layers/output/tasks.ts";
import type { Divergence, EpochResult, RunResult } from "../../engine/protocol.ts";
import { metrics } from "../../engine/training/measures.ts";
import { numberFormat } from "../../engine/words/numbers.ts";
import { say, translate } from "../../engine/words/say.ts";
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
  const epoch = progress ? say("Epoch {epoch, number} of {epochs, number}", { ...progress }) : "";
  const batch = progress ? say("batch {batch, number}/{batches, number}", { ...progress }) : "";
  switch (run) {
    case "idle":
      return { lead: "", detail: say("Not trained yet") };
    case "loading": {
      const share = loading && loading.total > 0 ? formatShare(loading.done / loading.total, 0) : "";
      return {
        lead: loading ? say("Loading {what}", { what: loading.what }) : say("Getting ready"),
        detail: share,
      };
    }
    case "training":
      return progress ? { lead: epoch, detail: batch } : { lead: say("Getting ready"), detail: "" };
    case "validating":
      return { lead: epoch || say("Validating"), detail: epoch ? say("validating") : "" };
    case "testing":
      return { lead: epoch || say("Testing"), detail: say("reading the test set once") };
    case "paused":
      if (!progress) return { lead: say("Paused"), detail: "" };
      if (progress.batch > 0)
        return {
          lead: say("Paused after batch {batch, number}", { batch: progress.batch }),
          detail: epoch.toLowerCase(),
        };
      return {
        lead:
          progress.epoch > 1
            ? say("Paused after epoch {epoch, number}", { epoch: progress.epoch - 1 })
            : say("Paused before the first batch"),
        detail: "",
      };
    case "stopped":
      return {
        lead: say("Stopped"),
        detail: progress
          ? say("{place}. The weights are kept.", { place: `${epoch.toLowerCase()}, ${batch}` })
          : "",
      };
    case "finished":
      return { lead: result ? finishedWords(result, task) : say("Finished"), detail: "" };
    case "diverged":
      return {
        lead: say("Stopped: a value became infinite"),
        detail: progress ? `${epoch.toLowerCase()}, ${batch}` : "",
      };
    case "failed":
      return { lead: say("The run ended with an error"), detail: "" };
  }
}

/** `Trained in 1:17. Validation accuracy 86.2 %, test accuracy 85.9 %.` */
export function finishedWords(result: RunResult, task: Task = "classes"): string {
  const { seconds, epochs, bestEpoch, validationAccuracy, testAccuracy, testTargets = [] } = result;
  const [target, ...more] = testTargets;
  const mae = more.length === 0 ? target?.values.mae : undefined;
  const score = scoreName(task);
  // There is room for two numbers: an error in its own units says more than a second score, and so does a long name.
  const validation = task === "classes" ? validationAccuracy : Number.NaN;
  const measured = [
    ...(Number.isFinite(validation)
      ? [say("validation {score} {value}", { score, value: formatScore(task, validation) })]
      : []),
    ...(Number.isFinite(testAccuracy)
      ? [say("test {score} {value}", { score, value: formatScore(task, testAccuracy) })]
      : []),
    ...(mae === undefined ? [] : [`${translate(metrics.mae.title)} ${formatMetric("mae", mae)}`]),
  ].join(", ");
  // 0:00 would say nothing of a run that small sets finish at once.
  const time =
    seconds < 10
      ? say("{seconds} s", { seconds: formatNumber(seconds, seconds < 1 ? 2 : 1) })
      : formatDuration(seconds);
  return [
    say("Trained in {time}.", { time }),
    bestEpoch === null
      ? ""
      : say("Best of {epochs, number} epochs: {bestEpoch, number}.", { epochs, bestEpoch }),
    measured && `${measured.charAt(0).toUpperCase()}${measured.slice(1)}.`,
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

/**
 * Cause and remedy of a run whose numbers stopped being finite, as sentences.
 * @param isEdited whether the document has another network by now
 */
export function divergenceWords(
  divergence: Divergence,
  isEdited = false,
): {
  readonly title: string;
  readonly reason: string;
  readonly again: string;
  readonly goOn: string;
  readonly effect: string;
} {
  const { where, epoch, batch, layer, learningRate, suggestedLearningRate } = divergence;
  const rate = plainNumber(suggestedLearningRate);
  const place = { epoch, batch };
  return {
    // With a gradient the loss itself was still finite.
    title:
      where === "gradient"
        ? say("The gradient of {layer} became infinite in epoch {epoch, number}, batch {batch, number}.", {
            layer,
            ...place,
          })
        : say("The loss became infinite in epoch {epoch, number}, batch {batch, number}.", place),
    reason: [
      where === "output" ? `${say("It began in the output of {layer}.", { layer })} ` : "",
      say("The learning rate {rate} is probably too high.", { rate: plainNumber(learningRate) }),
    ].join(""),
    again: say("Start again with {rate}", { rate }),
    goOn:
      batch > 1
        ? say("Go back to batch {batch, number}", { batch: batch - 1 })
        : say("Go back to the batch before"),
    effect: isEdited
      ? say(
          "Going back goes on from there with {rate}, without your edit; starting again takes the network as it is now.",
          { rate },
        )
      : say("Going back goes on from there with {rate}; starting again takes new weights of the same seed.", {
          rate,
        }),
  };
}

/** What is said aloud at the end of an epoch. */
export function epochWords(
  { epoch, validationAccuracy, validationLoss }: EpochResult,
  task: Task = "classes",
): string {
  return say("Epoch {epoch, number}: validation {score} {value}, loss {loss}.", {
    epoch,
    score: scoreName(task),
    value: formatScore(task, validationAccuracy),
    loss: formatValue(validationLoss),
  });
}

/** A setting as it would be typed: 0.05, not 0.050. */
function plainNumber(value: number): string {
  return numberFormat({ maximumSignificantDigits: 3 }).format(value);
}

import type { CheckpointCard } from "../../../engine/protocol.ts";
import { formatNumber } from "../../views/format.ts";
import { formatScore, scoreName } from "../../views/score.ts";

/** Where in its run a checkpoint was saved: `epoch 3 of 10, batch 240`. */
export function placeWords({
  epoch,
  batch,
  epochs,
}: Pick<CheckpointCard, "epoch" | "batch" | "epochs">): string {
  const of = formatNumber(epochs);
  if (batch > 0) return `epoch ${formatNumber(epoch + 1)} of ${of}, batch ${formatNumber(batch)}`;
  return epoch === 0 ? "before the first batch" : `after epoch ${formatNumber(epoch)} of ${of}`;
}

const ends: Readonly<Record<CheckpointCard["state"], string>> = {
  training: "Cut off",
  paused: "Paused",
  stopped: "Stopped",
  finished: "Finished",
};

/** How a run was left: `Cut off, epoch 3 of 10, batch 240`. */
export function endWords(card: CheckpointCard): string {
  const { state, accuracy, task } = card;
  if (state !== "finished") return `${ends[state]}, ${placeWords(card)}`;
  const reached = accuracy === null ? "" : `, test ${scoreName(task)} ${formatScore(task, accuracy)}`;
  return `${ends[state]} after ${formatNumber(card.epochs)} ${card.epochs === 1 ? "epoch" : "epochs"}${reached}`;
}

/** Whether there is something left to do for the run. */
export function isUnfinished({ state }: CheckpointCard): boolean {
  return state === "training" || state === "paused";
}

import type { CheckpointCard } from "../../../engine/protocol.ts";
import { phrase, say, translate } from "../../../engine/words/say.ts";
import { formatScore, scoreName } from "../../views/score.ts";

/** Where in its run a checkpoint was saved: `epoch 3 of 10, batch 240`. */
export function placeWords({
  epoch,
  batch,
  epochs,
}: Pick<CheckpointCard, "epoch" | "batch" | "epochs">): string {
  if (batch > 0)
    return say("epoch {epoch, number} of {epochs, number}, batch {batch, number}", {
      epoch: epoch + 1,
      epochs,
      batch,
    });
  return epoch === 0
    ? say("before the first batch")
    : say("after epoch {epoch, number} of {epochs, number}", { epoch, epochs });
}

const ends: Readonly<Record<Exclude<CheckpointCard["state"], "finished">, string>> = {
  training: phrase("Cut off"),
  paused: phrase("Paused"),
  stopped: phrase("Stopped"),
};

/** How a run was left: `Cut off, epoch 3 of 10, batch 240`. */
export function endWords(card: CheckpointCard): string {
  const { state, accuracy, task } = card;
  if (state !== "finished") return `${translate(ends[state])}, ${placeWords(card)}`;
  const after = say("Finished after {count, plural, one {# epoch} other {# epochs}}", { count: card.epochs });
  if (accuracy === null) return after;
  return `${after}, ${say("test {score} {value}", { score: scoreName(task), value: formatScore(task, accuracy) })}`;
}

/** Whether there is something left to do for the run. */
export function isUnfinished({ state }: CheckpointCard): boolean {
  return state === "training" || state === "paused";
}

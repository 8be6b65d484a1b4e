import { existsSync } from "node:fs";
import type { Project } from "../../project/project.ts";
import { learningRateOf, trainedPart } from "../../project/trained-part.ts";
import { type Trouble, TroubleError, troubleOf } from "../../trouble.ts";
import { readCheckpoint } from "../checkpoint-file.ts";
import { checkpointsIn } from "../run-keeper.ts";

interface Wanted {
  readonly project: Project;
  /** Examples to train on at most. */
  readonly limit: number | null;
}

/**
 * The last checkpoint of a run that is whole; null when there is none. Damaged ones are told and passed over.
 * @param wanted what the run must train, its epochs apart.
 * @throws TroubleError when the checkpoints are of something else.
 */
export async function lastCheckpoint(
  folder: string,
  wanted: Wanted,
  onDamaged: (trouble: Trouble) => void,
): Promise<string | null> {
  if (!existsSync(folder)) return null;
  const cards = await checkpointsIn(folder, onDamaged);
  for (const { file } of cards.toReversed()) {
    const record = await readCheckpoint(file).then(
      (checkpoint) => checkpoint.record,
      (error: unknown) => onDamaged(troubleOf(error, "A checkpoint cannot be opened")),
    );
    if (!record) continue;
    const difference = differenceOf(record, wanted);
    if (difference === null) return file;
    throw new TroubleError({
      title: `The run in ${folder} cannot go on`,
      reason: difference,
      next: "Train what it was begun with, or name another folder.",
    });
  }
  return null;
}

function differenceOf(kept: Wanted, wanted: Wanted): string | null {
  if (trainedPart(kept.project) !== trainedPart(wanted.project))
    return "Its network, data or training settings are not those of this project.";
  const rates = [kept, wanted].map(({ project }) => learningRateOf(project));
  if (rates[0] !== rates[1]) return `Its learning rate is ${rates[0]}, not ${rates[1]}.`;
  if (kept.limit !== wanted.limit)
    return kept.limit === null ? "It has no --limit." : `Its --limit is ${kept.limit}.`;
  return null;
}

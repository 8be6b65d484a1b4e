import type { Project } from "../../engine/project/project.ts";
import { fixedPart, trainedPart } from "../../engine/project/trained-part.ts";
import type { RunState } from "../../engine/protocol.ts";
import { say } from "../../engine/words/say.ts";
import { hasRun, isUnderWay } from "./state.ts";

/*
 * The run keeps the network that it was started with while the document goes on changing. These comparisons
 * tell which edits the run already follows and which wait for the next one.
 */

/** Whether the project would train another network, or otherwise, than the run does; names and places do not count. */
export function differsFromRun(run: Project, now: Project): boolean {
  return run !== now && trainedPart(run) !== trainedPart(now);
}

/** Whether the run, when it is resumed, can go on with what was edited since: settings of the training alone. */
export function canFollow(run: Project, now: Project): boolean {
  if (run === now || fixedPart(run) !== fixedPart(now)) return false;
  return trainedPart(run) !== trainedPart(now) || run.training.epochs !== now.training.epochs;
}

/** Whether what is said of the run is of a network, or of settings, that the document no longer has. */
export function isLeftBehind(state: RunState, run: Project | null, now: Project): boolean {
  if (!run || !(hasRun(state) || state === "failed")) return false;
  return differsFromRun(run, now) && !(isUnderWay(state) && canFollow(run, now));
}

/**
 * What becomes of an edit made since the run began, as a sentence; null when there is none that matters.
 * @param canTrain whether the document, as it is now, could be trained at all
 */
export function editWords(
  state: RunState,
  run: Project | null,
  now: Project,
  canTrain: boolean,
): string | null {
  if (run && isUnderWay(state) && canFollow(run, now))
    return state === "paused"
      ? say("Resume goes on with your edit.")
      : say("Pause and resume, and the run goes on with your edit.");
  if (!isLeftBehind(state, run, now)) return null;
  if (!isUnderWay(state)) return say("That was before your edit.");
  return canTrain ? say("The next run will use your edit.") : say("The run goes on without your edit.");
}

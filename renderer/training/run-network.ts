import type { Project } from "../../engine/project/project.ts";
import { trainedPart } from "../../engine/project/trained-part.ts";

/*
 * The run keeps the network that it was started with while the document goes on changing. These comparisons
 * tell which edits the run already follows and which wait for the next one.
 */

/** Whether the project would train another network, or otherwise, than the run does; names and places do not count. */
export function differsFromRun(run: Project, now: Project): boolean {
  return run !== now && trainedPart(run) !== trainedPart(now);
}

/** Whether only the number of epochs was changed since the run began. */
export function epochsDiffer(run: Project, now: Project): boolean {
  return run.training.epochs !== now.training.epochs;
}

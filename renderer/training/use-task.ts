import type { Task } from "../../engine/layers/output/tasks.ts";
import { type TrainingStore, useTraining } from "./store.ts";

/** What the examples of the run are answered with; classes until that is known. */
export function useTask(): Task {
  return useTraining(taskOfRun);
}

export function taskOfRun({ card }: Pick<TrainingStore, "card">): Task {
  return card?.targets?.task ?? "classes";
}

const noNames: readonly string[] = [];

/** Names of what the network of the run says: classes or targets. */
export function useAskedNames(): readonly string[] {
  return useTraining(({ card }) => card?.targets?.names ?? card?.classNames ?? noNames);
}

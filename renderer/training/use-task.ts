import { taskFor } from "../../engine/graph/asked.ts";
import type { Task } from "../../engine/layers/output/tasks.ts";
import { type TrainingStore, useTraining } from "./store.ts";

/** What the examples of the run are answered with; classes until that is known. */
export function useTask(): Task {
  return useTraining(taskOfRun);
}

export function taskOfRun({ card, network }: Pick<TrainingStore, "card" | "network">): Task {
  return network ? taskFor(network.graph, card) : "classes";
}

const noNames: readonly string[] = [];

/** Names of what the network of the run says: classes or targets. */
export function useAskedNames(): readonly string[] {
  return useTraining((state) => {
    const { card } = state;
    if (!card || taskOfRun(state) === "reconstruction") return noNames;
    return card.targets?.names ?? card.classNames;
  });
}

import { planNetwork } from "../../engine/graph/plan.ts";
import { ThreadTeam } from "../../engine/host/threads.ts";
import { RunMemory } from "../../engine/training/memory.ts";
import type { Window } from "../protocol.ts";
import { evaluateBatch } from "./evaluate.ts";
import type { Work } from "./training.ts";

/** Predicts batch after batch, with the threads asked for. */
export async function inferenceWindows(work: Work) {
  const { graph, settings, dataset, module, threads } = work;
  const team = new ThreadTeam(module, threads);
  const batch = settings.batchSize;
  const run = { graph, settings, batch: 1, evaluation: batch };
  const memory = new RunMemory({ ...run, plan: planNetwork(graph), kernels: team.kernels, crew: team });
  await team.join(run, (error) => {
    throw error;
  });
  const { train } = dataset.split;
  let at = 0;
  const window = (seconds: number): Window => {
    const start = performance.now();
    let images = 0;
    let elapsed = 0;
    do {
      if (at + batch > train.length) at = 0;
      evaluateBatch(memory, dataset, train, at, batch);
      at += batch;
      images += batch;
      elapsed = (performance.now() - start) / 1000;
    } while (elapsed < seconds);
    return { images, seconds: elapsed };
  };
  return { threads, window };
}

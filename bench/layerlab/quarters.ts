import { ThreadTeam } from "../../engine/host/threads.ts";
import { Trainer } from "../../engine/training/trainer.ts";
import type { Quarter } from "../protocol.ts";
import { evaluateBatch } from "./evaluate.ts";
import type { Work } from "./training.ts";

/** Trains a quarter of an epoch at a time; after each, all test images are classified, outside the seconds. */
export async function quarters(work: Work): Promise<() => Quarter> {
  const { graph, settings, module, threads } = work;
  const { train, test } = work.dataset.split;
  const dataset = { ...work.dataset, split: { train, validation: test, test } };
  const team = new ThreadTeam(module, threads);
  const clock = () => performance.now() / 1000;
  const trainer = new Trainer({ graph, settings, dataset, kernels: team.kernels, crew: team, clock });
  const { memory } = trainer;
  const run = { graph, settings, batch: memory.batch, evaluation: memory.evaluationBatch };
  await team.join(run, (error) => {
    throw error;
  });
  const accuracy = () => {
    const size = memory.evaluationBatch;
    let correct = 0;
    for (let start = 0; start < test.length; start += size)
      correct += evaluateBatch(memory, dataset, test, start, Math.min(size, test.length - start));
    return correct / test.length;
  };
  let wanted = 0;
  return () => {
    wanted += train.length / 4;
    const before = trainer.trainingSeconds;
    while (trainer.examplesSeen < wanted) {
      const event = trainer.advance();
      if (event?.kind === "diverged") throw new Error(`The run diverged at ${event.divergence.layer}.`);
    }
    return { seconds: trainer.trainingSeconds - before, accuracy: accuracy() };
  };
}

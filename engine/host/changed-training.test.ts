import { describe, expect, it } from "vitest";
import type { Project } from "../project/project.ts";
import { lastOf, limit, newFolder, odd, session, template, uninterrupted } from "../testing/kept-runs.ts";
import { readCheckpoint } from "./checkpoint-file.ts";

describe("a paused run goes on with other training settings", () => {
  const digits = odd(template("handwritten-digits"));
  type Training = Project["training"];

  /** Four batches, then these settings, to the end; on two threads. */
  async function changed(change: (training: Training) => Training, project = digits) {
    const folder = newFolder();
    const { made, state, events } = session();
    await made.start({
      project,
      until: "batch",
      limit,
      threads: 2,
      checkpoints: { folder, everySeconds: 1000, projectFile: null },
    });
    await state("paused");
    for (let batch = 0; batch < 3; batch++) {
      events.length = 0;
      made.resume({ until: "batch" });
      await state("paused");
    }
    const training = change(project.training);
    expect(await made.changeTraining({ training })).toBe("paused");
    events.length = 0;
    made.resume({ until: "end" });
    await state("finished");
    const { weightsHash } = made.exportModel();
    await made.settleCheckpoints();
    made.reset();
    const { record } = await readCheckpoint((await lastOf(folder)).file);
    expect(record.project.training).toEqual(training);
    return { weightsHash, trainer: record.trainer };
  }

  it("with the bits of a run without the change where it changes nothing", async () => {
    const clipping = { name: "norm", settings: { limit: 1e6 } } as const;
    const { weightsHash } = await changed((training) => ({ ...training, clipping }));
    expect(weightsHash).toBe(await uninterrupted(digits));
  });

  it("for more epochs or fewer", async () => {
    const longer = await changed((training) => ({ ...training, epochs: 5 }));
    expect(longer.weightsHash).toBe(await uninterrupted(odd(digits, 5)));
    expect((await changed((training) => ({ ...training, epochs: 2 }))).trainer.epoch).toBe(2);
  });

  it("with another optimiser, whose memory begins anew, and another learning rate", async () => {
    const settings = { learningRate: 0.01, momentum: 0.9, weightDecay: 0, nesterov: false };
    const { trainer, weightsHash } = await changed((training) => ({
      ...training,
      optimizer: { name: "sgd", settings },
    }));
    expect(trainer).toMatchObject({ learningRate: 0.01, epoch: 3, step: 3 * 5 - 4 });
    expect(weightsHash).not.toBe(await uninterrupted(digits));
  });

  it("with other updates, whose first group begins where the last update was", async () => {
    const updating = { name: "batches", settings: { every: 3 } } as const;
    const grouped = { ...digits, training: { ...digits.training, updating } };
    const { updating: _every, ...everyBatch } = grouped.training;
    const { trainer } = await changed(() => everyBatch, grouped);
    // One update of three batches, then one for each of the others: the fourth came again.
    expect(trainer.step).toBe(1 + 2 + 2 * 5);
  });

  it("but with no other batch size, seed or maths", async () => {
    const { made, state } = session();
    await made.start({ project: digits, until: "batch", limit });
    await state("paused");
    for (const other of [{ batchSize: 8 }, { seed: 9 }, { maths: "fast" as const }])
      await expect(made.changeTraining({ training: { ...digits.training, ...other } })).rejects.toMatchObject(
        {
          trouble: { next: "Train anew with them." },
        },
      );
    made.resume({ until: "end" });
    await state("finished");
    expect(made.exportModel().weightsHash).toBe(await uninterrupted(digits));
  });
});

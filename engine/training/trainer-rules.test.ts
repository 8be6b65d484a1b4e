import { describe, expect, it } from "vitest";
import { graphOf } from "../graph/graph-of.ts";
import { referenceKernels } from "../kernels/reference.ts";
import { elements, type Tensor } from "../tensor.ts";
import { relativeError } from "../testing/numbers.ts";
import { advance, blobs, type Choice, hashAfter, ofKind, trainerOf } from "../testing/small-run.ts";
import type { ScheduleChoice } from "./schedules.ts";

describe("a schedule", () => {
  const halves: ScheduleChoice = { name: "exponential", settings: { factor: 0.5 } };

  it("is the same, bit for bit, as a learning rate that is set by hand after each epoch", () => {
    const scheduled = trainerOf({ schedule: halves });
    advance(scheduled);
    const byHand = trainerOf();
    for (const rate of [0.05, 0.025, 0.0125]) {
      byHand.learningRate = rate;
      advance(byHand, ({ kind }) => kind === "epoch");
    }
    expect(scheduled.memory.weightsHash()).toBe(byHand.memory.weightsHash());
    expect(scheduled.memory.weightsHash()).not.toBe(hashAfter({}));
  });

  it("changes nothing when it is constant", () => {
    expect(hashAfter({ schedule: { name: "constant", settings: {} } })).toBe(hashAfter({}));
  });

  it("goes on in a run that is extended as if all epochs had been asked for at once", () => {
    const extended = trainerOf({ epochs: 1, schedule: { name: "cosine", settings: { over: 5, lowest: 0 } } });
    advance(extended);
    extended.extend(2);
    advance(extended);
    expect(extended.memory.weightsHash()).toBe(
      hashAfter({ schedule: { name: "cosine", settings: { over: 5, lowest: 0 } } }),
    );
  });
});

describe("updates of several batches", () => {
  // No dropout: its noise is another for every batch.
  const plain = graphOf({
    Input: ["input", { shape: [2] }],
    "Dense 1": ["dense", { units: 8 }],
    Tanh: ["activation", { function: "tanh" }],
    "Dense 2": ["dense", { units: 3 }],
    Output: ["output"],
  });
  const kernels = referenceKernels;
  const losses = (choice: Choice) =>
    ofKind(advance(trainerOf({ graph: plain, kernels, ...choice })), "epoch").map(
      ({ result }) => [result.trainLoss, result.validationLoss] as const,
    );
  const close = (actual: ReturnType<typeof losses>, expected: ReturnType<typeof losses>) =>
    expect(relativeError(actual.flat(), expected.flat())).toBeLessThan(1e-12);

  it("come out as with a larger batch, the shorter last group too", () => {
    expect(blobs.split.train.length % 32).not.toBe(0);
    const updating = { name: "batches", settings: { every: 4 } } as const;
    close(losses({ batchSize: 8, rules: { updating } }), losses({ batchSize: 32 }));
  });

  it("come out as one batch of all examples, whatever is computed at a time", () => {
    const updating = { name: "epoch", settings: {} } as const;
    const whole = losses({ batchSize: blobs.split.train.length });
    close(losses({ batchSize: 7, rules: { updating } }), whole);
    close(losses({ batchSize: 1000, rules: { updating } }), whole);
  });

  it("begin again as a group after a batch that ran away", () => {
    const updating = { name: "batches", settings: { every: 3 } } as const;
    const trainer = trainerOf({ graph: plain, batchSize: 8, epochs: 1, rules: { updating } });
    const whole = trainerOf({ graph: plain, batchSize: 8, epochs: 1, rules: { updating } });
    advance(trainer, () => trainer.batch === 4);
    const before = [...elements(trainer.memory.weights[0] as Tensor)];
    const broken = trainer.memory.weights[0] as Tensor;
    broken.data[broken.offset] = Number.NaN;
    expect(advance(trainer).at(-1)?.kind).toBe("diverged");
    expect(trainer.batch).toBe(3);
    broken.data.set(before, broken.offset);
    trainer.retry();
    advance(trainer);
    advance(whole);
    expect(trainer.memory.weightsHash()).toBe(whole.memory.weightsHash());
  });
});

describe("early stopping", () => {
  const settings = { patience: 3, gain: 0 };
  const stopping = { name: "patience", settings } as const;
  /** So fast that the validation loss soon jumps about. */
  const wild = { epochs: 60, learningRate: 2, rules: { stopping } } as const;

  it("ends after so many epochs without a lower validation loss, with the weights of the best", () => {
    const trainer = trainerOf(wild);
    const hashes: string[] = [];
    const events = advance(trainer, ({ kind }) => {
      if (kind === "epoch") hashes.push(trainer.memory.weightsHash());
      return false;
    });
    const losses = ofKind(events, "epoch").map(({ result }) => result.validationLoss);
    const best = losses.indexOf(Math.min(...losses));
    expect(losses.length).toBeLessThan(60);
    expect(losses.length - 1 - best).toBe(3);
    const [finished] = ofKind(events, "finished");
    expect(finished?.result).toMatchObject({
      epochs: losses.length,
      bestEpoch: best + 1,
      validationLoss: losses[best],
      weightsHash: hashes[best],
    });
    expect(hashes.at(-1)).not.toBe(hashes[best]);
  });

  it("keeps the best weights of a run that goes to its end, and is given its patience anew for more epochs", () => {
    const trainer = trainerOf({ ...wild, epochs: 2 });
    expect(ofKind(advance(trainer), "finished")[0]?.result.bestEpoch).toBeGreaterThan(0);
    trainer.extend(60);
    const more = ofKind(advance(trainer), "epoch");
    expect(more.length).toBeGreaterThanOrEqual(3);
    expect(more.length).toBeLessThan(60);
  });

  it("takes only what is lower by the least gain for better", () => {
    const rules = { stopping: { name: "patience", settings: { patience: 2, gain: 1000 } } } as const;
    const events = advance(trainerOf({ ...wild, rules }));
    expect(ofKind(events, "epoch")).toHaveLength(3);
  });
});

it("clips a gradient before the update, and lets what is small pass", () => {
  const clipped = (limit: number) =>
    hashAfter({ rules: { clipping: { name: "norm", settings: { limit } } } });
  expect(clipped(1e6)).toBe(hashAfter({}));
  expect(clipped(0.01)).not.toBe(hashAfter({}));
});

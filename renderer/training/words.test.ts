import { describe, expect, it } from "vitest";
import type { Divergence, Progress, RunResult } from "../../engine/protocol.ts";
import { untrained } from "./state.ts";
import { divergenceWords, epochWords, finishedWords, runWords } from "./words.ts";

const progress: Progress = {
  epoch: 5,
  epochs: 8,
  batch: 214,
  batches: 313,
  secondsLeft: 53,
  imagesPerSecond: 622,
  learningRate: 0.01,
};
const result: RunResult = {
  epochs: 8,
  bestEpoch: null,
  seconds: 77,
  validationAccuracy: 0.862,
  validationLoss: 0.4,
  testAccuracy: 0.859,
  testLoss: 0.41,
  imagesPerSecond: 622,
  parameters: 10,
  seed: 42,
  weightsHash: "00",
};

describe("words of the transport row", () => {
  it("tells where the run is", () => {
    const state = { ...untrained, progress };
    expect(runWords({ ...state, run: "training" })).toEqual({
      lead: "Epoch 5 of 8",
      detail: "batch 214/313",
    });
    expect(runWords({ ...state, run: "paused" }).lead).toBe("Paused after batch 214");
    const rested = { ...progress, epoch: 2, batch: 0 };
    expect(runWords({ ...state, run: "paused", progress: rested }).lead).toBe("Paused after epoch 1");
    expect(runWords({ ...state, run: "paused", progress: { ...rested, epoch: 1 } }).lead).toBe(
      "Paused before the first batch",
    );
    expect(runWords(untrained)).toEqual({ lead: "", detail: "Not trained yet" });
  });

  it("tells what is being loaded and how far", () => {
    const loading = { what: "Fashion-MNIST", done: 1, total: 4 };
    expect(runWords({ ...untrained, run: "loading", loading })).toEqual({
      lead: "Loading Fashion-MNIST",
      detail: "25\u202f%",
    });
  });

  it("sums up a finished run", () => {
    expect(finishedWords(result)).toBe(
      "Trained in 1:17. Validation accuracy 86.2\u202f%, test accuracy 85.9\u202f%.",
    );
    expect(finishedWords({ ...result, bestEpoch: 2 })).toMatch(
      /^Trained in 1:17. Best of \d+ epochs: 2. Val/,
    );
    expect(finishedWords({ ...result, seconds: 0.43 })).toContain("Trained in 0.43 s. Validation");
    expect(finishedWords({ ...result, validationAccuracy: Number.NaN })).toBe(
      "Trained in 1:17. Test accuracy 85.9\u202f%.",
    );
    expect(finishedWords({ ...result, validationAccuracy: Number.NaN, testAccuracy: Number.NaN })).toBe(
      "Trained in 1:17.",
    );
  });

  it("tells numbers that were predicted by R² and their error, and labels by the share of right ones", () => {
    const numbers = { ...result, validationAccuracy: 0.9, testAccuracy: 0.8765 };
    const targets = [{ name: "price", values: { r2: 0.8765, mae: 12.25, rmse: 20 } }];
    expect(finishedWords({ ...numbers, testTargets: targets }, "regression")).toBe(
      "Trained in 1:17. Test R² 0.877, MAE 12.3.",
    );
    expect(finishedWords({ ...numbers, testTargets: [...targets, ...targets] }, "regression")).toBe(
      "Trained in 1:17. Test R² 0.877.",
    );
    expect(finishedWords(numbers, "multi-label")).toContain("Test label accuracy 87.6");
  });

  it("names layer, learning rate and remedy of a run that diverged", () => {
    const divergence: Divergence = {
      node: "n2",
      layer: "Dense 1",
      where: "output",
      epoch: 1,
      batch: 41,
      learningRate: 0.5,
      suggestedLearningRate: 0.05,
    };
    const words = divergenceWords(divergence);
    expect(`${words.title} ${words.reason}`).toBe(
      "The loss became infinite in epoch 1, batch 41. It began in the output of Dense 1. The learning rate 0.5 is probably too high.",
    );
    expect(divergenceWords({ ...divergence, where: "gradient" }).title).toBe(
      "The gradient of Dense 1 became infinite in epoch 1, batch 41.",
    );
    expect(words.again).toBe("Start again with 0.05");
    expect(words.goOn).toBe("Go back to batch 40");
    expect(divergenceWords({ ...divergence, batch: 1 }).goOn).toBe("Go back to the batch before");
    expect(divergenceWords({ ...divergence, where: "loss" }).reason).toBe(
      "The learning rate 0.5 is probably too high.",
    );
  });

  it("announces an epoch", () => {
    expect(
      epochWords({
        epoch: 3,
        trainLoss: 1,
        trainAccuracy: 0.5,
        validationLoss: 0.395,
        validationAccuracy: 0.862,
      }),
    ).toBe("Epoch 3: validation accuracy 86.2\u202f%, loss 0.395.");
  });
});

import { describe, expect, it } from "vitest";
import type { CurvePoint, Divergence, Progress, RunResult } from "../../engine/protocol.ts";
import {
  applyEvent,
  hasRun,
  isUnderWay,
  isWorking,
  type RunEvent,
  type TrainingState,
  untrained,
} from "./state.ts";

const progress: Progress = {
  epoch: 1,
  epochs: 3,
  batch: 2,
  batches: 100,
  secondsLeft: 12,
  imagesPerSecond: 600,
  learningRate: 0.01,
};

function progressed(points: readonly CurvePoint[], norms: Record<string, number> = {}): RunEvent {
  const numbers = Float64Array.from(points.flatMap(({ at, loss, accuracy }) => [at, loss, accuracy]));
  return { event: "progress", progress, points: numbers, gradientNorms: norms, updateRatios: { n2: 0.002 } };
}

const divergence: Divergence = {
  node: "n2",
  layer: "Dense 1",
  where: "output",
  epoch: 1,
  batch: 41,
  learningRate: 0.5,
  suggestedLearningRate: 0.05,
};

const result: RunResult = {
  epochs: 3,
  bestEpoch: null,
  seconds: 77,
  validationAccuracy: 0.862,
  validationLoss: 0.4,
  testAccuracy: 0.859,
  testLoss: 0.41,
  imagesPerSecond: 622,
  parameters: 53_402,
  seed: 42,
  weightsHash: "00",
};

function told(...events: readonly RunEvent[]): TrainingState {
  return events.reduce(applyEvent, untrained);
}

describe("events of the worker", () => {
  it("collects the points of both curves", () => {
    const state = told(
      { event: "state", state: "training" },
      progressed([{ at: 0.01, loss: 2.3, accuracy: 0.1 }]),
      progressed([
        { at: 0.02, loss: 2, accuracy: 0.2 },
        { at: 0.03, loss: 1.5, accuracy: 0.4 },
      ]),
    );
    expect([...state.loss.values.subarray(0, state.loss.length)]).toEqual([2.3, 2, 1.5]);
    expect([...state.accuracy.values.subarray(0, state.accuracy.length)]).toEqual([0.1, 0.2, 0.4]);
    expect(state.progress?.batch).toBe(2);
  });

  it("begins new curves when a point lies before the last one", () => {
    const state = told(
      progressed([{ at: 1.5, loss: 0.4, accuracy: 0.8 }], { n2: 1 }),
      {
        event: "epochs",
        results: [{ epoch: 1, trainLoss: 1, trainAccuracy: 0.5, validationLoss: 1, validationAccuracy: 0.5 }],
      },
      progressed([{ at: 0.01, loss: 2.3, accuracy: 0.1 }], { n2: 2 }),
    );
    expect(state.loss.length).toBe(1);
    expect([state.validation.loss.length, state.lastEpoch]).toEqual([0, null]);
    expect(state.gradients.n2?.length).toBe(1);
  });

  it("keeps a loss that is not a number as a point of the curve", () => {
    const state = told(progressed([{ at: 0.01, loss: Number.NaN, accuracy: 0.1 }]));
    expect(state.loss.values[0]).toBeNaN();
    expect(state.loss.length).toBe(1);
  });

  it("keeps the course of the learning rate and of each layer's update ratio", () => {
    const state = told(
      progressed([{ at: 0.5, loss: 2.3, accuracy: 0.1 }], { n2: 1 }),
      progressed([{ at: 1, loss: 2.2, accuracy: 0.1 }], { n2: 1 }),
    );
    const { at, values, length } = state.learningRate;
    expect([...at.subarray(0, length)]).toEqual([0.5, 1]);
    expect(values[1]).toBe(state.progress?.learningRate);
    expect(state.ratios.n2?.length).toBe(2);
    expect(state.ratios.n2?.values[1]).toBe(0.002);
  });

  it("keeps a history of gradient norms per layer", () => {
    const state = told(
      progressed([{ at: 0.01, loss: 2, accuracy: 0.1 }], { n2: 0.5, n4: 1 }),
      progressed([{ at: 0.02, loss: 2, accuracy: 0.1 }], { n2: 0.25, n4: 2 }),
    );
    expect(state.norms).toEqual({ n2: 0.25, n4: 2 });
    expect([...(state.gradients.n2?.values.subarray(0, 2) ?? [])]).toEqual([0.5, 0.25]);
  });

  it("replaces an epoch that comes again and drops later ones", () => {
    const epoch = (number: number, validationAccuracy: number): RunEvent => ({
      event: "epochs",
      results: [{ epoch: number, trainLoss: 1, trainAccuracy: 0.5, validationLoss: 1, validationAccuracy }],
    });
    const state = told(epoch(1, 0.1), epoch(2, 0.2), epoch(1, 0.3));
    const { at, values, length } = state.validation.accuracy;
    expect([[...at.subarray(0, length)], [...values.subarray(0, length)]]).toEqual([[1], [0.3]]);
    expect(state.lastEpoch?.validationAccuracy).toBe(0.3);
  });

  it("forgets how a run ended once it goes on", () => {
    const ended = told({ event: "finished", result });
    expect(ended).toMatchObject({ run: "finished", result });
    const again = applyEvent(ended, { event: "state", state: "training" });
    expect(again).toMatchObject({ run: "training", result: null });
    const broken = told({ event: "diverged", divergence }, { event: "state", state: "diverged" });
    expect(broken).toMatchObject({ run: "diverged", divergence });
  });

  it("keeps curves and pictures when a run diverges or fails", () => {
    const state = told(progressed([{ at: 0.01, loss: 2, accuracy: 0.1 }]), {
      event: "diverged",
      divergence,
    });
    expect(state.loss.length).toBe(1);
    expect(told({ event: "failed", message: "Out of memory." })).toMatchObject({
      run: "failed",
      failure: "Out of memory.",
    });
  });

  it("shows loading only while it lasts", () => {
    const loading = told(
      { event: "state", state: "loading" },
      { event: "loading", what: "Fashion-MNIST", done: 1, total: 4 },
    );
    expect(loading.loading).toEqual({ what: "Fashion-MNIST", done: 1, total: 4 });
    expect(applyEvent(loading, { event: "state", state: "training" }).loading).toBeNull();
  });

  it("is untrained again after a reset", () => {
    const state = told(progressed([{ at: 0.01, loss: 2, accuracy: 0.1 }]), {
      event: "state",
      state: "idle",
    });
    expect(state).toEqual(untrained);
  });
});

describe("run states", () => {
  it("are told apart", () => {
    expect(isWorking("validating")).toBe(true);
    expect(isWorking("paused")).toBe(false);
    expect(isUnderWay("paused")).toBe(true);
    expect(isUnderWay("finished")).toBe(false);
    expect(hasRun("finished")).toBe(true);
    expect(hasRun("diverged")).toBe(true);
    expect(hasRun("loading")).toBe(false);
    expect(hasRun("failed")).toBe(false);
  });
});

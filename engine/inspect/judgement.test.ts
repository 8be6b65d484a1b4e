import { describe, expect, it } from "vitest";
import type { Dataset } from "../data/dataset.ts";
import { generateDataset } from "../data/generate.ts";
import { graphOf } from "../graph/graph-of.ts";
import { planNetwork } from "../graph/plan.ts";
import { loopKernels } from "../kernels/loops.ts";
import { referenceKernels } from "../kernels/reference.ts";
import { Network } from "../network.ts";
import type { ClassJudgement } from "../protocol.ts";
import { elements } from "../tensor.ts";
import { blobSet } from "../testing/blob-set.ts";
import { RunMemory } from "../training/memory.ts";
import { defaultTrainingSettings } from "../training/settings.ts";
import { confusionCounts, judge, measuresOf } from "./judgement.ts";

const blobs = blobSet(200, 1.5, { classes: 4 });

const graph = graphOf({
  Input: ["input", { shape: [2] }],
  "Dense 1": ["dense", { units: 6 }],
  "ReLU 1": ["activation"],
  "Dense 2": ["dense", { units: 4 }],
  Output: ["output"],
});

const newMemory = (of = graph) =>
  new RunMemory({
    plan: planNetwork(of),
    kernels: loopKernels,
    settings: defaultTrainingSettings,
    batch: 8,
    evaluation: 7,
  });

function judged(memory: RunMemory, dataset: Dataset, part: "validation" | "test") {
  const done: number[] = [];
  const work = judge(memory, dataset, part);
  for (;;) {
    const step = work.next();
    if (step.done) return { done, judgement: step.value as ClassJudgement };
    done.push(step.value);
  }
}

describe("a judgement", () => {
  it("says of every example of the part what the float64 reference says, and how sure it is", () => {
    const memory = newMemory();
    const { judgement } = judged(memory, blobs, "test");
    expect(judgement.part).toBe("test");
    expect([...judgement.examples]).toEqual([...blobs.split.test]);
    const network = new Network(graph, { kernels: referenceKernels });
    network.memory.setWeights(memory.weights.map((weight) => elements(weight)));
    const seen = new Set<number>();
    judgement.examples.forEach((example, place) => {
      const { scale, offset } = blobs.preprocessing;
      const point = [0, 1].map((axis) => (blobs.inputs.data[2 * example + axis] ?? 0) * scale + offset);
      const logits = [...network.forward(point)];
      const largest = Math.max(...logits);
      const sum = logits.reduce((total, logit) => total + Math.exp(logit - largest), 0);
      expect(judgement.labels[place]).toBe(blobs.labels[example]);
      expect(judgement.predicted[place]).toBe(logits.indexOf(largest));
      expect(judgement.certainty[place]).toBeCloseTo(1 / sum, 5);
      seen.add(judgement.predicted[place] ?? -1);
    });
    expect(seen.size).toBeGreaterThan(1);
  });

  it("is as sure as the sigmoid of the largest logit where the loss includes a sigmoid", () => {
    const binary = graphOf({
      Input: ["input", { shape: [2] }],
      "Dense 1": ["dense", { units: 4 }],
      Output: ["output", { loss: "binaryCrossEntropy" }],
    });
    const memory = newMemory(binary);
    const { judgement } = judged(memory, blobs, "test");
    const network = new Network(binary, { kernels: referenceKernels });
    network.memory.setWeights(memory.weights.map((weight) => elements(weight)));
    judgement.examples.forEach((example, place) => {
      const logits = network.forward(blobs.inputs.data.slice(2 * example, 2 * example + 2));
      const sure = 1 / (1 + Math.exp(-Math.max(...logits)));
      expect(judgement.certainty[place]).toBeCloseTo(sure, 5);
    });
  });

  it("goes one batch at a time, counts as the run's own evaluation does, and leaves weights and gradients alone", () => {
    const memory = newMemory();
    const gradients = memory.weightGradients[0];
    gradients?.data.fill(0.25, gradients.offset, gradients.offset + gradients.size);
    const weights = memory.weightsHash();
    const { done, judgement } = judged(memory, blobs, "validation");
    const size = blobs.split.validation.length;
    expect(done).toEqual(Array.from({ length: Math.ceil(size / 7) }, (_, i) => Math.min(size, 7 * (i + 1))));
    expect(memory.weightsHash()).toBe(weights);
    expect(gradients && [...elements(gradients)].every((value) => value === 0.25)).toBe(true);
    expect(judgement.counts.reduce((sum, count) => sum + count, 0)).toBe(size);
  });

  it("judges what was trained on where a set has no such part, and says so", () => {
    const small = { ...blobs, split: { ...blobs.split, validation: new Uint32Array(0) } };
    const { judgement } = judged(newMemory(), small, "validation");
    expect(judgement.part).toBe("train");
    expect(judgement.examples).toHaveLength(blobs.split.train.length);
  });

  it("gives no answer where the network's output is not a number", () => {
    const memory = newMemory();
    memory.weights[0]?.data.fill(Number.NaN, 0, 1);
    memory.weightsWritten();
    const { judgement } = judged(memory, blobs, "test");
    expect([...judgement.predicted].every((guess) => guess === -1)).toBe(true);
    expect(judgement.counts.every((count) => count === 0)).toBe(true);
    expect(judgement.measures[0]).toMatchObject({ precision: null, recall: 0, f1: 0 });
  });
});

describe("a judgement of numbers", () => {
  const sine = generateDataset({ kind: "generated", id: "sine", points: 100, noise: 0.2, seed: 3 });
  const line = graphOf({
    Input: ["input", { shape: [1] }],
    "Dense 1": ["dense", { units: 1 }],
    Output: ["output", { loss: "halfSquaredError" }],
  });

  it("says of every example, in the units of the data, what the float64 reference says, and how far off it is", () => {
    const memory = newMemory(line);
    const work = judge(memory, sine, "test");
    let step = work.next();
    while (!step.done) step = work.next();
    const judgement = step.value;
    if (judgement.task !== "regression") throw new Error("A sine has numbers to predict.");
    const network = new Network(line, { kernels: referenceKernels });
    network.memory.setWeights(memory.weights.map((weight) => elements(weight)));
    const { scale = 1, offset = 0 } = sine.targets?.columns[0] ?? {};
    let absolute = 0;
    judgement.examples.forEach((example, place) => {
      const [output = Number.NaN] = network.forward([sine.inputs.data[example] ?? 0]);
      expect(judgement.said[place]).toBeCloseTo((output - offset) / scale, 4);
      expect(judgement.wanted[place]).toBe(sine.targets?.values[example]);
      absolute += Math.abs((output - offset) / scale - (judgement.wanted[place] ?? 0));
    });
    expect(judgement.names).toEqual(["y"]);
    expect(judgement.measures[0]?.values.mae).toBeCloseTo(absolute / judgement.examples.length, 5);
    expect(judgement.score).toBe(judgement.measures[0]?.values.r2);
  });
});

it("counts how often the class is among the k likeliest", () => {
  const memory = newMemory();
  const { judgement } = judged(memory, blobs, "test");
  const network = new Network(graph, { kernels: referenceKernels });
  network.memory.setWeights(memory.weights.map((weight) => elements(weight)));
  const topK = [0, 0, 0, 0];
  for (const example of judgement.examples) {
    const logits = [...network.forward(blobs.inputs.data.slice(2 * example, 2 * example + 2))];
    const order = logits.map((_, label) => label).sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0));
    const rank = order.indexOf(blobs.labels[example] ?? -1);
    for (let k = rank; k < 4; k++) topK[k] = (topK[k] ?? 0) + 1;
  }
  expect([...judgement.topK]).toEqual(topK);
  expect(topK[3]).toBe(judgement.examples.length);
});

it("takes an example for the second of two classes where a single output says yes", () => {
  const moons = generateDataset({ kind: "generated", id: "moons", points: 100, noise: 0.1, seed: 3 });
  const single = graphOf({
    Input: ["input", { shape: [2] }],
    "Dense 1": ["dense", { units: 1 }],
    Output: ["output", { loss: "binaryCrossEntropy" }],
  });
  const memory = newMemory(single);
  const { judgement } = judged(memory, moons, "test");
  const network = new Network(single, { kernels: referenceKernels });
  network.memory.setWeights(memory.weights.map((weight) => elements(weight)));
  judgement.examples.forEach((example, place) => {
    const [logit = 0] = network.forward(moons.inputs.data.slice(2 * example, 2 * example + 2));
    expect(judgement.predicted[place]).toBe(logit > 0 ? 1 : 0);
    expect(judgement.certainty[place]).toBeCloseTo(1 / (1 + Math.exp(-Math.abs(logit))), 5);
  });
});

it("counts and measures as scikit-learn's example of precision, recall and F1 does", () => {
  // The example in sklearn.metrics.precision_recall_fscore_support: cat, dog, pig.
  const truth = [0, 1, 2, 0, 1, 2];
  const guess = [0, 2, 1, 0, 0, 1];
  const counts = confusionCounts(truth, guess, 3);
  expect([...counts]).toEqual([2, 0, 0, 1, 0, 1, 0, 2, 0]);
  const measures = measuresOf(counts, truth, 3);
  expect(measures.map(({ precision }) => precision)).toEqual([2 / 3, 0, 0]);
  expect(measures.map(({ recall }) => recall)).toEqual([1, 0, 0]);
  expect(measures.map(({ f1 }) => f1)).toEqual([0.8, 0, 0]);
  expect(measures.map(({ examples, guesses }) => [examples, guesses])).toEqual([
    [2, 3],
    [2, 2],
    [2, 1],
  ]);
});

it("has no precision for a class that nothing was taken for", () => {
  const [, second] = measuresOf(confusionCounts([0, 1], [0, 0], 2), [0, 1], 2);
  expect(second).toMatchObject({ precision: null, recall: 0, f1: 0 });
});

import { describe, expect, it } from "vitest";
import { graphOf } from "../graph/graph-of.ts";
import { planNetwork } from "../graph/plan.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { loopKernels } from "../kernels/loops.ts";
import { referenceKernels } from "../kernels/reference.ts";
import { Network } from "../network.ts";
import { elements } from "../tensor.ts";
import { awayFromKinks, relativeError } from "../testing/numbers.ts";
import { RunMemory } from "../training/memory.ts";
import { defaultTrainingSettings } from "../training/settings.ts";
import { gradCam, saliency } from "./attribution.ts";

type Drawing = Parameters<typeof graphOf>[0];

/** What follows the first convolution, so that it can be cut there. */
const head: Drawing = { "Conv 1": ["conv2d", { filters: 4, padding: "zero" }] };
const tail: Drawing = {
  "Norm 1": ["batch-norm"],
  "Sigmoid 1": ["activation", { function: "tanh" }],
  "Pool 1": ["average-pool"],
  "Drop 1": ["dropout", { rate: 0.5 }],
  "Flatten 1": ["flatten"],
  "Dense 1": ["dense", { units: 5 }],
};
/** Two ways that meet again, each with a batch norm, and a third one over both. */
const residual: Drawing = {
  "Norm 1": ["batch-norm"],
  "Conv 2": ["conv2d", { filters: 4, padding: "zero", bias: false }],
  "Norm 2": ["batch-norm"],
  "Tanh 1": ["activation", { function: "tanh" }],
  "Conv 3": ["conv2d", { filters: 4, kernel: [1, 1], padding: "zero" }, "Norm 1"],
  "Norm 3": ["batch-norm"],
  "Add 1": ["add", {}, "Tanh 1", "Norm 3"],
  "Tanh 2": ["activation", { function: "tanh" }],
  "Add 2": ["add", {}, "Tanh 2", "Norm 1"],
  "Pool 1": ["global-average-pool"],
  "Dense 1": ["dense", { units: 5 }],
};
const softmax: Drawing = { "Softmax 1": ["activation", { function: "softmax" }] };
const input = (shape: readonly number[]): Drawing => ({ Input: ["input", { shape }] });

const ending = (loss: string): Drawing => ({ Output: ["output", { loss }] });
const cases = [
  {
    name: "logits",
    after: { ...tail, ...ending("crossEntropy") },
    scores: "Dense 1",
  },
  {
    name: "cross-entropy on a softmax layer",
    after: { ...tail, ...softmax, ...ending("crossEntropySoftmax") },
    scores: "Dense 1",
  },
  {
    name: "values",
    after: { ...tail, ...softmax, ...ending("halfSquaredError") },
    scores: "Softmax 1",
  },
  {
    name: "logits behind skips and batch norms",
    after: { ...residual, ...ending("crossEntropy") },
    scores: "Dense 1",
  },
].map((words) => ({ ...words, graph: graphOf({ ...input([3, 6, 4]), ...head, ...words.after }) }));

function memoryOf(graph: ReturnType<typeof graphOf>, kernels: Kernels = referenceKernels): RunMemory {
  const plan = planNetwork(graph);
  const settings = defaultTrainingSettings;
  const memory = new RunMemory({ plan, kernels, settings, batch: 1, evaluation: 1, inspectable: true });
  // Not the initial ones: biases of 0 and statistics of 0 and 1 would hide mistakes.
  memory.setWeights(
    memory.weights.map(({ size }, index) => awayFromKinks(size, index + 1).map((v) => 0.6 + v / 4)),
  );
  return memory;
}

/** The logits of a network in float64, without dropout. */
function scorer(graph: ReturnType<typeof graphOf>, weights: readonly ArrayLike<number>[], scores: string) {
  const network = new Network(graph, { kernels: referenceKernels, batch: 1 });
  network.memory.setWeights(weights);
  return (x: ArrayLike<number>, label: number) => {
    network.forward(x);
    return network.output(scores)[label] ?? Number.NaN;
  };
}

function centralDifferences(f: (x: readonly number[]) => number, x: readonly number[]): number[] {
  const step = 1e-5;
  return x.map((value, index) => {
    const moved = (by: number) => f(x.map((other, place) => (place === index ? value + by : other)));
    return (moved(step) - moved(-step)) / (2 * step);
  });
}

const example = awayFromKinks(3 * 6 * 4, 9);

describe.each(cases)("with $name at the end", ({ graph, after, scores }) => {
  it("saliency is the slope of the score, by central differences", () => {
    const memory = memoryOf(graph);
    const weights = memory.weights.map((weight) => elements(weight).slice());
    const score = scorer(graph, weights, scores);
    for (const label of [0, 3]) {
      const found = saliency(memory, example, label);
      const slopes = centralDifferences((x) => score(x, label), example);
      expect(found.score).toBeCloseTo(score(example, label), 10);
      expect(relativeError(found.gradient, slopes)).toBeLessThan(1e-7);
      const plane = 6 * 4;
      const largest = Array.from({ length: plane }, (_, cell) =>
        Math.max(...[0, 1, 2].map((channel) => Math.abs(slopes[channel * plane + cell] ?? 0))),
      );
      expect(relativeError(found.map, largest)).toBeLessThan(1e-7);
    }
  });

  it("Grad-CAM weighs the maps by the mean slope of the score, by central differences behind the layer", () => {
    const memory = memoryOf(graph);
    const weights = memory.weights.map((weight) => elements(weight).slice());
    const node = memory.plan.nodes.findIndex(({ name }) => name === "Conv 1");
    const whole = new Network(graph, { kernels: referenceKernels, batch: 1 });
    whole.memory.setWeights(weights);
    whole.forward(example);
    const maps = [...whole.output("Conv 1")];
    const behind = graphOf({ ...input([4, 6, 4]), ...after });
    // The convolution's kernel and bias come first in the plan.
    const score = scorer(behind, weights.slice(2), scores);
    for (const label of [1, 4]) {
      const slopes = centralDifferences((x) => score(x, label), maps);
      const plane = 6 * 4;
      const mean = [0, 1, 2, 3].map(
        (channel) => slopes.slice(channel * plane, (channel + 1) * plane).reduce((a, b) => a + b, 0) / plane,
      );
      const map = Array.from({ length: plane }, (_, cell) =>
        Math.max(
          0,
          mean.reduce((sum, weight, channel) => sum + weight * (maps[channel * plane + cell] ?? 0), 0),
        ),
      );
      const found = gradCam(memory, example, label, node);
      expect([found.height, found.width]).toEqual([6, 4]);
      expect(relativeError(found.weights, mean)).toBeLessThan(1e-7);
      expect(relativeError(found.map, map)).toBeLessThan(1e-7);
      expect(map.some((value) => value > 0)).toBe(true);
    }
  });

  it("float32 agrees with float64", () => {
    const [exact, fast] = [memoryOf(graph), memoryOf(graph, loopKernels)];
    fast.setWeights(exact.weights.map((weight) => elements(weight).slice()));
    expect(
      relativeError(saliency(fast, example, 2).gradient, saliency(exact, example, 2).gradient),
    ).toBeLessThan(1e-5);
    expect(
      relativeError(gradCam(fast, example, 2, 1).weights, gradCam(exact, example, 2, 1).weights),
    ).toBeLessThan(1e-5);
  });
});

it("adds up the slopes of both ways where a layer feeds two", () => {
  const graph = graphOf({
    Input: ["input", { shape: [1, 4, 4] }],
    "Conv 1": ["conv2d", { filters: 2, padding: "zero" }],
    "Tanh 1": ["activation", { function: "tanh" }],
    "Add 1": ["add", {}, "Tanh 1", "Conv 1"],
    "Flatten 1": ["flatten"],
    "Dense 1": ["dense", { units: 2 }],
    Output: ["output"],
  });
  const memory = memoryOf(graph);
  const x = awayFromKinks(16, 2);
  const score = scorer(
    graph,
    memory.weights.map((weight) => elements(weight).slice()),
    "Dense 1",
  );
  const slopes = centralDifferences((moved) => score(moved, 1), x);
  expect(relativeError(saliency(memory, x, 1).gradient, slopes)).toBeLessThan(1e-7);
  // Both ways at Conv 1: dense weights times (1 + tanh') at each cell.
  const whole = new Network(graph, { kernels: referenceKernels, batch: 1 });
  whole.memory.setWeights(memory.weights.map((weight) => elements(weight).slice()));
  whole.forward(x);
  const maps = whole.output("Conv 1");
  const dense = whole.weight("Dense 1", "weight");
  const perCell = Array.from(maps, (value, cell) => (dense[32 + cell] ?? 0) * (2 - Math.tanh(value) ** 2));
  const mean = [perCell.slice(0, 16), perCell.slice(16)].map((part) => part.reduce((a, b) => a + b, 0) / 16);
  expect(relativeError(gradCam(memory, x, 1, 1).weights, mean)).toBeLessThan(1e-9);
});

it("refuses what does not fit", () => {
  const memory = memoryOf(cases[0]?.graph ?? graphOf({}));
  expect(() => saliency(memory, [1, 2], 0)).toThrow(/72 numbers/);
  expect(() => saliency(memory, example, 5)).toThrow(/no number 5/);
  expect(() => gradCam(memory, example, 0, memory.plan.nodes.length - 2)).toThrow(/gives no maps/);
});

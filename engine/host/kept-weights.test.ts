import { expect, it } from "vitest";
import { graphOf } from "../graph/graph-of.ts";
import { planNetwork } from "../graph/plan.ts";
import { elements } from "../tensor.ts";
import { blobSet } from "../testing/blob-set.ts";
import { normalNumbers } from "../testing/numbers.ts";
import { RunMemory } from "../training/memory.ts";
import type { TrainingSettings } from "../training/settings.ts";
import { Trainer } from "../training/trainer.ts";
import { kernelModule, soloKernels } from "./kernels.ts";
import { ThreadTeam } from "./threads.ts";

const module = await kernelModule();

/** Convolutions in Winograd's domain, of 3x3 and 5x5 and in groups, one of the direct way, and dense layers. */
const graph = graphOf({
  image: ["input", { shape: [1, 13, 11] }],
  direct: ["conv2d", { filters: 16, padding: "same" }],
  relu: ["activation", { function: "relu" }],
  threes: ["conv2d", { filters: 18, padding: "same" }],
  pool: ["max-pool"],
  fives: ["conv2d", { filters: 32, kernel: [5, 5], padding: "same" }],
  grouped: ["conv2d", { filters: 32, groups: 2, padding: "same" }],
  flat: ["flatten"],
  hidden: ["dense", { units: 21 }],
  logits: ["dense", { units: 10 }],
  output: ["output"],
});
const plan = planNetwork(graph);
const settings: TrainingSettings = {
  epochs: 1,
  batchSize: 3,
  seed: 1,
  optimizer: { name: "sgd", settings: { learningRate: 0.05, momentum: 0.9 } },
};
const sizes = { batch: 3, evaluation: 3 };

const examples = normalNumbers(3 * 143, 5);
const wanted = Float32Array.from({ length: 30 }, (_, index) => (index % 11 === 0 ? 1 : 0));

/** What a network says that has never kept anything, given these weights; on one thread. */
function saidWith(weights: RunMemory["weights"]): readonly number[] {
  const fresh = new RunMemory({ plan, kernels: soloKernels(module), settings, ...sizes, initialise: false });
  fresh.setWeights(weights.map(elements));
  elements(fresh.train.input(3)).set(examples);
  fresh.train.forward(3, false);
  return [...elements(fresh.train.prediction(3))];
}

/** What a run says of so many of the examples, by its evaluation and, of the first, by its probe. */
function said(memory: RunMemory, count: number): readonly (readonly number[])[] {
  const { evaluation, probe } = memory;
  elements(evaluation.input(count)).set(examples.slice(0, 143 * count));
  elements(evaluation.target(count)).set(wanted.slice(0, 10 * count));
  memory.evaluatePass(count);
  elements(probe.input(1)).set(examples.slice(0, 143));
  probe.forward(1, false);
  return [[...elements(evaluation.prediction(count))], [...elements(probe.prediction(1))]];
}

/** Bit for bit what the weights say as they are: at once, again from what was kept, and for other numbers of examples. */
function expectCurrent(memory: RunMemory, counts = [1, 3, 2, 1]): void {
  const expected = saidWith(memory.weights);
  for (const count of counts)
    expect(said(memory, count)).toEqual([expected.slice(0, 10 * count), expected.slice(0, 10)]);
}

function train(memory: RunMemory): void {
  elements(memory.train.input(3)).set(examples);
  elements(memory.train.target(3)).set(wanted);
  memory.trainPass(3);
  memory.update(0.05);
}

async function led(threads: number) {
  const team = new ThreadTeam(module, threads);
  const memory = new RunMemory({ plan, kernels: team.kernels, settings, ...sizes, crew: team });
  await team.join({ graph, settings, ...sizes }, (error) => {
    throw error;
  });
  return { team, memory };
}

it.each([1, 2, 4, 8])("is never kept beyond a change of the weights, on %i threads", async (threads) => {
  const { team, memory } = await led(threads);
  expectCurrent(memory);
  const start = memory.weights.map((weight) => elements(weight).slice());
  const snapshot = memory.snapshot();
  memory.keepBest();

  train(memory);
  expectCurrent(memory);
  train(memory);
  train(memory);
  expectCurrent(memory);

  memory.setWeights(start);
  expectCurrent(memory);

  train(memory);
  expectCurrent(memory);
  memory.restore(snapshot, { step: 0, hasBest: false });
  expectCurrent(memory);

  memory.keepBest();
  train(memory);
  expectCurrent(memory);
  memory.restoreBest();
  expectCurrent(memory);

  for (const weight of memory.weights) {
    const numbers = elements(weight);
    numbers[0] = (numbers[0] ?? 0) + 0.25; // by hand
    memory.weightsWritten();
    expectCurrent(memory, [1]);
  }
  team.end();
});

it("is used again while nothing changes", async () => {
  const { memory } = await led(1);
  const before = said(memory, 1);
  const kept = plan.parameters.findIndex(({ node, name }) => node === "threes" && name === "weight");
  const weight = memory.weights[kept];
  if (!weight) throw new Error("The plan has no such weight.");
  elements(weight).fill(0);
  expect(said(memory, 1)).toEqual(before); // nobody was told
  memory.weightsWritten();
  expect(said(memory, 1)).not.toEqual(before);
});

it("is made anew after steps that are repeated by one call", async () => {
  const points = blobSet(150, 0.6);
  const trainer = new Trainer({
    graph: graphOf({
      input: ["input", { shape: [2] }],
      dense: ["dense", { units: 288 }],
      cut: ["reshape", { shape: [8, 6, 6] }],
      convolution: ["conv2d", { filters: 8, padding: "same" }],
      flat: ["flatten"],
      logits: ["dense", { units: 3 }],
      output: ["output"],
    }),
    settings: { ...settings, epochs: 2, batchSize: 12 },
    dataset: points,
    kernels: soloKernels(module),
    clock: clockOf(0.001),
  });
  const { memory } = trainer;
  const input = [0.3, -0.7];
  const outputs = (executor: RunMemory["probe"]) => {
    elements(executor.input(1)).set(input);
    executor.forward(1, false);
    return [...elements(executor.prediction(1))];
  };
  const kinds = new Set<string>();
  for (let event = trainer.advance(1); event; event = trainer.advance(1)) {
    kinds.add(event.kind);
    expect(outputs(memory.probe)).toEqual(outputs(memory.train));
  }
  expect([...kinds]).toContain("batches");
});

function clockOf(step: number): () => number {
  let now = 0;
  return () => (now += step);
}

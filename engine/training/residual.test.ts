import { describe, expect, it } from "vitest";
import type { Dataset } from "../data/dataset.ts";
import { graphOf, type LayerWords } from "../graph/graph-of.ts";
import { openKernels } from "../host/kernels.ts";
import { loopKernels } from "../kernels/loops.ts";
import { referenceKernels } from "../kernels/reference.ts";
import { elements } from "../tensor.ts";
import { runNetwork, weightCount } from "../testing/network-run.ts";
import { normalNumbers, relativeError } from "../testing/numbers.ts";
import { Trainer } from "./trainer.ts";

const openWasm = await openKernels();
const side = 10;

function residual(name: string, from: string, filters: number, stride: number): Record<string, LayerWords> {
  const bare = { filters, bias: false };
  const first = { ...bare, stride: [stride, stride], padding: "numbers", pads: [1, 1, 1, 1] };
  const skip = { ...bare, kernel: [1, 1], stride: [stride, stride], padding: "valid" };
  return {
    [`${name} conv 1`]: ["conv2d", first, from],
    [`${name} norm 1`]: ["batch-norm"],
    [`${name} relu 1`]: ["activation"],
    [`${name} conv 2`]: ["conv2d", bare],
    [`${name} norm 2`]: ["batch-norm"],
    ...(stride > 1 ? { [`${name} skip`]: ["conv2d", skip, from] } : {}),
    [`${name} add`]: ["add", {}, `${name} norm 2`, stride > 1 ? `${name} skip` : from],
    [name]: ["activation"],
  };
}

/** ResNet-8 in small: batch norm, skips, 1×1 convolutions of stride 2, global average pool. */
const graph = graphOf({
  Input: ["input", { shape: [3, side, side] }],
  Conv: ["conv2d", { filters: 4, bias: false }],
  Norm: ["batch-norm"],
  Relu: ["activation"],
  ...residual("A", "Relu", 4, 1),
  ...residual("B", "A", 6, 2),
  ...residual("C", "B", 8, 2),
  Pool: ["global-average-pool"],
  Dense: ["dense", { units: 4 }],
  Softmax: ["activation", { function: "softmax" }],
  Output: ["output"],
});

const pixels = 3 * side * side;
const oneHot = (count: number) =>
  Array.from({ length: count }, (_, row) => [0, 1, 2, 3].map((k) => (k === row % 4 ? 1 : 0))).flat();

describe.each([loopKernels, openWasm()])("a residual network with $name kernels", (kernels) => {
  it.each([
    { batch: 6, training: true },
    { batch: 2, training: true },
    { batch: 3, training: false },
  ])("has the reference's outputs and gradients, batch $batch, training $training", ({ batch, training }) => {
    const call = {
      graph,
      weights: normalNumbers(weightCount(graph), 3).map((value) => Math.fround(0.2 + Math.abs(value) / 3)),
      x: normalNumbers(batch * pixels, 4),
      target: oneHot(batch),
      training,
      plannedBatch: 6,
    };
    const exact = runNetwork({ ...call, kernels: referenceKernels });
    const found = runNetwork({ ...call, kernels });
    expect(relativeError(found.prediction, exact.prediction)).toBeLessThanOrEqual(1e-4);
    expect(relativeError(found.gradients, exact.gradients)).toBeLessThanOrEqual(1e-4);
    expect(relativeError(found.inputGradient, exact.inputGradient)).toBeLessThanOrEqual(1e-4);
  });
});

/** Images whose class is the quarter that is brightest. */
function quarters(count: number): Dataset {
  const values = Float32Array.from(normalNumbers(count * pixels, 8));
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 4);
  for (let i = 0; i < values.length; i++) {
    const row = Math.floor(i / side) % side;
    const column = i % side;
    const quarter = 2 * Number(row >= side / 2) + Number(column >= side / 2);
    if (quarter === labels[Math.floor(i / pixels)]) values[i] = (values[i] ?? 0) + 1.5;
  }
  const part = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, i) => from + i);
  return {
    id: "quarters",
    name: "Quarters",
    summary: "",
    inputShape: [3, side, side],
    task: "classes",
    classNames: ["a", "b", "c", "d"],
    inputs: { kind: "floats", data: values },
    labels,
    split: {
      train: part(0, count - 40),
      validation: part(count - 40, count - 20),
      test: part(count - 20, count),
    },
    preprocessing: { scale: 1, offset: 0 },
    provenance: { source: "", licence: "" },
  };
}

const statistics = ({ memory }: Trainer) =>
  memory.plan.parameters.flatMap(({ isStatistic }, index) => {
    const weight = memory.weights[index];
    return isStatistic && weight ? [...elements(weight)] : [];
  });

const optimizers = [
  { name: "sgd", settings: { learningRate: 0.05, momentum: 0.9 } },
  { name: "adam", settings: { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } },
] as const;

describe.each(optimizers)("training a residual network with $name", (optimizer) => {
  // Batches of 16: the last of an epoch holds 16, 5 or one example.
  it.each([200, 205, 201])("of %i examples, 40 of them to check it", (count) => {
    const trainer = new Trainer({
      graph,
      dataset: quarters(count),
      kernels: openWasm(),
      settings: { epochs: 12, batchSize: 16, seed: 1, optimizer },
      clock: () => 0,
    });
    const started = statistics(trainer);
    let last = trainer.advance();
    for (let event = last; event; event = trainer.advance()) {
      if (event.kind === "validating" && event.done === event.total) {
        const trained = trainer.memory.weightsHash();
        trainer.memory.evaluatePass(7);
        expect(trainer.memory.weightsHash()).toBe(trained);
      }
      last = event;
    }
    if (last?.kind !== "finished") throw new Error(`The run ended with ${last?.kind}.`);
    expect(last.result.validationAccuracy).toBeGreaterThanOrEqual(0.9);

    const ended = statistics(trainer);
    expect(ended.every(Number.isFinite)).toBe(true);
    for (const [i, value] of ended.entries()) expect(value).not.toBe(started[i]);
    const hash = trainer.memory.weightsHash();
    trainer.memory.update(0.01);
    expect(trainer.memory.weightsHash()).not.toBe(hash);
    expect(statistics(trainer)).toEqual(ended);
  });
});

it("counts what is trained, and saves the running statistics beside it", () => {
  const { memory } = new Trainer({
    graph,
    dataset: quarters(80),
    kernels: loopKernels,
    settings: { epochs: 1, batchSize: 16, seed: 1, optimizer: optimizers[0] },
    clock: () => 0,
  });
  // Convolutions 108 + 144 + 144 + 216 + 324 + 24 + 432 + 576 + 48, norms 2 (4 + 4 + 4 + 6 + 6 + 8 + 8), dense 36.
  expect(memory.plan.parameterCount).toBe(2016 + 80 + 36);
  const names = memory.plan.parameters.filter(({ node }) => node === "Norm").map(({ name }) => name);
  expect(names).toEqual(["gamma", "beta", "runningMean", "runningVariance"]);
  const hash = memory.weightsHash();
  const variance = memory.plan.parameters.findIndex(({ name }) => name === "runningVariance");
  memory.weights[variance]?.data.fill(
    2,
    memory.weights[variance]?.offset,
    (memory.weights[variance]?.offset ?? 0) + 1,
  );
  expect(memory.weightsHash()).not.toBe(hash);
});

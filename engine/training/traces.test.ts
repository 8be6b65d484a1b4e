import { describe, expect, it } from "vitest";
import type { Graph } from "../graph/graph.ts";
import { graphOf } from "../graph/graph-of.ts";
import { openKernels } from "../host/kernels.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { loopKernels } from "../kernels/loops.ts";
import { referenceKernels } from "../kernels/reference.ts";
import { Network } from "../network.ts";
import { allClose, relativeError } from "../testing/numbers.ts";
import { readTrainingTraces, type TrainingTrace } from "../testing/traces.ts";
import { optimizers } from "./optimizers.ts";
import type { TrainingSettings } from "./settings.ts";

const simdKernels = (await openKernels())();

type Run = TrainingTrace["runs"][number];

const tanh = { function: "tanh" };
const networks: Readonly<
  Record<
    string,
    { readonly graph: Graph; readonly names: Readonly<Record<string, readonly [string, string]>> }
  >
> = {
  "mlp-relu": {
    graph: graphOf({
      Input: ["input", { shape: [6] }],
      "Dense 1": ["dense", { units: 16 }],
      "ReLU 1": ["activation"],
      "Dense 2": ["dense", { units: 12 }],
      "ReLU 2": ["activation"],
      "Dense 3": ["dense", { units: 4 }],
      Output: ["output"],
    }),
    names: {
      w1: ["Dense 1", "weight"],
      b1: ["Dense 1", "bias"],
      w2: ["Dense 2", "weight"],
      b2: ["Dense 2", "bias"],
      w3: ["Dense 3", "weight"],
      b3: ["Dense 3", "bias"],
    },
  },
  "lenet-12x12-tanh-avgpool": {
    graph: graphOf({
      Input: ["input", { shape: [1, 12, 12] }],
      "Conv 1": ["conv2d", { filters: 4, kernel: [5, 5], padding: "zero" }],
      "Tanh 1": ["activation", tanh],
      "Pool 1": ["average-pool"],
      "Conv 2": ["conv2d", { filters: 6, kernel: [3, 3], padding: "valid" }],
      "Tanh 2": ["activation", tanh],
      "Pool 2": ["average-pool"],
      Flatten: ["flatten"],
      "Dense 1": ["dense", { units: 16 }],
      "Tanh 3": ["activation", tanh],
      "Dense 2": ["dense", { units: 5 }],
      Output: ["output"],
    }),
    names: {
      c1w: ["Conv 1", "weight"],
      c1b: ["Conv 1", "bias"],
      c2w: ["Conv 2", "weight"],
      c2b: ["Conv 2", "bias"],
      f1w: ["Dense 1", "weight"],
      f1b: ["Dense 1", "bias"],
      f2w: ["Dense 2", "weight"],
      f2b: ["Dense 2", "bias"],
    },
  },
  "autoencoder-tanh-half-mse": {
    graph: graphOf({
      Input: ["input", { shape: [8] }],
      "Dense 1": ["dense", { units: 3 }],
      Tanh: ["activation", tanh],
      "Dense 2": ["dense", { units: 8 }],
      Output: ["output", { loss: "halfSquaredError" }],
    }),
    names: {
      w1: ["Dense 1", "weight"],
      b1: ["Dense 1", "bias"],
      w2: ["Dense 2", "weight"],
      b2: ["Dense 2", "bias"],
    },
  },
};

function settingsOf(run: Run): TrainingSettings {
  const learningRate = Number(run.hyper.lr);
  const base = { epochs: 1, batchSize: 8, seed: 1 };
  const { momentum = 0, beta1 = 0, beta2 = 0, eps = 0, alpha = 0, weightDecay = 0 } = run.hyper;
  switch (run.optimizer) {
    case "sgd":
    case "momentum":
    case "nesterov":
    case "sgd-l2": {
      const nesterov = run.optimizer === "nesterov";
      return {
        ...base,
        optimizer: { name: "sgd", settings: { learningRate, momentum, nesterov, weightDecay } },
      };
    }
    case "adam":
    case "adamw": {
      const settings = { learningRate, beta1, beta2, epsilon: eps, weightDecay };
      return { ...base, optimizer: { name: run.optimizer, settings } };
    }
    case "rmsprop": {
      const settings = { learningRate, alpha, momentum, epsilon: eps, weightDecay };
      return { ...base, optimizer: { name: "rmsprop", settings } };
    }
    case "adagrad":
      return {
        ...base,
        optimizer: { name: "adagrad", settings: { learningRate, epsilon: eps, weightDecay } },
      };
    default:
      throw new Error(`The traces have an optimiser that the engine lacks: ${run.optimizer}.`);
  }
}

const traces = readTrainingTraces();
const cases = traces.flatMap((trace) =>
  trace.runs.map((run) => ({ name: `${trace.id} ${run.optimizer}`, trace, run, settings: settingsOf(run) })),
);

it("has a network for every trace, and a run for every optimiser", () => {
  expect(traces.map(({ id }) => id).sort()).toEqual(Object.keys(networks).sort());
  const traced = new Set<string>(cases.map(({ settings }) => settings.optimizer.name));
  expect(traced).toEqual(new Set(optimizers.map(({ name }) => name)));
});

describe.each(cases)("PyTorch's $name", ({ trace, run, settings }) => {
  const { graph, names = {} } = networks[trace.id] ?? {};

  function train(kernels: Kernels) {
    if (!graph) throw new Error(`There is no network for ${trace.id}.`);
    const network = new Network(graph, { kernels, batch: trace.batch, settings });
    for (const [key, { data }] of Object.entries(trace.initialWeights)) {
      const [layer, weight] = names[key] ?? ["", ""];
      network.setWeights(layer, { [weight]: data });
    }
    const rows = trace.x.shape[0] ?? 0;
    const size = trace.x.data.length / rows;
    const batches = rows / trace.batch;
    const firstGradients: Record<string, ArrayLike<number>> = {};
    const losses: number[] = [];
    for (let step = 0; step < trace.steps; step++) {
      const from = (step % batches) * trace.batch;
      const cut = (data: readonly number[], width: number) =>
        data.slice(from * width, (from + trace.batch) * width);
      losses.push(network.trainStep(cut(trace.x.data, size), wanted(from, cut)));
      if (step === 0)
        for (const [key, [layer, weight]] of Object.entries(names))
          firstGradients[key] = network.gradient(layer, weight);
    }
    const finals = Object.entries(run.finalWeights).map(([key, { data }]) => ({
      key,
      expected: data,
      actual: network.weight(...(names[key] ?? ["", ""])),
    }));
    return { losses, finals, firstGradients };
  }

  function wanted(from: number, cut: (data: readonly number[], width: number) => readonly number[]) {
    if (trace.targets) return cut(trace.targets.data, (trace.targets.shape[1] ?? 0) as number);
    const labels = trace.labels ?? [];
    const classes = Math.max(...labels) + 1;
    return labels
      .slice(from, from + trace.batch)
      .flatMap((label) => Array.from({ length: classes }, (_, k) => (k === label ? 1 : 0)));
  }

  it("comes out step by step in float64", () => {
    const { losses, finals, firstGradients } = train(referenceKernels);
    expect(allClose(losses, run.lossPerStep, 1e-9, 1e-12)).toBe(true);
    for (const { key, actual, expected } of finals)
      expect(allClose(actual, expected, 1e-8, 1e-9), key).toBe(true);
    for (const [key, { data }] of Object.entries(run.gradStep0 ?? {}))
      expect(relativeError(firstGradients[key] ?? [], data), key).toBeLessThan(1e-9);
  });

  it.each([loopKernels, simdKernels])("comes out in float32 with $name", (kernels) => {
    const { losses, finals } = train(kernels);
    expect(allClose(losses, run.lossPerStep, 1e-4, 0)).toBe(true);
    for (const { key, actual, expected } of finals)
      expect(allClose(actual, expected, 2e-3, 2e-4), key).toBe(true);
  });
});

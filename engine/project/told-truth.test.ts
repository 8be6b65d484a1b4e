import { expect, it } from "vitest";
import type { Dataset } from "../data/dataset.ts";
import { graphOf, type LayerWords } from "../graph/graph-of.ts";
import { loopKernels } from "../kernels/loops.ts";
import { defaultValues } from "../layers/fields.ts";
import { elements } from "../tensor.ts";
import { blobSet } from "../testing/blob-set.ts";
import { optimizer } from "../training/optimizers.ts";
import { defaultTrainingSettings, type TrainingSettings } from "../training/settings.ts";
import { Trainer } from "../training/trainer.ts";
import { checkProject } from "./check.ts";
import { emptyProject } from "./empty.ts";

/** What the hints claim, held against what the engine does: nothing false is taught. */

const blobs = blobSet(60, 0.5);

const pictures: Dataset = {
  ...blobs,
  inputShape: [1, 6, 6],
  inputs: {
    kind: "floats",
    data: Float32Array.from({ length: 60 * 36 }, (_, at) => blobs.inputs.data[(at * 7) % 120] ?? 0),
  },
};

type Layers = Readonly<Record<string, LayerWords>>;

const sgd = (values: object = {}): TrainingSettings["optimizer"] => ({
  name: "sgd",
  settings: { ...defaultValues(optimizer("sgd").fields), momentum: 0, ...values },
});

/** A run of so many batches, and the codes of what is told of its project before. */
function run(layers: Layers, values: Partial<TrainingSettings>, batches: number, dataset = blobs) {
  const settings = { ...defaultTrainingSettings, batchSize: 14, optimizer: sgd(), ...values };
  const graph = graphOf(layers);
  const { split, name, inputShape, classNames } = dataset;
  const sizes = { train: split.train.length, validation: split.validation.length };
  const data = { name, inputShape, classNames, sizes };
  const { problems } = checkProject({ ...emptyProject(), graph, training: settings }, data);
  const trainer = new Trainer({ graph, dataset, kernels: loopKernels, settings, clock: () => 0 });
  const weightsOf = (node: string) =>
    trainer.memory.plan.parameters.flatMap((parameter, index) => {
      const weight = trainer.memory.weights[index];
      return parameter.node === node && weight ? [Float32Array.from(elements(weight))] : [];
    });
  const start = new Map(Object.keys(layers).map((node) => [node, weightsOf(node)]));
  for (let trained = 0; trained < batches; ) {
    const event = trainer.advance();
    if (event === null) break;
    if (event.kind === "batch") trained += 1;
  }
  const hash = trainer.memory.weightsHash();
  return { told: problems.map(({ code }) => code), hash, trainer, weightsOf, start };
}

const hidden = (values: LayerWords[1], ...between: [string, LayerWords][]): Layers => ({
  Input: ["input", { shape: [2] }],
  Hidden: ["dense", { units: 8, ...values }],
  ...Object.fromEntries(between),
  Last: ["dense", { units: 3 }],
  Output: ["output"],
});
const relu: [string, LayerWords] = ["ReLU", ["activation", { function: "relu" }]];
const plain = hidden({}, relu);

it("weights that start at zero before a ReLU stay there; before a tanh they move, and nothing is told", () => {
  const dead = run(hidden({ initialiser: "zeros" }, relu), {}, 6);
  expect(dead.told).toEqual(["zero-start"]);
  for (const weight of dead.weightsOf("Hidden")) expect(weight.every((value) => value === 0)).toBe(true);
  const alive = run(hidden({ initialiser: "zeros" }, ["Tanh", ["activation", { function: "tanh" }]]), {}, 6);
  expect(alive.told).toEqual([]);
  expect(alive.weightsOf("Hidden")[0]?.some((value) => value !== 0)).toBe(true);
});

it("kernel cells that see only padding never move, and the one that sees the image does", () => {
  const layers: Layers = {
    Input: ["input", { shape: [1, 6, 6] }],
    Pool: ["average-pool", { size: [6, 6], stride: [6, 6] }],
    Conv: ["conv2d", { filters: 4, kernel: [3, 3] }],
    Flatten: ["flatten"],
    Last: ["dense", { units: 3 }],
    Output: ["output"],
  };
  const { told, weightsOf, start } = run(layers, {}, 6, pictures);
  expect(told).toEqual(["kernel-on-padding"]);
  const [before, after] = [start.get("Conv")?.[0], weightsOf("Conv")[0]];
  expect(before).toHaveLength(4 * 9);
  before?.forEach((value, at) => {
    if (at % 9 === 4) expect(after?.[at]).not.toBe(value);
    else expect(after?.[at]).toBe(value);
  });
});

it("batch norm over one example lets nothing before it learn", () => {
  const layers = hidden({ bias: false }, ["Norm", ["batch-norm"]], relu);
  const { told, weightsOf, start } = run(layers, { batchSize: 1 }, 6);
  expect(told).toEqual(["norm-of-one"]);
  expect(weightsOf("Hidden")).toEqual(start.get("Hidden"));
  expect(weightsOf("Last")).not.toEqual(start.get("Last"));
});

it("a bias just before batch norm is not moved by more than rounding", () => {
  const { told, weightsOf } = run(hidden({}, ["Norm", ["batch-norm"]], relu), {}, 9);
  expect(told).toEqual(["bias-before-norm"]);
  const [weight, bias] = weightsOf("Hidden");
  expect(Math.max(...(bias ?? [1]).map(Math.abs))).toBeLessThan(1e-6);
  expect(Math.max(...(weight ?? []).map(Math.abs))).toBeGreaterThan(0.1);
});

it("Nesterov without momentum changes no bit", () => {
  const alone = run(plain, { optimizer: sgd({ nesterov: true }) }, 9);
  expect(alone.told).toEqual(["nesterov-alone"]);
  expect(alone.hash).toBe(run(plain, {}, 9).hash);
});

it("after its end a cosine moves no weight, and steps beyond the run change no bit of it", () => {
  const schedule = { name: "cosine", settings: { over: 2, lowest: 0 } } as const;
  const { batchesPerEpoch } = run(plain, {}, 0).trainer;
  const short = run(plain, { epochs: 5, schedule }, 2 * batchesPerEpoch);
  expect(short.told).toEqual(["schedule-ends-early"]);
  expect(run(plain, { epochs: 5, schedule }, 5 * batchesPerEpoch).hash).toBe(short.hash);
  expect(run(plain, { epochs: 5 }, 5 * batchesPerEpoch).hash).not.toBe(short.hash);

  const late = { name: "step", settings: { every: 10, factor: 0.1 } } as const;
  const untouched = run(plain, { epochs: 5, schedule: late }, 5 * batchesPerEpoch);
  expect(untouched.told).toEqual(["schedule-too-late"]);
  expect(untouched.hash).toBe(run(plain, { epochs: 5 }, 5 * batchesPerEpoch).hash);
});

it("updates after more batches than an epoch has are those of a full batch; a batch of all is one step", () => {
  const updating = { name: "batches", settings: { every: 50 } } as const;
  const rare = run(plain, { updating }, 9);
  expect(rare.told).toEqual(["update-too-late"]);
  expect(rare.hash).toBe(run(plain, { updating: { name: "epoch", settings: {} } }, 9).hash);
  const all = run(plain, { batchSize: 1000 }, 1);
  expect(all.told).toEqual(["batch-too-large"]);
  expect(all.trainer.batchesPerEpoch).toBe(1);
});

it("the sum over a batch steps as far as the mean with as many times the rate", () => {
  // Powers of two, so that scaling is exact and the bits are the same.
  const summed: Layers = { ...plain, Output: ["output", { reduction: "sum" }] };
  const rate = (learningRate: number) => ({ batchSize: 8, optimizer: sgd({ learningRate }) });
  const loud = run(summed, rate(1), 3);
  expect(loud.told).toEqual(["summed-loss"]);
  expect(run(summed, rate(1 / 32), 3).hash).toBe(run(plain, rate(1 / 4), 3).hash);
});

it("patience as long as the run ends no run", () => {
  const stopping = { name: "patience", settings: { patience: 3, gain: 1000 } } as const;
  const { told, trainer } = run(plain, { epochs: 3, stopping }, 0);
  expect(told).toEqual(["patience-too-long"]);
  const events = [...Array(100)].map(() => trainer.advance()?.kind);
  expect(events.filter((kind) => kind === "epoch")).toHaveLength(3);
  const ended = run(plain, { epochs: 9, stopping }, 0).trainer;
  const fewer = [...Array(200)].map(() => ended.advance()?.kind);
  expect(fewer.filter((kind) => kind === "epoch")).toHaveLength(4); // the first is the best, then three without gain
});

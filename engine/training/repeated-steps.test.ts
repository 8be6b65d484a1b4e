import { describe, expect, it } from "vitest";
import type { Dataset } from "../data/dataset.ts";
import { graphOf, type LayerWords } from "../graph/graph-of.ts";
import { openKernels } from "../host/kernels.ts";
import { Random } from "../random.ts";
import { blobSet } from "../testing/blob-set.ts";
import { copiedElements } from "./repeated-steps.ts";
import type { TrainingSettings } from "./settings.ts";
import { Trainer } from "./trainer.ts";
import type { TrainerEvent } from "./trainer-event.ts";

const openWasm = await openKernels();

const points = blobSet(400, 0.6);

const random = Random.fromSeed(5);
/** Random images with the labels of the points. */
const images: Dataset = {
  ...points,
  inputShape: [1, 6, 6],
  inputs: { kind: "floats", data: Float32Array.from({ length: 400 * 36 }, () => random.uniform()) },
};
type Middle = readonly LayerWords[];

function settingsWith(settings: object): TrainingSettings {
  return {
    epochs: 3,
    batchSize: 12,
    seed: 4,
    optimizer: { name: "sgd", settings: { learningRate: 0.05, momentum: 0.9 } },
    ...settings,
  };
}

function trainerOf(dataset: Dataset, middle: Middle, settings: object): Trainer {
  let now = 0;
  return new Trainer({
    graph: graphOf({
      Input: ["input", { shape: dataset.inputShape }],
      ...Object.fromEntries(middle.map((words, index) => [`Middle ${index}`, words])),
      Logits: ["dense", { units: 3 }],
      Output: ["output"],
    }),
    settings: settingsWith(settings),
    dataset,
    kernels: openWasm(),
    // A microsecond a look: many batches then fit into the time that `advance` is given.
    clock: () => (now += 1e-6),
  });
}

/** What a run tells, batch by batch however they were trained; the most that were trained at once; its weights. */
function trained(trainer: Trainer, seconds: number, change: (trainer: Trainer) => void = () => {}) {
  const told: unknown[] = [];
  let most = 0;
  for (let event = trainer.advance(seconds); event; event = trainer.advance(seconds)) {
    const batches = curveOf(event);
    most = Math.max(most, batches.length);
    told.push(...(batches.length > 0 ? batches : [withoutTime(event)]));
    change(trainer);
  }
  return { told, most, weights: trainer.memory.weightsHash(), step: trainer.memory.step };
}

function curveOf(event: TrainerEvent): readonly (readonly number[])[] {
  if (event.kind === "batch") return [[event.at, event.loss, event.accuracy]];
  if (event.kind !== "batches") return [];
  const { curve } = event;
  return Array.from({ length: curve.length / 3 }, (_, at) => [...curve.subarray(3 * at, 3 * at + 3)]);
}

function withoutTime(event: TrainerEvent): object {
  if (event.kind !== "finished") return event;
  const { seconds: _seconds, imagesPerSecond: _images, ...result } = event.result;
  return { ...event, result };
}

const dense: Middle = [
  ["dense", { units: 8 }],
  ["activation", { function: "tanh" }],
];
const optimizer = (name: string, settings: object) => ({ optimizer: { name, settings } });
const cosine = { name: "cosine", settings: { over: 3, lowest: 0.1 } };
const adam = optimizer("adam", { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 });

describe("many batches at once", () => {
  it.each([
    ["SGD with momentum, a partial last batch", points, dense, {}],
    ["plain SGD", points, dense, optimizer("sgd", { learningRate: 0.05, momentum: 0 })],
    ["Adam, whose updates all differ", points, dense, adam],
    [
      "RMSprop",
      points,
      dense,
      optimizer("rmsprop", {
        learningRate: 0.01,
        alpha: 0.99,
        momentum: 0.5,
        epsilon: 1e-8,
        weightDecay: 0.01,
      }),
    ],
    [
      "Adagrad",
      points,
      dense,
      optimizer("adagrad", { learningRate: 0.01, epsilon: 1e-10, weightDecay: 0.01 }),
    ],
    ["a learning rate that changes with every batch", points, dense, { schedule: cosine }],
    [
      "convolution and pooling",
      images,
      [["conv2d", { filters: 3 }], ["activation"], ["max-pool"], ["flatten"]],
      {},
    ],
    [
      "frozen weights",
      points,
      [["dense", { units: 8 }], ["dense", { units: 4, frozen: true }], ["activation"]],
      {},
    ],
  ] satisfies [string, Dataset, Middle, object][])(
    "train the same, and tell the same: %s",
    (_name, dataset, middle, settings) => {
      const atOnce = trained(trainerOf(dataset, middle, settings), 1);
      const oneByOne = trained(trainerOf(dataset, middle, settings), 0);
      expect(atOnce).toEqual({ ...oneByOne, most: expect.any(Number) });
      expect([oneByOne.most, atOnce.most > 10]).toEqual([1, true]);
    },
  );

  it("take a learning rate that is changed between them", () => {
    const halve = (trainer: Trainer) => {
      if (trainer.epoch === 1 && trainer.batch === 0) trainer.learningRate = 0.02;
    };
    const [atOnce, oneByOne] = [1, 0].map((seconds) => trained(trainerOf(points, dense, {}), seconds, halve));
    expect(atOnce?.weights).toBe(oneByOne?.weights);
    expect(atOnce?.weights).not.toBe(trained(trainerOf(points, dense, {}), 0).weights);
  });

  it("go on with a run that was left in the middle", () => {
    const whole = trained(trainerOf(points, dense, adam), 0);
    const left = trainerOf(points, dense, adam);
    while (left.epoch < 1 || left.batch < 3) left.advance();
    const resumed = trainerOf(points, dense, adam);
    resumed.restore(left.state, left.memory.snapshot());
    const rest = trained(resumed, 1);
    expect(rest.told).toEqual(whole.told.slice(-rest.told.length));
    expect([rest.weights, rest.most > 10]).toEqual([whole.weights, true]);
  });

  it("end with the same divergence, and the weights from before it", () => {
    const settings = optimizer("sgd", { learningRate: 1e4, momentum: 0.9 });
    const middle: Middle = [
      ["dense", { units: 8 }],
      ["dense", { units: 8 }],
    ];
    const [atOnce, oneByOne] = [1, 0].map((seconds) => trained(trainerOf(points, middle, settings), seconds));
    expect(atOnce?.told.at(-1)).toMatchObject({ kind: "diverged", divergence: { batch: 3 } });
    expect(atOnce).toEqual({ ...oneByOne, most: expect.any(Number) });
  });

  it.each([
    ["dropout draws anew for every step", [["dropout"]], {}],
    ["batch norm keeps statistics", [["batch-norm"]], {}],
    [
      "clipping looks at the norm before the update",
      [],
      { clipping: { name: "norm", settings: { limit: 1 } } },
    ],
    ["gradients of several batches are added up", [], { updating: { name: "epoch", settings: {} } }],
  ] satisfies [string, Middle, object][])("are trained one by one where %s", (_name, middle, settings) => {
    expect(trained(trainerOf(points, [...dense, ...middle], settings), 1).most).toBe(1);
  });

  it("have their examples copied beside the network, as the estimate counts them, unless they are too many", () => {
    const copied = (dataset: Dataset, settings: object = {}) => {
      const { plan, kernels } = trainerOf(dataset, dense, settings).memory;
      return copiedElements({ plan, kernels, dataset, settings: settingsWith(settings) });
    };
    expect(copied(points)).toBe(400 * (2 + 3));
    expect(copied(points, { clipping: { name: "norm", settings: { limit: 1 } } })).toBe(0);
    const many: Dataset = { ...points, inputs: { kind: "floats", data: new Float32Array(2 * 60_000) } };
    expect(copied(many)).toBe(0);
  });
});

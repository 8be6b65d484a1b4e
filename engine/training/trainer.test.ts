import { describe, expect, it } from "vitest";
import type { Dataset } from "../data/dataset.ts";
import { generateDataset } from "../data/generate.ts";
import type { Graph } from "../graph/graph.ts";
import { graphOf } from "../graph/graph-of.ts";
import { openKernels } from "../host/kernels.ts";
import { loopKernels } from "../kernels/loops.ts";
import { referenceKernels } from "../kernels/reference.ts";
import { elements, type Tensor } from "../tensor.ts";
import { blobSet } from "../testing/blob-set.ts";
import { normalNumbers, relativeError } from "../testing/numbers.ts";
import type { ScheduleChoice } from "./schedules.ts";
import type { TrainingSettings } from "./settings.ts";
import { Trainer, type TrainerParts } from "./trainer.ts";
import type { TrainerEvent } from "./trainer-event.ts";

const blobs = blobSet(200, 0.5);

const graph = graphOf({
  Input: ["input", { shape: [2] }],
  "Dense 1": ["dense", { units: 8 }],
  "ReLU 1": ["activation"],
  "Dropout 1": ["dropout", { rate: 0.2 }],
  "Dense 2": ["dense", { units: 3 }],
  Output: ["output"],
});

interface Choice {
  readonly graph?: Graph;
  readonly dataset?: Dataset;
  readonly kernels?: TrainerParts["kernels"];
  readonly epochs?: number;
  readonly seed?: number;
  readonly learningRate?: number;
  readonly optimizer?: "sgd" | "adam";
  readonly schedule?: ScheduleChoice;
  readonly batchSize?: number;
  readonly rules?: Pick<TrainingSettings, "clipping" | "updating" | "stopping">;
}

function trainerOf(choice: Choice = {}): Trainer {
  const { learningRate = 0.05, optimizer = "sgd" } = choice;
  const settings =
    optimizer === "sgd"
      ? { learningRate, momentum: 0.9 }
      : { learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
  return new Trainer({
    graph: choice.graph ?? graph,
    dataset: choice.dataset ?? blobs,
    kernels: choice.kernels ?? loopKernels,
    settings: {
      epochs: choice.epochs ?? 3,
      batchSize: choice.batchSize ?? 32,
      seed: choice.seed ?? 1,
      ...choice.rules,
      optimizer: { name: optimizer, settings },
      ...(choice.schedule ? { schedule: choice.schedule } : {}),
    },
    clock: () => 0,
  });
}

/** Advances until the run ends, or until `stop` says so. */
function advance(trainer: Trainer, stop: (event: TrainerEvent) => boolean = () => false): TrainerEvent[] {
  const events: TrainerEvent[] = [];
  for (let event = trainer.advance(); event; event = trainer.advance()) {
    events.push(event);
    if (stop(event)) break;
  }
  return events;
}

const hashAfter = (choice: Choice) => {
  const trainer = trainerOf(choice);
  advance(trainer);
  return trainer.memory.weightsHash();
};

function ofKind<Kind extends TrainerEvent["kind"]>(events: readonly TrainerEvent[], kind: Kind) {
  return events.filter((event): event is Extract<TrainerEvent, { kind: Kind }> => event.kind === kind);
}

describe("the same seed gives the same bits", () => {
  it("twice, and another seed gives others", () => {
    expect(hashAfter({ seed: 1 })).toBe(hashAfter({ seed: 1 }));
    expect(hashAfter({ seed: 2 })).not.toBe(hashAfter({ seed: 1 }));
  });

  it("when whatever a pause allows happens between two steps", () => {
    const trainer = trainerOf();
    let steps = 0;
    while (trainer.advance()) {
      steps += 1;
      if (steps % 3 === 0) trainer.gradientNorms();
      if (steps % 4 === 0) trainer.memory.probe.forward(1, false);
    }
    expect(trainer.memory.weightsHash()).toBe(hashAfter({}));
  });

  it("for one epoch and then two more as for three at once", () => {
    const trainer = trainerOf({ epochs: 1 });
    expect(advance(trainer).at(-1)).toMatchObject({ kind: "finished", result: { epochs: 1 } });
    trainer.extend(2);
    expect(advance(trainer).at(-1)).toMatchObject({ kind: "finished", result: { epochs: 3 } });
    expect(trainer.memory.weightsHash()).toBe(hashAfter({ epochs: 3 }));
  });

  it("when epochs are added in the middle of an epoch, and in the middle of the test", () => {
    const inEpoch = trainerOf({ epochs: 1 });
    advance(inEpoch, ({ kind }) => kind === "batch");
    inEpoch.extend(2);
    advance(inEpoch);
    const inTest = trainerOf({ epochs: 1 });
    advance(inTest, ({ kind }) => kind === "testing");
    inTest.extend(2);
    advance(inTest);
    expect(inEpoch.memory.weightsHash()).toBe(hashAfter({ epochs: 3 }));
    expect(inTest.memory.weightsHash()).toBe(hashAfter({ epochs: 3 }));
  });
});

it("visits every training example once an epoch, the last batch with what is left", () => {
  const { train } = blobs.split;
  const sizes: number[] = [];
  const kernels = {
    ...loopKernels,
    countCorrect: (...args: Parameters<typeof loopKernels.countCorrect>) => {
      sizes.push(args[1].shape[0] ?? 0);
      return loopKernels.countCorrect(...args);
    },
  };
  const trainer = trainerOf({ kernels, epochs: 1 });
  const events = advance(trainer, ({ kind }) => kind !== "batch");
  expect(train.length % 32).not.toBe(0);
  expect(sizes.slice(0, -1)).toEqual([32, 32, 32, 32, train.length % 32]);
  expect(ofKind(events, "batch").map(({ at }) => at)).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
  expect(trainer.examplesSeen).toBe(train.length);
});

it("measures loss and accuracy as the float64 reference does on the same weights", () => {
  const trainer = trainerOf({ epochs: 2 });
  const { validation } = blobs.split;
  const [last] = ofKind(advance(trainer), "epoch").slice(-1);
  const reference = trainerOf({ kernels: referenceKernels });
  reference.memory.setWeights(trainer.memory.weights.map((weight) => elements(weight)));
  const { evaluation } = reference.memory;
  let loss = 0;
  let correct = 0;
  for (const example of validation) {
    const at = evaluation.input(1);
    at.data.set(blobs.inputs.data.subarray(2 * example, 2 * example + 2), at.offset);
    evaluation.forward(1, false);
    const logits = [...elements(evaluation.prediction(1))];
    const label = blobs.labels[example] ?? 0;
    // Written out here, apart from the engine's own: the mean of log Σ exp(a) - a[class].
    loss += Math.log(logits.reduce((sum, value) => sum + Math.exp(value), 0)) - (logits[label] ?? 0);
    if (logits.indexOf(Math.max(...logits)) === label) correct += 1;
  }
  expect(last?.result.validationLoss).toBeCloseTo(loss / validation.length, 5);
  expect(last?.result.validationAccuracy).toBe(correct / validation.length);
});

it("learns: blobs that hardly overlap are told apart", () => {
  const [finished] = ofKind(advance(trainerOf({ epochs: 20 })), "finished");
  expect(finished?.result.testAccuracy).toBeGreaterThan(0.9);
});

it("validates after each epoch, and reads the test part once, after the last batch", () => {
  const test = new Set(blobs.split.test);
  const reads: string[] = [];
  const labels = new Proxy(blobs.labels, {
    get(target, key) {
      if (typeof key === "string" && /^\d+$/.test(key)) reads.push(test.has(Number(key)) ? "test" : "other");
      return Reflect.get(target, key);
    },
  });
  const trainer = trainerOf({ dataset: { ...blobs, labels } });
  const kinds = advance(trainer, ({ kind }) => kind === "testing").map(({ kind }) => kind);
  const epoch = ["batch", "batch", "batch", "batch", "batch", "validating", "epoch"];
  expect(kinds).toEqual([...epoch, ...epoch, ...epoch, "testing"]);
  const first = reads.indexOf("test");
  expect(first).toBe(3 * (blobs.split.train.length + blobs.split.validation.length));
  expect(reads.length - first).toBe(blobs.split.test.length);
});

it("gives the gradient norms that the reference gives for the same batch", () => {
  const [float32, float64] = [trainerOf(), trainerOf({ kernels: referenceKernels })];
  float32.advance();
  float64.advance();
  const norms = Object.entries(float32.gradientNorms());
  expect(norms.map(([node]) => node)).toEqual(["Dense 1", "Dense 2"]);
  const expected = trainerOf({ kernels: referenceKernels });
  expected.advance();
  const byHand = ["Dense 1", "Dense 2"].map((node) =>
    Math.hypot(
      ...expected.memory.plan.parameters.flatMap((parameter, index) => {
        const gradient = expected.memory.weightGradients[index];
        return parameter.node === node && gradient ? [...elements(gradient)] : [];
      }),
    ),
  );
  expect(
    relativeError(
      norms.map(([, norm]) => norm),
      byHand,
    ),
  ).toBeLessThan(1e-4);
});

/** A set of small images whose numbers the test chooses. */
function images(values: (example: number, cell: number) => number, count = 40): Dataset {
  const data = new Float32Array(count * 16);
  for (let i = 0; i < data.length; i++) data[i] = values(Math.floor(i / 16), i % 16);
  const range = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, i) => from + i);
  return {
    ...blobs,
    inputShape: [1, 4, 4],
    classNames: ["A", "B"],
    inputs: { kind: "floats", data },
    labels: Uint8Array.from({ length: count }, (_, i) => i % 2),
    split: {
      train: range(0, count - 8),
      validation: range(count - 8, count - 4),
      test: range(count - 4, count),
    },
  };
}
const noise = normalNumbers(40 * 16, 11);
const noiseAt = (example: number, cell: number) => noise[example * 16 + cell] ?? 0;

const pooled = graphOf({
  Input: ["input", { shape: [1, 4, 4] }],
  "Max pool 1": ["max-pool"],
  "Conv 1": ["conv2d", { filters: 2 }],
  Flatten: ["flatten"],
  "Dense 1": ["dense", { units: 2 }],
  Output: ["output"],
});

describe("a run that stops being finite", () => {
  it("names a layer and keeps the weights from before the failed step", () => {
    const trainer = trainerOf({ learningRate: 1e30, epochs: 5 });
    let before = trainer.memory.weightsHash();
    const events = advance(trainer, ({ kind }) => {
      if (kind === "batch") before = trainer.memory.weightsHash();
      return kind === "diverged";
    });
    const [diverged] = ofKind(events, "diverged");
    expect(["Dense 1", "Dense 2", "ReLU 1", "Output"]).toContain(diverged?.divergence.layer);
    expect(diverged?.divergence).toMatchObject({
      epoch: 1,
      batch: ofKind(events, "batch").length + 1,
      learningRate: 1e30,
      suggestedLearningRate: 1e29,
    });
    expect(trainer.memory.weightsHash()).toBe(before);
    for (const weight of trainer.memory.weights) expect(loopKernels.allFinite(weight)).toBe(true);
    expect(trainer.advance()).toBeNull();
  });

  it("can be tried again from the same batch with a smaller learning rate", () => {
    const trainer = trainerOf({ epochs: 2 });
    trainer.advance();
    const healthy = trainer.memory.weights.map((weight) => elements(weight).slice());
    trainer.memory.setWeights(healthy.map((values) => values.map(() => Number.NaN)));
    expect(trainer.advance()).toMatchObject({ kind: "diverged", divergence: { epoch: 1, batch: 2 } });
    trainer.memory.setWeights(healthy);
    trainer.learningRate = 0.001;
    trainer.retry();
    expect(trainer.advance()).toMatchObject({ kind: "batch", at: 0.4 });
    expect(advance(trainer).at(-1)).toMatchObject({ kind: "finished", result: { epochs: 2 } });
  });

  it.each([Number.POSITIVE_INFINITY, Number.NaN])("names the input when the data hold %d", (bad) => {
    const dataset = images((example, cell) => (example === 9 && cell === 5 ? bad : noiseAt(example, cell)));
    const events = advance(trainerOf({ graph: pooled, dataset }));
    expect(events.at(-1)).toMatchObject({
      kind: "diverged",
      divergence: { node: "Input", layer: "Input", where: "output" },
    });
  });

  it("stops where every unit's ReLU hides an infinite pixel: its gradient is 0 times infinity", async () => {
    const dataset = images((example, cell) =>
      example === 9 && cell === 5 ? Number.POSITIVE_INFINITY : Math.max(0, noiseAt(example, cell)),
    );
    const hiding = graphOf({
      Input: ["input", { shape: [1, 4, 4] }],
      // So many inputs that the product leaves zeros out.
      "Upsample 1": ["upsample"],
      Flatten: ["flatten"],
      "Dense 1": ["dense", { units: 64 }],
      "ReLU 1": ["activation"],
      "Dense 2": ["dense", { units: 2 }],
      Output: ["output"],
    });
    const trainer = trainerOf({ graph: hiding, dataset, kernels: (await openKernels())() });
    trainer.memory.setWeights(
      trainer.memory.weights.map((weight) =>
        [...elements(weight)].map((number) =>
          weight.shape[1] === 64 && weight.shape[0] === 64 ? -Math.abs(number) : number,
        ),
      ),
    );
    expect(advance(trainer)).toMatchObject([{ kind: "diverged", divergence: { epoch: 1, batch: 1 } }]);
  });

  it("says so when only the validation part is not finite", () => {
    const dataset = images((example, cell) =>
      example === 33 && cell === 5 ? Number.NaN : noiseAt(example, cell),
    );
    const trainer = trainerOf({ graph: pooled, dataset });
    const events = advance(trainer);
    expect(events.at(-1)).toMatchObject({
      kind: "diverged",
      divergence: { layer: "Input", where: "output", epoch: 1 },
    });
    expect(trainer.epoch).toBe(0);
  });

  it("stops before a gradient whose square would overflow in the optimiser's state", () => {
    const dataset = images((example, cell) => 1e20 * noiseAt(example, cell));
    const linear = graphOf({
      Input: ["input", { shape: [1, 4, 4] }],
      Flatten: ["flatten"],
      "Dense 1": ["dense", { units: 2, initialiser: "zeros" }],
      Output: ["output"],
    });
    const events = advance(trainerOf({ graph: linear, dataset, optimizer: "adam" }));
    expect(events).toMatchObject([
      { kind: "diverged", divergence: { layer: "Dense 1", where: "gradient", epoch: 1, batch: 1 } },
    ]);
  });
});

it("measures how far an update moves the weights: in the first step of SGD by rate times gradient; no bit changes", () => {
  const [measured, plain] = [trainerOf(), trainerOf()];
  measured.updateRatios.measureNext();
  measured.advance();
  plain.advance();
  const ratios = measured.updateRatios.take();
  const norms = measured.gradientNorms();
  const { plan, weights } = measured.memory;
  for (const layer of ["Dense 1", "Dense 2"]) {
    const size = Math.hypot(
      ...weights.flatMap((weight, index) =>
        plan.parameters[index]?.node === layer ? [...elements(weight)] : [],
      ),
    );
    expect(ratios[layer]).toBeCloseTo((0.05 * (norms[layer] ?? Number.NaN)) / size, 6);
  }
  expect(Object.keys(ratios)).toHaveLength(2);
  expect(measured.updateRatios.take()).toEqual({});
  measured.advance();
  plain.advance();
  expect(measured.updateRatios.take()).toEqual({});
  expect(measured.memory.weightsHash()).toBe(plain.memory.weightsHash());
});

it("refuses weights that do not fit, and says which", () => {
  const { memory } = trainerOf();
  expect(() => memory.setWeights([])).toThrow("The network has 4 weight tensors, not 0.");
  expect(() => memory.setWeights([[1], [1], [1], [1]])).toThrow("Weight tensor 0 has 16 numbers, not 1.");
});

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
describe("numbers to predict", () => {
  const sine = generateDataset({ kind: "generated", id: "sine", points: 200, noise: 0.2, seed: 5 });
  const line = (units = 1) =>
    graphOf({
      Input: ["input", { shape: [1] }],
      "Dense 1": ["dense", { units }],
      Output: ["output", { loss: "halfSquaredError" }],
    });

  it("are found by a straight line as least squares finds it, in float64", () => {
    const trainer = trainerOf({
      dataset: sine,
      graph: line(),
      kernels: referenceKernels,
      epochs: 300,
      learningRate: 0.02,
    });
    const events = advance(trainer);
    const x = Array.from(sine.split.train, (row) => sine.inputs.data[row] ?? 0);
    const { scale = 1, offset = 0 } = sine.targets?.columns[0] ?? {};
    const y = Array.from(sine.split.train, (row) => (sine.targets?.values[row] ?? 0) * scale + offset);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const [meanX, meanY] = [mean(x), mean(y)];
    const slope =
      mean(x.map((value, at) => (value - meanX) * ((y[at] ?? 0) - meanY))) /
      mean(x.map((value) => (value - meanX) ** 2));
    const [weight, bias] = trainer.memory.weights.map((values) => elements(values)[0] ?? Number.NaN);
    // Mini-batches leave the weights in a small cloud around the least squares.
    expect(Math.abs((weight ?? 0) - slope)).toBeLessThan(0.05);
    expect(Math.abs((bias ?? 0) - (meanY - slope * meanX))).toBeLessThan(0.1);
    expect(events.at(-1)?.kind).toBe("finished");
  });

  it("are measured in their own units, as by hand on the weights that it ends with", () => {
    const trainer = trainerOf({ dataset: sine, graph: line(), kernels: referenceKernels, epochs: 2 });
    const finished = ofKind(advance(trainer), "finished")[0];
    const [weight = 0, bias = 0] = trainer.memory.weights.map((values) => elements(values)[0] ?? 0);
    const { scale = 1, offset = 0 } = sine.targets?.columns[0] ?? {};
    const rows = [...sine.split.test];
    const wanted = rows.map((row) => sine.targets?.values[row] ?? 0);
    const errors = rows.map(
      (row, at) => (weight * (sine.inputs.data[row] ?? 0) + bias - offset) / scale - (wanted[at] ?? 0),
    );
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const rmse = Math.sqrt(mean(errors.map((error) => error ** 2)));
    const variance = mean(wanted.map((value) => (value - mean(wanted)) ** 2));
    const [target] = finished?.result.testTargets ?? [];
    expect(target?.name).toBe("y");
    expect(target?.values.mae).toBeCloseTo(mean(errors.map(Math.abs)), 10);
    expect(target?.values.rmse).toBeCloseTo(rmse, 10);
    expect(target?.values.r2).toBeCloseTo(1 - rmse ** 2 / variance, 10);
    expect(finished?.result.testAccuracy).toBe(target?.values.r2);
    // Half the squared error of standardised numbers.
    expect(finished?.result.testLoss).toBeCloseTo((rmse * scale) ** 2 / 2, 10);
  });

  it("are scored in training as the share of the variance that is explained", () => {
    const trainer = trainerOf({ dataset: sine, graph: line(), kernels: referenceKernels, epochs: 3 });
    const events = advance(trainer);
    const [, , last] = ofKind(events, "epoch");
    const trainLoss = last?.result.trainLoss ?? Number.NaN;
    expect(last?.result.trainAccuracy).toBeCloseTo(1 - 2 * trainLoss, 10);
  });

  it("are refused a network that does not fit them, in words", () => {
    expect(() => trainerOf({ dataset: sine, graph: line(2) })).toThrow(
      expect.objectContaining({
        trouble: expect.objectContaining({
          title: "Output needs one number per number to predict",
          next: "Set Dense 1 to 1 units, then train.",
        }),
      }),
    );
    expect(() => trainerOf({ dataset: sine })).toThrow(/Input does not match/);
  });
});

describe("one output for two classes", () => {
  const moons = generateDataset({ kind: "generated", id: "moons", points: 200, noise: 0.2, seed: 5 });
  const single = graphOf({
    Input: ["input", { shape: [2] }],
    "Dense 1": ["dense", { units: 1 }],
    Output: ["output", { loss: "binaryCrossEntropy" }],
  });
  const double = graphOf({
    Input: ["input", { shape: [2] }],
    "Dense 1": ["dense", { units: 2 }],
    Output: ["output"],
  });

  it("learns, and is right where its logit has the sign of the class, with precision and recall of the second", () => {
    const trainer = trainerOf({ dataset: moons, graph: single, kernels: referenceKernels, epochs: 20 });
    const finished = ofKind(advance(trainer), "finished")[0]?.result;
    const [weights = [], bias = []] = trainer.memory.weights.map((values) => [...elements(values)]);
    let [right, said, found, there] = [0, 0, 0, 0];
    for (const row of moons.split.test) {
      const [x = 0, y = 0] = moons.inputs.data.subarray(2 * row, 2 * row + 2);
      const yes = (weights[0] ?? 0) * x + (weights[1] ?? 0) * y + (bias[0] ?? 0) > 0;
      const is = moons.labels[row] === 1;
      right += yes === is ? 1 : 0;
      said += yes ? 1 : 0;
      there += is ? 1 : 0;
      found += yes && is ? 1 : 0;
    }
    expect(finished?.testAccuracy).toBe(right / moons.split.test.length);
    expect(finished?.testAccuracy).toBeGreaterThan(0.7);
    expect(finished?.testTargets).toEqual([
      {
        name: "Class B",
        values: expect.objectContaining({ precision: found / said, recall: found / there }),
      },
    ]);
  });

  it("learns what two outputs with softmax learn, whose logits' difference is its logit", () => {
    const lossOf = (graph: Graph) =>
      ofKind(
        advance(
          trainerOf({ dataset: moons, graph, kernels: referenceKernels, epochs: 400, optimizer: "adam" }),
        ),
        "finished",
      )[0]?.result;
    const [one, two] = [lossOf(single), lossOf(double)];
    // Both have one minimum, and it is the same.
    expect(one?.testLoss).toBeCloseTo(two?.testLoss ?? 0, 2);
    expect(one?.testAccuracy).toBe(two?.testAccuracy);
  });
});

describe("several labels", () => {
  // Two labels of a point: right of 0, and above 0.
  const values = Float32Array.from(normalNumbers(400, 8));
  const labelled: Dataset = {
    ...blobs,
    task: "multi-label",
    classNames: [],
    inputs: { kind: "floats", data: values },
    labels: new Uint8Array(200),
    targets: {
      columns: ["right", "above"].map((name) => ({ name, scale: 1, offset: 0 })),
      values: values.map((value) => (value > 0 ? 1 : 0)),
    },
  };
  const two = graphOf({
    Input: ["input", { shape: [2] }],
    "Dense 1": ["dense", { units: 2 }],
    Output: ["output", { loss: "binaryCrossEntropy" }],
  });

  it("are learned each by its own output, and scored by the share of right ones", () => {
    const trainer = trainerOf({ dataset: labelled, graph: two, kernels: referenceKernels, epochs: 20 });
    const finished = ofKind(advance(trainer), "finished")[0]?.result;
    const [weight = [], bias = []] = trainer.memory.weights.map((given) => [...elements(given)]);
    const right = [0, 0];
    for (const row of labelled.split.test)
      for (const label of [0, 1]) {
        const logit =
          (weight[2 * label] ?? 0) * (values[2 * row] ?? 0) +
          (weight[2 * label + 1] ?? 0) * (values[2 * row + 1] ?? 0) +
          (bias[label] ?? 0);
        if (logit > 0 === (values[2 * row + label] ?? 0) > 0) right[label] = (right[label] ?? 0) + 1;
      }
    const size = labelled.split.test.length;
    expect(finished?.testTargets?.map(({ values: found }) => found.accuracy)).toEqual(
      right.map((count) => count / size),
    );
    expect(finished?.testAccuracy).toBeCloseTo(((right[0] ?? 0) + (right[1] ?? 0)) / (2 * size), 12);
    expect(finished?.testAccuracy).toBeGreaterThan(0.9);
  });
});

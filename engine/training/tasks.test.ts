import { describe, expect, it } from "vitest";
import type { Dataset } from "../data/dataset.ts";
import { generateDataset } from "../data/generate.ts";
import type { Graph } from "../graph/graph.ts";
import { graphOf } from "../graph/graph-of.ts";
import { referenceKernels } from "../kernels/reference.ts";
import { elements } from "../tensor.ts";
import { normalNumbers } from "../testing/numbers.ts";
import { advance, blobs, ofKind, trainerOf } from "../testing/small-run.ts";

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

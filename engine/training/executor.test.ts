import { describe, expect, it } from "vitest";
import type { Graph } from "../graph/graph.ts";
import { graphOf } from "../graph/graph-of.ts";
import { planNetwork } from "../graph/plan.ts";
import { planWorkspace } from "../graph/workspace.ts";
import { loopKernels } from "../kernels/loops.ts";
import { referenceKernels } from "../kernels/reference.ts";
import { sizeOf } from "../tensor.ts";
import { type NetworkCall, runNetwork, weightCount } from "../testing/network-run.ts";
import { normalNumbers, relativeError } from "../testing/numbers.ts";
import { randomNetwork } from "../testing/random-graph.ts";
import { Executor } from "./executor.ts";

const smooth = { function: "tanh" };
const graphs: Readonly<Record<string, Graph>> = {
  "a skip connection around two convolutions": graphOf({
    Input: ["input", { shape: [2, 4, 5] }],
    "Conv 1": ["conv2d", { filters: 3 }],
    "Tanh 1": ["activation", smooth],
    "Conv 2": ["conv2d", { filters: 3 }],
    Add: ["add", {}, "Conv 2", "Conv 1"],
    "Tanh 2": ["activation", smooth],
    Flatten: ["flatten"],
    Dense: ["dense", { units: 3 }],
    Output: ["output"],
  }),
  "one layer that feeds three": graphOf({
    Input: ["input", { shape: [4] }],
    Source: ["dense", { units: 3 }],
    Left: ["activation", { function: "gelu" }],
    Middle: ["dense", { units: 3 }, "Source"],
    Right: ["activation", { function: "sigmoid" }, "Source"],
    Add: ["add", {}, "Left", "Middle", "Right"],
    Output: ["output"],
  }),
  "the same layer at both inputs of Add": graphOf({
    Input: ["input", { shape: [4] }],
    Dense: ["dense", { units: 3 }],
    Add: ["add", {}, "Dense", "Dense"],
    Tanh: ["activation", smooth],
    Output: ["output"],
  }),
  "Flatten beside another reader of the same image": graphOf({
    Input: ["input", { shape: [1, 3, 4] }],
    Conv: ["conv2d", { filters: 2 }],
    "Flatten 1": ["flatten"],
    "Dense 1": ["dense", { units: 3 }],
    Tanh: ["activation", smooth, "Conv"],
    "Flatten 2": ["flatten"],
    "Dense 2": ["dense", { units: 3 }],
    Add: ["add", {}, "Dense 1", "Dense 2"],
    Output: ["output"],
  }),
  "Flatten of the image twice, and a view of a view": graphOf({
    Input: ["input", { shape: [1, 3, 4] }],
    Conv: ["conv2d", { filters: 1 }],
    "Flatten 1": ["flatten"],
    "Flatten 2": ["flatten", {}, "Conv"],
    "Flatten 3": ["flatten"],
    Add: ["add", {}, "Flatten 1", "Flatten 3", "Flatten 2"],
    Dense: ["dense", { units: 3 }],
    Output: ["output"],
  }),
  "a flattened image read before and after the view": graphOf({
    Input: ["input", { shape: [1, 3, 4] }],
    Conv: ["conv2d", { filters: 1 }],
    "Tanh 1": ["activation", smooth],
    Flatten: ["flatten", {}, "Conv"],
    "Dense 1": ["dense", { units: 3 }],
    "Dense 2": ["dense", { units: 3 }, "Flatten"],
    "Flatten 2": ["flatten", {}, "Tanh 1"],
    "Dense 3": ["dense", { units: 3 }],
    Add: ["add", {}, "Dense 3", "Dense 2", "Dense 1"],
    Output: ["output"],
  }),
  "Concat of branches of different depth": graphOf({
    Input: ["input", { shape: [2, 4, 4] }],
    "Conv 1": ["conv2d", { filters: 2 }],
    Tanh: ["activation", smooth],
    "Conv 2": ["conv2d", { filters: 1 }, "Input"],
    Concat: ["concat", {}, "Conv 2", "Tanh", "Input"],
    Pool: ["average-pool"],
    Flatten: ["flatten"],
    Dense: ["dense", { units: 3 }],
    Output: ["output"],
  }),
  "ReLUs that batch norm and Add take over: of images and rows, read by one and by two, and of a sum of three":
    graphOf({
      Input: ["input", { shape: [2, 5, 3] }],
      "Conv 1": ["conv2d", { filters: 3 }],
      "Norm 1": ["batch-norm"],
      "ReLU 1": ["activation"],
      "Conv 2": ["conv2d", { filters: 3 }],
      "Norm 2": ["batch-norm"],
      "Add 1": ["add", {}, "Norm 2", "ReLU 1"],
      "ReLU 2": ["activation"],
      "Norm 3": ["batch-norm"],
      "ReLU 3": ["activation"],
      Pool: ["max-pool", { size: [2, 2], stride: [1, 1] }],
      "Flatten 1": ["flatten"],
      "Dense 1": ["dense", { units: 5 }],
      "Flatten 2": ["flatten", {}, "ReLU 2"],
      "Dense 2": ["dense", { units: 5 }],
      "Norm 4": ["batch-norm"],
      "ReLU 4": ["activation"],
      "ReLU 5": ["activation", {}, "Norm 4"],
      "Add 2": ["add", {}, "Dense 1", "ReLU 4", "ReLU 5"],
      "ReLU 6": ["activation"],
      "Dense 3": ["dense", { units: 6 }],
      "Norm 5": ["batch-norm"],
      "ReLU 7": ["activation"],
      "Dense 4": ["dense", { units: 3 }],
      Output: ["output"],
    }),
  "ReLUs that a max pool takes over: one alone, one whose input another reads, and one that two read":
    graphOf({
      Input: ["input", { shape: [2, 7, 6] }],
      "Conv 1": ["conv2d", { filters: 3 }],
      "ReLU 1": ["activation"],
      "Pool 1": ["max-pool"],
      "Conv 2": ["conv2d", { filters: 2 }],
      "ReLU 2": ["activation"],
      "Pool 2": ["max-pool", { size: [2, 2], stride: [1, 1] }],
      "Flatten 1": ["flatten"],
      "Flatten 2": ["flatten", {}, "Conv 2"],
      "ReLU 3": ["activation", {}, "Conv 1"],
      "Pool 3": ["max-pool", { size: [3, 3], stride: [2, 2] }],
      "Flatten 3": ["flatten"],
      "Flatten 4": ["flatten", {}, "ReLU 3"],
      Concat: ["concat", {}, "Flatten 1", "Flatten 2", "Flatten 3", "Flatten 4"],
      Dense: ["dense", { units: 3 }],
      Output: ["output"],
    }),
  "dropout while training, with the same noise each time": graphOf({
    Input: ["input", { shape: [6] }],
    "Dense 1": ["dense", { units: 12 }],
    "Dropout 1": ["dropout", { rate: 0.4 }],
    "Dropout 2": ["dropout", { rate: 0.2 }, "Dense 1"],
    Add: ["add", {}, "Dropout 1", "Dropout 2"],
    "Dense 2": ["dense", { units: 3 }],
    Output: ["output"],
  }),
  "cross-entropy on a softmax layer": graphOf({
    Input: ["input", { shape: [4] }],
    Dense: ["dense", { units: 3 }],
    Softmax: ["activation", { function: "softmax" }],
    Output: ["output", { loss: "crossEntropySoftmax" }],
  }),
  "half squared error behind a softmax that is trained through": graphOf({
    Input: ["input", { shape: [4] }],
    Dense: ["dense", { units: 3 }],
    Softmax: ["activation", { function: "softmax" }],
    Output: ["output", { loss: "halfSquaredError" }],
  }),
};

const batch = 3;

function callOf(graph: Graph, seed = 1): NetworkCall {
  const plan = planNetwork(graph);
  return {
    graph,
    kernels: referenceKernels,
    weights: normalNumbers(weightCount(graph), seed).map((value) => value / 2),
    x: normalNumbers(batch * sizeOf(plan.nodes[plan.input]?.shape ?? []), seed + 1),
    target: [0, 1, 0, 0, 0, 1, 1, 0, 0],
  };
}

const step = 1e-5;
const lossOf = (call: NetworkCall) => runNetwork(call).loss;
const moved = (values: ArrayLike<number>, index: number, by: number) =>
  Array.from({ length: values.length }, (_, i) => (values[i] ?? 0) + (i === index ? by : 0));

/** ∂loss/∂value for each of a call's weights or inputs, by central differences. */
function centralDifferences(call: NetworkCall, of: "weights" | "x"): number[] {
  return Array.from(
    { length: call[of].length },
    (_, index) =>
      (lossOf({ ...call, [of]: moved(call[of], index, step) }) -
        lossOf({ ...call, [of]: moved(call[of], index, -step) })) /
      (2 * step),
  );
}

describe.each(Object.entries(graphs))("the gradient through %s", (_, graph) => {
  const call = callOf(graph);
  const { gradients, inputGradient } = runNetwork(call);

  it("is the slope of the loss, for all weights and inputs", () => {
    expect(relativeError(gradients, centralDifferences(call, "weights"))).toBeLessThan(1e-6);
    expect(relativeError(inputGradient, centralDifferences(call, "x"))).toBeLessThan(1e-6);
  });

  it("is the same in float32", () => {
    const given = runNetwork({ ...call, kernels: loopKernels });
    expect(relativeError(given.gradients, gradients)).toBeLessThan(1e-4);
    expect(relativeError(given.inputGradient, inputGradient)).toBeLessThan(1e-4);
  });
});

it("follows the loss along a random direction in 60 random networks", () => {
  for (let seed = 0; seed < 60; seed++) {
    const call = callOf(randomNetwork(seed), seed);
    const direction = normalNumbers(call.weights.length, seed + 7);
    const along = (by: number) =>
      lossOf({ ...call, weights: direction.map((value, i) => (call.weights[i] ?? 0) + by * value) });
    const small = 1e-6;
    const expected = (along(small) - along(-small)) / (2 * small);
    const { gradients } = runNetwork(call);
    const slope = gradients.reduce((sum, value, i) => sum + value * (direction[i] ?? 0), 0);
    expect(Math.abs(slope - expected), `seed ${seed}`).toBeLessThan(1e-6 * (1 + Math.abs(expected)));
  }
});

it("gives each example of a partial batch what it gives alone", () => {
  const call = callOf(graphs["a skip connection around two convolutions"] ?? randomNetwork(1));
  const whole = runNetwork({ ...call, plannedBatch: 5 });
  const size = call.x.length / batch;
  const rows = [0, 1, 2].map((row) =>
    runNetwork({
      ...call,
      x: Array.from(call.x).slice(row * size, (row + 1) * size),
      target: Array.from(call.target).slice(row * 3, row * 3 + 3),
    }),
  );
  expect(
    relativeError(
      rows.flatMap(({ prediction }) => prediction),
      whole.prediction,
    ),
  ).toBeLessThan(1e-12);
  const sum = whole.gradients.map((_, i) => rows.reduce((total, row) => total + (row.gradients[i] ?? 0), 0));
  expect(relativeError(sum, whole.gradients)).toBeLessThan(1e-12);
});

it("leaves a ReLU to the max pool that alone reads it, unless its output is to be seen", () => {
  const plan = planNetwork(
    graphOf({
      Input: ["input", { shape: [1, 4, 4] }],
      "ReLU 1": ["activation"],
      "Pool 1": ["max-pool"],
      "ReLU 2": ["activation"],
      Flatten: ["flatten"],
      Dense: ["dense", { units: 3 }],
      Output: ["output"],
    }),
  );
  const left = (keepOutputs: boolean) =>
    planWorkspace(plan, referenceKernels, {
      batch: 1,
      backward: true,
      keepOutputs,
      inputGradient: false,
    }).nodes.flatMap(({ isLeftToNext }, index) => (isLeftToNext ? [plan.nodes[index]?.id] : []));
  expect(left(false)).toHaveLength(1);
  expect(left(true)).toEqual([]);
});

it("leaves a ReLU to the batch norm or Add that it alone reads, unless their outputs are to be seen", () => {
  const plan = planNetwork(
    graphOf({
      Input: ["input", { shape: [4] }],
      Dense: ["dense", { units: 4 }],
      "Norm 1": ["batch-norm"],
      "ReLU 1": ["activation"],
      "Norm 2": ["batch-norm"],
      "ReLU 2": ["activation"],
      "Add 1": ["add", {}, "ReLU 2", "Norm 2"],
      "ReLU 3": ["activation"],
      Output: ["output"],
    }),
  );
  const left = (keepOutputs: boolean) =>
    planWorkspace(plan, referenceKernels, {
      batch: 1,
      backward: true,
      keepOutputs,
      inputGradient: false,
    }).nodes.flatMap(({ isLeftToPrevious }, index) => (isLeftToPrevious ? [index] : []));
  expect(left(false)).toEqual([3, 7]);
  expect(left(true)).toEqual([]);
});

describe("an executor", () => {
  const graph = graphs["one layer that feeds three"] ?? randomNetwork(1);
  const plan = planNetwork(graph);
  const use = { batch: 4, backward: true, keepOutputs: false, inputGradient: true };
  const workspace = planWorkspace(plan, loopKernels, use);
  const room = (size: number) => ({ data: loopKernels.allocate(size), offset: 0 });
  const executor = new Executor({
    plan,
    workspace,
    kernels: loopKernels,
    memory: room(workspace.total),
    weights: room(plan.parameterElements),
    gradients: room(plan.parameterElements),
  });

  it("makes its views once for each batch size", () => {
    const views = (size: number) => [
      executor.input(size),
      executor.target(size),
      executor.prediction(size),
      executor.lossGradient(size),
      executor.inputGradient(size),
      ...plan.nodes.map((_, index) => executor.output(index, size)),
    ];
    const four = views(4);
    const one = views(1);
    executor.forward(4, true);
    executor.loss(4, 1);
    executor.backward(4);
    executor.forward(1, true);
    views(4).forEach((view, index) => {
      expect(view).toBe(four[index]);
    });
    views(1).forEach((view, index) => {
      expect(view).toBe(one[index]);
    });
  });

  it("refuses more examples than were planned", () => {
    expect(() => executor.forward(5, false)).toThrow("planned for 4 examples, not 5");
  });
});

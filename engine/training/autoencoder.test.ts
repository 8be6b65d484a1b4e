import { expect, it } from "vitest";
import type { Dataset } from "../data/dataset.ts";
import { asAsked, writeTargets } from "../data/targets.ts";
import { check } from "../graph/check.ts";
import { graphOf } from "../graph/graph-of.ts";
import { openKernels } from "../host/kernels.ts";
import { judge } from "../inspect/judgement.ts";
import { Trainer } from "./trainer.ts";

const newKernels = await openKernels();

/**
 * Points at 3, 2 and 1 along three axes at right angles, in both directions, 15 times: their principal components are
 * these axes, with shares 9/14, 4/14 and 1/14 of the variance, exactly.
 */
const axes = [
  [2 / 3, 1 / 3, 2 / 3],
  [-2 / 3, 2 / 3, 1 / 3],
  [1 / 3, 2 / 3, -2 / 3],
];
const points = Array.from({ length: 15 }, () =>
  axes.flatMap((axis, index) => [1, -1].map((sign) => axis.map((part) => sign * (3 - index) * part))),
).flat();
const all = Uint32Array.from(points.keys());

const dataset: Dataset = {
  id: "axes",
  name: "Axes",
  summary: "",
  inputShape: [3],
  task: "classes",
  classNames: ["A", "B"],
  inputs: { kind: "floats", data: Float32Array.from(points.flat()) },
  labels: new Uint8Array(points.length),
  split: { train: all, validation: all, test: all },
  preprocessing: { scale: 1, offset: 0 },
  provenance: { source: "", licence: "" },
};

const squeezedInto = (units: number, loss = "halfSquaredError") =>
  graphOf({
    Input: ["input", { shape: [3] }],
    Code: ["dense", { units, bias: false }],
    Back: ["dense", { units: 3, bias: false }],
    Output: ["output", { loss, target: "input" }],
  });

const settings = {
  epochs: 4000,
  batchSize: points.length,
  seed: 1,
  optimizer: {
    name: "adam" as const,
    settings: { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
  },
};

function trained(units: number): Trainer {
  const graph = squeezedInto(units);
  const trainer = new Trainer({
    graph,
    settings,
    dataset,
    kernels: newKernels(),
    clock: () => 0,
  });
  while (trainer.advance() !== null);
  return trainer;
}

// P. Baldi and K. Hornik, "Neural networks and principal component analysis", Neural Networks 2, 1989: the best linear
// autoencoder projects on the first principal components, and there are no other minima.
it.each([
  [1, 9 / 14],
  [2, 13 / 14],
  [3, 1],
])(
  "a linear autoencoder with a code of %i keeps the share of the variance that the principal components have",
  (units, share) => {
    const trainer = trained(units);
    expect(trainer.lastValidation?.accuracy).toBeCloseTo(share, 4);
    // Half the squared error of an example: the variance that is left, of 28/6 in all.
    expect(trainer.lastValidation?.loss).toBeCloseTo((14 / 3 / 2) * (1 - share), 3);
  },
);

it("judges by the error of each example, and shows the worst, the middle and the best beside their inputs", () => {
  const trainer = trained(1);
  const looks = judge(trainer.memory, trainer.dataset, "test");
  let look = looks.next();
  while (!look.done) look = looks.next();
  const judgement = look.value;
  if (judgement.task !== "reconstruction") throw new Error(`It was judged as ${judgement.task}.`);
  // What lies along the second axis is lost: 2 units, over three numbers.
  const { errors, shown, score } = judgement;
  expect(score).toBeCloseTo(9 / 14, 4);
  expect(Math.max(...errors)).toBeCloseTo(2 / Math.sqrt(3), 2);
  expect(shown.count).toBe(12);
  expect(shown.places).toHaveLength(36);
  const [worst = -1] = shown.places;
  expect(errors[worst]).toBe(Math.max(...errors));
  expect([...shown.inputs.subarray(0, 3)]).toEqual([...Float32Array.from(points[worst] ?? [])]);
  const off = [0, 1, 2].map((at) => (shown.said[at] ?? 0) - (shown.inputs[at] ?? 0));
  expect(Math.hypot(...off) / Math.sqrt(3)).toBeCloseTo(errors[worst] ?? 0, 5);
  expect(errors[shown.places[35] ?? 0]).toBe(Math.min(...errors));
});

it("is asked for its input as the network sees it", () => {
  const scaled = { ...dataset, preprocessing: { scale: 0.5, offset: 1 } };
  const into = new Float32Array(3);
  writeTargets(asAsked(scaled, squeezedInto(1)), Uint32Array.of(2), 0, 1, into, 0, 3);
  (points[2] ?? []).forEach((value, at) => {
    expect(into[at]).toBeCloseTo(value * 0.5 + 1, 6);
  });
});

it("refuses an output of another size and a loss for classes, each with a fix", () => {
  const narrow = graphOf({
    Input: ["input", { shape: [3] }],
    Code: ["dense", { units: 2 }],
    Output: ["output", { loss: "halfSquaredError", target: "input" }],
  });
  const found = (graph: typeof narrow) =>
    check(graph, { name: "Axes", inputShape: [3], classNames: ["A", "B"] })
      .problems.filter(({ severity }) => severity === "error")
      .map(({ code, fixes }) => [code, ...fixes.map(({ label }) => label)]);
  expect(found(narrow)).toEqual([["reconstruction", "Set Code to 3 units", "Compare with the data instead"]]);
  expect(found(squeezedInto(2, "crossEntropy"))).toEqual([["loss-data", "Use half squared error"]]);
  expect(found(squeezedInto(2))).toEqual([]);
});

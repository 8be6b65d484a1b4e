import { describe, expect, it } from "vitest";
import { check } from "../graph/check.ts";
import { graphOf } from "../graph/graph-of.ts";
import { planNetwork } from "../graph/plan.ts";
import { loopKernels } from "../kernels/loops.ts";
import { referenceKernels } from "../kernels/reference.ts";
import { type AnyFieldValues, defaultValues } from "../layers/fields.ts";
import { type LayerKindName, layerKinds } from "../layers/registry.ts";
import { Network } from "../network.ts";
import { elements } from "../tensor.ts";
import { normalNumbers, relativeError } from "../testing/numbers.ts";
import { RunMemory } from "./memory.ts";
import { optimizers } from "./optimizers.ts";

const withWeights = layerKinds.filter(({ fields }) => "trainable" in fields);
const penalised = layerKinds.filter(({ fields }) => "l2" in fields);

/** The layer between two dense layers, with another layer before it that learns through it. */
function around(kind: LayerKindName, fields: AnyFieldValues) {
  return graphOf({
    Input: ["input", { shape: [6] }],
    Before: ["dense", { units: 18 }],
    Image: ["reshape", { shape: [2, 3, 3] }],
    ...(kind === "dense" ? { Row: ["flatten"] } : {}),
    Layer: [kind, fields],
    ...(kind === "dense" ? {} : { Row: ["flatten"] }),
    After: ["dense", { units: 3 }],
    Output: ["output"],
  });
}
const x = normalNumbers(4 * 6, 1);
const target = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0];

it("is asked of every layer that has weights to train, penalties of those that weigh their inputs", () => {
  for (const { kind, weights, fields } of layerKinds) {
    const learns = Object.values(weights).some((rule) => !("isStatistic" in rule));
    expect("trainable" in fields, kind).toBe(learns);
  }
  expect(penalised.map(({ kind }) => kind)).toEqual([
    "conv2d",
    "transposed-conv",
    "locally-connected",
    "dense",
  ]);
});

describe.each(withWeights)("a frozen $kind", ({ kind }) => {
  const frozen = around(kind, { trainable: false });
  const free = around(kind, {});

  it("gives the layers before it the gradient that it would give when it learns", () => {
    const gradients = [frozen, free].map((graph) => {
      const network = new Network(graph, { kernels: referenceKernels, batch: 4 });
      network.forward(x, { training: true });
      network.loss(target);
      network.backward();
      return network.gradient("Before", "weight");
    });
    expect(gradients[0]).toEqual(gradients[1]);
  });

  it.each(optimizers)(
    "keeps its weights under $name and its decay, and its gradient counts for nothing",
    (record) => {
      const plan = planNetwork(frozen);
      const memory = new RunMemory({
        plan,
        kernels: loopKernels,
        settings: {
          epochs: 1,
          batchSize: 4,
          seed: 1,
          optimizer: { name: record.name, settings: { ...defaultValues(record.fields), weightDecay: 0.5 } },
        },
        batch: 4,
        evaluation: 4,
      });
      const isFrozen = plan.parameters.map(({ isTrained, isStatistic }) => !isTrained && !isStatistic);
      const values = () => memory.weights.map((weight) => [...elements(weight)]);
      const before = values();
      for (let step = 0; step < 3; step++) {
        const [input, wanted] = [memory.train.input(4), memory.train.target(4)];
        input.data.set(x, input.offset);
        wanted.data.set(target, wanted.offset);
        memory.trainPass(4);
        memory.weightGradients.forEach((gradient, index) => {
          if (isFrozen[index]) expect(elements(gradient).every((value) => value === 0)).toBe(true);
        });
        memory.update(0.1);
      }
      const after = values();
      expect(isFrozen).toContain(true);
      expect(Object.keys(memory.gradientNorms())).toEqual(["Before", "After"]);
      isFrozen.forEach((frozenHere, index) => {
        if (frozenHere) expect(after[index]).toEqual(before[index]);
      });
      const first = plan.parameters.findIndex(({ name }) => name === "weight");
      expect(after[first]).not.toEqual(before[first]);
    },
  );
});

it("needs no gradient where nothing before it learns", () => {
  const graph = graphOf({
    Input: ["input", { shape: [6] }],
    Fixed: ["dense", { units: 64, trainable: false }],
    After: ["dense", { units: 3 }],
    Output: ["output"],
  });
  let inputGradients = 0;
  const kernels = {
    ...loopKernels,
    denseBackwardWeight: (...args: Parameters<typeof loopKernels.denseBackwardWeight>) => {
      inputGradients += 1;
      loopKernels.denseBackwardWeight(...args);
    },
  };
  const settings = {
    epochs: 1,
    batchSize: 4,
    seed: 1,
    optimizer: { name: "sgd", settings: defaultValues(optimizers[0].fields) },
  } as const;
  const memory = new RunMemory({ plan: planNetwork(graph), kernels, settings, batch: 4, evaluation: 4 });
  memory.trainPass(4);
  expect(inputGradients).toBe(1);
});

describe.each(penalised)("the penalties of a $kind", ({ kind }) => {
  it.each([
    { l1: 0.03, l2: 0 },
    { l1: 0, l2: 0.2 },
    { l1: 0.01, l2: 0.1 },
  ])("$l1 and $l2 are in the loss, and in the gradient as finite differences have them", (penalties) => {
    const network = new Network(around(kind, penalties), { kernels: referenceKernels, batch: 4 });
    const plain = new Network(around(kind, {}), { kernels: referenceKernels, batch: 4 });
    const lossOf = (net: Network) => {
      net.forward(x, { training: true });
      return net.loss(target);
    };
    const weights = Float64Array.from(network.weight("Layer", "weight"));
    const sum = (f: (w: number) => number) => weights.reduce((total, w) => total + f(w), 0);
    const penalty = penalties.l1 * sum(Math.abs) + (penalties.l2 / 2) * sum((w) => w * w);
    expect(penalty).toBeGreaterThan(0);
    expect(lossOf(network)).toBeCloseTo(lossOf(plain) + penalty, 12);
    network.backward();
    const gradient = [...network.gradient("Layer", "weight")];
    const step = 1e-6;
    const differences = [...weights].map((_, index) => {
      const at = (shift: number) => {
        const moved = weights.slice();
        moved[index] = (moved[index] ?? 0) + shift;
        network.setWeights("Layer", { weight: moved });
        return lossOf(network);
      };
      return (at(step) - at(-step)) / (2 * step);
    });
    expect(relativeError(gradient, differences)).toBeLessThan(1e-7);
  });
});

it("says that nothing can learn when every layer is frozen, and thaws one or all", () => {
  const graph = graphOf({
    Input: ["input", { shape: [6] }],
    First: ["dense", { units: 4, trainable: false }],
    Last: ["dense", { units: 3, trainable: false }],
    Output: ["output"],
  });
  const problem = check(graph, null).problems.find(({ code }) => code === "all-frozen");
  expect(problem).toMatchObject({ severity: "error", field: "trainable", title: "Every layer is frozen" });
  expect(problem?.fixes.map(({ label }) => label)).toEqual([
    "Make Last trainable",
    "Make all layers trainable",
  ]);
  expect(problem?.explanation).toContain("All 2 layers");
});

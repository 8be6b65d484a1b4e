import { expect, it } from "vitest";
import { generateDataset } from "../data/generate.ts";
import { graphOf } from "../graph/graph-of.ts";
import { planNetwork } from "../graph/plan.ts";
import { loopKernels } from "../kernels/loops.ts";
import { referenceKernels } from "../kernels/reference.ts";
import { Network } from "../network.ts";
import { elements } from "../tensor.ts";
import { RunMemory } from "../training/memory.ts";
import { defaultTrainingSettings } from "../training/settings.ts";
import { rangeOfInput, takeCurve } from "./curve.ts";

const sine = generateDataset({ kind: "generated", id: "sine", points: 100, noise: 0.2, seed: 3 });
const graph = graphOf({
  Input: ["input", { shape: [1] }],
  "Dense 1": ["dense", { units: 5 }],
  "Tanh 1": ["activation", { function: "tanh" }],
  "Dense 2": ["dense", { units: 1 }],
  Output: ["output", { loss: "halfSquaredError" }],
});

it("is what the float64 reference says along the axis, in the units of the data, around all examples", () => {
  const memory = new RunMemory({
    plan: planNetwork(graph),
    kernels: loopKernels,
    settings: defaultTrainingSettings,
    batch: 4,
    evaluation: 7,
  });
  const range = rangeOfInput(sine);
  if (!range) throw new Error("A sine has one input.");
  const { data } = sine.inputs;
  expect(range.from).toBeLessThan(Math.min(...data));
  expect(range.to).toBeGreaterThan(Math.max(...data));
  const { answers, width, from, to } = takeCurve(memory, sine, range);
  expect(width).toBe(1);
  const network = new Network(graph, { kernels: referenceKernels });
  network.memory.setWeights(memory.weights.map((weight) => elements(weight)));
  const { scale = 1, offset = 0 } = sine.targets?.columns[0] ?? {};
  answers.forEach((said, place) => {
    const [output = 0] = network.forward([from + ((to - from) * place) / (answers.length - 1)]);
    expect(said).toBeCloseTo((output - offset) / scale, 4);
  });
});

it("is nothing for sets with more inputs", () => {
  const moons = generateDataset({ kind: "generated", id: "moons", points: 100, noise: 0.2, seed: 3 });
  expect(rangeOfInput(moons)).toBeNull();
});

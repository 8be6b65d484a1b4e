import { expect, it } from "vitest";
import { generateDataset } from "../data/generate.ts";
import { cellCentres, squareAround } from "../data/plane.ts";
import { graphOf } from "../graph/graph-of.ts";
import { planNetwork } from "../graph/plan.ts";
import { loopKernels } from "../kernels/loops.ts";
import { referenceKernels } from "../kernels/reference.ts";
import { Network } from "../network.ts";
import { RunMemory } from "../training/memory.ts";
import { defaultTrainingSettings } from "../training/settings.ts";
import { cellsFor, squareOf, takeFields } from "./fields.ts";

const moons = generateDataset({ kind: "generated", id: "moons", points: 60, noise: 0.1, seed: 2 });
const graph = graphOf({
  Input: ["input", { shape: [2] }],
  "Dense 1": ["dense", { units: 5 }],
  Tanh: ["activation", { function: "tanh" }],
  "Batch norm": ["batch-norm"],
  "Dense 2": ["dense", { units: 70 }],
  "Dense 3": ["dense", { units: 3 }],
  Output: ["output"],
});

/** Examples at once in the evaluation: no divisor of the 3600 cells. */
const evaluation = 7;

function memoryOf(): RunMemory {
  return new RunMemory({
    plan: planNetwork(graph),
    kernels: loopKernels,
    settings: defaultTrainingSettings,
    batch: 4,
    evaluation,
  });
}

it("draws what a direct forward gives at the middle of every cell, in float64", () => {
  const memory = memoryOf();
  const square = squareOf(moons);
  if (!square) throw new Error("Moons lie in the plane.");
  const { nodes, answers, cells, neuronCells } = takeFields(memory, moons, square);
  const oracle = new Network(graph, { kernels: referenceKernels, batch: 3600 });
  memory.plan.parameters.forEach(({ node, name }, index) => {
    const weight = memory.weights[index];
    if (weight)
      oracle.setWeights(node, { [name]: weight.data.subarray(weight.offset, weight.offset + weight.size) });
  });

  const logits = oracle.forward(cellCentres(square, cells));
  let worst = 0;
  for (let cell = 0; cell < cells * cells; cell++) {
    const row = [...logits.subarray(3 * cell, 3 * cell + 3)];
    const sum = row.reduce((total, logit) => total + Math.exp(logit), 0);
    row.forEach((logit, label) => {
      const drawn = answers[label * cells * cells + cell] ?? Number.NaN;
      worst = Math.max(worst, Math.abs(drawn - Math.exp(logit) / sum));
    });
  }
  expect(worst).toBeLessThan(1e-6);

  oracle.forward(cellCentres(square, neuronCells));
  expect(nodes.map(({ node, neurons }) => [node, neurons])).toEqual([
    ["Dense 1", 5],
    ["Tanh", 5],
    ["Batch norm", 5],
    ["Dense 2", 70],
    ["Dense 3", 3],
  ]);
  for (const { node, neurons, values } of nodes) {
    const expected = oracle.output(node);
    const shown = Math.min(64, neurons);
    expect(values).toHaveLength(shown * neuronCells * neuronCells);
    values.forEach((value, at) => {
      const neuron = Math.floor(at / (neuronCells * neuronCells));
      const wanted = expected[(at % (neuronCells * neuronCells)) * neurons + neuron] ?? Number.NaN;
      worst = Math.max(worst, Math.abs(value - wanted));
    });
  }
  expect(worst).toBeLessThan(1e-5);
});

it("leaves weights and the next training step as they would have been", () => {
  const [looked, untouched] = [memoryOf(), memoryOf()];
  const step = (memory: RunMemory, watched: boolean) => {
    const input = memory.train.input(4);
    input.data.set([0.1, 0.2, -1, 0.5, 2, 0, 1, -0.3], input.offset);
    const target = memory.train.target(4);
    target.data.set([1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0], target.offset);
    memory.trainPass(4);
    if (watched) takeFields(memory, moons, squareAround([0, 0, 1, 1]));
    memory.update(0.1);
  };
  for (let count = 0; count < 3; count++) {
    step(looked, true);
    step(untouched, false);
  }
  expect(looked.weightsHash()).toBe(untouched.weightsHash());
});

it("is for points in the plane only", () => {
  const spread = { ...moons, inputShape: [1, 2, 1] };
  expect(squareOf(spread)).toBeNull();
});

it.each([
  [10, 60],
  [50_000, 60],
  [200_000, 30],
  [5_000_000, 15],
])("draws coarser for a larger network: %i weights, %i cells", (parameters, cells) => {
  expect(cellsFor(parameters)).toBe(cells);
});

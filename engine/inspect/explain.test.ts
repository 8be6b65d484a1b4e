import { expect, it } from "vitest";
import { graphOf } from "../graph/graph-of.ts";
import { planNetwork } from "../graph/plan.ts";
import { loopKernels } from "../kernels/loops.ts";
import { defaultValues } from "../layers/fields.ts";
import { elements } from "../tensor.ts";
import { normalNumbers, relativeError } from "../testing/numbers.ts";
import { RunMemory } from "../training/memory.ts";
import { optimizers } from "../training/optimizers.ts";
import { Explainer } from "./explain.ts";

const settings = {
  epochs: 1,
  batchSize: 1,
  seed: 3,
  optimizer: { name: "sgd", settings: defaultValues(optimizers[0].fields) },
} as const;

function run() {
  const memory = new RunMemory({
    plan: planNetwork(
      graphOf({
        Input: ["input", { shape: [1, 6, 6] }],
        Conv: ["conv2d", { filters: 3, trainable: false }],
        Tanh: ["activation", { function: "tanh" }],
        Flatten: ["flatten"],
        Dense: ["dense", { units: 4 }],
        Output: ["output"],
      }),
    ),
    kernels: loopKernels,
    settings,
    batch: 1,
    evaluation: 1,
  });
  const input = memory.probe.input(1);
  input.data.set(normalNumbers(36, 5), input.offset);
  memory.probe.forward(1, false);
  return memory;
}

it("explains the class with the highest score, or the one that is asked for, of a frozen layer too", () => {
  const memory = run();
  const explainer = new Explainer(memory, settings, loopKernels);
  const scores = [...elements(memory.probe.prediction(1))];
  const best = scores.indexOf(Math.max(...scores));
  const found = explainer.explain(memory, { node: "Conv", label: null });
  expect(found.label).toBe(best);
  expect(found.score).toBeCloseTo(scores[best] ?? Number.NaN, 6);
  expect(found.gradCam?.values).toHaveLength(36);
  const other = explainer.explain(memory, { node: "Conv", label: (best + 1) % 4 });
  expect(other.saliency).not.toEqual(found.saliency);
  // As finite differences of the run's own score have it.
  const input = memory.probe.input(1);
  const slopes = Array.from({ length: 36 }, (_, cell) => {
    const at = (shift: number) => {
      input.data[input.offset + cell] = (normalNumbers(36, 5)[cell] ?? 0) + shift;
      memory.probe.forward(1, false);
      return elements(memory.probe.prediction(1))[best] ?? Number.NaN;
    };
    const slope = (at(0.01) - at(-0.01)) / 0.02;
    at(0);
    return Math.abs(slope);
  });
  expect(relativeError(found.saliency, slopes)).toBeLessThan(1e-3);
});

it("follows the weights, leaves the run's own numbers alone, and has no Grad-CAM where there are no maps", () => {
  const memory = run();
  const explainer = new Explainer(memory, settings, loopKernels);
  const before = explainer.explain(memory, { node: "Dense", label: 0 });
  expect(before.gradCam).toBeNull();
  expect(explainer.explain(memory, { node: "Input", label: 0 }).gradCam).toBeNull();
  const hash = memory.weightsHash();
  expect(memory.weightGradients.every((gradient) => elements(gradient).every((value) => value === 0))).toBe(
    true,
  );
  const [weight] = memory.weights;
  if (weight) weight.data[weight.offset] = (weight.data[weight.offset] ?? 0) + 1;
  expect(memory.weightsHash()).not.toBe(hash);
  expect(explainer.explain(memory, { node: "Dense", label: 0 }).score).not.toBe(before.score);
  expect(() => explainer.explain(memory, { node: "Dense", label: 9 })).toThrow(/no number 9/);
});

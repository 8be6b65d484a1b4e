import { expect, it } from "vitest";
import type { Dataset } from "../data/dataset.ts";
import { graphOf } from "../graph/graph-of.ts";
import { planNetwork } from "../graph/plan.ts";
import { loopKernels } from "../kernels/loops.ts";
import { referenceKernels } from "../kernels/reference.ts";
import { Network } from "../network.ts";
import { blobSet } from "../testing/blob-set.ts";
import { RunMemory } from "../training/memory.ts";
import { defaultTrainingSettings } from "../training/settings.ts";
import { lookAtActivity } from "./activity.ts";

const graph = graphOf({
  Input: ["input", { shape: [1, 4, 4] }],
  "Conv 1": ["conv2d", { filters: 6 }],
  "ReLU 1": ["activation"],
  "Flatten 1": ["flatten"],
  "Dense 1": ["dense", { units: 40 }],
  "ReLU 2": ["activation"],
  "Dense 2": ["dense", { units: 3 }],
  Output: ["output"],
});

/** Pictures whose numbers are eighths, so that float32 and float64 agree about their signs. */
function pictures(count: number): Dataset {
  const blobs = blobSet(count, 0.5, { seed: 1 });
  const data = Float32Array.from({ length: 16 * blobs.labels.length }, (_, i) => ((i * 37) % 17) / 8 - 0.5);
  return { ...blobs, inputShape: [1, 4, 4], inputs: { kind: "floats", data } };
}

it("counts dead units, zeros and moments as all outputs of the float64 reference tell them", () => {
  const dataset = pictures(90);
  const memory = new RunMemory({
    plan: planNetwork(graph),
    kernels: loopKernels,
    settings: defaultTrainingSettings,
    batch: 4,
    evaluation: 4,
  });
  // Biases that let some maps and units die, and some not.
  memory.plan.parameters.forEach(({ name }, index) => {
    const bias = memory.weights[index];
    if (name === "bias" && bias)
      for (let at = 0; at < bias.size; at++) bias.data[bias.offset + at] = at % 3 === 0 ? -8 : 0.0625;
  });
  const hash = memory.weightsHash();
  const look = lookAtActivity(memory, dataset);
  expect(memory.weightsHash()).toBe(hash);
  const examples = dataset.split.test;
  expect([look.part, look.examples]).toEqual(["test", examples.length]);

  const network = new Network(graph, { kernels: referenceKernels, batch: 1 });
  network.memory.setWeights(memory.weights.map((w) => w.data.subarray(w.offset, w.offset + w.size)));
  const outputsOf = (layer: string) =>
    Array.from(examples, (example) => {
      const { inputs } = dataset;
      if (inputs.kind !== "floats") throw new Error("They are floats.");
      network.forward([...inputs.data.subarray(16 * example, 16 * (example + 1))]);
      return [...network.output(layer)];
    });
  for (const [layer, units] of [
    ["ReLU 1", 6],
    ["ReLU 2", 40],
  ] as const) {
    const outputs = outputsOf(layer);
    const all = outputs.flat();
    const width = (outputs[0]?.length ?? 0) / units;
    const dead = Array.from({ length: units }, (_, unit) =>
      outputs.every((output) => output.slice(unit * width, (unit + 1) * width).every((value) => value === 0)),
    ).filter(Boolean).length;
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
    const seen = look.layers.find(({ node }) => node === layer);
    expect(dead).toBeGreaterThan(0);
    expect(seen).toMatchObject({ units, dead, notFinite: 0, minimum: 0 });
    expect(seen?.zeroShare).toBeCloseTo(all.filter((value) => value === 0).length / all.length, 12);
    expect(seen?.maximum).toBeCloseTo(Math.max(...all), 5);
    expect(seen?.mean).toBeCloseTo(mean, 5);
    expect(seen?.deviation).toBeCloseTo(
      Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length),
      5,
    );
  }
  // What cannot die is not said to be dead, whatever it gives.
  expect(look.layers.find(({ node }) => node === "Dense 1")?.dead).toBeNull();
});

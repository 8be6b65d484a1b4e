import { expect, it } from "vitest";
import type { Dataset } from "../data/dataset.ts";
import { graphOf } from "../graph/graph-of.ts";
import { planNetwork } from "../graph/plan.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { loopKernels } from "../kernels/loops.ts";
import { unpackPictures } from "../protocol/packed-pictures.ts";
import { highestStep, notFiniteStep, valueOfStep } from "../protocol/steps.ts";
import type { PackedPictures } from "../protocol.ts";
import { blobSet } from "../testing/blob-set.ts";
import { RunMemory } from "../training/memory.ts";
import { defaultTrainingSettings } from "../training/settings.ts";
import { takePictures } from "./pictures.ts";

const blobs = blobSet(30, 0.5, { seed: 1 });

/** Six channels of 2×2 cells; channel c of example 4 holds ±spread[c], so its variance is the square of that. */
const spread = [1, 3, 3, 0, Number.NaN, 2];
const dataset: Dataset = {
  ...blobs,
  inputShape: [6, 2, 2],
  inputs: {
    kind: "floats",
    data: Float32Array.from({ length: 5 * 24 }, (_, i) => {
      const cell = i % 24;
      return i < 4 * 24 ? 0 : (spread[Math.floor(cell / 4)] ?? 0) * (cell % 2 === 0 ? 1 : -1);
    }),
  },
  labels: Uint8Array.from([0, 0, 0, 0, 2]),
};

function memoryOf(graph: ReturnType<typeof graphOf>, kernels: Kernels = loopKernels): RunMemory {
  const plan = planNetwork(graph);
  return new RunMemory({ plan, kernels, settings: defaultTrainingSettings, batch: 2, evaluation: 2 });
}

function mapsOf(nodes: PackedPictures) {
  const [maps] = unpackPictures(nodes);
  if (maps?.show !== "maps") throw new Error("The input should show maps.");
  return maps;
}

const graph = graphOf({
  Input: ["input", { shape: [6, 2, 2] }],
  Flatten: ["flatten"],
  "Dense 1": ["dense", { units: 600 }],
  "Dense 2": ["dense", { units: 3 }],
  Output: ["output"],
});

it("shows the four liveliest maps, ties in channel order and what is not a number last", () => {
  const { nodes, probe } = takePictures(memoryOf(graph), dataset, 4);
  expect(probe).toMatchObject({ index: 4, label: 2, shape: [6, 2, 2] });
  const maps = mapsOf(nodes);
  expect([...maps.channels]).toEqual([1, 2, 5, 0]);
  expect([...maps.ranges]).toEqual([3, 3, 2, 1].flatMap((value) => [-value, 0, value]));
  expect([...maps.steps]).toEqual(Array(4).fill([highestStep, 0, highestStep, 0]).flat());
});

it("shows a map in steps, none further from its value than half a step, and tells what is no finite number", () => {
  const cells = [-1, 0.013, Number.POSITIVE_INFINITY, 0.5, 0.499, Number.NaN, 1.7, 0];
  const shown = {
    ...dataset,
    inputShape: [2, 2, 2],
    inputs: { kind: "floats", data: Float32Array.from(cells) },
    labels: Uint8Array.of(0),
  } as const;
  const small = graphOf({
    Input: ["input", { shape: [2, 2, 2] }],
    Flatten: ["flatten"],
    Dense: ["dense", { units: 3 }],
    Output: ["output"],
  });
  const { channels, ranges, steps } = mapsOf(takePictures(memoryOf(small), shown, 0).nodes);
  channels.forEach((channel, map) => {
    const [low = Number.NaN, mean, high = Number.NaN] = ranges.subarray(3 * map);
    const finite = cells.slice(4 * channel, 4 * channel + 4).filter(Number.isFinite);
    expect([low, high]).toEqual([Math.min(...finite), Math.max(...finite)].map(Math.fround));
    expect(mean).toBeCloseTo(finite.reduce((sum, value) => sum + value) / finite.length, 6);
    for (let cell = 0; cell < 4; cell++) {
      const step = steps[4 * map + cell] ?? Number.NaN;
      const value = cells[4 * channel + cell] ?? Number.NaN;
      if (!Number.isFinite(value)) expect(step).toBe(notFiniteStep);
      else {
        const error = Math.abs(valueOfStep(step, { low, high }) - value);
        expect(error).toBeLessThanOrEqual((high - low) / highestStep / 2 + 1e-6);
      }
    }
  });
});

it("shows vectors up to 512 numbers", () => {
  const nodes = unpackPictures(takePictures(memoryOf(graph), dataset, 0).nodes);
  expect(
    nodes.map((picture) => [picture.node, (picture.show === "maps" ? picture.steps : picture.values).length]),
  ).toEqual([
    ["Input", 4 * 4],
    ["Flatten", 24],
    ["Dense 1", 512],
    ["Dense 2", 3],
    ["Output", 3],
  ]);
});

it("takes the example as the network sees it, with its preprocessing", () => {
  const scaled = { ...dataset, preprocessing: { scale: 2, offset: 1 } };
  expect([...takePictures(memoryOf(graph), scaled, 4).probe.values.slice(0, 4)]).toEqual([3, -1, 3, -1]);
});

it("gives probabilities that sum to one, and the loss of the example alone", () => {
  const points = graphOf({
    Input: ["input", { shape: [2] }],
    "Dense 1": ["dense", { units: 3 }],
    Output: ["output"],
  });
  const { probabilities, loss, probe } = takePictures(memoryOf(points), blobs, 7);
  expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
  expect(loss).toBeCloseTo(-Math.log(probabilities[probe.label ?? -1] ?? 0), 5);
});

it("gives the sigmoid of each output where the loss includes it, and outputs as they are where it has no function", () => {
  const said = (loss: string) => {
    const points = graphOf({
      Input: ["input", { shape: [2] }],
      "Dense 1": ["dense", { units: 3 }],
      Output: ["output", { loss }],
    });
    const { probabilities, answer, nodes } = takePictures(memoryOf(points), blobs, 7);
    const output = unpackPictures(nodes).at(-1);
    if (output?.show !== "vector") throw new Error("The output should show a vector.");
    return { probabilities, answer, outputs: output.values };
  };
  const binary = said("binaryCrossEntropy");
  expect(binary.answer).toBe("sigmoid");
  binary.outputs.forEach((a, k) => {
    expect(binary.probabilities[k]).toBeCloseTo(1 / (1 + Math.exp(-a)), 6);
  });
  const plain = said("halfSquaredError");
  expect(plain.answer).toBe("none");
  expect([...plain.probabilities]).toEqual([...plain.outputs]);
});

it("takes no memory from the kernels: theirs is never given back", () => {
  const allocated: ArrayBufferLike[] = [];
  const kernels: Kernels = {
    ...loopKernels,
    allocate: (elements) => {
      const values = loopKernels.allocate(elements);
      allocated.push(values.buffer);
      return values;
    },
  };
  const memory = memoryOf(graph, kernels);
  expect(allocated).toHaveLength(1);
  const { nodes } = takePictures(memory, dataset, 0);
  expect(allocated).toHaveLength(1);
  // Handed to another thread, so nothing may be shared with the run.
  for (const { buffer } of [nodes.channels, nodes.steps, nodes.ranges, nodes.vectors])
    expect(allocated).not.toContain(buffer);
});

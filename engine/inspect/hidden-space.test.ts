import { expect, it } from "vitest";
import { graphOf } from "../graph/graph-of.ts";
import { planNetwork } from "../graph/plan.ts";
import { loopKernels } from "../kernels/loops.ts";
import type { HiddenSpace } from "../protocol.ts";
import { blobSet } from "../testing/blob-set.ts";
import { RunMemory } from "../training/memory.ts";
import { defaultTrainingSettings } from "../training/settings.ts";
import { type Projection, projectLayer } from "./hidden-space.ts";

const blobs = blobSet(600, 0.3, { seed: 1 });
const graph = graphOf({
  Input: ["input", { shape: [2] }],
  "Dense 1": ["dense", { units: 12 }],
  Tanh: ["activation", { function: "tanh" }],
  "Dense 2": ["dense", { units: 3 }],
  Output: ["output"],
});

function memoryOf(): RunMemory {
  return new RunMemory({
    plan: planNetwork(graph),
    kernels: loopKernels,
    settings: defaultTrainingSettings,
    batch: 8,
    evaluation: 7,
  });
}

function project(memory: RunMemory, projection: Projection): { space: HiddenSpace | null; told: number[] } {
  const work = projectLayer(memory, blobs, projection);
  const told: number[] = [];
  for (;;) {
    const step = work.next();
    if (step.done) return { space: step.value, told };
    told.push(step.value);
  }
}

/** The share of points whose nearest neighbour in the plane has their class. */
function agreement({ coordinates, labels }: HiddenSpace): number {
  let same = 0;
  labels.forEach((label, point) => {
    let [nearest, least] = [-1, Number.POSITIVE_INFINITY];
    labels.forEach((_, other) => {
      const distance = Math.hypot(
        (coordinates[2 * point] ?? 0) - (coordinates[2 * other] ?? 0),
        (coordinates[2 * point + 1] ?? 0) - (coordinates[2 * other + 1] ?? 0),
      );
      if (other !== point && distance < least) [nearest, least] = [other, distance];
    });
    if (labels[nearest] === label) same += 1;
  });
  return same / labels.length;
}

it.each(["pca", "umap"] as const)(
  "keeps classes that lie apart in the layer apart in the plane: %s",
  (method) => {
    const memory = memoryOf();
    const before = memory.weightsHash();
    const { space, told } = project(memory, { node: "Tanh", method, part: "test" });
    if (!space) throw new Error("The layer is there.");
    expect(space.coordinates).toHaveLength(2 * blobs.split.test.length);
    expect([...space.labels]).toEqual([...blobs.split.test].map((example) => blobs.labels[example]));
    expect(agreement(space)).toBeGreaterThan(0.95);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBeLessThanOrEqual(1);
    expect(memory.weightsHash()).toBe(before);
    // The same seed, the same picture.
    expect(project(memory, { node: "Tanh", method, part: "test" }).space).toEqual(space);
  },
);

it("of a layer of two numbers is those numbers, turned: no distance changes", () => {
  const { space } = project(memoryOf(), { node: "Input", method: "pca", part: "validation" });
  if (!space?.explained) throw new Error("PCA explains.");
  expect(space.explained[0] + space.explained[1]).toBeCloseTo(1, 6);
  const data = blobs.inputs.data;
  const [a = 0, b = 0] = space.examples;
  const seen = Math.hypot(
    (data[2 * a] ?? 0) - (data[2 * b] ?? 0),
    (data[2 * a + 1] ?? 0) - (data[2 * b + 1] ?? 0),
  );
  const [ax = 0, ay = 0, bx = 0, by = 0] = space.coordinates;
  expect(Math.hypot(ax - bx, ay - by)).toBeCloseTo(seen, 4);
});

it("is null for a layer that the run does not have", () => {
  expect(project(memoryOf(), { node: "Conv 9", method: "pca", part: "test" }).space).toBeNull();
});

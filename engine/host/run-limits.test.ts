import { expect, it } from "vitest";
import { graphOf } from "../graph/graph-of.ts";
import { planNetwork } from "../graph/plan.ts";
import { loopKernels } from "../kernels/loops.ts";
import { createWasmKernels, kernelMemoryBytes } from "../kernels/wasm/kernels.ts";
import { TeamMember, teamControl } from "../kernels/wasm/team.ts";
import { defaultValues } from "../layers/fields.ts";
import { emptyProject } from "../project/empty.ts";
import { layoutRun } from "../training/layout.ts";
import { RunMemory } from "../training/memory.ts";
import { stopping } from "../training/stopping.ts";
import { loadDataset } from "./datasets.ts";
import { kernelExports, kernelModule, newKernelMemory } from "./kernels.ts";
import { type EstimatedRun, estimateRun } from "./run-estimate.ts";
import { refuseWhatDoesNotFit, worthwhileThreads } from "./run-limits.ts";
import { readTemplates } from "./templates.ts";

const wide = graphOf({
  Input: ["input", { shape: [784] }],
  Wide: ["dense", { units: 100_000 }],
  Classes: ["dense", { units: 10 }],
  Output: ["output", {}],
});
const small = graphOf({
  Input: ["input", { shape: [2] }],
  Classes: ["dense", { units: 2 }],
  Output: ["output", {}],
});
const kernels = {
  ...loopKernels,
  allocate(): never {
    throw new Error("Nothing may be allocated before the run is known to fit.");
  },
};

const dataset = await loadDataset({ kind: "generated", id: "blobs", points: 20_000, noise: 1, seed: 1 });

function runOf(batchSize: number): EstimatedRun {
  const { training, ...project } = emptyProject();
  return {
    project: { ...project, graph: wide, training: { ...training, batchSize } },
    dataset,
    team: { kernels, size: 1 },
    keeper: null,
  };
}

it("refuses what memory cannot hold, in words, before anything is allocated", () => {
  // 78.4 million weights, five times over (weight, gradient, two of Adam's, and those before an update): 1.6 GB; each
  // example 0.8 MB more.
  expect(() => refuseWhatDoesNotFit(runOf(64), 3e9)).not.toThrow();
  expect(() => refuseWhatDoesNotFit(runOf(8192), 3e9)).toThrow(
    /^This run needs too much memory: A batch of 8192 needs about \d+(\.\d)? GB, and 3\.\d GB can be used\. Batch size (1024|512) fits\.$/,
  );
  expect(() => refuseWhatDoesNotFit(runOf(64), 1e9)).toThrow(/weights alone do not fit/);
});

it("takes the batch size that it proposes", () => {
  const free = 3e9;
  let proposed = 0;
  try {
    refuseWhatDoesNotFit(runOf(8192), free);
  } catch (error) {
    proposed = Number(/Batch size (\d+) fits/.exec(String(error))?.[1]);
  }
  expect(proposed).toBeGreaterThan(0);
  expect(() => refuseWhatDoesNotFit(runOf(proposed), free)).not.toThrow();
  expect(() => refuseWhatDoesNotFit(runOf(2 * proposed), free)).toThrow();
});

it("counts a run's memory to the byte, on any number of threads", async () => {
  const module = await kernelModule();
  for (const { project } of await readTemplates())
    for (const size of [1, 3]) {
      const memory = newKernelMemory();
      const team = new TeamMember(teamControl({ ownCores: false }), 0, size);
      const own = createWasmKernels({ exports: kernelExports(module, memory), memory, team });
      const plan = planNetwork(project.graph);
      const sizes = { batch: 3, evaluation: 12 };
      new RunMemory({ plan, kernels: own, settings: project.training, ...sizes });
      const { elements } = layoutRun(plan, own, project.training, sizes);
      expect(memory.buffer.byteLength).toBe(kernelMemoryBytes(size, elements));
    }
});

it("counts the copies of best weights and checkpoints, the data and the threads", async () => {
  const alone = runOf(64);
  const weights = 4 * planNetwork(wide).parameterElements;
  const network = (run: EstimatedRun) => estimateRun(run, 64).network;
  const withBest: EstimatedRun = {
    ...alone,
    project: {
      ...alone.project,
      training: {
        ...alone.project.training,
        stopping: { name: "patience", settings: defaultValues(stopping("patience").fields) },
      },
    },
  };
  expect(network(withBest) - network(alone)).toBe(weights);
  // Weights, gradients and Adam's two moments, and the best weights.
  expect(network({ ...withBest, keeper: {} }) - network(withBest)).toBe(5 * weights);
  const { data, engine } = estimateRun(alone, 64);
  expect(data).toBe(20_000 * (2 * 4 + 1) + 4 * (20_000 + dataset.split.train.length));
  expect(estimateRun({ ...alone, team: { kernels, size: 2 } }, 64).engine).toBeGreaterThan(engine);
});

it("shares a step among threads only where it is worth it", () => {
  expect(worthwhileThreads(small, 10, 4)).toBe(1);
  expect(worthwhileThreads(wide, 64, 4)).toBe(4);
});

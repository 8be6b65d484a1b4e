import { expect, it } from "vitest";
import { graphOf } from "../graph/graph-of.ts";
import { planNetwork } from "../graph/plan.ts";
import { loopKernels } from "../kernels/loops.ts";
import { elements } from "../tensor.ts";
import { RunMemory } from "../training/memory.ts";
import { defaultTrainingSettings } from "../training/settings.ts";
import { lookAtLayer } from "./layer-look.ts";

it("tells which way a layer's kernels lie, where filters and channels are equally many, and how many groups they fall into", () => {
  const graph = graphOf({
    Input: ["input", { shape: [2, 4, 4] }],
    "Conv 1": ["conv2d", { filters: 2 }],
    "Up 1": ["transposed-conv", { filters: 2 }],
    "Conv 2": ["conv2d", { filters: 4, groups: 2 }],
    "Flatten 1": ["flatten"],
    "Dense 1": ["dense", { units: 2 }],
    Output: ["output"],
  });
  const memory = new RunMemory({
    plan: planNetwork(graph),
    kernels: loopKernels,
    settings: defaultTrainingSettings,
    batch: 1,
    evaluation: 1,
  });
  memory.probe.forward(1, false);
  const [conv, up] = [lookAtLayer(memory, "Conv 1"), lookAtLayer(memory, "Up 1")];
  expect([conv?.kernels?.filtersFirst, up?.kernels?.filtersFirst]).toEqual([true, false]);
  expect([conv?.kernels?.groups, up?.kernels?.groups]).toEqual([1, 1]);
  expect(lookAtLayer(memory, "Conv 2")?.kernels?.groups).toBe(2);
  expect(conv?.kernels?.shape.slice(0, 2)).toEqual(up?.kernels?.shape.slice(0, 2));
  // The copies are handed to another thread: the run's own memory must not go with them.
  expect(conv?.values.buffer).not.toBe(elements(memory.probe.output(1, 1)).buffer);
});

import { describe, expect, it } from "vitest";
import { loopKernels } from "../kernels/loops.ts";
import { sizeOf } from "../tensor.ts";
import { type NetworkCall, runNetwork, weightCount, withoutReuse } from "../testing/network-run.ts";
import { normalNumbers } from "../testing/numbers.ts";
import { randomNetwork } from "../testing/random-graph.ts";
import { graphOf, type LayerWords } from "./graph-of.ts";
import { planNetwork } from "./plan.ts";
import { planWorkspace } from "./workspace.ts";

function callOf(seed: number, batch = 3): NetworkCall {
  const graph = randomNetwork(seed);
  const plan = planNetwork(graph);
  const target = Array.from({ length: batch }, (_, row) =>
    [0, 1, 2].map((k) => (k === (row + seed) % 3 ? 1 : 0)),
  );
  return {
    graph,
    kernels: loopKernels,
    weights: normalNumbers(weightCount(graph), seed).map((value) => value / 2),
    x: normalNumbers(batch * sizeOf(plan.nodes[plan.input]?.shape ?? []), seed + 1),
    target: target.flat(),
  };
}

const bits = ({ total: _, ...numbers }: ReturnType<typeof runNetwork>) => numbers;
const seeds = Array.from({ length: 150 }, (_, seed) => seed);

describe("reusing memory changes no bit of a step", () => {
  it("in 150 random networks, against a place of its own for every buffer", () => {
    for (const seed of seeds) {
      const call = callOf(seed);
      const alone = runNetwork({ ...call, place: withoutReuse });
      expect(alone.prediction.every(Number.isFinite), `seed ${seed}`).toBe(true);
      expect(alone.gradients.every(Number.isFinite), `seed ${seed}`).toBe(true);
      expect(bits(runNetwork(call)), `seed ${seed}`).toEqual(bits(alone));
    }
  });

  it("with every output kept as without", () => {
    for (const seed of seeds.slice(0, 60)) {
      const call = callOf(seed);
      expect(bits(runNetwork({ ...call, keepOutputs: true })), `seed ${seed}`).toEqual(
        bits(runNetwork(call)),
      );
    }
  });

  it("for fewer examples than were planned", () => {
    for (const seed of seeds.slice(0, 60)) {
      const call = callOf(seed, 2);
      expect(bits(runNetwork({ ...call, plannedBatch: 7 })), `seed ${seed}`).toEqual(bits(runNetwork(call)));
    }
  });
});

it("needs far less memory for the forward pass of a deep network than all its outputs take", () => {
  const layers: Record<string, LayerWords> = { Input: ["input", { shape: [64] }] };
  for (let depth = 1; depth <= 30; depth++) layers[`Dense ${depth}`] = ["dense", { units: 64 }];
  const plan = planNetwork(graphOf({ ...layers, Output: ["output"] }));
  const use = { batch: 10, backward: false, keepOutputs: false, inputGradient: false };
  const outputs = 31 * 64 * 10;
  expect(planWorkspace(plan, loopKernels, use).total).toBeLessThan(outputs / 6);
  expect(planWorkspace(plan, loopKernels, { ...use, keepOutputs: true }).total).toBeGreaterThanOrEqual(
    outputs,
  );
});

it("gives no gradient to what leads to no weight", () => {
  const plan = planNetwork(
    graphOf({
      Input: ["input", { shape: [1, 4, 4] }],
      Pool: ["max-pool"],
      Flatten: ["flatten"],
      Dense: ["dense", { units: 2 }],
      Output: ["output"],
    }),
  );
  const use = { batch: 1, backward: true, keepOutputs: false, inputGradient: false };
  const gradients = (inputGradient: boolean) =>
    planWorkspace(plan, loopKernels, { ...use, inputGradient }).nodes.map(
      ({ gradient }) => gradient !== null,
    );
  expect(gradients(false)).toEqual([false, false, false, true, true]);
  expect(gradients(true)).toEqual([true, true, true, true, true]);
});

import { describe, expect, it } from "vitest";
import { loopKernels } from "../kernels/loops.ts";
import { randomDrawing } from "../testing/random-drawing.ts";
import { check } from "./check.ts";
import { applyEdits } from "./edit.ts";
import { soundGraph } from "./graph.ts";
import { planNetwork } from "./plan.ts";
import { planWorkspace } from "./workspace.ts";

describe("anything that could be drawn", () => {
  const seeds = Array.from({ length: 600 }, (_, seed) => seed);

  it("never makes the check throw; every layer has a state, and who waits knows for whom", () => {
    for (const seed of seeds) {
      const { graph, data } = randomDrawing(seed);
      const result = check(graph, data);
      expect(result.canTrain).toBe(result.problems.every(({ severity }) => severity === "hint"));
      for (const { id } of graph.nodes) {
        const node = result.nodes[id];
        if (!node) throw new Error(`Seed ${seed}: ${id} was not checked.`);
        if (node.state === "ok" && !node.output) throw new Error(`Seed ${seed}: ${id} has no shape.`);
        const awaited = node.waitingFor === null ? undefined : result.nodes[node.waitingFor];
        if (node.state === "waiting" && awaited?.state !== "problem")
          throw new Error(`Seed ${seed}: ${id} waits for ${node.waitingFor}, which has no problem.`);
      }
    }
  });

  it("can be planned when the check finds no error", () => {
    let planned = 0;
    for (const seed of seeds) {
      const { graph, data } = randomDrawing(seed);
      const result = check(graph, data);
      if (
        result.problems.some(
          ({ severity, code }) => severity !== "hint" && !["no-data", "classes", "input-data"].includes(code),
        )
      )
        continue;
      const plan = planNetwork(graph);
      for (const { id, shape } of plan.nodes) expect(result.nodes[id]?.output).toEqual(shape);
      planWorkspace(plan, loopKernels, { batch: 2, backward: true, keepOutputs: false, inputGradient: true });
      planned += 1;
    }
    expect(planned).toBeGreaterThan(80);
  });

  it("loses the problem when one of its fixes is applied", () => {
    let applied = 0;
    for (const seed of seeds) {
      const { graph: drawn, data } = randomDrawing(seed);
      const graph = soundGraph(drawn);
      for (const problem of check(graph, data).problems)
        for (const fix of problem.fixes) {
          const left = check(applyEdits(graph, fix.edits), data).problems;
          if (left.some(({ code, node }) => code === problem.code && node === problem.node))
            throw new Error(`Seed ${seed}: "${fix.label}" does not remove "${problem.title}".`);
          applied += 1;
        }
    }
    expect(applied).toBeGreaterThan(300);
  });
});

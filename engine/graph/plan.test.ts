import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { loopKernels } from "../kernels/loops.ts";
import { elements } from "../tensor.ts";
import { RunMemory } from "../training/memory.ts";
import { defaultTrainingSettings } from "../training/settings.ts";
import { type Graph, graphSchema } from "./graph.ts";
import { graphOf } from "./graph-of.ts";
import { downstreamOf, topologicalOrder, upstreamOf } from "./order.ts";
import { planNetwork } from "./plan.ts";

const graph = graphOf({
  Input: ["input", { shape: [3] }],
  Left: ["dense", { units: 5 }],
  Right: ["dense", { units: 5, bias: false }, "Input"],
  Lost: ["dense", { units: 9 }, "Input"],
  Add: ["add", {}, "Left", "Right"],
  Output: ["output"],
});

describe("the order of a network", () => {
  it("has every layer after those that feed it, and keeps the order of drawing between them", () => {
    const shuffled: Graph = { nodes: [...graph.nodes].reverse(), edges: graph.edges };
    expect(topologicalOrder(graph).order).toEqual(["Input", "Left", "Right", "Lost", "Add", "Output"]);
    const { order } = topologicalOrder(shuffled);
    for (const { from, to } of graph.edges) expect(order.indexOf(from)).toBeLessThan(order.indexOf(to));
  });

  it("knows what lies above and below a layer, itself included", () => {
    expect([...upstreamOf(graph, "Add")].sort()).toEqual(["Add", "Input", "Left", "Right"]);
    expect([...downstreamOf(graph, "Left")]).toEqual(["Left", "Add", "Output"]);
  });
});

describe("the plan of a network", () => {
  const plan = planNetwork(graph);

  it("leaves out what does not reach the output, and counts the weights by hand", () => {
    expect(plan.nodes.map(({ id }) => id)).toEqual(["Input", "Left", "Right", "Add", "Output"]);
    expect(plan.parameters.map(({ node, name, size }) => [node, name, size])).toEqual([
      ["Left", "weight", 15],
      ["Left", "bias", 5],
      ["Right", "weight", 15],
    ]);
    expect(plan.parameterCount).toBe(35);
    expect([plan.input, plan.output]).toEqual([0, 4]);
  });

  it("starts every weight on a cache line of its own", () => {
    expect(plan.parameters.map(({ offset }) => offset)).toEqual([0, 16, 32]);
    expect(plan.parameterElements).toBe(48);
  });

  it("hashes the weights, without the gaps, as little-endian float32 in plan order", () => {
    const memory = new RunMemory({
      plan,
      kernels: loopKernels,
      settings: defaultTrainingSettings,
      batch: 1,
      evaluation: 1,
    });
    const bytes = Buffer.alloc(4 * 35);
    memory.weights
      .flatMap((weight) => [...elements(weight)])
      .forEach((value, index) => {
        bytes.writeFloatLE(value, 4 * index);
      });
    expect(memory.weightsHash()).toBe(createHash("sha256").update(bytes).digest("hex"));
  });
});

describe("a graph from outside", () => {
  it("is taken as it is when it is sound, with defaults for what is missing", () => {
    expect(graphSchema.parse(JSON.parse(JSON.stringify(graph)))).toEqual(graph);
    const [, left] = graph.nodes;
    const older = { nodes: [{ ...left, fields: { units: 5 } }], edges: [] };
    expect(graphSchema.parse(older).nodes[0]).toEqual(left);
  });

  it.each([
    [
      "two layers with one id",
      { nodes: [graph.nodes[0], graph.nodes[0]], edges: [] },
      "Two layers have the same id.",
    ],
    [
      "a line from nowhere",
      { ...graph, edges: [{ id: "e", from: "Nowhere", to: "Add", input: 0 }] },
      'There is no layer "Nowhere".',
    ],
    [
      "a line into an input that does not exist",
      { ...graph, edges: [{ id: "e", from: "Input", to: "Left", input: 1 }] },
      "Left has no input number 1.",
    ],
    [
      "two lines into one input",
      { ...graph, edges: [...graph.edges, { id: "x", from: "Lost", to: "Add", input: 0 }] },
      "Two connections end at the same input.",
    ],
    [
      "a setting beyond its limit",
      { nodes: [{ ...graph.nodes[1], fields: { units: 0 } }], edges: [] },
      "Units must be a whole number from 1 to 100000.",
    ],
  ])("is refused with %s", (_, value, message) => {
    const result = graphSchema.safeParse(value);
    expect(result.error?.issues.map((issue) => issue.message).join("; ")).toContain(message);
  });
});

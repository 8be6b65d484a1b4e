import { expect, it } from "vitest";
import { graphOf } from "../../engine/graph/graph-of.ts";
import { activationPair } from "./before-after.tsx";

const graph = graphOf({
  Input: ["input", { shape: [1, 8, 8] }],
  "Conv 1": ["conv2d", { filters: 4 }],
  "Batch norm 1": ["batch-norm"],
  "PReLU 1": ["prelu"],
  "Flatten 1": ["flatten"],
  "Dense 1": ["dense", { units: 3 }],
  Output: ["output"],
});

it("finds the layer before an activation, and the activation behind a layer, whatever their kinds", () => {
  const pair = { before: "Batch norm 1", after: "PReLU 1" };
  expect(activationPair(graph, "Batch norm 1")).toEqual(pair);
  expect(activationPair(graph, "PReLU 1")).toEqual(pair);
  for (const other of ["Input", "Conv 1", "Flatten 1", "Dense 1", "Output"])
    expect(activationPair(graph, other)).toBeNull();
});

import { expect, it } from "vitest";
import { graphOf } from "../graph/graph-of.ts";
import { type NetworkPlan, planNetwork } from "../graph/plan.ts";
import { imageSize } from "../tensor.ts";
import { receptiveField } from "./receptive-field.ts";

const size = 12;
const plan = planNetwork(
  graphOf({
    Input: ["input", { shape: [1, size, size] }],
    "Conv 1": ["conv2d", { filters: 2, padding: "zero" }],
    "Conv 2": ["conv2d", { filters: 2, padding: "zero" }],
    "Conv 3": ["conv2d", { filters: 2, padding: "zero" }, "Conv 2"],
    Add: ["add", {}, "Conv 3", "Conv 1"],
    Flatten: ["flatten"],
    Dense: ["dense", { units: 2 }],
    Output: ["output"],
  }),
);

/** The same plan, whose layers count how often they are asked what a place is made of. */
function counting(): { readonly counted: NetworkPlan; readonly asked: () => number } {
  let asked = 0;
  const nodes = plan.nodes.map((node) => {
    const { terms } = node.layer;
    if (!terms) return node;
    const counted: typeof terms = (...words) => {
      asked += 1;
      return terms(...words);
    };
    return { ...node, layer: { ...node.layer, terms: counted } };
  });
  return { counted: { ...plan, nodes }, asked: () => asked };
}

it("asks what a row or column of a layer is made of once, wherever the cursor goes", () => {
  const { counted, asked } = counting();
  const last = counted.nodes.findIndex(({ id }) => id === "Add");
  const look = () => {
    for (let row = 0; row < size; row++)
      for (let column = 0; column < size; column++) receptiveField(counted, last, [0, row, column]);
  };
  look();
  const lines = counted.nodes.filter(({ layer, shape }) => layer.terms && imageSize(shape)).length * 2 * size;
  expect(asked()).toBeLessThanOrEqual(lines);
  const before = asked();
  look();
  expect(asked()).toBe(before);
});

it("is as far as three kernels of 3 reach, cut at the edge, and everything behind a flattened picture", () => {
  const at = (name: string) => plan.nodes.findIndex(({ id }) => id === name);
  expect(receptiveField(plan, at("Add"), [1, 5, 0])).toEqual({ top: 2, bottom: 8, left: 0, right: 3 });
  expect(receptiveField(plan, at("Conv 1"), [0, 11, 6])).toEqual({ top: 10, bottom: 11, left: 5, right: 7 });
  expect(receptiveField(plan, at("Dense"), [1])).toBeNull();
});

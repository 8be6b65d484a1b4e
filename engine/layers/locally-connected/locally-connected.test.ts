import { describe, expect, it } from "vitest";
import { loopKernels } from "../../kernels/loops.ts";
import { referenceKernels } from "../../kernels/reference.ts";
import { runLayer } from "../../testing/layer-run.ts";
import { locallyConnected } from "./locally-connected.ts";

describe.each([referenceKernels, loopKernels])("locally connected with $name kernels", (kernels) => {
  it("has weights and biases of its own at every place", () => {
    const { shape, output } = runLayer(kernels, {
      kind: locallyConnected,
      fields: { filters: 2, kernel: [1, 2], padding: "valid" },
      batch: 1,
      inputs: [{ shape: [1, 1, 3], data: [1, 10, 100] }],
      // At the first place [1 2] and [3 4], at the second [5 6] and [7 8].
      weights: { weight: [1, 2, 3, 4, 5, 6, 7, 8], bias: [0.5, 0.25, 0.125, 0] },
    });
    expect(shape).toEqual([1, 2, 1, 2]);
    expect(output).toEqual([1 + 20 + 0.5, 50 + 600 + 0.25, 3 + 40 + 0.125, 70 + 800]);
  });

  it("pads as a convolution does", () => {
    const run = (padding: string) =>
      runLayer(kernels, {
        kind: locallyConnected,
        fields: { filters: 1, kernel: [1, 3], padding, bias: false },
        batch: 1,
        inputs: [{ shape: [1, 1, 3], data: [1, 10, 100] }],
        weights: { weight: [1, 0, 0, 1, 1, 1, 0, 0, 1] },
      }).output;
    expect(run("zero")).toEqual([0, 111, 0]);
    expect(run("mirror")).toEqual([10, 111, 10]);
    expect(run("edge")).toEqual([1, 111, 100]);
  });
});

it("starts by the inputs and outputs of one patch, not by its six axes", () => {
  const start = { filters: 4, kernel: [3, 3], stride: [1, 1], padding: "zero", pads: [0, 0, 0, 0] } as const;
  const all = { ...start, bias: true, initialiser: "he", typedKernels: [] } as const;
  expect(locallyConnected.weights.weight.fans?.(all, [[2, 9, 9]])).toEqual({ inputs: 18, outputs: 36 });
});

import { describe, expect, it } from "vitest";
import { loopKernels } from "../../kernels/loops.ts";
import { referenceKernels } from "../../kernels/reference.ts";
import { runLayer } from "../../testing/layer-run.ts";
import { transposedConv } from "./transposed-conv.ts";

describe.each([referenceKernels, loopKernels])("transposed convolution with $name kernels", (kernels) => {
  const image = { shape: [1, 2, 2], data: [1, 2, 3, 4] };

  it("writes a multiple of the kernel for every input value", () => {
    const { shape, output } = runLayer(kernels, {
      kind: transposedConv,
      fields: { filters: 1 },
      batch: 1,
      inputs: [image],
      weights: { weight: [1, 10, 100, 1000], bias: [0.5] },
    });
    expect(shape).toEqual([1, 1, 4, 4]);
    // biome-ignore format: an image
    expect(output).toEqual([
        1.5,   10.5,   2.5,   20.5,
      100.5, 1000.5, 200.5, 2000.5,
        3.5,   30.5,   4.5,   40.5,
      300.5, 3000.5, 400.5, 4000.5,
    ]);
  });

  it("adds up where patches overlap", () => {
    const { output } = runLayer(kernels, {
      kind: transposedConv,
      fields: { filters: 1, kernel: [1, 3], stride: [1, 2], bias: false },
      batch: 1,
      inputs: [{ shape: [1, 1, 2], data: [1, 10] }],
      weights: { weight: [1, 2, 3] },
    });
    expect(output).toEqual([1, 2, 3 + 10, 20, 30]);
  });

  it("cuts its padding off and adds its output padding after the image", () => {
    const { output } = runLayer(kernels, {
      kind: transposedConv,
      fields: { filters: 1, kernel: [1, 3], stride: [1, 2], padding: [0, 1], outputPadding: [0, 1] },
      batch: 1,
      inputs: [{ shape: [1, 1, 2], data: [1, 10] }],
      weights: { weight: [1, 2, 3], bias: [0] },
    });
    expect(output).toEqual([2, 13, 20, 30]);
  });
});

it("starts by what meets in one output: a quarter of the kernel at stride 2", () => {
  const settings = { filters: 5, kernel: [4, 4], stride: [2, 2] } as const;
  const all = {
    ...settings,
    padding: [1, 1],
    outputPadding: [0, 0],
    bias: true,
    initialiser: "he",
    typedKernels: [],
  } as const;
  expect(transposedConv.weights.weight.fans?.(all, [[3, 7, 7]])).toEqual({ inputs: 12, outputs: 80 });
});

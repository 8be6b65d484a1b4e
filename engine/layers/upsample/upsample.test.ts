import { expect, it } from "vitest";
import { openKernels } from "../../host/kernels.ts";
import { loopKernels } from "../../kernels/loops.ts";
import { referenceKernels } from "../../kernels/reference.ts";
import { runLayer } from "../../testing/layer-run.ts";
import { upsample } from "./upsample.ts";

const all = [referenceKernels, loopKernels, (await openKernels())()];

/** The image of the examples in PyTorch's documentation of torch.nn.Upsample. */
const example = {
  kind: upsample,
  batch: 1,
  inputs: [{ shape: [1, 3, 3], data: [1, 2, 0, 3, 4, 0, 0, 0, 0] }],
  gradOutput: Array<number>(36).fill(1),
};

it.each(all)("gives what PyTorch's documentation gives for bilinear, with $name kernels", (kernels) => {
  const { shape, output, gradInputs } = runLayer(kernels, { ...example, fields: { mode: "bilinear" } });
  expect(shape).toEqual([1, 1, 6, 6]);
  expect(output).toEqual(
    [
      [1, 1.25, 1.75, 1.5, 0.5, 0],
      [1.5, 1.75, 2.25, 1.875, 0.625, 0],
      [2.5, 2.75, 3.25, 2.625, 0.875, 0],
      [2.25, 2.4375, 2.8125, 2.25, 0.75, 0],
      [0.75, 0.8125, 0.9375, 0.75, 0.25, 0],
      [0, 0, 0, 0, 0, 0],
    ].flat(),
  );
  // The shares of every cell add up to the four cells that it becomes.
  expect(gradInputs[0]).toEqual(Array<number>(9).fill(4));
});

it.each(all)(
  "repeats cells for nearest, rows and columns by factors of their own, with $name kernels",
  (kernels) => {
    const { output, gradInputs } = runLayer(kernels, {
      kind: upsample,
      fields: { factor: [2, 3] },
      batch: 1,
      inputs: [{ shape: [1, 2, 2], data: [1, 2, 3, 4] }],
      gradOutput: Array.from({ length: 24 }, (_, i) => i),
    });
    const [first, second] = [
      [1, 1, 1, 2, 2, 2],
      [3, 3, 3, 4, 4, 4],
    ];
    expect(output).toEqual([first, first, second, second].flat());
    expect(gradInputs[0]).toEqual([
      0 + 1 + 2 + 6 + 7 + 8,
      3 + 4 + 5 + 9 + 10 + 11,
      12 + 13 + 14 + 18 + 19 + 20,
      15 + 16 + 17 + 21 + 22 + 23,
    ]);
  },
);

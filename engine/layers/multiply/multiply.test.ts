import { expect, it } from "vitest";
import { openKernels } from "../../host/kernels.ts";
import { loopKernels } from "../../kernels/loops.ts";
import { referenceKernels } from "../../kernels/reference.ts";
import { runLayer } from "../../testing/layer-run.ts";
import { multiply } from "./multiply.ts";

const all = [referenceKernels, loopKernels, (await openKernels())()];

it.each(all)("has the product and a gradient even where an input is 0, with $name kernels", (kernels) => {
  const shape = [3];
  const { output, gradInputs } = runLayer(kernels, {
    kind: multiply,
    fields: {},
    batch: 1,
    inputs: [
      { shape, data: [0, 2, -1] },
      { shape, data: [3, 4, 0] },
      { shape, data: [5, -1, 0] },
    ],
    gradOutput: [1, 10, 100],
  });
  expect(output.map((value) => value + 0)).toEqual([0, -8, 0]);
  expect(gradInputs.map((gradient) => gradient.map((value) => value + 0))).toEqual([
    [15, -40, 0],
    [0, -20, 0],
    [0, 80, 0],
  ]);
});

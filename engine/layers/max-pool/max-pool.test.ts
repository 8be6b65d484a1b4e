import { describe, expect, it } from "vitest";
import { loopKernels } from "../../kernels/loops.ts";
import { referenceKernels } from "../../kernels/reference.ts";
import { runLayer } from "../../testing/layer-run.ts";
import { lectureImage } from "../../testing/lecture-image.ts";
import { maxPool } from "./max-pool.ts";

describe.each([referenceKernels, loopKernels])("max pooling with $name kernels", (kernels) => {
  it("pools the lecture's image in overlapping 3×3 windows with stride 2", () => {
    const { output, gradInputs } = runLayer(kernels, {
      kind: maxPool,
      fields: { size: [3, 3], stride: [2, 2] },
      batch: 1,
      inputs: [{ shape: [1, 10, 10], data: lectureImage }],
      gradOutput: Array.from({ length: 16 }, () => 1),
    });
    // biome-ignore format: an image
    expect(output).toEqual([
       0, 90, 90, 90,
       0, 90, 90, 90,
       0, 90, 90, 90,
      90, 90, 90, 90,
    ]);
    // The first of equals in reading order wins; row 2 is the last row of one window and the first of the next.
    // biome-ignore format: an image
    expect(gradInputs[0]).toEqual([
      1, 0, 0, 0, 0, 0, 0, 0, 0, 0,
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
      1, 0, 0, 2, 2, 0, 2, 0, 0, 0,
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
      1, 0, 0, 1, 1, 0, 1, 0, 0, 0,
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
      0, 0, 0, 1, 1, 0, 1, 0, 0, 0,
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
      0, 0, 1, 0, 0, 0, 0, 0, 0, 0,
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ]);
  });

  it("ignores padding, so that negative numbers stay", () => {
    const { output } = runLayer(kernels, {
      kind: maxPool,
      fields: { size: [1, 3], stride: [1, 1], padding: "same" },
      batch: 1,
      inputs: [{ shape: [1, 1, 3], data: [-5, -7, -9] }],
    });
    expect(output).toEqual([-5, -5, -7]);
  });

  it("lets a NaN win over everything, and the first NaN over the second", () => {
    const { output, gradInputs } = runLayer(kernels, {
      kind: maxPool,
      fields: { size: [1, 4], stride: [4, 4] },
      batch: 1,
      inputs: [{ shape: [1, 1, 4], data: [1, Number.NaN, 9, Number.NaN] }],
      gradOutput: [3],
    });
    expect(output).toEqual([Number.NaN]);
    expect(gradInputs[0]).toEqual([0, 3, 0, 0]);
  });

  it("passes minus infinity on", () => {
    const { output } = runLayer(kernels, {
      kind: maxPool,
      fields: { size: [1, 2], stride: [1, 1] },
      batch: 1,
      inputs: [{ shape: [1, 1, 3], data: [-Infinity, -Infinity, 4] }],
    });
    expect(output).toEqual([-Infinity, 4]);
  });
});

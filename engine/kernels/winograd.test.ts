import { describe, expect, it } from "vitest";
import { openKernels } from "../host/kernels.ts";
import { normalNumbers, relativeError } from "../testing/numbers.ts";
import { runConvolution, tensor } from "../testing/tensors.ts";
import type { ConvolutionGeometry, Kernels } from "./kernels.ts";
import { referenceKernels } from "./reference.ts";

const kernels = (await openKernels())();
const fastMaths = (await openKernels("fast"))();

/** Largest difference from float64 over the largest number of a tensor; the direct kernels stay below 1e-6. */
const largestError = 1e-5;

/** A square kernel at stride 1 with enough channels for the transformed domain. */
function geometry(
  size: 3 | 5,
  [channels, filters]: readonly [number, number],
  [height, width]: readonly [number, number],
  [padTop, padBottom, padLeft, padRight]: readonly [number, number, number, number],
): ConvolutionGeometry {
  return {
    channels,
    height,
    width,
    filters,
    padTop,
    padBottom,
    padLeft,
    padRight,
    kernelHeight: size,
    kernelWidth: size,
    strideY: 1,
    strideX: 1,
    dilationY: 1,
    dilationX: 1,
    outHeight: height + padTop + padBottom - size + 1,
    outWidth: width + padLeft + padRight - size + 1,
    groups: 1,
    flipKernel: false,
    paddingCells: "zero",
  };
}

const sizes = [
  [4, 4],
  [7, 9],
  [14, 14],
  [18, 5],
] as const;
const counts = [
  [8, 8],
  [9, 15],
  [11, 10],
  [17, 12],
] as const;
const pads = [
  [0, 0, 0, 0],
  [1, 1, 1, 1],
  [0, 2, 1, 0],
  [2, 2, 2, 2],
] as const;
const cases = sizes.flatMap((size) =>
  counts.flatMap((count) =>
    pads.map((pad) => ({
      title: `3×3, ${count.join(" to ")} channels, ${size.join("×")}, pads ${pad}`,
      g: geometry(3, count, size, pad),
    })),
  ),
);
const sizes5 = [
  [8, 6],
  [12, 10],
  [15, 14],
] as const;
const counts5 = [
  [4, 8],
  [6, 16],
  [7, 9],
  [17, 18],
] as const;
const pads5 = [
  [0, 0, 0, 0],
  [2, 2, 2, 2],
  [0, 4, 1, 3],
] as const;
const cases5 = sizes5.flatMap((size) =>
  counts5.flatMap((count) =>
    pads5.map((pad) => ({
      title: `5×5, ${count.join(" to ")} channels, ${size.join("×")}, pads ${pad}`,
      g: geometry(5, count, size, pad),
    })),
  ),
);

const numbers = (tensors: ReturnType<typeof runConvolution>) =>
  tensors.map(({ data, offset, size }) => [...data.slice(offset, offset + size)]);

/** Forward and both gradients are as near to the float64 reference as stated. */
function expectFloat64(g: ConvolutionGeometry, images: number): void {
  const exact = numbers(runConvolution(referenceKernels, g, images));
  for (const computing of [kernels, fastMaths]) {
    const found = numbers(runConvolution(computing, g, images));
    for (const [i, values] of exact.entries())
      expect(relativeError(found[i] ?? [], values)).toBeLessThanOrEqual(largestError);
  }
}

describe("convolution in Winograd's domain", () => {
  // Five images: chunks begin and end inside an image, and the last one is not full.
  it.each([...cases, ...cases5])("$title", ({ g }) => {
    expectFloat64(g, 5);
  });

  it("stays as exact with many channels and images, where sums are long", () => {
    expectFloat64(geometry(3, [64, 70], [8, 8], [1, 1, 1, 1]), 4);
    expectFloat64(geometry(5, [24, 40], [10, 10], [2, 2, 2, 2]), 3);
  });

  it("hides no NaN: all that the direct convolution would mark is marked", () => {
    const g = geometry(3, [8, 8], [9, 10], [1, 1, 1, 1]);
    const marked = (computing: Kernels) => {
      const x = tensor(computing, [1, 8, 9, 10], normalNumbers(720, 1));
      x.data[x.offset + 3 * 90 + 44] = Number.NaN;
      const weight = tensor(computing, [8, 8, 3, 3], normalNumbers(576, 2));
      const y = tensor(computing, [1, 8, 9, 10], 0);
      computing.conv2d(x, weight, null, y, g, tensor(computing, [computing.conv2dScratch(g)], 0));
      return [...y.data.slice(y.offset, y.offset + y.size)].map(Number.isNaN);
    };
    const direct = marked(referenceKernels);
    const found = marked(kernels);
    expect(direct.filter(Boolean).length).toBe(8 * 9);
    direct.forEach((isMarked, index) => {
      if (isMarked) expect(found[index]).toBe(true);
    });
    expect(found.every(Boolean)).toBe(false);
  });
});

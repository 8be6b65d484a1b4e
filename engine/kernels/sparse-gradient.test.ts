import { describe, expect, it } from "vitest";
import { kernelExports, kernelModule, newKernelMemory, openKernels } from "../host/kernels.ts";
import { elements, sizeOf, type Tensor, view } from "../tensor.ts";
import { normalNumbers, relativeError } from "../testing/numbers.ts";
import { runConvolution, tensor } from "../testing/tensors.ts";
import type { ConvolutionGeometry } from "./kernels.ts";
import { referenceKernels } from "./reference.ts";
import { createWasmKernels } from "./wasm/kernels.ts";

const kernels = (await openKernels())();
const fastMaths = (await openKernels("fast"))();

interface Window {
  readonly channels: number;
  readonly filters: number;
  readonly size: readonly [number, number];
  readonly kernel: readonly [number, number];
  readonly pads?: readonly [number, number, number, number];
  readonly stride?: readonly [number, number];
  readonly groups?: number;
}

function geometry(w: Window): ConvolutionGeometry {
  const [padTop, padBottom, padLeft, padRight] = w.pads ?? [0, 0, 0, 0];
  const [strideY, strideX] = w.stride ?? [1, 1];
  const [height, width] = w.size;
  const [kernelHeight, kernelWidth] = w.kernel;
  return {
    channels: w.channels,
    filters: w.filters,
    height,
    width,
    kernelHeight,
    kernelWidth,
    ...{ padTop, padBottom, padLeft, padRight, strideY, strideX },
    dilationY: 1,
    dilationX: 1,
    outHeight: Math.floor((height + padTop + padBottom - kernelHeight) / strideY) + 1,
    outWidth: Math.floor((width + padLeft + padRight - kernelWidth) / strideX) + 1,
    groups: w.groups ?? 1,
    flipKernel: false,
    paddingCells: "zero",
  };
}

/** What a ReLU and a max pool of `pool` cells, `step` apart, send back to the maps of a convolution. */
function pooledGradient(g: ConvolutionGeometry, images: number, pool: number, step: number): number[] {
  const planes = images * g.filters;
  const outHeight = Math.floor((g.outHeight - pool) / step) + 1;
  const outWidth = Math.floor((g.outWidth - pool) / step) + 1;
  const window = {
    ...{ channels: g.filters, height: g.outHeight, width: g.outWidth, outHeight, outWidth },
    ...{ kernelHeight: pool, kernelWidth: pool, strideY: step, strideX: step, dilationY: 1, dilationX: 1 },
    ...{ padTop: 0, padBottom: 0, padLeft: 0, padRight: 0 },
  };
  const maps = [images, g.filters, g.outHeight, g.outWidth];
  const pooled = [images, g.filters, outHeight, outWidth];
  const y = tensor(referenceKernels, maps, normalNumbers(sizeOf(maps), 5));
  const winners = tensor(referenceKernels, pooled, 0);
  referenceKernels.maxPool(y, tensor(referenceKernels, pooled, 0), winners, window);
  const gradient = tensor(referenceKernels, maps, 0);
  const dy = tensor(referenceKernels, pooled, normalNumbers(planes * outHeight * outWidth, 6));
  referenceKernels.maxPoolBackward(dy, winners, gradient, window);
  return Array.from(elements(gradient), (value, cell) => ((elements(y)[cell] ?? 0) > 0 ? value : 0));
}

const numbers = (tensors: readonly Tensor[]) => tensors.map((each) => [...elements(each)]);

function expectFloat64(g: ConvolutionGeometry, images: number, gradient: readonly number[]): void {
  const exact = numbers(runConvolution(referenceKernels, g, images, gradient));
  for (const computing of [kernels, fastMaths]) {
    const found = numbers(runConvolution(computing, g, images, gradient));
    for (const [i, values] of exact.entries())
      expect(relativeError(found[i] ?? [], values)).toBeLessThanOrEqual(1e-5);
  }
}

const leNet2 = geometry({ channels: 6, filters: 16, size: [14, 14], kernel: [5, 5] });

const cases: Readonly<Record<string, Window>> = {
  "LeNet's first": { channels: 1, filters: 6, size: [28, 28], kernel: [5, 5], pads: [2, 2, 2, 2] },
  "LeNet's second": { channels: 6, filters: 16, size: [14, 14], kernel: [5, 5] },
  "three channels": { channels: 3, filters: 6, size: [21, 18], kernel: [5, 5] },
  "3×3, odd sizes": { channels: 13, filters: 17, size: [13, 11], kernel: [3, 3], pads: [1, 1, 1, 1] },
  "two channels, 7×3, uneven pads": {
    ...{ channels: 2, filters: 9, size: [17, 15], kernel: [7, 3], pads: [3, 0, 1, 2] },
  },
  "five channels, 6×4, stride 2 and 3": {
    ...{ channels: 5, filters: 11, size: [23, 25], kernel: [6, 4], stride: [2, 3], pads: [1, 2, 0, 3] },
  },
  "one filter": { channels: 8, filters: 1, size: [15, 16], kernel: [5, 5], pads: [2, 2, 2, 2] },
  groups: { channels: 12, filters: 14, size: [12, 13], kernel: [5, 5], groups: 2 },
  "1×1": { channels: 36, filters: 20, size: [9, 10], kernel: [1, 1] },
};

describe("gradients of a convolution in front of a max pool", () => {
  it.each(Object.entries(cases))("%s", (_title, window) => {
    const g = geometry(window);
    // Five images: the parts of a batch are not of the same size.
    expectFloat64(g, 5, pooledGradient(g, 5, 2, 2));
    // Windows that overlap, and cells that win twice.
    expectFloat64(g, 2, pooledGradient(g, 2, 3, 2));
  });

  it("adds nothing where no gradient comes back", () => {
    const [, dx, dWeight] = numbers(runConvolution(kernels, leNet2, 3, new Float32Array(3 * 1600)));
    expect(dx).toEqual(Array(3 * 1176).fill(0));
    expect(new Set(dWeight)).toEqual(new Set([0.25]));
  });

  it("reads only what a gradient came back to", () => {
    const g = leNet2;
    const gradient = new Float32Array(1600);
    gradient[3] = 2;
    const x = tensor(kernels, [1, 6, 14, 14], 1);
    x.data.fill(Number.NaN, x.offset + 14 * 5, x.offset + 14 * 14); // lines that the position does not see
    const dWeight = tensor(kernels, [16, 6, 5, 5], 0);
    const scratch = tensor(kernels, [kernels.conv2dScratch(g)], Number.NaN);
    kernels.conv2dBackwardWeight(x, tensor(kernels, [1, 16, 10, 10], gradient), dWeight, null, g, scratch);
    expect([...elements(dWeight)]).toEqual([...Array(150).fill(2), ...Array(15 * 150).fill(0)]);
  });

  it("decides for each image by its own gradient, for each part of a batch by its first", () => {
    const full = normalNumbers(1600, 8);
    const sparse = pooledGradient(leNet2, 1, 2, 2);
    const mixed = [full, sparse, sparse, full, sparse].flat();
    expectFloat64(leNet2, 5, mixed);
    const [, dx] = numbers(runConvolution(kernels, leNet2, 5, mixed));
    const [, dxAll] = numbers(runConvolution(kernels, leNet2, 5, Array(5).fill(sparse).flat()));
    expect(dx?.slice(1176, 3 * 1176)).toEqual(dxAll?.slice(1176, 3 * 1176));
    // 20 images make parts of two and three: a full image behind a sparse one goes its way.
    expectFloat64(leNet2, 20, Array(10).fill([sparse, full]).flat(2));
  });

  it("hides no NaN", () => {
    const gradient = pooledGradient(leNet2, 1, 2, 2);
    gradient[777] = Number.NaN;
    const exact = numbers(runConvolution(referenceKernels, leNet2, 1, gradient)).slice(1);
    const found = numbers(runConvolution(kernels, leNet2, 1, gradient)).slice(1);
    for (const [i, values] of exact.entries()) {
      expect(values.some(Number.isNaN)).toBe(true);
      values.forEach((value, index) => {
        if (Number.isNaN(value)) expect(found[i]?.[index]).toBeNaN();
      });
      expect(found[i]?.every(Number.isNaN)).toBe(false);
    }
  });

  it("gives the same bits however many threads share it", async () => {
    const module = await kernelModule();
    const g = leNet2;
    const images = 11;
    const gradient = pooledGradient(g, images, 2, 2);
    gradient.splice(1600, 1600, ...normalNumbers(1600, 9));
    gradient.splice(1600 * 7, 1600, ...normalNumbers(1600, 10));
    /** Every member's part in turn, twice: the second time all partial sums are there. */
    function bits(size: number): readonly number[] {
      const memory = newKernelMemory();
      const members = Array.from({ length: size }, (_, index) => {
        const exports = kernelExports(module, memory);
        const own = createWasmKernels({ exports, memory, team: { index, size, barrier() {} } });
        const place = (shape: readonly number[]) => view(own.allocate(sizeOf(shape)), 0, shape);
        return {
          own,
          x: place([images, 6, 14, 14]),
          dy: place([images, 16, 10, 10]),
          weight: place([16, 6, 5, 5]),
          dx: place([images, 6, 14, 14]),
          dWeight: place([16, 6, 5, 5]),
          scratch: place([own.conv2dScratch(g)]),
        };
      });
      const [first] = members;
      if (!first) return [];
      first.x.data.set(normalNumbers(first.x.size, 1));
      first.dy.data.set(gradient);
      first.weight.data.set(normalNumbers(first.weight.size, 2));
      for (const _round of [1, 2]) {
        first.dWeight.data.fill(0);
        for (const { own, x, dy, dWeight, scratch } of members)
          own.conv2dBackwardWeight(x, dy, dWeight, null, g, scratch);
        for (const { own, dy, weight, dx, scratch } of members)
          own.conv2dBackwardInput(dy, weight, dx, g, scratch);
      }
      return [...elements(first.dx), ...elements(first.dWeight)];
    }
    const alone = bits(1);
    for (const size of [2, 3, 8]) expect(bits(size), `${size} threads`).toEqual(alone);
  });
});

import { describe, expect, it } from "vitest";
import { type Shape, sizeOf } from "../tensor.ts";
import { expectAgreement } from "../testing/kernel-agreement.ts";
import { awayFromKinks, normalNumbers } from "../testing/numbers.ts";
import { runConvolution, tensor } from "../testing/tensors.ts";
import type { ConvolutionGeometry } from "./kernels.ts";

function outputs(length: number, kernel: number, stride: number, dilation: number, padding: number): number {
  return Math.floor((length + padding - dilation * (kernel - 1) - 1) / stride) + 1;
}

const kernelSizes = [
  [1, 1],
  [3, 3],
  [2, 5],
  [4, 1],
] as const;
const strides = [
  [1, 1],
  [2, 3],
  [5, 1],
] as const;
const dilations = [
  [1, 1],
  [2, 1],
  [1, 3],
] as const;
const paddings = [
  { paddingCells: "zero", pads: [0, 0, 0, 0] },
  { paddingCells: "zero", pads: [1, 2, 0, 3] },
  { paddingCells: "zero", pads: [9, 9, 9, 9] },
  { paddingCells: "mirror", pads: [2, 1, 1, 2] },
  { paddingCells: "mirror", pads: [6, 6, 4, 4] },
  { paddingCells: "edge", pads: [7, 2, 0, 6] },
] as const;
const image = { channels: 3, height: 7, width: 5 } as const;

const geometries: (ConvolutionGeometry & { readonly title: string })[] = kernelSizes
  .flatMap(([kernelHeight, kernelWidth]) =>
    strides.flatMap(([strideY, strideX]) =>
      dilations.flatMap(([dilationY, dilationX]) =>
        paddings.map(({ paddingCells, pads: [padTop, padBottom, padLeft, padRight] }) => ({
          title: `${kernelHeight}×${kernelWidth} stride ${strideY}×${strideX} dilation ${dilationY}×${dilationX} ${paddingCells} ${padTop} ${padBottom} ${padLeft} ${padRight}`,
          ...image,
          filters: 4,
          groups: 1,
          flipKernel: false,
          kernelHeight,
          kernelWidth,
          strideY,
          strideX,
          dilationY,
          dilationX,
          padTop,
          padBottom,
          padLeft,
          padRight,
          paddingCells,
          outHeight: outputs(image.height, kernelHeight, strideY, dilationY, padTop + padBottom),
          outWidth: outputs(image.width, kernelWidth, strideX, dilationX, padLeft + padRight),
        })),
      ),
    ),
  )
  .filter(({ outHeight, outWidth }) => outHeight > 0 && outWidth > 0);

const plain3x3 = {
  ...{
    title: "3×3 at stride 1",
    channels: 1,
    filters: 1,
    groups: 1,
    flipKernel: false,
    paddingCells: "zero",
  },
  height: 12,
  width: 8,
  outHeight: 12,
  outWidth: 8,
  kernelHeight: 3,
  kernelWidth: 3,
  strideY: 1,
  strideX: 1,
  dilationY: 1,
  dilationX: 1,
  padTop: 1,
  padBottom: 1,
  padLeft: 1,
  padRight: 1,
} as const satisfies ConvolutionGeometry & { title: string };

describe("convolution", () => {
  it.each(geometries)("$title", (g) => {
    expectAgreement((kernels) => runConvolution(kernels, g, 2));
  });

  const groupings = [
    { channels: 4, filters: 6, groups: 2 },
    { channels: 3, filters: 3, groups: 3 },
    { channels: 3, filters: 15, groups: 3 },
    // Enough channels a group for 3×3 to be computed in Winograd's domain.
    { channels: 18, filters: 16, groups: 2 },
  ];
  const layouts = geometries.filter((_, index) => index % 5 === 0);
  it.each(
    groupings.flatMap((grouping) =>
      [false, true].flatMap((flipKernel) =>
        [...layouts, plain3x3].map((g) => ({ ...g, ...grouping, flipKernel })),
      ),
    ),
  )("$groups groups of $channels channels, $filters filters, flipped $flipKernel: $title", (g) => {
    expectAgreement((kernels) => runConvolution(kernels, g, 2));
  });

  // Weight gradients go by tiles of four filters, of one or two that are left over, and of up to four kernel cells.
  it.each([1, 2, 3, 5, 6].flatMap((filters) => [1, 2, 3].map((channels) => ({ filters, channels }))))(
    "the weights' gradient of $filters filters over $channels channels",
    ({ filters, channels }) => {
      const cells = { kernelHeight: 5, kernelWidth: 5, strideY: 1, strideX: 1, dilationY: 1, dilationX: 1 };
      const pads = { padTop: 2, padBottom: 2, padLeft: 2, padRight: 2, paddingCells: "zero" } as const;
      const whole = { groups: 1, flipKernel: false } as const;
      const g = {
        ...whole,
        filters,
        channels,
        height: 7,
        width: 10,
        outHeight: 7,
        outWidth: 10,
        ...cells,
        ...pads,
      };
      expectAgreement((kernels) => {
        const x = tensor(kernels, [3, channels, 7, 10], normalNumbers(210 * channels, 1));
        const dy = tensor(kernels, [3, filters, 7, 10], normalNumbers(210 * filters, 2));
        const scratch = tensor(kernels, [kernels.conv2dScratch(g)], Number.NaN);
        const dWeight = tensor(kernels, [filters, channels, 5, 5], 0.25);
        kernels.conv2dBackwardWeight(x, dy, dWeight, null, g, scratch);
        return [dWeight];
      });
    },
  );

  it.each(geometries.filter((_, index) => index % 3 === 0))(
    "with weights of its own at every position: $title",
    (g) => {
      expectAgreement((kernels) => {
        const xShape = [2, g.channels, g.height, g.width];
        const yShape = [2, g.filters, g.outHeight, g.outWidth];
        const wShape = [g.outHeight, g.outWidth, g.filters, g.channels, g.kernelHeight, g.kernelWidth];
        const x = tensor(kernels, xShape, normalNumbers(sizeOf(xShape), 1));
        const weight = tensor(kernels, wShape, normalNumbers(sizeOf(wShape), 2));
        const dy = tensor(kernels, yShape, normalNumbers(sizeOf(yShape), 3));
        const scratch = tensor(kernels, [kernels.locallyConnectedScratch(g)], Number.NaN);
        const y = tensor(kernels, yShape, Number.NaN);
        const dx = tensor(kernels, xShape, Number.NaN);
        const dWeight = tensor(kernels, wShape, 0.25);
        kernels.locallyConnected(x, weight, y, g, scratch);
        kernels.locallyConnectedBackwardInput(dy, weight, dx, g, scratch);
        kernels.locallyConnectedBackwardWeight(x, dy, dWeight, g, scratch);
        return [y, dx, dWeight];
      });
    },
  );

  it("is checked over zero and mirror padding, strides, dilations and kernels", () => {
    expect(geometries.length).toBeGreaterThan(120);
  });
});

describe("pooling", () => {
  const pools = geometries.filter(
    (g) =>
      g.paddingCells === "zero" &&
      g.dilationX === 1 &&
      g.dilationY === 1 &&
      g.padTop < g.kernelHeight &&
      g.padBottom < g.kernelHeight &&
      g.padLeft < g.kernelWidth &&
      g.padRight < g.kernelWidth,
  );

  it.each(pools)("$title", (g) => {
    const xShape = [2, g.channels, g.height, g.width];
    const yShape = [2, g.channels, g.outHeight, g.outWidth];
    expectAgreement((kernels) => {
      const x = tensor(kernels, xShape, awayFromKinks(sizeOf(xShape), 1));
      const dy = tensor(kernels, yShape, normalNumbers(sizeOf(yShape), 3));
      const fresh = (shape: Shape) => tensor(kernels, shape, Number.NaN);
      const [y, winners, dx] = [fresh(yShape), fresh(yShape), fresh(xShape)] as const;
      kernels.maxPool(x, y, winners, g);
      kernels.maxPoolBackward(dy, winners, dx, g);
      const means = [true, false].flatMap((countPadding) => {
        const [mean, dMean] = [fresh(yShape), fresh(xShape)] as const;
        kernels.averagePool(x, mean, g, countPadding);
        kernels.averagePoolBackward(dy, dMean, g, countPadding);
        return [mean, dMean];
      });
      return [y, winners, dx, ...means];
    });
  });

  it("is checked with and without padding and overlap", () => {
    expect(pools.length).toBeGreaterThanOrEqual(8);
  });
});

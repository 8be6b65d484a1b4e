import type { ConvolutionGeometry, Kernels } from "../kernels/kernels.ts";
import { type Shape, sizeOf, type Tensor, view } from "../tensor.ts";
import { normalNumbers } from "./numbers.ts";

/** A tensor somewhere inside a larger memory, so that offsets matter; around it is NaN. */
export function tensor(kernels: Kernels, shape: Shape, data: number | ArrayLike<number>): Tensor {
  const size = sizeOf(shape);
  const memory = kernels.allocate(size + 7);
  memory.fill(Number.NaN);
  if (typeof data === "number") memory.fill(data, 3, 3 + size);
  else memory.set(data, 3);
  return view(memory, 3, shape);
}

/**
 * A convolution of `images` random images forward and backward: y, dx, dWeight and dBias. The gradient that comes back
 * is random too, or given.
 */
export function runConvolution(
  kernels: Kernels,
  g: ConvolutionGeometry,
  images: number,
  gradient?: ArrayLike<number>,
): readonly Tensor[] {
  const xShape = [images, g.channels, g.height, g.width];
  const wShape = [g.filters, g.channels / g.groups, g.kernelHeight, g.kernelWidth];
  const yShape = [images, g.filters, g.outHeight, g.outWidth];
  const x = tensor(kernels, xShape, normalNumbers(sizeOf(xShape), 1));
  const weight = tensor(kernels, wShape, normalNumbers(sizeOf(wShape), 2));
  const bias = tensor(kernels, [g.filters], normalNumbers(g.filters, 4));
  const dy = tensor(kernels, yShape, gradient ?? normalNumbers(sizeOf(yShape), 3));
  const scratch = tensor(kernels, [kernels.conv2dScratch(g)], Number.NaN);
  const y = tensor(kernels, yShape, Number.NaN);
  const dx = tensor(kernels, xShape, Number.NaN);
  const dWeight = tensor(kernels, wShape, 0.25);
  const dBias = tensor(kernels, [g.filters], 0.5);
  kernels.conv2d(x, weight, bias, y, g, scratch);
  kernels.conv2dBackwardInput(dy, weight, dx, g, scratch);
  kernels.conv2dBackwardWeight(x, dy, dWeight, dBias, g, scratch);
  return [y, dx, dWeight, dBias];
}

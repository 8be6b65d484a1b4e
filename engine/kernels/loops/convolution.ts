import { copiedCell, type FloatArray, type Tensor } from "../../tensor.ts";
import { addBiasBackward } from "../bias.ts";
import type { ConvolutionGeometry } from "../kernels.ts";
import { writeBias } from "./dense.ts";
import { multiplyAdd } from "./multiply.ts";

/** One group of one image as columns: [C/groups·kh·kw, H'·W'] elements. */
export function conv2dScratch(g: ConvolutionGeometry): number {
  return (g.channels / g.groups) * g.kernelHeight * g.kernelWidth * g.outHeight * g.outWidth;
}

/** The first output whose cell `output·stride + start` is not before the image. */
function firstInside(start: number, stride: number, outputs: number): number {
  return start >= 0 ? 0 : Math.min(outputs, Math.floor((-start + stride - 1) / stride));
}

/** One past the last output whose cell `output·stride + start` is before `length`. */
function endInside(start: number, stride: number, outputs: number, length: number): number {
  return Math.max(0, Math.min(outputs, Math.floor((length - 1 - start) / stride) + 1));
}

/** im2col: row (c,u,v) of a group holds, for every output position, the input value that meets kernel cell (u,v). */
function imageToColumns(x: FloatArray, image: number, columns: Tensor, g: ConvolutionGeometry): void {
  const to = columns.data;
  const padding = g.paddingCells;
  let position = columns.offset;
  for (let channel = 0; channel < g.channels / g.groups; channel += 1) {
    const plane = image + channel * g.height * g.width;
    for (let u = 0; u < g.kernelHeight; u += 1) {
      const top = (g.flipKernel ? g.kernelHeight - 1 - u : u) * g.dilationY - g.padTop;
      for (let v = 0; v < g.kernelWidth; v += 1) {
        const left = (g.flipKernel ? g.kernelWidth - 1 - v : v) * g.dilationX - g.padLeft;
        const begin = firstInside(left, g.strideX, g.outWidth);
        const end = Math.max(begin, endInside(left, g.strideX, g.outWidth, g.width));
        for (let i = 0; i < g.outHeight; i += 1) {
          let row = i * g.strideY + top;
          if (row < 0 || row >= g.height) {
            if (padding === "zero") {
              to.fill(0, position, position + g.outWidth);
              position += g.outWidth;
              continue;
            }
            row = copiedCell(row, g.height, padding);
          }
          const line = plane + row * g.width;
          for (let j = 0; j < begin; j += 1) {
            const column = j * g.strideX + left;
            to[position + j] =
              padding === "zero" ? 0 : (x[line + copiedCell(column, g.width, padding)] as number);
          }
          let from = line + left + begin * g.strideX;
          for (let j = begin; j < end; j += 1) {
            to[position + j] = x[from] as number;
            from += g.strideX;
          }
          for (let j = end; j < g.outWidth; j += 1) {
            const column = j * g.strideX + left;
            to[position + j] =
              padding === "zero" ? 0 : (x[line + copiedCell(column, g.width, padding)] as number);
          }
          position += g.outWidth;
        }
      }
    }
  }
}

/** col2im: adds every element of the columns of a group to the input cell that it was taken from. */
function addColumnsToImage(columns: Tensor, dx: FloatArray, image: number, g: ConvolutionGeometry): void {
  const from = columns.data;
  const padding = g.paddingCells;
  let position = columns.offset;
  for (let channel = 0; channel < g.channels / g.groups; channel += 1) {
    const plane = image + channel * g.height * g.width;
    for (let u = 0; u < g.kernelHeight; u += 1) {
      const top = (g.flipKernel ? g.kernelHeight - 1 - u : u) * g.dilationY - g.padTop;
      for (let v = 0; v < g.kernelWidth; v += 1) {
        const left = (g.flipKernel ? g.kernelWidth - 1 - v : v) * g.dilationX - g.padLeft;
        const begin = padding === "zero" ? firstInside(left, g.strideX, g.outWidth) : 0;
        const end = padding === "zero" ? endInside(left, g.strideX, g.outWidth, g.width) : g.outWidth;
        for (let i = 0; i < g.outHeight; i += 1) {
          let row = i * g.strideY + top;
          if (row < 0 || row >= g.height) {
            if (padding === "zero") {
              position += g.outWidth;
              continue;
            }
            row = copiedCell(row, g.height, padding);
          }
          const line = plane + row * g.width;
          for (let j = begin; j < end; j += 1) {
            const column = j * g.strideX + left;
            const to = line + (padding === "zero" ? column : copiedCell(column, g.width, padding));
            dx[to] = (dx[to] as number) + (from[position + j] as number);
          }
          position += g.outWidth;
        }
      }
    }
  }
}

/** Cross-correlation plus bias, one group of one image at a time: y = W·columns + b. */
export function conv2d(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  y: Tensor,
  g: ConvolutionGeometry,
  scratch: Tensor,
): void {
  const imageSize = g.channels * g.height * g.width;
  const groupSize = imageSize / g.groups;
  const filters = g.filters / g.groups;
  const cells = (g.channels / g.groups) * g.kernelHeight * g.kernelWidth;
  const positions = g.outHeight * g.outWidth;
  writeBias(bias, y, g.filters, positions);
  for (let part = 0; part < (g.groups * x.size) / imageSize; part += 1) {
    const group = part % g.groups;
    imageToColumns(x.data, x.offset + part * groupSize, scratch, g);
    // biome-ignore format: one operand per line
    multiplyAdd(
      filters, positions, cells,
      weight.data, weight.offset + group * filters * cells, cells, 1,
      scratch.data, scratch.offset, 1, positions,
      y.data, y.offset + part * filters * positions, positions,
    );
  }
}

/** dx: the columns of Wᵀ·dy, added back to the cells they came from. */
export function conv2dBackwardInput(
  dy: Tensor,
  weight: Tensor,
  dx: Tensor,
  g: ConvolutionGeometry,
  scratch: Tensor,
): void {
  const imageSize = g.channels * g.height * g.width;
  const groupSize = imageSize / g.groups;
  const filters = g.filters / g.groups;
  const cells = (g.channels / g.groups) * g.kernelHeight * g.kernelWidth;
  const positions = g.outHeight * g.outWidth;
  dx.data.fill(0, dx.offset, dx.offset + dx.size);
  for (let part = 0; part < (g.groups * dx.size) / imageSize; part += 1) {
    const group = part % g.groups;
    scratch.data.fill(0, scratch.offset, scratch.offset + cells * positions);
    // biome-ignore format: one operand per line
    multiplyAdd(
      cells, positions, filters,
      weight.data, weight.offset + group * filters * cells, 1, cells,
      dy.data, dy.offset + part * filters * positions, 1, positions,
      scratch.data, scratch.offset, positions,
    );
    addColumnsToImage(scratch, dx.data, dx.offset + part * groupSize, g);
  }
}

/** dW += dy·columnsᵀ, image by image in order; db += the sums of dy. */
export function conv2dBackwardWeight(
  x: Tensor,
  dy: Tensor,
  dWeight: Tensor,
  dBias: Tensor | null,
  g: ConvolutionGeometry,
  scratch: Tensor,
): void {
  const imageSize = g.channels * g.height * g.width;
  const groupSize = imageSize / g.groups;
  const filters = g.filters / g.groups;
  const cells = (g.channels / g.groups) * g.kernelHeight * g.kernelWidth;
  const positions = g.outHeight * g.outWidth;
  for (let part = 0; part < (g.groups * x.size) / imageSize; part += 1) {
    const group = part % g.groups;
    imageToColumns(x.data, x.offset + part * groupSize, scratch, g);
    // biome-ignore format: one operand per line
    multiplyAdd(
      filters, cells, positions,
      dy.data, dy.offset + part * filters * positions, positions, 1,
      scratch.data, scratch.offset, positions, 1,
      dWeight.data, dWeight.offset + group * filters * cells, cells,
    );
  }
  if (dBias) addBiasBackward(dy, dBias);
}

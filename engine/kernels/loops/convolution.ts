import type { FloatArray, Tensor } from "../../tensor.ts";
import type { ConvolutionGeometry } from "../kernels.ts";
import { addBiasGradient, writeBias } from "./dense.ts";
import { multiplyAdd } from "./multiply.ts";

/** One image as columns: [C·kh·kw, H'·W'] elements. */
export function conv2dScratch(g: ConvolutionGeometry): number {
  return g.channels * g.kernelHeight * g.kernelWidth * g.outHeight * g.outWidth;
}

/** The cell of a line of `length` that a position refers to under mirror padding; the border is not repeated. */
function mirrored(position: number, length: number): number {
  if (position < 0) return -position;
  return position < length ? position : 2 * (length - 1) - position;
}

/** The first output whose cell `output·stride + start` is not before the image. */
function firstInside(start: number, stride: number, outputs: number): number {
  return start >= 0 ? 0 : Math.min(outputs, Math.floor((-start + stride - 1) / stride));
}

/** One past the last output whose cell `output·stride + start` is before `length`. */
function endInside(start: number, stride: number, outputs: number, length: number): number {
  return Math.max(0, Math.min(outputs, Math.floor((length - 1 - start) / stride) + 1));
}

/** im2col: row (c,u,v) holds, for every output position, the input value that meets kernel cell (u,v). */
function imageToColumns(x: FloatArray, image: number, columns: Tensor, g: ConvolutionGeometry): void {
  const to = columns.data;
  const mirror = g.paddingCells === "mirror";
  let position = columns.offset;
  for (let channel = 0; channel < g.channels; channel += 1) {
    const plane = image + channel * g.height * g.width;
    for (let u = 0; u < g.kernelHeight; u += 1) {
      for (let v = 0; v < g.kernelWidth; v += 1) {
        const left = v * g.dilationX - g.padLeft;
        const begin = firstInside(left, g.strideX, g.outWidth);
        const end = Math.max(begin, endInside(left, g.strideX, g.outWidth, g.width));
        for (let i = 0; i < g.outHeight; i += 1) {
          let row = i * g.strideY + u * g.dilationY - g.padTop;
          if (row < 0 || row >= g.height) {
            if (!mirror) {
              to.fill(0, position, position + g.outWidth);
              position += g.outWidth;
              continue;
            }
            row = mirrored(row, g.height);
          }
          const line = plane + row * g.width;
          for (let j = 0; j < begin; j += 1) {
            const column = mirrored(j * g.strideX + left, g.width);
            to[position + j] = mirror ? (x[line + column] as number) : 0;
          }
          let from = line + left + begin * g.strideX;
          for (let j = begin; j < end; j += 1) {
            to[position + j] = x[from] as number;
            from += g.strideX;
          }
          for (let j = end; j < g.outWidth; j += 1) {
            const column = mirrored(j * g.strideX + left, g.width);
            to[position + j] = mirror ? (x[line + column] as number) : 0;
          }
          position += g.outWidth;
        }
      }
    }
  }
}

/** col2im: adds every element of the columns to the input cell that it was taken from. */
function addColumnsToImage(columns: Tensor, dx: FloatArray, image: number, g: ConvolutionGeometry): void {
  const from = columns.data;
  const mirror = g.paddingCells === "mirror";
  let position = columns.offset;
  for (let channel = 0; channel < g.channels; channel += 1) {
    const plane = image + channel * g.height * g.width;
    for (let u = 0; u < g.kernelHeight; u += 1) {
      for (let v = 0; v < g.kernelWidth; v += 1) {
        const left = v * g.dilationX - g.padLeft;
        const begin = mirror ? 0 : firstInside(left, g.strideX, g.outWidth);
        const end = mirror ? g.outWidth : endInside(left, g.strideX, g.outWidth, g.width);
        for (let i = 0; i < g.outHeight; i += 1) {
          let row = i * g.strideY + u * g.dilationY - g.padTop;
          if (row < 0 || row >= g.height) {
            if (!mirror) {
              position += g.outWidth;
              continue;
            }
            row = mirrored(row, g.height);
          }
          const line = plane + row * g.width;
          for (let j = begin; j < end; j += 1) {
            const column = j * g.strideX + left;
            const to = line + (mirror ? mirrored(column, g.width) : column);
            dx[to] = (dx[to] as number) + (from[position + j] as number);
          }
          position += g.outWidth;
        }
      }
    }
  }
}

/** Cross-correlation plus bias, one image at a time: y = W·columns + b. */
export function conv2d(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  y: Tensor,
  g: ConvolutionGeometry,
  scratch: Tensor,
): void {
  const imageSize = g.channels * g.height * g.width;
  const cells = g.channels * g.kernelHeight * g.kernelWidth;
  const positions = g.outHeight * g.outWidth;
  writeBias(bias, y, g.filters, positions);
  for (let sample = 0; sample < x.size / imageSize; sample += 1) {
    imageToColumns(x.data, x.offset + sample * imageSize, scratch, g);
    // biome-ignore format: one operand per line
    multiplyAdd(
      g.filters, positions, cells,
      weight.data, weight.offset, cells, 1,
      scratch.data, scratch.offset, 1, positions,
      y.data, y.offset + sample * g.filters * positions, positions,
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
  const cells = g.channels * g.kernelHeight * g.kernelWidth;
  const positions = g.outHeight * g.outWidth;
  dx.data.fill(0, dx.offset, dx.offset + dx.size);
  for (let sample = 0; sample < dx.size / imageSize; sample += 1) {
    scratch.data.fill(0, scratch.offset, scratch.offset + cells * positions);
    // biome-ignore format: one operand per line
    multiplyAdd(
      cells, positions, g.filters,
      weight.data, weight.offset, 1, cells,
      dy.data, dy.offset + sample * g.filters * positions, 1, positions,
      scratch.data, scratch.offset, positions,
    );
    addColumnsToImage(scratch, dx.data, dx.offset + sample * imageSize, g);
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
  const cells = g.channels * g.kernelHeight * g.kernelWidth;
  const positions = g.outHeight * g.outWidth;
  for (let sample = 0; sample < x.size / imageSize; sample += 1) {
    imageToColumns(x.data, x.offset + sample * imageSize, scratch, g);
    // biome-ignore format: one operand per line
    multiplyAdd(
      g.filters, cells, positions,
      dy.data, dy.offset + sample * g.filters * positions, positions, 1,
      scratch.data, scratch.offset, positions, 1,
      dWeight.data, dWeight.offset, cells,
    );
  }
  if (dBias) addBiasGradient(dy, dBias, positions);
}

import { copiedCell, type Tensor } from "../../tensor.ts";
import type { ConvolutionGeometry } from "../kernels.ts";

/** The patch that one output position looks at: [C,kh,kw]. */
export function locallyConnectedScratch(g: ConvolutionGeometry): number {
  return g.channels * g.kernelHeight * g.kernelWidth;
}

/** Where the image cell of a kernel cell lies within its plane; -1 for a zero cell outside. */
function cellAt(g: ConvolutionGeometry, position: number, u: number, v: number): number {
  const i = Math.floor(position / g.outWidth);
  let row = i * g.strideY + u * g.dilationY - g.padTop;
  let column = (position - i * g.outWidth) * g.strideX + v * g.dilationX - g.padLeft;
  if (row < 0 || row >= g.height || column < 0 || column >= g.width) {
    if (g.paddingCells === "zero") return -1;
    row = copiedCell(row, g.height, g.paddingCells);
    column = copiedCell(column, g.width, g.paddingCells);
  }
  return row * g.width + column;
}

/** Takes the patch of a position from the image of x that begins at `image`. */
function takePatch(x: Tensor, image: number, patch: Tensor, position: number, g: ConvolutionGeometry): void {
  const plane = g.height * g.width;
  for (let u = 0; u < g.kernelHeight; u += 1)
    for (let v = 0; v < g.kernelWidth; v += 1) {
      const cell = cellAt(g, position, u, v);
      for (let c = 0; c < g.channels; c += 1)
        patch.data[patch.offset + (c * g.kernelHeight + u) * g.kernelWidth + v] =
          cell < 0 ? 0 : (x.data[image + c * plane + cell] as number);
    }
}

/** Adds a patch to the cells it was taken from. */
function addPatch(patch: Tensor, dx: Tensor, image: number, position: number, g: ConvolutionGeometry): void {
  const plane = g.height * g.width;
  for (let u = 0; u < g.kernelHeight; u += 1)
    for (let v = 0; v < g.kernelWidth; v += 1) {
      const cell = cellAt(g, position, u, v);
      if (cell < 0) continue;
      for (let c = 0; c < g.channels; c += 1) {
        const to = image + c * plane + cell;
        const value = patch.data[patch.offset + (c * g.kernelHeight + u) * g.kernelWidth + v] as number;
        dx.data[to] = (dx.data[to] as number) + value;
      }
    }
}

/** y[n,f,p] = W[p,f]·patch(n,p), position by position, so that a position's weights serve the whole batch. */
export function locallyConnected(
  x: Tensor,
  weight: Tensor,
  y: Tensor,
  g: ConvolutionGeometry,
  scratch: Tensor,
): void {
  const cells = locallyConnectedScratch(g);
  const positions = g.outHeight * g.outWidth;
  const imageSize = g.channels * g.height * g.width;
  for (let position = 0; position < positions; position += 1)
    for (let sample = 0; sample < x.size / imageSize; sample += 1) {
      takePatch(x, x.offset + sample * imageSize, scratch, position, g);
      for (let f = 0; f < g.filters; f += 1) {
        const from = weight.offset + (position * g.filters + f) * cells;
        let sum = 0;
        for (let k = 0; k < cells; k += 1)
          sum += (weight.data[from + k] as number) * (scratch.data[scratch.offset + k] as number);
        y.data[y.offset + (sample * g.filters + f) * positions + position] = sum;
      }
    }
}

/** dx: Σ_f dy[n,f,p]·W[p,f], added to the cells of the patch. */
export function locallyConnectedBackwardInput(
  dy: Tensor,
  weight: Tensor,
  dx: Tensor,
  g: ConvolutionGeometry,
  scratch: Tensor,
): void {
  const cells = locallyConnectedScratch(g);
  const positions = g.outHeight * g.outWidth;
  const imageSize = g.channels * g.height * g.width;
  dx.data.fill(0, dx.offset, dx.offset + dx.size);
  for (let position = 0; position < positions; position += 1)
    for (let sample = 0; sample < dx.size / imageSize; sample += 1) {
      scratch.data.fill(0, scratch.offset, scratch.offset + cells);
      for (let f = 0; f < g.filters; f += 1) {
        const slope = dy.data[dy.offset + (sample * g.filters + f) * positions + position] as number;
        const from = weight.offset + (position * g.filters + f) * cells;
        for (let k = 0; k < cells; k += 1) {
          const to = scratch.offset + k;
          scratch.data[to] = (scratch.data[to] as number) + slope * (weight.data[from + k] as number);
        }
      }
      addPatch(scratch, dx, dx.offset + sample * imageSize, position, g);
    }
}

/** dW[p,f] += Σ_n dy[n,f,p]·patch(n,p), sample by sample in order. */
export function locallyConnectedBackwardWeight(
  x: Tensor,
  dy: Tensor,
  dWeight: Tensor,
  g: ConvolutionGeometry,
  scratch: Tensor,
): void {
  const cells = locallyConnectedScratch(g);
  const positions = g.outHeight * g.outWidth;
  const imageSize = g.channels * g.height * g.width;
  for (let position = 0; position < positions; position += 1)
    for (let sample = 0; sample < x.size / imageSize; sample += 1) {
      takePatch(x, x.offset + sample * imageSize, scratch, position, g);
      for (let f = 0; f < g.filters; f += 1) {
        const slope = dy.data[dy.offset + (sample * g.filters + f) * positions + position] as number;
        const into = dWeight.offset + (position * g.filters + f) * cells;
        for (let k = 0; k < cells; k += 1) {
          const value = scratch.data[scratch.offset + k] as number;
          dWeight.data[into + k] = (dWeight.data[into + k] as number) + slope * value;
        }
      }
    }
}

import type { Tensor } from "../../tensor.ts";
import type { ConvolutionGeometry } from "../kernels.ts";

/** The cell of a line that a position refers to: itself, the one whose copy lies there, or -1 for a zero cell. */
export function imageCell(
  position: number,
  length: number,
  padding: ConvolutionGeometry["paddingCells"],
): number {
  if (position >= 0 && position < length) return position;
  if (padding === "zero") return -1;
  if (padding === "edge") return position < 0 ? 0 : length - 1;
  return position < 0 ? -position : 2 * (length - 1) - position;
}

/**
 * Visits every product of the definition
 * y[n,f,i,j] = b[f] + Σ_c Σ_u Σ_v W[f,c,u,v] · x[n, c, i·sy + u·dy - top, j·sx + v·dx - left]
 * as positions in y, W and x, counted from each tensor's beginning. Products with zero padding are left out. With
 * groups, c counts the channels of the filter's group; a flipped kernel is read from its far corner. Where the
 * weights are not shared, every position (i, j) has its own [F,C,kh,kw].
 */
export function eachProduct(
  samples: number,
  g: ConvolutionGeometry,
  weights: "shared" | "local",
  visit: (y: number, w: number, x: number) => void,
): void {
  const groupChannels = g.channels / g.groups;
  const groupFilters = g.filters / g.groups;
  for (let n = 0; n < samples; n += 1)
    for (let f = 0; f < g.filters; f += 1)
      for (let i = 0; i < g.outHeight; i += 1)
        for (let j = 0; j < g.outWidth; j += 1)
          for (let c = 0; c < groupChannels; c += 1)
            for (let u = 0; u < g.kernelHeight; u += 1)
              for (let v = 0; v < g.kernelWidth; v += 1) {
                const row = imageCell(i * g.strideY + u * g.dilationY - g.padTop, g.height, g.paddingCells);
                const column = imageCell(
                  j * g.strideX + v * g.dilationX - g.padLeft,
                  g.width,
                  g.paddingCells,
                );
                if (row < 0 || column < 0) continue;
                const channel = Math.floor(f / groupFilters) * groupChannels + c;
                const kernelRow = g.flipKernel ? g.kernelHeight - 1 - u : u;
                const kernelColumn = g.flipKernel ? g.kernelWidth - 1 - v : v;
                const filter = weights === "shared" ? f : (i * g.outWidth + j) * g.filters + f;
                visit(
                  ((n * g.filters + f) * g.outHeight + i) * g.outWidth + j,
                  ((filter * groupChannels + c) * g.kernelHeight + kernelRow) * g.kernelWidth + kernelColumn,
                  ((n * g.channels + channel) * g.height + row) * g.width + column,
                );
              }
}

/** target[t] += a[i]·b[j] for positions counted from the tensors' beginnings. */
export function addProduct(target: Tensor, t: number, a: Tensor, i: number, b: Tensor, j: number): void {
  const product = (a.data[a.offset + i] as number) * (b.data[b.offset + j] as number);
  target.data[target.offset + t] = (target.data[target.offset + t] as number) + product;
}

/** Cross-correlation plus bias, straight from the definition. */
export function conv2d(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  y: Tensor,
  g: ConvolutionGeometry,
): void {
  const positions = g.outHeight * g.outWidth;
  for (let i = 0; i < y.size; i += 1) {
    const filter = Math.floor(i / positions) % g.filters;
    y.data[y.offset + i] = bias ? (bias.data[bias.offset + filter] as number) : 0;
  }
  eachProduct(x.shape[0] ?? 0, g, "shared", (yAt, wAt, xAt) => addProduct(y, yAt, weight, wAt, x, xAt));
}

/** dx: each product passes dy·W back to its input cell. */
export function conv2dBackwardInput(dy: Tensor, weight: Tensor, dx: Tensor, g: ConvolutionGeometry): void {
  dx.data.fill(0, dx.offset, dx.offset + dx.size);
  eachProduct(dy.shape[0] ?? 0, g, "shared", (yAt, wAt, xAt) => addProduct(dx, xAt, weight, wAt, dy, yAt));
}

/** dW: each product passes dy·x back to its weight; db[f] += Σ dy. */
export function conv2dBackwardWeight(
  x: Tensor,
  dy: Tensor,
  dWeight: Tensor,
  dBias: Tensor | null,
  g: ConvolutionGeometry,
): void {
  eachProduct(dy.shape[0] ?? 0, g, "shared", (yAt, wAt, xAt) => addProduct(dWeight, wAt, dy, yAt, x, xAt));
  if (!dBias) return;
  for (let i = 0; i < dy.size; i += 1) {
    const filter = dBias.offset + (Math.floor(i / (g.outHeight * g.outWidth)) % g.filters);
    dBias.data[filter] = (dBias.data[filter] as number) + (dy.data[dy.offset + i] as number);
  }
}

import type { Tensor } from "../../tensor.ts";
import type { ConvolutionGeometry } from "../kernels.ts";
import { imageCell } from "./convolution.ts";

/**
 * Visits every product of the definition
 * y[n,f,i,j] = Σ_c Σ_u Σ_v W[i,j,f,c,u,v] · x[n, c, i·sy + u·dy - top, j·sx + v·dx - left]
 * as positions in y, W and x, counted from each tensor's beginning. Products with zero padding are left out.
 */
function eachProduct(
  samples: number,
  g: ConvolutionGeometry,
  visit: (y: number, w: number, x: number) => void,
): void {
  for (let n = 0; n < samples; n += 1) {
    let weight = 0;
    for (let i = 0; i < g.outHeight; i += 1)
      for (let j = 0; j < g.outWidth; j += 1)
        for (let f = 0; f < g.filters; f += 1)
          for (let c = 0; c < g.channels; c += 1)
            for (let u = 0; u < g.kernelHeight; u += 1)
              for (let v = 0; v < g.kernelWidth; v += 1) {
                const w = weight;
                weight += 1;
                const row = imageCell(i * g.strideY + u * g.dilationY - g.padTop, g.height, g.paddingCells);
                const column = imageCell(
                  j * g.strideX + v * g.dilationX - g.padLeft,
                  g.width,
                  g.paddingCells,
                );
                if (row < 0 || column < 0) continue;
                visit(
                  ((n * g.filters + f) * g.outHeight + i) * g.outWidth + j,
                  w,
                  ((n * g.channels + c) * g.height + row) * g.width + column,
                );
              }
  }
}

/** target[t] += a[i]·b[j] for positions counted from the tensors' beginnings. */
function addProduct(target: Tensor, t: number, a: Tensor, i: number, b: Tensor, j: number): void {
  const product = (a.data[a.offset + i] as number) * (b.data[b.offset + j] as number);
  target.data[target.offset + t] = (target.data[target.offset + t] as number) + product;
}

/** Straight from the definition. */
export function locallyConnected(x: Tensor, weight: Tensor, y: Tensor, g: ConvolutionGeometry): void {
  y.data.fill(0, y.offset, y.offset + y.size);
  eachProduct(x.shape[0] ?? 0, g, (yAt, wAt, xAt) => addProduct(y, yAt, weight, wAt, x, xAt));
}

/** dx: each product passes dy·W back to its input cell. */
export function locallyConnectedBackwardInput(
  dy: Tensor,
  weight: Tensor,
  dx: Tensor,
  g: ConvolutionGeometry,
): void {
  dx.data.fill(0, dx.offset, dx.offset + dx.size);
  eachProduct(dy.shape[0] ?? 0, g, (yAt, wAt, xAt) => addProduct(dx, xAt, weight, wAt, dy, yAt));
}

/** dW: each product passes dy·x back to its weight. */
export function locallyConnectedBackwardWeight(
  x: Tensor,
  dy: Tensor,
  dWeight: Tensor,
  g: ConvolutionGeometry,
): void {
  eachProduct(dy.shape[0] ?? 0, g, (yAt, wAt, xAt) => addProduct(dWeight, wAt, dy, yAt, x, xAt));
}

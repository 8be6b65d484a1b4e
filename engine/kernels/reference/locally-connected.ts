import type { Tensor } from "../../tensor.ts";
import type { ConvolutionGeometry } from "../kernels.ts";
import { addProduct, eachProduct } from "./convolution.ts";

/** Straight from the definition. */
export function locallyConnected(x: Tensor, weight: Tensor, y: Tensor, g: ConvolutionGeometry): void {
  y.data.fill(0, y.offset, y.offset + y.size);
  eachProduct(x.shape[0] ?? 0, g, "local", (yAt, wAt, xAt) => addProduct(y, yAt, weight, wAt, x, xAt));
}

/** dx: each product passes dy·W back to its input cell. */
export function locallyConnectedBackwardInput(
  dy: Tensor,
  weight: Tensor,
  dx: Tensor,
  g: ConvolutionGeometry,
): void {
  dx.data.fill(0, dx.offset, dx.offset + dx.size);
  eachProduct(dy.shape[0] ?? 0, g, "local", (yAt, wAt, xAt) => addProduct(dx, xAt, weight, wAt, dy, yAt));
}

/** dW: each product passes dy·x back to its weight. */
export function locallyConnectedBackwardWeight(
  x: Tensor,
  dy: Tensor,
  dWeight: Tensor,
  g: ConvolutionGeometry,
): void {
  eachProduct(dy.shape[0] ?? 0, g, "local", (yAt, wAt, xAt) => addProduct(dWeight, wAt, dy, yAt, x, xAt));
}

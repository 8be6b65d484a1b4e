import type { Tensor } from "../../tensor.ts";

/** y[n,o] = b[o] + Σ_i W[o,i] x[n,i]. */
export function dense(x: Tensor, weight: Tensor, bias: Tensor | null, y: Tensor): void {
  const [samples = 0, inputs = 0] = x.shape;
  const [outputs = 0] = weight.shape;
  for (let n = 0; n < samples; n += 1) {
    for (let o = 0; o < outputs; o += 1) {
      let sum = bias ? (bias.data[bias.offset + o] as number) : 0;
      for (let i = 0; i < inputs; i += 1) {
        const w = weight.data[weight.offset + o * inputs + i] as number;
        sum += w * (x.data[x.offset + n * inputs + i] as number);
      }
      y.data[y.offset + n * outputs + o] = sum;
    }
  }
}

/** dx[n,i] = Σ_o dy[n,o] W[o,i]. */
export function denseBackwardInput(dy: Tensor, weight: Tensor, dx: Tensor): void {
  const [samples = 0, inputs = 0] = dx.shape;
  const [outputs = 0] = weight.shape;
  for (let n = 0; n < samples; n += 1) {
    for (let i = 0; i < inputs; i += 1) {
      let sum = 0;
      for (let o = 0; o < outputs; o += 1) {
        const w = weight.data[weight.offset + o * inputs + i] as number;
        sum += w * (dy.data[dy.offset + n * outputs + o] as number);
      }
      dx.data[dx.offset + n * inputs + i] = sum;
    }
  }
}

/** dW[o,i] += Σ_n dy[n,o] x[n,i] and db[o] += Σ_n dy[n,o]. */
export function denseBackwardWeight(x: Tensor, dy: Tensor, dWeight: Tensor, dBias: Tensor | null): void {
  const [samples = 0, inputs = 0] = x.shape;
  const [outputs = 0] = dWeight.shape;
  for (let n = 0; n < samples; n += 1) {
    for (let o = 0; o < outputs; o += 1) {
      const slope = dy.data[dy.offset + n * outputs + o] as number;
      if (dBias) dBias.data[dBias.offset + o] = (dBias.data[dBias.offset + o] as number) + slope;
      for (let i = 0; i < inputs; i += 1) {
        const position = dWeight.offset + o * inputs + i;
        const value = x.data[x.offset + n * inputs + i] as number;
        dWeight.data[position] = (dWeight.data[position] as number) + slope * value;
      }
    }
  }
}

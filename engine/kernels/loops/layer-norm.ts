import type { Tensor } from "../../tensor.ts";
import type { GainAndShift, NormStatistics } from "../kernels.ts";

/** Statistics of each sample, in float64 and in two passes: E[x²] - E[x]² would lose the digits of both. */
export function layerNorm(
  x: Tensor,
  y: Tensor,
  { gamma, beta }: GainAndShift,
  { mean: means, inverseDeviation }: NormStatistics,
  epsilon: number,
): void {
  const rows = means.size;
  const length = x.size / rows;
  for (let row = 0; row < rows; row += 1) {
    const start = x.offset + row * length;
    let sum = 0;
    for (let i = start; i < start + length; i += 1) sum += x.data[i] as number;
    const mean = sum / length;
    let squares = 0;
    for (let i = start; i < start + length; i += 1) {
      const distance = (x.data[i] as number) - mean;
      squares += distance * distance;
    }
    const inverse = 1 / Math.sqrt(squares / length + epsilon);
    means.data[means.offset + row] = mean;
    inverseDeviation.data[inverseDeviation.offset + row] = inverse;
    const to = y.offset + row * length;
    for (let i = 0; i < length; i += 1) {
      const normalised = ((x.data[start + i] as number) - mean) * inverse;
      y.data[to + i] =
        normalised * (gamma.data[gamma.offset + i] as number) + (beta.data[beta.offset + i] as number);
    }
  }
}

/** Sums over a sample for dx, and over the batch for the gain and the shift, all in float64. */
export function layerNormBackward(
  x: Tensor,
  dy: Tensor,
  dx: Tensor | null,
  { gamma }: Pick<GainAndShift, "gamma">,
  { gamma: dGamma, beta: dBeta }: GainAndShift,
  { mean: means, inverseDeviation }: NormStatistics,
): void {
  const rows = means.size;
  const length = x.size / rows;
  for (let i = 0; i < length; i += 1) {
    let products = 0;
    let slopes = 0;
    for (let row = 0; row < rows; row += 1) {
      const slope = dy.data[dy.offset + row * length + i] as number;
      const distance =
        (x.data[x.offset + row * length + i] as number) - (means.data[means.offset + row] as number);
      products += slope * distance * (inverseDeviation.data[inverseDeviation.offset + row] as number);
      slopes += slope;
    }
    dGamma.data[dGamma.offset + i] = (dGamma.data[dGamma.offset + i] as number) + products;
    dBeta.data[dBeta.offset + i] = (dBeta.data[dBeta.offset + i] as number) + slopes;
  }
  if (!dx) return;
  for (let row = 0; row < rows; row += 1) {
    const mean = means.data[means.offset + row] as number;
    const inverse = inverseDeviation.data[inverseDeviation.offset + row] as number;
    const from = x.offset + row * length;
    const slopesFrom = dy.offset + row * length;
    let slopes = 0;
    let products = 0;
    for (let i = 0; i < length; i += 1) {
      const slope = (dy.data[slopesFrom + i] as number) * (gamma.data[gamma.offset + i] as number);
      slopes += slope;
      products += slope * ((x.data[from + i] as number) - mean);
    }
    const meanSlope = slopes / length;
    const tilt = (products * inverse * inverse) / length;
    for (let i = 0; i < length; i += 1) {
      const slope = (dy.data[slopesFrom + i] as number) * (gamma.data[gamma.offset + i] as number);
      const distance = (x.data[from + i] as number) - mean;
      dx.data[dx.offset + row * length + i] = (slope - meanSlope - distance * tilt) * inverse;
    }
  }
}

import type { Tensor } from "../../tensor.ts";
import type { GainAndShift, NormAxis, NormStatistics, NormWeights } from "../kernels.ts";

/** Positions of all values of one channel in [outer, channels, inner]. */
function channelCells({ outer, channels, inner }: NormAxis, channel: number): number[] {
  return Array.from(
    { length: outer * inner },
    (_, i) => (Math.floor(i / inner) * channels + channel) * inner + (i % inner),
  );
}

function at(tensor: Tensor, index: number): number {
  return tensor.data[tensor.offset + index] as number;
}

function put(tensor: Tensor, index: number, value: number): void {
  tensor.data[tensor.offset + index] = value;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** S. Ioffe and C. Szegedy (2015), algorithm 1, with PyTorch's running statistics. */
export function batchNorm(
  x: Tensor,
  y: Tensor,
  weights: NormWeights,
  batch: NormStatistics,
  axis: NormAxis,
  rectify = false,
): void {
  const { momentum } = axis;
  for (let channel = 0; channel < axis.channels; channel += 1) {
    const values = channelCells(axis, channel).map((cell) => at(x, cell));
    const mean = meanOf(values);
    const squares = values.map((value) => (value - mean) * (value - mean));
    const variance = meanOf(squares);
    normalise(x, y, weights, batch, axis, channel, mean, variance, rectify);
    if (!Number.isFinite(variance)) continue;
    const runningMean = at(weights.runningMean, channel);
    put(weights.runningMean, channel, (1 - momentum) * runningMean + momentum * mean);
    if (values.length === 1) continue;
    const unbiased = squares.reduce((sum, square) => sum + square, 0) / (values.length - 1);
    const runningVariance = at(weights.runningVariance, channel);
    put(weights.runningVariance, channel, (1 - momentum) * runningVariance + momentum * unbiased);
  }
}

/** y = γ (x - running mean) / √(running variance + ε) + β. */
export function batchNormInference(
  x: Tensor,
  y: Tensor,
  weights: NormWeights,
  batch: NormStatistics,
  axis: NormAxis,
  rectify = false,
): void {
  for (let channel = 0; channel < axis.channels; channel += 1) {
    const mean = at(weights.runningMean, channel);
    normalise(x, y, weights, batch, axis, channel, mean, at(weights.runningVariance, channel), rectify);
  }
}

function normalise(
  x: Tensor,
  y: Tensor,
  { gamma, beta }: NormWeights,
  batch: NormStatistics,
  axis: NormAxis,
  channel: number,
  mean: number,
  variance: number,
  rectify: boolean,
): void {
  const deviation = Math.sqrt(variance + axis.epsilon);
  put(batch.mean, channel, mean);
  put(batch.inverseDeviation, channel, 1 / deviation);
  for (const cell of channelCells(axis, channel)) {
    const value = (at(gamma, channel) * (at(x, cell) - mean)) / deviation + at(beta, channel);
    put(y, cell, rectify ? Math.max(0, value) : value);
  }
}

/** With x̂ = (x - m) / s: dx = γ/s (dy - mean(dy) - x̂ mean(dy x̂)); γ/s dy when m and s are constants. */
export function batchNormBackward(
  x: Tensor,
  dy: Tensor,
  dx: Tensor | null,
  { gamma, beta }: NormWeights,
  gradients: GainAndShift,
  batch: NormStatistics,
  axis: NormAxis,
  training: boolean,
  rectify = false,
): void {
  for (let channel = 0; channel < axis.channels; channel += 1) {
    const inverse = at(batch.inverseDeviation, channel);
    const cells = channelCells(axis, channel);
    const normalised = cells.map((cell) => (at(x, cell) - at(batch.mean, channel)) * inverse);
    const slopes = cells.map((cell, i) => {
      const value = at(gamma, channel) * (normalised[i] as number) + at(beta, channel);
      return rectify && value <= 0 ? 0 * at(dy, cell) : at(dy, cell);
    });
    const products = slopes.map((slope, i) => slope * (normalised[i] as number));
    const dGamma = products.reduce((sum, product) => sum + product, 0);
    const dBeta = slopes.reduce((sum, slope) => sum + slope, 0);
    put(gradients.gamma, channel, at(gradients.gamma, channel) + dGamma);
    put(gradients.beta, channel, at(gradients.beta, channel) + dBeta);
    if (!dx) continue;
    const through = training ? 1 / cells.length : 0;
    for (const [i, cell] of cells.entries()) {
      const slope = (slopes[i] as number) - through * (dBeta + (normalised[i] as number) * dGamma);
      put(dx, cell, at(gamma, channel) * inverse * slope);
    }
  }
}

import type { Tensor } from "../../tensor.ts";
import type { GainAndShift, NormAxis, NormStatistics, NormWeights } from "../kernels.ts";

/** Statistics of the batch, in float64 and in two passes: E[x²] - E[x]² would lose the digits of both. */
export function batchNorm(
  x: Tensor,
  y: Tensor,
  weights: NormWeights,
  batch: NormStatistics,
  axis: NormAxis,
  rectify = false,
): void {
  const { outer, channels, inner, momentum } = axis;
  const { runningMean, runningVariance } = weights;
  const from = x.data;
  const count = outer * inner;
  for (let channel = 0; channel < channels; channel += 1) {
    let sum = 0;
    for (let o = 0; o < outer; o += 1) {
      const start = x.offset + (o * channels + channel) * inner;
      for (let i = start; i < start + inner; i += 1) sum += from[i] as number;
    }
    const mean = sum / count;
    let squares = 0;
    for (let o = 0; o < outer; o += 1) {
      const start = x.offset + (o * channels + channel) * inner;
      for (let i = start; i < start + inner; i += 1) {
        const distance = (from[i] as number) - mean;
        squares += distance * distance;
      }
    }
    normaliseChannel(x, y, weights, batch, axis, channel, mean, squares / count, rectify);
    if (!Number.isFinite(squares)) continue;
    move(runningMean, channel, mean, momentum);
    if (count > 1) move(runningVariance, channel, squares / (count - 1), momentum);
  }
}

/** running = (1 - momentum) running + momentum value. */
function move({ data, offset }: Tensor, channel: number, value: number, momentum: number): void {
  data[offset + channel] = (1 - momentum) * (data[offset + channel] as number) + momentum * value;
}

/** Running statistics in place of the batch's. */
export function batchNormInference(
  x: Tensor,
  y: Tensor,
  weights: NormWeights,
  batch: NormStatistics,
  axis: NormAxis,
  rectify = false,
): void {
  const { runningMean, runningVariance } = weights;
  for (let channel = 0; channel < axis.channels; channel += 1) {
    const mean = runningMean.data[runningMean.offset + channel] as number;
    const variance = runningVariance.data[runningVariance.offset + channel] as number;
    normaliseChannel(x, y, weights, batch, axis, channel, mean, variance, rectify);
  }
}

function normaliseChannel(
  x: Tensor,
  y: Tensor,
  { gamma, beta }: NormWeights,
  { mean: means, inverseDeviation }: NormStatistics,
  { outer, channels, inner, epsilon }: NormAxis,
  channel: number,
  mean: number,
  variance: number,
  rectify: boolean,
): void {
  const inverse = 1 / Math.sqrt(variance + epsilon);
  means.data[means.offset + channel] = mean;
  inverseDeviation.data[inverseDeviation.offset + channel] = inverse;
  const scale = (gamma.data[gamma.offset + channel] as number) * inverse;
  const shift = beta.data[beta.offset + channel] as number;
  for (let o = 0; o < outer; o += 1) {
    const start = (o * channels + channel) * inner;
    for (let i = start; i < start + inner; i += 1) {
      const value = ((x.data[x.offset + i] as number) - mean) * scale + shift;
      y.data[y.offset + i] = rectify ? Math.max(0, value) : value;
    }
  }
}

/** Sums in float64, then dx = γ/s (dy - mean(dy) - x̂ mean(dy x̂)), or γ/s dy when the statistics are constants. */
export function batchNormBackward(
  x: Tensor,
  dy: Tensor,
  dx: Tensor | null,
  { gamma, beta }: NormWeights,
  { gamma: dGamma, beta: dBeta }: GainAndShift,
  { mean: means, inverseDeviation }: NormStatistics,
  { outer, channels, inner }: NormAxis,
  training: boolean,
  rectify = false,
): void {
  for (let channel = 0; channel < channels; channel += 1) {
    const mean = means.data[means.offset + channel] as number;
    const inverse = inverseDeviation.data[inverseDeviation.offset + channel] as number;
    const scale = (gamma.data[gamma.offset + channel] as number) * inverse;
    const shift = beta.data[beta.offset + channel] as number;
    const slopeAt = (i: number, distance: number): number => {
      const slope = dy.data[dy.offset + i] as number;
      return rectify && distance * scale + shift <= 0 ? 0 * slope : slope;
    };
    let slopes = 0;
    let products = 0;
    for (let o = 0; o < outer; o += 1) {
      const start = (o * channels + channel) * inner;
      for (let i = start; i < start + inner; i += 1) {
        const distance = (x.data[x.offset + i] as number) - mean;
        const slope = slopeAt(i, distance);
        slopes += slope;
        products += slope * distance;
      }
    }
    const gammaAt = dGamma.offset + channel;
    const betaAt = dBeta.offset + channel;
    dGamma.data[gammaAt] = (dGamma.data[gammaAt] as number) + products * inverse;
    dBeta.data[betaAt] = (dBeta.data[betaAt] as number) + slopes;
    if (!dx) continue;
    const through = training ? 1 / (outer * inner) : 0;
    const meanSlope = slopes * through;
    const tilt = products * inverse * inverse * through;
    for (let o = 0; o < outer; o += 1) {
      const start = (o * channels + channel) * inner;
      for (let i = start; i < start + inner; i += 1) {
        const distance = (x.data[x.offset + i] as number) - mean;
        dx.data[dx.offset + i] = (slopeAt(i, distance) - meanSlope - distance * tilt) * scale;
      }
    }
  }
}

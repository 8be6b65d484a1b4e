import { elements, type Tensor } from "../../tensor.ts";
import type { GainAndShift, NormStatistics } from "../kernels.ts";

/** The numbers of each sample. */
function rowsOf(tensor: Tensor, rows: number): number[][] {
  const length = tensor.size / rows;
  return Array.from({ length: rows }, (_, row) => [
    ...elements(tensor).subarray(row * length, (row + 1) * length),
  ]);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** J. Ba, J. Kiros and G. Hinton (2016), as PyTorch's LayerNorm over all axes of a sample. */
export function layerNorm(
  x: Tensor,
  y: Tensor,
  { gamma, beta }: GainAndShift,
  { mean: means, inverseDeviation }: NormStatistics,
  epsilon: number,
): void {
  const gains = elements(gamma);
  const shifts = elements(beta);
  for (const [row, values] of rowsOf(x, means.size).entries()) {
    const mean = meanOf(values);
    const inverse = 1 / Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)) + epsilon);
    elements(means)[row] = mean;
    elements(inverseDeviation)[row] = inverse;
    elements(y).set(
      values.map((value, i) => (gains[i] as number) * (value - mean) * inverse + (shifts[i] as number)),
      row * values.length,
    );
  }
}

/** With x̂ = (x - m) / s and g = γ dy: dx = (g - mean(g) - x̂ mean(g x̂)) / s; dγ = Σ_n dy x̂; dβ = Σ_n dy. */
export function layerNormBackward(
  x: Tensor,
  dy: Tensor,
  dx: Tensor | null,
  { gamma }: Pick<GainAndShift, "gamma">,
  gradients: GainAndShift,
  { mean, inverseDeviation }: NormStatistics,
): void {
  const slopes = rowsOf(dy, mean.size);
  const gains = elements(gamma);
  const dGamma = elements(gradients.gamma);
  const dBeta = elements(gradients.beta);
  for (const [row, values] of rowsOf(x, mean.size).entries()) {
    const inverse = elements(inverseDeviation)[row] as number;
    const normalised = values.map((value) => (value - (elements(mean)[row] as number)) * inverse);
    const own = slopes[row] as number[];
    for (const [i, slope] of own.entries()) {
      dGamma[i] = (dGamma[i] as number) + slope * (normalised[i] as number);
      dBeta[i] = (dBeta[i] as number) + slope;
    }
    if (!dx) continue;
    const g = own.map((slope, i) => slope * (gains[i] as number));
    const meanSlope = meanOf(g);
    const tilt = meanOf(g.map((slope, i) => slope * (normalised[i] as number)));
    elements(dx).set(
      g.map((slope, i) => (slope - meanSlope - (normalised[i] as number) * tilt) * inverse),
      row * values.length,
    );
  }
}

import { put } from "./elementwise";
import { both, upper } from "./lanes";

/*
 * Layer norm over [rows, length]. Sums run along a row, or down four columns, in float64: their order depends on
 * the sizes alone. What lies behind the last, incomplete four is read and not counted.
 */

/** Numbers `i` to `length` of a vector that begins at `i`, zeros behind the end. */
@inline
function within(v: v128, i: i32, length: i32): v128 {
  return v128.and(v, i32x4.lt_s(i32x4.add(i32x4.splat(i), i32x4(0, 1, 2, 3)), i32x4.splat(length)));
}

@inline
function total(low: v128, high: v128): f64 {
  const sum = f64x2.add(low, high);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** Rows `first` to `last`: y = γ (x - m) / √(v + ε) + β with the mean and the biased variance of each row. */
export function layerNorm(
  x: usize, y: usize, gamma: usize, beta: usize, mean: usize, inverse: usize, length: i32, epsilon: f64,
  first: i32, last: i32,
): void {
  for (let row = first; row < last; row++) {
    const start = <usize>(row * length) << 2, at = <usize>row << 2;
    let low = f64x2.splat(0), high = f64x2.splat(0);
    for (let i = 0; i < length; i += 4) {
      const v = within(v128.load(x + start + (<usize>i << 2)), i, length);
      low = f64x2.add(low, f64x2.promote_low_f32x4(v));
      high = f64x2.add(high, f64x2.promote_low_f32x4(upper(v)));
    }
    const average = total(low, high) / <f64>length;
    const m = f32x4.splat(<f32>average);
    // Distances are exact enough from the rounded mean; what it was rounded by is taken off the variance.
    low = f64x2.splat(0);
    high = f64x2.splat(0);
    for (let i = 0; i < length; i += 4) {
      const v = within(f32x4.sub(v128.load(x + start + (<usize>i << 2)), m), i, length);
      const a = f64x2.promote_low_f32x4(v), b = f64x2.promote_low_f32x4(upper(v));
      low = f64x2.add(low, f64x2.mul(a, a));
      high = f64x2.add(high, f64x2.mul(b, b));
    }
    const rounding = average - <f64>(<f32>average);
    const variance = total(low, high) / <f64>length - rounding * rounding;
    const scale = <f32>(1 / sqrt(max(variance, 0) + epsilon));
    f32.store(mean + at, <f32>average);
    f32.store(inverse + at, scale);
    const s = f32x4.splat(scale);
    for (let i = 0; i < length; i += 4) {
      const cell = <usize>i << 2;
      const normalised = f32x4.mul(f32x4.sub(v128.load(x + start + cell), m), s);
      put(y + start + cell, f32x4.add(f32x4.mul(normalised, v128.load(gamma + cell)), v128.load(beta + cell)), length - i);
    }
  }
}

/** Rows `first` to `last`: dx = (g - mean(g) - x̂ mean(g x̂)) / s with g = γ dy. */
export function layerNormBackwardInput(
  x: usize, dy: usize, dx: usize, gamma: usize, mean: usize, inverse: usize, length: i32, first: i32, last: i32,
): void {
  for (let row = first; row < last; row++) {
    const start = <usize>(row * length) << 2, at = <usize>row << 2;
    const m = f32x4.splat(f32.load(mean + at));
    const scale = f32.load(inverse + at);
    let slopeLow = f64x2.splat(0), slopeHigh = f64x2.splat(0), low = f64x2.splat(0), high = f64x2.splat(0);
    for (let i = 0; i < length; i += 4) {
      const cell = <usize>i << 2;
      const g = within(f32x4.mul(v128.load(dy + start + cell), v128.load(gamma + cell)), i, length);
      const v = within(f32x4.sub(v128.load(x + start + cell), m), i, length);
      const a = f64x2.promote_low_f32x4(g), b = f64x2.promote_low_f32x4(upper(g));
      slopeLow = f64x2.add(slopeLow, a);
      slopeHigh = f64x2.add(slopeHigh, b);
      low = f64x2.add(low, f64x2.mul(a, f64x2.promote_low_f32x4(v)));
      high = f64x2.add(high, f64x2.mul(b, f64x2.promote_low_f32x4(upper(v))));
    }
    const meanSlope = f32x4.splat(<f32>(total(slopeLow, slopeHigh) / <f64>length));
    const tilt = f32x4.splat(<f32>(total(low, high) * <f64>scale * <f64>scale / <f64>length));
    const s = f32x4.splat(scale);
    for (let i = 0; i < length; i += 4) {
      const cell = <usize>i << 2;
      const g = f32x4.mul(v128.load(dy + start + cell), v128.load(gamma + cell));
      const distance = f32x4.sub(v128.load(x + start + cell), m);
      const slope = f32x4.sub(f32x4.sub(g, meanSlope), f32x4.mul(distance, tilt));
      put(dx + start + cell, f32x4.mul(slope, s), length - i);
    }
  }
}

/** Columns `first` to `last`: adds Σ dy x̂ to dγ and Σ dy to dβ. */
export function layerNormBackwardWeights(
  x: usize, dy: usize, dGamma: usize, dBeta: usize, mean: usize, inverse: usize, rows: i32, length: i32,
  first: i32, last: i32,
): void {
  for (let i = first; i < last; i += 4) {
    const cell = <usize>i << 2;
    let slopeLow = f64x2.splat(0), slopeHigh = f64x2.splat(0), low = f64x2.splat(0), high = f64x2.splat(0);
    for (let row = 0; row < rows; row++) {
      const at = cell + (<usize>(row * length) << 2), one = <usize>row << 2;
      const slope = v128.load(dy + at);
      const centred = f32x4.sub(v128.load(x + at), f32x4.splat(f32.load(mean + one)));
      const normalised = f32x4.mul(centred, f32x4.splat(f32.load(inverse + one)));
      const a = f64x2.promote_low_f32x4(slope), b = f64x2.promote_low_f32x4(upper(slope));
      slopeLow = f64x2.add(slopeLow, a);
      slopeHigh = f64x2.add(slopeHigh, b);
      low = f64x2.add(low, f64x2.mul(a, f64x2.promote_low_f32x4(normalised)));
      high = f64x2.add(high, f64x2.mul(b, f64x2.promote_low_f32x4(upper(normalised))));
    }
    put(dGamma + cell, f32x4.add(v128.load(dGamma + cell), both(low, high)), last - i);
    put(dBeta + cell, f32x4.add(v128.load(dBeta + cell), both(slopeLow, slopeHigh)), last - i);
  }
}

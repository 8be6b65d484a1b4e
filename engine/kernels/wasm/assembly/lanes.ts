/** The upper two lanes, moved down. */
@inline
export function upper(v: v128): v128 {
  return v128.shuffle<f32>(v, v, 2, 3, 2, 3);
}

/** Two pairs of float64 as four float32. */
@inline
export function both(low: v128, high: v128): v128 {
  return v128.shuffle<f32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}

/**
 * a·b + c. Rounded twice, so that every machine gives the same bits; in the build for fast maths a machine that has
 * the fused instruction rounds once.
 */
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(c, f32x4.mul(a, b));
}

/** What numbers are at least, for `f32x4.max`: nothing, or 0 for those that are to be rectified. NaN stays NaN. */
@inline
export function leastOf(rectify: bool): v128 {
  return f32x4.splat(rectify ? 0 : -Infinity);
}

/** The upper two lanes, moved down. */
@inline
export function upper(v: v128): v128 {
  return v128.shuffle<f32>(v, v, 2, 3, 2, 3);
}

/*
 * Two vectors as one. A 4×4 block is turned by pairs, then by halves: a column of it is the low or the high halves of
 * what its rows give when they are interleaved two by two.
 */

/** a0 b0 a1 b1. */
@inline
export function interleaveLow(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 0, 4, 1, 5);
}

/** a2 b2 a3 b3. */
@inline
export function interleaveHigh(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 2, 6, 3, 7);
}

/** a0 a1 b0 b1. */
@inline
export function lowHalves(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 0, 1, 4, 5);
}

/** a2 a3 b2 b3. */
@inline
export function highHalves(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 2, 3, 6, 7);
}

/** a0 a2 b0 b2. */
@inline
export function evens(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 0, 2, 4, 6);
}

/** a1 a3 b1 b3. */
@inline
export function odds(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 1, 3, 5, 7);
}

/** Two pairs of float64 as four float32. */
@inline
export function both(low: v128, high: v128): v128 {
  return lowHalves(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high));
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

/*
 * Four numbers at a time. exp: x = n ln 2 + r with |r| <= ln 2 / 2 (Cody and Waite's split of ln 2), e^r by its
 * Taylor series to r^7 (remainder below 6e-9, a tenth of a float32 rounding), then 2^n through the exponent bits.
 * Results below the smallest normal number become 0. NaN passes through all of them.
 */

@inline const log2e: f32 = 1.4426950408889634;
@inline const ln2High: f32 = 0.693359375;
@inline const ln2Low: f32 = -0.00021219444005469057;
@inline const largest: f32 = 88.72283172607422;
@inline const smallest: f32 = -87.33654022216797;

/** e^r - 1 for |r| <= 0.35, accurate near 0. */
@inline
function smallExpm1(r: v128): v128 {
  let p = f32x4.splat(<f32>(1.0 / 5040.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(<f32>(1.0 / 720.0)));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(<f32>(1.0 / 120.0)));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(<f32>(1.0 / 24.0)));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(<f32>(1.0 / 6.0)));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.5));
  return f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r);
}

/** 2^n for whole n. Added to 1.5 · 2^23, n is the end of the sum's bits: cheaper than a conversion, which must saturate. */
@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(f32x4.add(n, f32x4.splat(12582912)), i32x4.splat(127)), 23);
}

/** e^x; 0 below -87.33, infinite above 88.72. Bounds in ulps: engine/host/kernel-functions.test.ts. */
@inline
export function exp4(x: v128): v128 {
  const bounded = f32x4.min(f32x4.max(x, f32x4.splat(smallest)), f32x4.splat(largest));
  const n = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(log2e)));
  const r = f32x4.sub(f32x4.sub(bounded, f32x4.mul(n, f32x4.splat(ln2High))), f32x4.mul(n, f32x4.splat(ln2Low)));
  // 2^128 is no float32, though its product with e^r may be one: one factor 2 is taken apart.
  const most = f32x4.splat(127), twice = v128.bitselect(f32x4.splat(2), f32x4.splat(1), f32x4.gt(n, most));
  let y = f32x4.mul(f32x4.mul(f32x4.add(smallExpm1(r), f32x4.splat(1)), powerOfTwo(f32x4.min(n, most))), twice);
  y = v128.bitselect(f32x4.splat(Infinity), y, f32x4.gt(x, f32x4.splat(largest)));
  y = v128.andnot(y, f32x4.lt(x, f32x4.splat(smallest)));
  return v128.bitselect(x, y, f32x4.ne(x, x));
}

/** e^x - 1 for x <= 88, accurate near 0. */
@inline
export function expm1of4(x: v128): v128 {
  return v128.bitselect(x, boundedExpm1(f32x4.max(x, f32x4.splat(-20))), f32x4.ne(x, x));
}

/** e^x - 1 for -20 <= x <= 88. */
@inline
function boundedExpm1(x: v128): v128 {
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(log2e)));
  const r = f32x4.sub(f32x4.sub(x, f32x4.mul(n, f32x4.splat(ln2High))), f32x4.mul(n, f32x4.splat(ln2Low)));
  const scale = powerOfTwo(n);
  return f32x4.add(f32x4.mul(scale, smallExpm1(r)), f32x4.sub(scale, f32x4.splat(1)));
}

/** tanh x = (e^2|x| - 1) / (e^2|x| + 1), with the sign of x; exactly ±1 beyond 9.02. */
@inline
export function tanh4(x: v128): v128 {
  const size = f32x4.min(f32x4.abs(x), f32x4.splat(9.02));
  const e = boundedExpm1(f32x4.add(size, size));
  const y = f32x4.div(e, f32x4.add(e, f32x4.splat(2)));
  return v128.or(v128.and(x, i32x4.splat(0x80000000)), y);
}

@inline
export function sigmoid4(x: v128): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), exp4(f32x4.neg(x))));
}

/** log(1 + t) for 0 <= t <= 1: 2 artanh(s) with s = t / (2 + t), by its series to s^17 (remainder 1e-9). */
@inline
function log1pOfUnit4(t: v128): v128 {
  const s = f32x4.div(t, f32x4.add(t, f32x4.splat(2)));
  const q = f32x4.mul(s, s);
  let p = f32x4.splat(<f32>(1.0 / 17.0));
  p = f32x4.add(f32x4.mul(p, q), f32x4.splat(<f32>(1.0 / 15.0)));
  p = f32x4.add(f32x4.mul(p, q), f32x4.splat(<f32>(1.0 / 13.0)));
  p = f32x4.add(f32x4.mul(p, q), f32x4.splat(<f32>(1.0 / 11.0)));
  p = f32x4.add(f32x4.mul(p, q), f32x4.splat(<f32>(1.0 / 9.0)));
  p = f32x4.add(f32x4.mul(p, q), f32x4.splat(<f32>(1.0 / 7.0)));
  p = f32x4.add(f32x4.mul(p, q), f32x4.splat(<f32>(1.0 / 5.0)));
  p = f32x4.add(f32x4.mul(p, q), f32x4.splat(<f32>(1.0 / 3.0)));
  p = f32x4.add(f32x4.mul(f32x4.mul(p, q), s), s);
  return f32x4.add(p, p);
}

/** log(1 + e^x) = max(x, 0) + log(1 + e^-|x|), which cannot overflow. */
@inline
export function softplus4(x: v128): v128 {
  const y = f32x4.add(f32x4.max(x, f32x4.splat(0)), log1pOfUnit4(exp4(f32x4.neg(f32x4.abs(x)))));
  return v128.bitselect(x, y, f32x4.ne(x, x));
}

/** log of numbers in [1, 2^23]: for sums of softmax, whose largest term is 1. */
@inline
export function logOfSum4(x: v128): v128 {
  // x = 2^e m with m in [1, 2): log x = e ln 2 + log(1 + (m - 1)).
  const e = i32x4.sub(i32x4.shr_s(x, 23), i32x4.splat(127));
  const m = v128.or(v128.and(x, i32x4.splat(0x7fffff)), i32x4.splat(0x3f800000));
  const rest = log1pOfUnit4(f32x4.sub(m, f32x4.splat(1)));
  return f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(e), f32x4.splat(0.6931471805599453)), rest);
}

/** The error function: below 1 by its series (remainder 1e-8), from 1 to 4 by a polynomial for log(1 - erf), beyond it 1. */
@inline
export function erf4(x: v128): v128 {
  const q = f32x4.mul(x, x);
  let p = f32x4.splat(<f32>-1.6350312701054695e-7);
  p = f32x4.add(f32x4.mul(p, q), f32x4.splat(<f32>1.6461000484121368e-6));
  p = f32x4.add(f32x4.mul(p, q), f32x4.splat(<f32>-1.4925595266831182e-5));
  p = f32x4.add(f32x4.mul(p, q), f32x4.splat(<f32>0.0001205533111164271));
  p = f32x4.add(f32x4.mul(p, q), f32x4.splat(<f32>-0.000854832698083379));
  p = f32x4.add(f32x4.mul(p, q), f32x4.splat(<f32>0.0052239776248180145));
  p = f32x4.add(f32x4.mul(p, q), f32x4.splat(<f32>-0.026866170645076792));
  p = f32x4.add(f32x4.mul(p, q), f32x4.splat(<f32>0.11283791670954879));
  p = f32x4.add(f32x4.mul(p, q), f32x4.splat(<f32>-0.3761263890318375));
  const small = f32x4.mul(x, f32x4.add(f32x4.mul(p, q), f32x4.splat(<f32>1.1283791670955126)));
  // Coefficients fitted at Chebyshev nodes, weighted by what an error does to erf; the size of x from 2.49.
  const size = f32x4.abs(x), u = f32x4.sub(f32x4.min(size, f32x4.splat(4)), f32x4.splat(2.49));
  let l = f32x4.splat(<f32>1.5250037677105865e-06);
  l = f32x4.add(f32x4.mul(l, u), f32x4.splat(<f32>-1.3762226444669068e-05));
  l = f32x4.add(f32x4.mul(l, u), f32x4.splat(<f32>7.825487409718335e-05));
  l = f32x4.add(f32x4.mul(l, u), f32x4.splat(<f32>-0.00042402639519423246));
  l = f32x4.add(f32x4.mul(l, u), f32x4.splat(<f32>0.0021869386546313763));
  l = f32x4.add(f32x4.mul(l, u), f32x4.splat(<f32>-0.010945882648229599));
  l = f32x4.add(f32x4.mul(l, u), f32x4.splat(<f32>-0.9435669779777527));
  l = f32x4.add(f32x4.mul(l, u), f32x4.splat(<f32>-5.333806037902832));
  l = f32x4.add(f32x4.mul(l, u), f32x4.splat(<f32>-7.753382682800293));
  const large = f32x4.sub(f32x4.splat(1), exp4(l));
  const sign = v128.and(x, i32x4.splat(0x80000000));
  const y = v128.bitselect(small, v128.or(large, sign), f32x4.lt(size, f32x4.splat(1)));
  return v128.bitselect(x, y, f32x4.ne(x, x));
}

/** Φ(x), the cumulative normal distribution. */
@inline
export function normal4(x: v128): v128 {
  return f32x4.mul(f32x4.splat(0.5), f32x4.add(f32x4.splat(1), erf4(f32x4.mul(x, f32x4.splat(<f32>0.7071067811865476)))));
}

/** Its density, e^(-x²/2) / √2π. */
@inline
export function density4(x: v128): v128 {
  return f32x4.mul(f32x4.splat(<f32>0.3989422804014327), exp4(f32x4.mul(f32x4.splat(-0.5), f32x4.mul(x, x))));
}

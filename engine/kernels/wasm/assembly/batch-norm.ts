import { put } from "./elementwise";
import { both, leastOf, upper } from "./lanes";

/*
 * Batch norm over [outer, channels, inner], channels `first` to `last`. Images run along a channel's pixels, four
 * at a time; rows of numbers (inner 1) run along four channels. Sums are float32 within one image, in two vectors
 * that take turns, and float64 across images: their order depends on the sizes alone. The variance takes a pass
 * of its own after the mean: E[x²] - E[x]² would lose the digits of both.
 */

/** The four lanes and the rest, in order. */
@inline
function total(a: v128, b: v128, rest: f32): f64 {
  const s = f32x4.add(a, b);
  return (<f64>f32x4.extract_lane(s, 0) + <f64>f32x4.extract_lane(s, 1))
    + (<f64>f32x4.extract_lane(s, 2) + <f64>f32x4.extract_lane(s, 3)) + <f64>rest;
}

@inline
function address(base: usize, o: i32, c: i32, channels: i32, inner: i32): usize {
  return base + (<usize>(o * channels + c) * <usize>inner << 2);
}

/** Σ (x - centre) or Σ (x - centre)² over `inner` neighbours. */
@inline
function sumOf(p: usize, inner: i32, centre: f32, squared: bool): f64 {
  const m = f32x4.splat(centre);
  let a = f32x4.splat(0), b = f32x4.splat(0);
  let rest: f32 = 0;
  let i = 0;
  for (; i + 8 <= inner; i += 8) {
    const u = f32x4.sub(v128.load(p), m), v = f32x4.sub(v128.load(p, 16), m);
    a = f32x4.add(a, squared ? f32x4.mul(u, u) : u);
    b = f32x4.add(b, squared ? f32x4.mul(v, v) : v);
    p += 32;
  }
  for (; i < inner; i++) {
    const u = f32.load(p) - centre;
    rest += squared ? u * u : u;
    p += 4;
  }
  return total(a, b, rest);
}

/** y = (x - centre) scale + shift over one channel, rectified when asked. */
@inline
function writeChannel(
  x: usize, y: usize, c: i32, outer: i32, channels: i32, inner: i32, centre: f32, scale: f32, shift: f32,
  rectify: bool,
): void {
  const m = f32x4.splat(centre), s = f32x4.splat(scale), t = f32x4.splat(shift), least = leastOf(rectify);
  for (let o = 0; o < outer; o++) {
    let p = address(x, o, c, channels, inner), q = address(y, o, c, channels, inner);
    let i = 0;
    for (; i + 8 <= inner; i += 8) {
      v128.store(q, f32x4.max(least, f32x4.add(f32x4.mul(f32x4.sub(v128.load(p), m), s), t)));
      v128.store(q, f32x4.max(least, f32x4.add(f32x4.mul(f32x4.sub(v128.load(p, 16), m), s), t)), 16);
      p += 32;
      q += 32;
    }
    for (; i < inner; i += 4) {
      put(q, f32x4.max(least, f32x4.add(f32x4.mul(f32x4.sub(v128.load(p), m), s), t)), inner - i);
      p += 16;
      q += 16;
    }
  }
}

/** running = (1 - momentum) running + momentum value. */
@inline
function move(running: usize, value: f64, momentum: f64): void {
  f32.store(running, <f32>((1 - momentum) * <f64>f32.load(running) + momentum * value));
}

/** Moves the running statistics, unless the batch is not finite; one value alone has no unbiased variance. */
@inline
function remember(
  runningMean: usize, runningVariance: usize, mean: f64, squares: f64, count: i32, momentum: f64,
): void {
  if (squares - squares != 0) return;
  move(runningMean, mean, momentum);
  if (count > 1) move(runningVariance, squares / <f64>(count - 1), momentum);
}

export function batchNorm(
  x: usize, y: usize, gamma: usize, beta: usize, runningMean: usize, runningVariance: usize,
  mean: usize, inverse: usize, outer: i32, channels: i32, inner: i32, epsilon: f64, momentum: f64,
  rectify: bool, first: i32, last: i32,
): void {
  const count = outer * inner;
  const n = <f64>count;
  if (inner == 1) {
    const row = <usize>channels << 2;
    for (let c = first; c < last; c += 4) {
      const at = <usize>c << 2;
      let low = f64x2.splat(0), high = f64x2.splat(0);
      for (let o: usize = 0; o < <usize>outer; o++) {
        const v = v128.load(x + at + o * row);
        low = f64x2.add(low, f64x2.promote_low_f32x4(v));
        high = f64x2.add(high, f64x2.promote_low_f32x4(upper(v)));
      }
      const meanLow = f64x2.div(low, f64x2.splat(n)), meanHigh = f64x2.div(high, f64x2.splat(n));
      low = f64x2.splat(0);
      high = f64x2.splat(0);
      for (let o: usize = 0; o < <usize>outer; o++) {
        const v = v128.load(x + at + o * row);
        const a = f64x2.sub(f64x2.promote_low_f32x4(v), meanLow);
        const b = f64x2.sub(f64x2.promote_low_f32x4(upper(v)), meanHigh);
        low = f64x2.add(low, f64x2.mul(a, a));
        high = f64x2.add(high, f64x2.mul(b, b));
      }
      const left = last - c;
      put(mean + at, both(meanLow, meanHigh), left);
      put(inverse + at, both(inverseOf(low, n, epsilon), inverseOf(high, n, epsilon)), left);
      const m = runningMean + at, v = runningVariance + at;
      remember(m, v, f64x2.extract_lane(meanLow, 0), f64x2.extract_lane(low, 0), count, momentum);
      if (left > 1)
        remember(m + 4, v + 4, f64x2.extract_lane(meanLow, 1), f64x2.extract_lane(low, 1), count, momentum);
      if (left > 2)
        remember(m + 8, v + 8, f64x2.extract_lane(meanHigh, 0), f64x2.extract_lane(high, 0), count, momentum);
      if (left > 3)
        remember(m + 12, v + 12, f64x2.extract_lane(meanHigh, 1), f64x2.extract_lane(high, 1), count, momentum);
      writeRows(x, y, gamma, beta, mean, inverse, outer, channels, c, left, rectify);
    }
    return;
  }
  for (let c = first; c < last; c++) {
    const at = <usize>c << 2;
    // Two passes over each image while it is near, joined as T. Chan et al. (1979) do.
    let average: f64 = 0, squares: f64 = 0;
    for (let o = 0; o < outer; o++) {
      const p = address(x, o, c, channels, inner);
      const own = sumOf(p, inner, 0, false) / <f64>inner;
      const distance = own - average;
      const share = 1 / <f64>(o + 1);
      squares += sumOf(p, inner, <f32>own, true) + distance * distance * <f64>inner * <f64>o * share;
      average += distance * share;
    }
    const centre = <f32>average;
    f32.store(mean + at, centre);
    f32.store(inverse + at, <f32>(1 / sqrt(squares / n + epsilon)));
    remember(runningMean + at, runningVariance + at, average, squares, count, momentum);
    const scale = f32.load(gamma + at) * f32.load(inverse + at);
    writeChannel(x, y, c, outer, channels, inner, centre, scale, f32.load(beta + at), rectify);
  }
}

@inline
function inverseOf(squares: v128, n: f64, epsilon: f64): v128 {
  const variance = f64x2.div(squares, f64x2.splat(n));
  return f64x2.div(f64x2.splat(1), f64x2.sqrt(f64x2.add(variance, f64x2.splat(epsilon))));
}

/** y = γ (x - mean) inverse + β for `left` (at most four) neighbouring channels of rows of numbers. */
@inline
function writeRows(
  x: usize, y: usize, gamma: usize, beta: usize, mean: usize, inverse: usize,
  outer: i32, channels: i32, c: i32, left: i32, rectify: bool,
): void {
  const at = <usize>c << 2, row = <usize>channels << 2, least = leastOf(rectify);
  const m = v128.load(mean + at), t = v128.load(beta + at);
  const s = f32x4.mul(v128.load(gamma + at), v128.load(inverse + at));
  for (let o: usize = 0; o < <usize>outer; o++) {
    const cell = at + o * row;
    put(y + cell, f32x4.max(least, f32x4.add(f32x4.mul(f32x4.sub(v128.load(x + cell), m), s), t)), left);
  }
}

/** Running statistics in place of the batch's; they are left in `mean` and `inverse` for backward. */
export function batchNormInference(
  x: usize, y: usize, gamma: usize, beta: usize, runningMean: usize, runningVariance: usize,
  mean: usize, inverse: usize, outer: i32, channels: i32, inner: i32, epsilon: f64, rectify: bool,
  first: i32, last: i32,
): void {
  for (let c = first; c < last; c++) {
    const at = <usize>c << 2;
    f32.store(mean + at, f32.load(runningMean + at));
    f32.store(inverse + at, <f32>(1 / sqrt(<f64>f32.load(runningVariance + at) + epsilon)));
    if (inner == 1) continue;
    const scale = f32.load(gamma + at) * f32.load(inverse + at);
    writeChannel(x, y, c, outer, channels, inner, f32.load(mean + at), scale, f32.load(beta + at), rectify);
  }
  if (inner == 1)
    for (let c = first; c < last; c += 4)
      writeRows(x, y, gamma, beta, mean, inverse, outer, channels, c, last - c, rectify);
}

/** The slopes at `dy` of numbers whose distances from the mean are given; where it was rectified, 0 left of it. */
@inline
function slopesOf(dy: v128, distance: v128, rectify: bool, scale: v128, shift: v128): v128 {
  if (!rectify) return dy;
  const y = f32x4.add(f32x4.mul(distance, scale), shift);
  return f32x4.mul(dy, v128.andnot(f32x4.splat(1), f32x4.le(y, f32x4.splat(0))));
}

/**
 * Adds Σ dy x̂ to dγ and Σ dy to dβ; dx = γ inverse (dy - mean(dy) - x̂ mean(dy x̂)), or γ inverse dy when the
 * statistics were constants. `dx` is 0 where nobody needs it. When it was rectified, `dy` counts where y > 0 (or is NaN):
 * y is worked out again, because reading it would take longer.
 */
export function batchNormBackward(
  x: usize, dy: usize, dx: usize, gamma: usize, beta: usize, dGamma: usize, dBeta: usize, mean: usize, inverse: usize,
  outer: i32, channels: i32, inner: i32, training: bool, rectify: bool, first: i32, last: i32,
): void {
  const through: f64 = training ? 1 / <f64>(outer * inner) : 0;
  if (inner == 1) {
    for (let c = first; c < last; c += 4)
      backwardRows(x, dy, dx, gamma, beta, dGamma, dBeta, mean, inverse, outer, channels, through, rectify, c, last - c);
    return;
  }
  // A loop of its own for each, so that nothing is decided inside.
  for (let c = first; c < last; c++)
    if (rectify) backwardChannel(true, x, dy, dx, gamma, beta, dGamma, dBeta, mean, inverse, outer, channels, inner, through, c);
    else backwardChannel(false, x, dy, dx, gamma, beta, dGamma, dBeta, mean, inverse, outer, channels, inner, through, c);
}

@inline
function backwardChannel(
  rectify: bool, x: usize, dy: usize, dx: usize, gamma: usize, beta: usize, dGamma: usize, dBeta: usize,
  mean: usize, inverse: usize, outer: i32, channels: i32, inner: i32, through: f64, c: i32,
): void {
  const at = <usize>c << 2;
  const centre = f32.load(mean + at), deviation = f32.load(inverse + at);
  const scale = f32.load(gamma + at) * deviation, shift = f32.load(beta + at);
  const m = f32x4.splat(centre), s = f32x4.splat(scale), t = f32x4.splat(shift);
  let slopes: f64 = 0, products: f64 = 0;
  for (let o = 0; o < outer; o++) {
    let p = address(x, o, c, channels, inner), q = address(dy, o, c, channels, inner);
    let a = f32x4.splat(0), b = f32x4.splat(0), e = f32x4.splat(0), f = f32x4.splat(0);
    let rest: f32 = 0, restProducts: f32 = 0;
    let i = 0;
    for (; i + 8 <= inner; i += 8) {
      const near = f32x4.sub(v128.load(p), m), next = f32x4.sub(v128.load(p, 16), m);
      const u = slopesOf(v128.load(q), near, rectify, s, t), v = slopesOf(v128.load(q, 16), next, rectify, s, t);
      a = f32x4.add(a, u);
      b = f32x4.add(b, v);
      e = f32x4.add(e, f32x4.mul(u, near));
      f = f32x4.add(f, f32x4.mul(v, next));
      p += 32;
      q += 32;
    }
    for (; i < inner; i++) {
      const distance = f32.load(p) - centre;
      let slope = f32.load(q);
      if (rectify && distance * scale + shift <= 0) slope *= 0;
      rest += slope;
      restProducts += slope * distance;
      p += 4;
      q += 4;
    }
    slopes += total(a, b, rest);
    products += total(e, f, restProducts);
  }
  const d = <f64>deviation;
  f32.store(dGamma + at, <f32>(<f64>f32.load(dGamma + at) + products * d));
  f32.store(dBeta + at, <f32>(<f64>f32.load(dBeta + at) + slopes));
  if (dx == 0) return;
  const level = f32x4.splat(<f32>(slopes * through)), tilt = f32x4.splat(<f32>(products * d * d * through));
  for (let o = 0; o < outer; o++) {
    let p = address(x, o, c, channels, inner), q = address(dy, o, c, channels, inner);
    let r = address(dx, o, c, channels, inner);
    let i = 0;
    for (; i + 8 <= inner; i += 8) {
      const near = f32x4.sub(v128.load(p), m), next = f32x4.sub(v128.load(p, 16), m);
      const u = slopesOf(v128.load(q), near, rectify, s, t), v = slopesOf(v128.load(q, 16), next, rectify, s, t);
      v128.store(r, f32x4.mul(f32x4.sub(f32x4.sub(u, level), f32x4.mul(near, tilt)), s));
      v128.store(r, f32x4.mul(f32x4.sub(f32x4.sub(v, level), f32x4.mul(next, tilt)), s), 16);
      p += 32;
      q += 32;
      r += 32;
    }
    for (; i < inner; i += 4) {
      const near = f32x4.sub(v128.load(p), m), u = slopesOf(v128.load(q), near, rectify, s, t);
      put(r, f32x4.mul(f32x4.sub(f32x4.sub(u, level), f32x4.mul(near, tilt)), s), inner - i);
      p += 16;
      q += 16;
      r += 16;
    }
  }
}

/** The same for `left` (at most four) neighbouring channels of rows of numbers. */
@inline
function backwardRows(
  x: usize, dy: usize, dx: usize, gamma: usize, beta: usize, dGamma: usize, dBeta: usize, mean: usize, inverse: usize,
  outer: i32, channels: i32, through: f64, rectify: bool, c: i32, left: i32,
): void {
  const at = <usize>c << 2, row = <usize>channels << 2;
  const m = v128.load(mean + at), d = v128.load(inverse + at);
  const s = f32x4.mul(v128.load(gamma + at), d), shift = v128.load(beta + at);
  let slopesLow = f64x2.splat(0), slopesHigh = f64x2.splat(0);
  let productsLow = f64x2.splat(0), productsHigh = f64x2.splat(0);
  for (let o: usize = 0; o < <usize>outer; o++) {
    const distance = f32x4.sub(v128.load(x + at + o * row), m), normalised = f32x4.mul(distance, d);
    const u = slopesOf(v128.load(dy + at + o * row), distance, rectify, s, shift);
    const low = f64x2.promote_low_f32x4(u), high = f64x2.promote_low_f32x4(upper(u));
    slopesLow = f64x2.add(slopesLow, low);
    slopesHigh = f64x2.add(slopesHigh, high);
    productsLow = f64x2.add(productsLow, f64x2.mul(low, f64x2.promote_low_f32x4(normalised)));
    productsHigh = f64x2.add(productsHigh, f64x2.mul(high, f64x2.promote_low_f32x4(upper(normalised))));
  }
  put(dGamma + at, f32x4.add(v128.load(dGamma + at), both(productsLow, productsHigh)), left);
  put(dBeta + at, f32x4.add(v128.load(dBeta + at), both(slopesLow, slopesHigh)), left);
  if (dx == 0) return;
  const t = f64x2.splat(through);
  const level = both(f64x2.mul(slopesLow, t), f64x2.mul(slopesHigh, t));
  const tilt = both(f64x2.mul(productsLow, t), f64x2.mul(productsHigh, t));
  for (let o: usize = 0; o < <usize>outer; o++) {
    const cell = at + o * row;
    const distance = f32x4.sub(v128.load(x + cell), m), normalised = f32x4.mul(distance, d);
    const u = slopesOf(v128.load(dy + cell), distance, rectify, s, shift);
    const slope = f32x4.sub(f32x4.sub(u, level), f32x4.mul(normalised, tilt));
    put(dx + cell, f32x4.mul(slope, s), left);
  }
}

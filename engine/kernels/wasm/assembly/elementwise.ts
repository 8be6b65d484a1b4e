import { both, leastOf, upper } from "./lanes";

/*
 * Runs of numbers. The last, incomplete four go through the same arithmetic: what lies behind them is read and not
 * written.
 */

/** Stores the first `left` (at most four) numbers of a vector. */
@inline
export function put(target: usize, value: v128, left: i32): void {
  if (left >= 4) {
    v128.store(target, value);
    return;
  }
  f32.store(target, f32x4.extract_lane(value, 0));
  if (left > 1) f32.store(target, f32x4.extract_lane(value, 1), 4);
  if (left > 2) f32.store(target, f32x4.extract_lane(value, 2), 8);
}

export function fill(target: usize, count: i32, value: f32): void {
  if (reinterpret<u32>(value) == 0) {
    memory.fill(target, 0, <usize>count << 2);
    return;
  }
  const v = f32x4.splat(value);
  for (let i = 0; i < count; i += 4) {
    put(target, v, count - i);
    target += 16;
  }
}

export function copy(source: usize, target: usize, count: i32): void {
  memory.copy(target, source, <usize>count << 2);
}

/** Rows `first` to `last` of `length` numbers, `sourceStride` and `targetStride` bytes apart. */
export function copyRows(
  source: usize, sourceStride: usize, target: usize, targetStride: usize, length: i32, first: i32, last: i32,
): void {
  for (let row: usize = first; row < <usize>last; row++)
    memory.copy(target + row * targetStride, source + row * sourceStride, <usize>length << 2);
}

/** y = a + b, or max(0, a + b). */
export function sum(a: usize, b: usize, y: usize, count: i32, rectify: bool): void {
  const least = leastOf(rectify);
  for (const whole = y + (<usize>(count & ~3) << 2); y < whole; ) {
    v128.store(y, f32x4.max(least, f32x4.add(v128.load(a), v128.load(b))));
    a += 16;
    b += 16;
    y += 16;
  }
  if (count & 3) put(y, f32x4.max(least, f32x4.add(v128.load(a), v128.load(b))), count & 3);
}

export function addTo(source: usize, target: usize, count: i32): void {
  for (let i = 0; i < count; i += 4) {
    put(target, f32x4.add(v128.load(target), v128.load(source)), count - i);
    source += 16;
    target += 16;
  }
}

export function multiplyBy(source: usize, target: usize, count: i32): void {
  for (let i = 0; i < count; i += 4) {
    put(target, f32x4.mul(v128.load(target), v128.load(source)), count - i);
    source += 16;
    target += 16;
  }
}

export function scale(x: usize, count: i32, factor: f32): void {
  const by = f32x4.splat(factor);
  for (let i = 0; i < count; i += 4) {
    put(x, f32x4.mul(v128.load(x), by), count - i);
    x += 16;
  }
}

export function clamp(x: usize, count: i32, limit: f32): void {
  const most = f32x4.splat(limit), least = f32x4.splat(-limit);
  for (let i = 0; i < count; i += 4) {
    put(x, f32x4.max(f32x4.min(v128.load(x), most), least), count - i);
    x += 16;
  }
}

/** From the last on: a number takes four times the room of its byte. */
export function fromBytes(x: usize, count: i32, scale: f64, offset: f64): void {
  const s = f64x2.splat(scale), t = f64x2.splat(offset);
  let i = <usize>count;
  for (; (i & 7) != 0; ) {
    i--;
    f32.store(x + (i << 2), <f32>(<f64>load<u8>(x + i) * scale + offset));
  }
  while (i > 0) {
    i -= 8;
    const words = v128.load8x8_u(x + i), target = x + (i << 2);
    const low = i32x4.extend_low_i16x8_u(words), high = i32x4.extend_high_i16x8_u(words);
    v128.store(target, both(scaled(low, s, t), scaled(upper(low), s, t)));
    v128.store(target, both(scaled(high, s, t), scaled(upper(high), s, t)), 16);
  }
}

@inline
function scaled(pair: v128, scale: v128, offset: v128): v128 {
  return f64x2.add(f64x2.mul(f64x2.convert_low_i32x4_u(pair), scale), offset);
}

@inline
function mix(value: v128): v128 {
  let h = i32x4.mul(v128.xor(value, i32x4.shr_u(value, 16)), i32x4.splat(0x21f0aaad));
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 15)), i32x4.splat(0x735a2d97));
  return v128.xor(h, i32x4.shr_u(h, 15));
}

/**
 * Inverted dropout of elements `first` to `last`, counted through the batch. `prefix` is the hash of seed, step
 * and layer; a number is kept when the hash of its index is not below `threshold`. Forward and backward alike.
 */
export function dropout(
  x: usize, y: usize, first: i32, last: i32, prefix: u32, threshold: u32, scale: f32,
): void {
  const gamma: u32 = 0x9e3779b9;
  const base = i32x4.splat(prefix + gamma);
  const limit = i32x4.splat(threshold), grow = f32x4.splat(scale);
  x += <usize>first << 2;
  y += <usize>first << 2;
  for (let i = first; i < last; i += 4) {
    const index = i32x4.add(i32x4.splat(i), i32x4(0, 1, 2, 3));
    const hash = mix(v128.xor(base, mix(i32x4.add(index, i32x4.splat(gamma)))));
    put(y, v128.and(f32x4.mul(v128.load(x), grow), i32x4.ge_u(hash, limit)), last - i);
    x += 16;
    y += 16;
  }
}

/** Σ x² in float64: sixteen sums that take turns, so that none waits for itself, then added in order. */
export function sumOfSquares(x: usize, count: i32): f64 {
  let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
  let i = 0;
  for (; i + 16 <= count; i += 16) {
    let v = v128.load(x), w = v128.load(x, 16);
    s0 = f64x2.add(s0, squares(v));
    s1 = f64x2.add(s1, squares(upper(v)));
    s2 = f64x2.add(s2, squares(w));
    s3 = f64x2.add(s3, squares(upper(w)));
    v = v128.load(x, 32), w = v128.load(x, 48);
    s4 = f64x2.add(s4, squares(v));
    s5 = f64x2.add(s5, squares(upper(v)));
    s6 = f64x2.add(s6, squares(w));
    s7 = f64x2.add(s7, squares(upper(w)));
    x += 64;
  }
  const both = f64x2.add(f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3)), f64x2.add(f64x2.add(s4, s5), f64x2.add(s6, s7)));
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; i < count; i++) {
    const v = <f64>f32.load(x);
    sum += v * v;
    x += 4;
  }
  return sum;
}

/** The squares of the first two numbers. */
@inline
function squares(v: v128): v128 {
  const wide = f64x2.promote_low_f32x4(v);
  return f64x2.mul(wide, wide);
}

/** Σ |x| in float64: four sums that take turns, then added in order. */
export function sumOfMagnitudes(x: usize, count: i32): f64 {
  let low = f64x2.splat(0), high = f64x2.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const v = f32x4.abs(v128.load(x));
    low = f64x2.add(low, f64x2.promote_low_f32x4(v));
    high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3)));
    x += 16;
  }
  const both = f64x2.add(low, high);
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; i < count; i++) {
    sum += Math.abs(<f64>f32.load(x));
    x += 4;
  }
  return sum;
}

export function allFinite(x: usize, count: i32): bool {
  for (let i = 0; i < count; i++) {
    const v = f32.load(x + (<usize>i << 2));
    if (v - v != 0) return false;
  }
  return true;
}

import { highHalves, interleaveHigh, interleaveLow, lowHalves, multiplyAdd } from "./lanes";
import { fromColumns, fromTarget, store4 } from "./tile";

/*
 * A product whose A and C are one row: every number of B is met once, so that packing it, and computing three rows that
 * nobody wants, would cost more than the product.
 */

/** Sums of four columns of B after four more steps of k; B lies along k, `bn` bytes from column to column. */
@inline
function fourSteps(sum: v128, b: usize, bn: usize, a: usize, ak: usize): v128 {
  const r0 = v128.load(b), r1 = v128.load(b + bn), r2 = v128.load(b + 2 * bn), r3 = v128.load(b + 3 * bn);
  const t0 = interleaveLow(r0, r1), t1 = interleaveLow(r2, r3);
  const t2 = interleaveHigh(r0, r1), t3 = interleaveHigh(r2, r3);
  sum = multiplyAdd(v128.load_splat<f32>(a), lowHalves(t0, t1), sum);
  sum = multiplyAdd(v128.load_splat<f32>(a + ak), highHalves(t0, t1), sum);
  sum = multiplyAdd(v128.load_splat<f32>(a + 2 * ak), lowHalves(t2, t3), sum);
  return multiplyAdd(v128.load_splat<f32>(a + 3 * ak), highHalves(t2, t3), sum);
}

/** The same after one step, for columns that begin at b0 to b3. */
@inline
function oneStep(sum: v128, b0: usize, b1: usize, b2: usize, b3: usize, a: usize): v128 {
  let v = v128.load32_zero(b0);
  v = f32x4.replace_lane(v, 1, f32.load(b1));
  v = f32x4.replace_lane(v, 2, f32.load(b2));
  v = f32x4.replace_lane(v, 3, f32.load(b3));
  return multiplyAdd(v128.load_splat<f32>(a), v, sum);
}

@inline
function start(from: i32, c: usize, bias: usize): v128 {
  if (from == fromTarget) return v128.load(c);
  return from == fromColumns ? v128.load(bias) : f32x4.splat(0);
}

/**
 * Columns `first` to `last` of C[1,n] = start + A[1,k] B[k,n] where B lies along k; strides in bytes. Each number is one
 * sum over k in order, as in `gemm`.
 */
export function oneRow(
  k: i32, a: usize, ak: usize, b: usize, bn: usize, c: usize, from: i32, bias: usize, first: i32, last: i32,
): void {
  const whole = k & ~3;
  let j = first;
  for (; j + 16 <= last; j += 16) {
    const at = <usize>j << 2, next = 4 * bn;
    let p = b + <usize>j * bn, q = a;
    let s0 = start(from, c + at, bias + at), s1 = start(from, c + at + 16, bias + at + 16);
    let s2 = start(from, c + at + 32, bias + at + 32), s3 = start(from, c + at + 48, bias + at + 48);
    for (let i = 0; i < whole; i += 4) {
      s0 = fourSteps(s0, p, bn, q, ak);
      s1 = fourSteps(s1, p + next, bn, q, ak);
      s2 = fourSteps(s2, p + 2 * next, bn, q, ak);
      s3 = fourSteps(s3, p + 3 * next, bn, q, ak);
      p += 16;
      q += 4 * ak;
    }
    v128.store(c + at, s0);
    v128.store(c + at, s1, 16);
    v128.store(c + at, s2, 32);
    v128.store(c + at, s3, 48);
    if (whole < k) columnsOf(j, j + 16, whole, k, a, ak, b, bn, c, fromTarget, bias);
  }
  columnsOf(j, last, 0, k, a, ak, b, bn, c, from, bias);
}

/** The same where B lies packed, in panels of 8 columns, for columns from the beginning of a panel on. */
export function onePackedRow(k: i32, a: usize, ak: usize, b: usize, c: usize, from: i32, bias: usize, first: i32, last: i32): void {
  const panel = <usize>k << 5;
  for (let j = first; j < last; j += 16) {
    const at = <usize>j << 2, left = last - j, far: usize = left > 8 ? 32 : 0;
    let p0 = b + <usize>(j >> 3) * panel, q = a;
    let p1 = far ? p0 + panel : p0;
    let s0 = start(from, c + at, bias + at), s1 = start(from, c + at + 16, bias + at + 16);
    let s2 = start(from, c + at + far, bias + at + far), s3 = start(from, c + at + far + 16, bias + at + far + 16);
    let w: v128;
    // Two steps in a turn: the loop's own work is as much as half a step.
    const end = p0 + panel;
    while (p0 != end) {
      w = v128.load_splat<f32>(q);
      s0 = multiplyAdd(w, v128.load(p0), s0);
      s1 = multiplyAdd(w, v128.load(p0, 16), s1);
      s2 = multiplyAdd(w, v128.load(p1), s2);
      s3 = multiplyAdd(w, v128.load(p1, 16), s3);
      q += ak;
      p0 += 32;
      if (p0 == end) break;
      w = v128.load_splat<f32>(q);
      s0 = multiplyAdd(w, v128.load(p0), s0);
      s1 = multiplyAdd(w, v128.load(p0, 16), s1);
      s2 = multiplyAdd(w, v128.load(p1, 32), s2);
      s3 = multiplyAdd(w, v128.load(p1, 48), s3);
      q += ak;
      p0 += 32;
      p1 += 64;
    }
    store4(c + at, s0, min(4, left));
    if (left > 4) store4(c + at + 16, s1, min(4, left - 4));
    if (left > 8) store4(c + at + 32, s2, min(4, left - 8));
    if (left > 12) store4(c + at + 48, s3, min(4, left - 12));
  }
}

/** Four columns at a time, steps `i` to `k`. */
function columnsOf(
  j: i32, last: i32, i: i32, k: i32, a: usize, ak: usize, b: usize, bn: usize, c: usize, from: i32, bias: usize,
): void {
  for (; j < last; j += 4) {
    const left = last - j, at = <usize>j << 2;
    const b0 = b + <usize>j * bn, b1 = left > 1 ? b0 + bn : b0, b2 = left > 2 ? b1 + bn : b0, b3 = left > 3 ? b2 + bn : b0;
    let sum = start(from, c + at, bias + at);
    let step = i;
    if (left > 3)
      for (; step + 4 <= k; step += 4) sum = fourSteps(sum, b0 + (<usize>step << 2), bn, a + <usize>step * ak, ak);
    for (; step < k; step++) {
      const down = <usize>step << 2;
      sum = oneStep(sum, b0 + down, b1 + down, b2 + down, b3 + down, a + <usize>step * ak);
    }
    store4(c + at, sum, min(4, left));
  }
}

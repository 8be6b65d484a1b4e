import { multiplyAdd } from "./lanes";
import { fromColumns, fromTarget, store4 } from "./tile";

/*
 * Products so small that packing both factors would take longer than multiplying them. Sums run over k in order, as
 * in every product, so the bits are the same.
 */

/** Rows times columns times steps, and steps alone, up to which a product is small. */
@inline export const mostProducts: i32 = 4096;
@inline export const mostSteps: i32 = 64;

/**
 * C[m,n] = start + A[m,k] B[k,n] as in `gemm`, with a start per column, of C, or zero. `panel` is scratch for B, where
 * its columns are not side by side in fours.
 */
export function smallProduct(
  m: i32, n: i32, k: i32, a: usize, ar: usize, ak: usize, b: usize, bk: usize, bn: usize,
  c: usize, cr: usize, from: i32, bias: usize, panel: usize,
): void {
  if (bn != 4 || (n & 3) != 0) {
    const step = <usize>((n + 3) & ~3) << 2;
    for (let i = 0, row = panel; i < k; i++, row += step) {
      let cell = b + <usize>i * bk;
      for (let j = row, end = row + (<usize>n << 2); j < end; j += 4, cell += bn) f32.store(j, f32.load(cell));
    }
    b = panel;
    bk = step;
  }
  let j = 0;
  for (; j + 8 <= n; j += 8) columns(true, m, k, a, ar, ak, b + (<usize>j << 2), bk, c + (<usize>j << 2), cr, from, bias + (<usize>j << 2), 8);
  for (; j < n; j += 4)
    columns(false, m, k, a, ar, ak, b + (<usize>j << 2), bk, c + (<usize>j << 2), cr, from, bias + (<usize>j << 2), min(4, n - j));
}

/** Eight columns, or up to four: four rows at a time, then one. */
// @ts-expect-error: decorator
@inline
function columns(
  isWide: bool, m: i32, k: i32, a: usize, ar: usize, ak: usize, b: usize, bk: usize,
  c: usize, cr: usize, from: i32, bias: usize, count: i32,
): void {
  let low = f32x4.splat(0), high = low;
  if (from == fromColumns) {
    low = v128.load(bias);
    if (isWide) high = v128.load(bias, 16);
  }
  const adds = from == fromTarget;
  let left = m;
  for (; left >= 4; left -= 4) {
    const c1 = c + cr, c2 = c1 + cr, c3 = c2 + cr;
    let s00 = low, s10 = low, s20 = low, s30 = low, s01 = high, s11 = high, s21 = high, s31 = high;
    if (adds) {
      s00 = v128.load(c), s10 = v128.load(c1), s20 = v128.load(c2), s30 = v128.load(c3);
      if (isWide) s01 = v128.load(c, 16), s11 = v128.load(c1, 16), s21 = v128.load(c2, 16), s31 = v128.load(c3, 16);
    }
    let a0 = a, a1 = a0 + ar, a2 = a1 + ar, a3 = a2 + ar, p = b;
    for (let i = k; i > 0; i--) {
      const b0 = v128.load(p);
      const w0 = v128.load_splat<f32>(a0), w1 = v128.load_splat<f32>(a1), w2 = v128.load_splat<f32>(a2), w3 = v128.load_splat<f32>(a3);
      s00 = multiplyAdd(w0, b0, s00);
      s10 = multiplyAdd(w1, b0, s10);
      s20 = multiplyAdd(w2, b0, s20);
      s30 = multiplyAdd(w3, b0, s30);
      if (isWide) {
        const b1 = v128.load(p, 16);
        s01 = multiplyAdd(w0, b1, s01);
        s11 = multiplyAdd(w1, b1, s11);
        s21 = multiplyAdd(w2, b1, s21);
        s31 = multiplyAdd(w3, b1, s31);
      }
      a0 += ak, a1 += ak, a2 += ak, a3 += ak;
      p += bk;
    }
    put(isWide, c, s00, s01, count);
    put(isWide, c1, s10, s11, count);
    put(isWide, c2, s20, s21, count);
    put(isWide, c3, s30, s31, count);
    a += 4 * ar;
    c += 4 * cr;
  }
  for (; left > 0; left--) {
    let s0 = low, s1 = high;
    if (adds) {
      s0 = v128.load(c);
      if (isWide) s1 = v128.load(c, 16);
    }
    let w = a, p = b;
    for (let i = k; i > 0; i--) {
      const factor = v128.load_splat<f32>(w);
      s0 = multiplyAdd(factor, v128.load(p), s0);
      if (isWide) s1 = multiplyAdd(factor, v128.load(p, 16), s1);
      w += ak;
      p += bk;
    }
    put(isWide, c, s0, s1, count);
    a += ar;
    c += cr;
  }
}

// @ts-expect-error: decorator
@inline
function put(isWide: bool, c: usize, low: v128, high: v128, count: i32): void {
  if (isWide) {
    v128.store(c, low);
    v128.store(c, high, 16);
  } else store4(c, low, count);
}

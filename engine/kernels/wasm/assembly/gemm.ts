import { copyFloats } from "./geometry";
import { onePackedRow, oneRow } from "./one-row";
import { mostProducts, mostSteps, smallProduct } from "./small-product";
import { isSparse, sparseProduct } from "./sparse-rows";
import { fromRows, fromTarget, packRows, tiles4, turn4 } from "./tile";

/** Steps of k per packed panel: 384 * 8 floats fill a third of a 32 KiB first-level cache. */
const depth: i32 = 384;
/** Rows of A packed at a time. */
const height: i32 = 128;
/** Numbers of B from which on it is worth keeping packed. */
const fewestKept: i32 = 8_192;

/** Packs k rows of up to 8 columns of B side by side, zeros in the missing columns. Strides in bytes. */
function pack(b: usize, bk: usize, bn: usize, k: i32, columns: i32, panel: usize): void {
  if (columns == 8 && bn == 4) {
    for (let i = 0; i < k; i++) {
      v128.store(panel, v128.load(b));
      v128.store(panel, v128.load(b, 16), 16);
      b += bk;
      panel += 32;
    }
    return;
  }
  if (columns == 8 && bk == 4) {
    // B lies along k: read four steps of each column and turn them.
    let i = 0;
    for (; i + 4 <= k; i += 4) {
      turn4(v128.load(b), v128.load(b + bn), v128.load(b + 2 * bn), v128.load(b + 3 * bn), panel, 32);
      const c = b + 4 * bn;
      turn4(v128.load(c), v128.load(c + bn), v128.load(c + 2 * bn), v128.load(c + 3 * bn), panel + 16, 32);
      b += 16;
      panel += 128;
    }
    for (; i < k; i++) {
      for (let j: usize = 0; j < 8; j++) f32.store(panel + (j << 2), f32.load(b + j * bn));
      b += 4;
      panel += 32;
    }
    return;
  }
  // The last, incomplete panel of B.
  const zero = f32x4.splat(0);
  for (let p = panel, end = panel + (<usize>k << 5); p < end; p += 32) {
    v128.store(p, zero);
    v128.store(p, zero, 16);
  }
  for (let j = 0; j < columns; j++) {
    let from = b + <usize>j * bn, to = panel + (<usize>j << 2);
    for (let i = 0; i < k; i++) {
      f32.store(to, f32.load(from));
      from += bk;
      to += 32;
    }
  }
}

/** Floats of B as `packColumns` leaves it, whole panels of 8 columns; 0 where packing it again costs as little. */
export function packedFloats(n: i32, k: i32): i32 {
  return n * k < fewestKept ? 0 : ((n + 7) & ~7) * k;
}

/** Packs panels `first` to `last` of B[k,n] for `gemm`, each with all its steps. */
export function packColumns(b: usize, bk: usize, bn: usize, k: i32, n: i32, target: usize, first: i32, last: i32): void {
  for (let panel = first; panel < last; panel++)
    pack(b + <usize>(8 * panel) * bn, bk, bn, k, min(8, n - 8 * panel), target + (<usize>(panel * k) << 5));
}

@inline
function copyColumns(target: usize, targetRow: usize, source: usize, sourceRow: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++) {
    copyFloats(target, source, columns);
    target += targetRow;
    source += sourceRow;
  }
}

/**
 * Columns `first` to `last` (whole panels of 8, but for the end) of C[m,n] = start + A[m,k] B[k,n], float32.
 * Each number of C is one sum over k in order, however the columns are shared out. All strides in bytes;
 * C's columns are next to each other. `panel` is scratch of (8 + 128) * 384 + 128 * 8 floats. `kept` is 0 or where
 * `packColumns` has left B.
 */
export function gemm(
  m: i32, n: i32, k: i32,
  a: usize, ar: usize, ak: usize,
  b: usize, bk: usize, bn: usize,
  c: usize, cr: usize,
  from: i32, bias: usize,
  panel: usize, first: i32, last: i32, kept: usize,
): void {
  if (first >= last) return;
  if (m == 1 && kept && from != fromRows) {
    onePackedRow(k, a, ak, kept, c, from, bias, first, last);
    return;
  }
  if (m == 1 && bk == 4 && from != fromRows) {
    oneRow(k, a, ak, b, bn, c, from, bias, first, last);
    return;
  }
  if (m * n * k <= mostProducts && k <= mostSteps && first == 0 && last == n && from != fromRows) {
    smallProduct(m, n, k, a, ar, ak, b, bk, bn, c, cr, from, bias, panel);
    return;
  }
  if (from != fromRows && isSparse(m, n, k, a, ar, ak)) {
    const whole = last & ~7;
    sparseProduct(m, k, a, ar, ak, b, bk, bn, c, cr, from, bias, panel, first, whole);
    first = whole;
    if (first == last) return;
  }
  const packed = panel + <usize>depth * 32, spare = packed + <usize>(height * depth) * 4;
  for (let k0 = 0; k0 < k; k0 += depth) {
    const steps = min(depth, k - k0);
    const begin = k0 == 0 ? from : fromTarget;
    for (let i0 = 0; i0 < m; i0 += height) {
      const rows = min(height, m - i0);
      const block = a + <usize>i0 * ar + <usize>k0 * ak;
      // A transposed A has its four numbers side by side already; but its last rows may be fewer than four.
      const plain = ar == 4 && (rows & 3) == 0;
      if (!plain) packRows(block, ar, ak, rows, steps, packed);
      for (let j = first; j < last; j += 8) {
        const columns = min(8, n - j);
        const right = kept ? kept + (<usize>((j >> 3) * k + k0) << 5) : panel;
        if (!kept) pack(b + <usize>j * bn + <usize>k0 * bk, bk, bn, steps, columns, panel);
        const target = c + <usize>i0 * cr + (<usize>j << 2);
        const byRow: usize = begin == fromRows ? 4 : 0;
        const start = bias + (byRow ? <usize>i0 << 2 : <usize>j << 2);
        const left = plain ? block : packed, step = plain ? ak : 16, group = plain ? 16 : <usize>steps << 4;
        const whole = columns == 8 ? rows >> 2 : 0, first = <usize>(4 * whole), above = target + first * cr;
        tiles4(left, step, group, right, 0, steps, target, cr, 4 * cr, begin, start, 4 * byRow, whole);
        // Tiles that are not whole are computed beside C, which gets what counts.
        const rest = rows - 4 * whole;
        if (rest == 0) continue;
        if (begin == fromTarget) copyColumns(spare, 32, above, cr, rest, columns);
        tiles4(left + <usize>whole * group, step, group, right, 0, steps, spare, 32, 128, begin, start + first * byRow, 4 * byRow, (rest + 3) >> 2);
        copyColumns(above, cr, spare, 32, rest, columns);
      }
    }
  }
}

/** Adds the sums of columns `first` to `last` of an m×n matrix to `target`. */
export function addColumnSums(x: usize, m: i32, n: i32, target: usize, first: i32, last: i32): void {
  let j = first;
  for (; j + 4 <= last; j += 4) {
    let sum = f32x4.splat(0);
    let p = x + (<usize>j << 2);
    for (let i = 0; i < m; i++) {
      sum = f32x4.add(sum, v128.load(p));
      p += <usize>n << 2;
    }
    const t = target + (<usize>j << 2);
    v128.store(t, f32x4.add(v128.load(t), sum));
  }
  for (; j < last; j++) {
    let sum: f32 = 0;
    for (let i = 0; i < m; i++) sum += f32.load(x + ((<usize>i * n + j) << 2));
    const t = target + (<usize>j << 2);
    f32.store(t, f32.load(t) + sum);
  }
}

import { fromTarget, tile1, tile4 } from "./tile";

/** Steps of k per packed panel: 256 * 8 floats fill a quarter of a 32 KiB first-level cache. */
const depth: i32 = 384;

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
      turn(b, bn, panel);
      turn(b + (bn << 2), bn, panel + 16);
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
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < 8; j++)
      f32.store(panel + (j << 2), j < columns ? f32.load(b + <usize>j * bn) : 0);
    b += bk;
    panel += 32;
  }
}

/** Four columns, bn bytes apart, of four steps each: stored as four rows, 32 bytes apart. */
// @ts-expect-error: decorator
@inline
function turn(b: usize, bn: usize, panel: usize): void {
  const r0 = v128.load(b), r1 = v128.load(b + bn), r2 = v128.load(b + bn + bn), r3 = v128.load(b + 3 * bn);
  const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), t1 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const t2 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7), t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(panel, v128.shuffle<f32>(t0, t1, 0, 1, 4, 5));
  v128.store(panel, v128.shuffle<f32>(t0, t1, 2, 3, 6, 7), 32);
  v128.store(panel, v128.shuffle<f32>(t2, t3, 0, 1, 4, 5), 64);
  v128.store(panel, v128.shuffle<f32>(t2, t3, 2, 3, 6, 7), 96);
}

/**
 * Columns `first` to `last` (whole panels of 8, but for the end) of C[m,n] = start + A[m,k] B[k,n], float32.
 * Each number of C is one sum over k in order, however the columns are shared out. All strides in bytes;
 * C's columns are next to each other. `panel` is scratch of 8 * min(k, 384) floats.
 */
export function gemm(
  m: i32, n: i32, k: i32,
  a: usize, ar: usize, ak: usize,
  b: usize, bk: usize, bn: usize,
  c: usize, cr: usize,
  from: i32, bias: usize,
  panel: usize, first: i32, last: i32,
): void {
  for (let j = first; j < last; j += 8) {
    const columns = min(8, n - j);
    const cj = c + (<usize>j << 2);
    let begin = from;
    for (let k0 = 0; k0 < k; k0 += depth) {
      const steps = min(depth, k - k0);
      pack(b + <usize>j * bn + <usize>k0 * bk, bk, bn, steps, columns, panel);
      const ak0 = a + <usize>k0 * ak;
      // A row's bias moves with the row, a column's with the panel.
      const biasJ = begin == 3 ? bias + (<usize>j << 2) : bias;
      let i = 0;
      for (; i + 4 <= m; i += 4)
        tile4(ak0 + <usize>i * ar, ar, ak, panel, 32, steps, cj + <usize>i * cr, cr, begin,
          begin == 2 ? biasJ + (<usize>i << 2) : biasJ, columns);
      for (; i < m; i++)
        tile1(ak0 + <usize>i * ar, ak, panel, 32, steps, cj + <usize>i * cr, begin,
          begin == 2 ? biasJ + (<usize>i << 2) : biasJ, columns);
      begin = fromTarget;
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

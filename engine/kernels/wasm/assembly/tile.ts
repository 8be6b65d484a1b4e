import { highHalves, interleaveHigh, interleaveLow, lowHalves, multiplyAdd } from "./lanes";

/*
 * The register tile of every product of two matrices: four rows of C times 8 columns, summed over k in order.
 * Four rows and two vectors leave the x86 register file room for the operands. Four steps of k make one turn of the
 * loop, because V8's own work for a turn costs a fifth of a step. Between them the loop may end: that makes each step
 * a block of its own, where V8 would otherwise load the numbers of all four first and spill.
 */

/** What the sums start from. */
// @ts-expect-error: decorator
@inline export const fromZero: i32 = 0;
// @ts-expect-error: decorator
@inline export const fromTarget: i32 = 1;
/** One number per row of C. */
// @ts-expect-error: decorator
@inline export const fromRows: i32 = 2;
/** One number per column of C. */
// @ts-expect-error: decorator
@inline export const fromColumns: i32 = 3;

// @ts-expect-error: decorator
@inline
function start(from: i32, c: usize, bias: usize, row: i32, half: i32): v128 {
  if (from == fromZero) return f32x4.splat(0);
  if (from == fromTarget) return v128.load(c + (half << 4));
  if (from == fromRows) return v128.load_splat<f32>(bias + (row << 2));
  return v128.load(bias + (half << 4));
}

/**
 * `count` tiles in a row, each c = start + A·B for 4 rows and 8 columns, all of them stored. The four numbers of A
 * for one step of k lie side by side, `ak` bytes apart from step to step: constant offsets spare an address each.
 * `b` is a packed panel. From tile to tile the addresses move on by `aStep`, `bStep`, `cStep` and `biasStep` bytes.
 * One call for many tiles: with few steps of k, a call for each costs as much as its products.
 */
export function tiles4(
  a: usize, ak: usize, aStep: usize, b: usize, bStep: usize, k: i32,
  c: usize, cr: usize, cStep: usize, from: i32, bias: usize, biasStep: usize, count: i32,
): void {
  // A loop of its own for each, so that nothing is decided inside.
  if (from == fromZero) tilesFrom(fromZero, a, ak, aStep, b, bStep, k, c, cr, cStep, bias, biasStep, count);
  else if (from == fromTarget) tilesFrom(fromTarget, a, ak, aStep, b, bStep, k, c, cr, cStep, bias, biasStep, count);
  else if (from == fromRows) tilesFrom(fromRows, a, ak, aStep, b, bStep, k, c, cr, cStep, bias, biasStep, count);
  else tilesFrom(fromColumns, a, ak, aStep, b, bStep, k, c, cr, cStep, bias, biasStep, count);
}

// @ts-expect-error: decorator
@inline
function tilesFrom(
  from: i32, a: usize, ak: usize, aStep: usize, b: usize, bStep: usize, k: i32,
  c: usize, cr: usize, cStep: usize, bias: usize, biasStep: usize, count: i32,
): void {
  for (; count > 0; count--) {
    const c1 = c + cr, c2 = c1 + cr, c3 = c2 + cr;
    let s00 = start(from, c, bias, 0, 0), s01 = start(from, c, bias, 0, 1);
    let s10 = start(from, c1, bias, 1, 0), s11 = start(from, c1, bias, 1, 1);
    let s20 = start(from, c2, bias, 2, 0), s21 = start(from, c2, bias, 2, 1);
    let s30 = start(from, c3, bias, 3, 0), s31 = start(from, c3, bias, 3, 1);
    let w4 = a, p = b;
    const end = a + <usize>k * ak;
    let b0: v128, b1: v128, w: v128;
    while (w4 != end) {
      b0 = v128.load(p), b1 = v128.load(p, 16);
      w = v128.load_splat<f32>(w4);
      s00 = multiplyAdd(w, b0, s00);
      s01 = multiplyAdd(w, b1, s01);
      w = v128.load_splat<f32>(w4, 4);
      s10 = multiplyAdd(w, b0, s10);
      s11 = multiplyAdd(w, b1, s11);
      w = v128.load_splat<f32>(w4, 8);
      s20 = multiplyAdd(w, b0, s20);
      s21 = multiplyAdd(w, b1, s21);
      w = v128.load_splat<f32>(w4, 12);
      s30 = multiplyAdd(w, b0, s30);
      s31 = multiplyAdd(w, b1, s31);
      w4 += ak;
      if (w4 == end) break;
      b0 = v128.load(p, 32), b1 = v128.load(p, 48);
      w = v128.load_splat<f32>(w4);
      s00 = multiplyAdd(w, b0, s00);
      s01 = multiplyAdd(w, b1, s01);
      w = v128.load_splat<f32>(w4, 4);
      s10 = multiplyAdd(w, b0, s10);
      s11 = multiplyAdd(w, b1, s11);
      w = v128.load_splat<f32>(w4, 8);
      s20 = multiplyAdd(w, b0, s20);
      s21 = multiplyAdd(w, b1, s21);
      w = v128.load_splat<f32>(w4, 12);
      s30 = multiplyAdd(w, b0, s30);
      s31 = multiplyAdd(w, b1, s31);
      w4 += ak;
      if (w4 == end) break;
      b0 = v128.load(p, 64), b1 = v128.load(p, 80);
      w = v128.load_splat<f32>(w4);
      s00 = multiplyAdd(w, b0, s00);
      s01 = multiplyAdd(w, b1, s01);
      w = v128.load_splat<f32>(w4, 4);
      s10 = multiplyAdd(w, b0, s10);
      s11 = multiplyAdd(w, b1, s11);
      w = v128.load_splat<f32>(w4, 8);
      s20 = multiplyAdd(w, b0, s20);
      s21 = multiplyAdd(w, b1, s21);
      w = v128.load_splat<f32>(w4, 12);
      s30 = multiplyAdd(w, b0, s30);
      s31 = multiplyAdd(w, b1, s31);
      w4 += ak;
      if (w4 == end) break;
      b0 = v128.load(p, 96), b1 = v128.load(p, 112);
      w = v128.load_splat<f32>(w4);
      s00 = multiplyAdd(w, b0, s00);
      s01 = multiplyAdd(w, b1, s01);
      w = v128.load_splat<f32>(w4, 4);
      s10 = multiplyAdd(w, b0, s10);
      s11 = multiplyAdd(w, b1, s11);
      w = v128.load_splat<f32>(w4, 8);
      s20 = multiplyAdd(w, b0, s20);
      s21 = multiplyAdd(w, b1, s21);
      w = v128.load_splat<f32>(w4, 12);
      s30 = multiplyAdd(w, b0, s30);
      s31 = multiplyAdd(w, b1, s31);
      w4 += ak;
      p += 128;
    }
    v128.store(c, s00);
    v128.store(c, s01, 16);
    v128.store(c1, s10);
    v128.store(c1, s11, 16);
    v128.store(c2, s20);
    v128.store(c2, s21, 16);
    v128.store(c3, s30);
    v128.store(c3, s31, 16);
    a += aStep;
    b += bStep;
    c += cStep;
    bias += biasStep;
  }
}

/**
 * Packs m rows of k numbers (strides in bytes) in groups of four: [group][k][4], zeros in missing rows. Returns
 * the bytes of one group.
 */
export function packRows(a: usize, ar: usize, ak: usize, m: i32, k: i32, target: usize): void {
  for (let i = 0; i < m; i += 4) {
    const rows = min(4, m - i);
    const r0 = a + <usize>i * ar, r1 = rows > 1 ? r0 + ar : r0, r2 = rows > 2 ? r1 + ar : r0, r3 = rows > 3 ? r2 + ar : r0;
    let q = 0;
    if (ak == 4) {
      for (; q + 4 <= k; q += 4) {
        const at = <usize>q << 2;
        turn4(v128.load(r0 + at), v128.load(r1 + at), v128.load(r2 + at), v128.load(r3 + at), target, 16);
        target += 64;
      }
    }
    for (; q < k; q++) {
      const at = <usize>q * ak;
      f32.store(target, f32.load(r0 + at));
      f32.store(target, f32.load(r1 + at), 4);
      f32.store(target, f32.load(r2 + at), 8);
      f32.store(target, f32.load(r3 + at), 12);
      target += 16;
    }
  }
}

/** Stores a 4×4 block turned: column j of the rows goes to target + j * step. */
@inline
export function turn4(r0: v128, r1: v128, r2: v128, r3: v128, target: usize, step: usize): void {
  const t0 = interleaveLow(r0, r1), t1 = interleaveLow(r2, r3);
  const t2 = interleaveHigh(r0, r1), t3 = interleaveHigh(r2, r3);
  v128.store(target, lowHalves(t0, t1));
  v128.store(target + step, highHalves(t0, t1));
  v128.store(target + 2 * step, lowHalves(t2, t3));
  v128.store(target + 3 * step, highHalves(t2, t3));
}

/** Stores the first `count` (0 to 4) numbers of a vector. */
@inline
export function store4(c: usize, v: v128, count: i32): void {
  if (count == 4) {
    v128.store(c, v);
    return;
  }
  if (count > 0) f32.store(c, f32x4.extract_lane(v, 0));
  if (count > 1) f32.store(c, f32x4.extract_lane(v, 1), 4);
  if (count > 2) f32.store(c, f32x4.extract_lane(v, 2), 8);
}

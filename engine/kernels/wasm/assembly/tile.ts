/*
 * The register tile of every product of two matrices: rows of C times 8 columns, summed over k in order. Four
 * rows and two vectors leave the x86 register file room for the operands; V8 spills when the loop over k is
 * unrolled, so it is not. `a` is read one number at a time (row stride ar, k stride ak, in bytes), so either
 * orientation of A works; `b` points to 8 numbers at k = 0. How b moves on is what tells the two callers apart:
 * by a stride (packed panels) or by a table of offsets (taps of a kernel).
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

/** Stores `columns` (1 to 8) of two vectors. */
// @ts-expect-error: decorator
@inline
function store8(c: usize, low: v128, high: v128, columns: i32): void {
  if (columns == 8) {
    v128.store(c, low);
    v128.store(c, high, 16);
    return;
  }
  if (columns >= 4) {
    v128.store(c, low);
    c += 16;
    columns -= 4;
    low = high;
  }
  if (columns > 0) f32.store(c, f32x4.extract_lane(low, 0));
  if (columns > 1) f32.store(c, f32x4.extract_lane(low, 1), 4);
  if (columns > 2) f32.store(c, f32x4.extract_lane(low, 2), 8);
}

/** Reads up to 8 numbers of C that may be followed by memory of somebody else: reading is harmless. */
export function tile4(
  a: usize, ar: usize, ak: usize, b: usize, bk: usize, k: i32,
  c: usize, cr: usize, from: i32, bias: usize, columns: i32,
): void {
  const c1 = c + cr, c2 = c1 + cr, c3 = c2 + cr;
  let s00 = start(from, c, bias, 0, 0), s01 = start(from, c, bias, 0, 1);
  let s10 = start(from, c1, bias, 1, 0), s11 = start(from, c1, bias, 1, 1);
  let s20 = start(from, c2, bias, 2, 0), s21 = start(from, c2, bias, 2, 1);
  let s30 = start(from, c3, bias, 3, 0), s31 = start(from, c3, bias, 3, 1);
  const a1 = ar, a2 = ar + ar, a3 = a2 + ar;
  for (let i = 0; i < k; i++) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let w = v128.load_splat<f32>(a);
    s00 = f32x4.add(s00, f32x4.mul(w, b0));
    s01 = f32x4.add(s01, f32x4.mul(w, b1));
    w = v128.load_splat<f32>(a + a1);
    s10 = f32x4.add(s10, f32x4.mul(w, b0));
    s11 = f32x4.add(s11, f32x4.mul(w, b1));
    w = v128.load_splat<f32>(a + a2);
    s20 = f32x4.add(s20, f32x4.mul(w, b0));
    s21 = f32x4.add(s21, f32x4.mul(w, b1));
    w = v128.load_splat<f32>(a + a3);
    s30 = f32x4.add(s30, f32x4.mul(w, b0));
    s31 = f32x4.add(s31, f32x4.mul(w, b1));
    a += ak;
    b += bk;
  }
  store8(c, s00, s01, columns);
  store8(c1, s10, s11, columns);
  store8(c2, s20, s21, columns);
  store8(c3, s30, s31, columns);
}

export function tile1(
  a: usize, ak: usize, b: usize, bk: usize, k: i32,
  c: usize, from: i32, bias: usize, columns: i32,
): void {
  let s0 = start(from, c, bias, 0, 0), s1 = start(from, c, bias, 0, 1);
  for (let i = 0; i < k; i++) {
    const w = v128.load_splat<f32>(a);
    s0 = f32x4.add(s0, f32x4.mul(w, v128.load(b)));
    s1 = f32x4.add(s1, f32x4.mul(w, v128.load(b, 16)));
    a += ak;
    b += bk;
  }
  store8(c, s0, s1, columns);
}

/*
 * The same tile over taps of a kernel: at step i, two groups of four neighbouring outputs read from
 * b0 + offsets[i] and b1 + offsets[i]. The groups lie anywhere, so that no row's end is wasted.
 */

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

@inline
function bias4(bias: usize, row: usize): v128 {
  return bias == 0 ? f32x4.splat(0) : v128.load_splat<f32>(bias + (row << 2));
}

export function taps4(
  a: usize, ar: usize, offsets: usize, k: i32, bias: usize,
  b0: usize, c0: usize, n0: i32, b1: usize, c1: usize, n1: i32, cr: usize,
): void {
  let s00 = bias4(bias, 0), s01 = s00, s10 = bias4(bias, 1), s11 = s10;
  let s20 = bias4(bias, 2), s21 = s20, s30 = bias4(bias, 3), s31 = s30;
  const a1 = ar, a2 = ar + ar, a3 = a2 + ar;
  for (let i = 0; i < k; i++) {
    const at = <usize>load<u32>(offsets);
    const x0 = v128.load(b0 + at), x1 = v128.load(b1 + at);
    let w = v128.load_splat<f32>(a);
    s00 = f32x4.add(s00, f32x4.mul(w, x0));
    s01 = f32x4.add(s01, f32x4.mul(w, x1));
    w = v128.load_splat<f32>(a + a1);
    s10 = f32x4.add(s10, f32x4.mul(w, x0));
    s11 = f32x4.add(s11, f32x4.mul(w, x1));
    w = v128.load_splat<f32>(a + a2);
    s20 = f32x4.add(s20, f32x4.mul(w, x0));
    s21 = f32x4.add(s21, f32x4.mul(w, x1));
    w = v128.load_splat<f32>(a + a3);
    s30 = f32x4.add(s30, f32x4.mul(w, x0));
    s31 = f32x4.add(s31, f32x4.mul(w, x1));
    a += 4;
    offsets += 4;
  }
  store4(c0, s00, n0);
  store4(c1, s01, n1);
  store4(c0 + cr, s10, n0);
  store4(c1 + cr, s11, n1);
  store4(c0 + 2 * cr, s20, n0);
  store4(c1 + 2 * cr, s21, n1);
  store4(c0 + 3 * cr, s30, n0);
  store4(c1 + 3 * cr, s31, n1);
}

/** Two rows by four groups, for the rows that taps4 leaves over: as many sums in flight. */
export function taps2(
  a: usize, ar: usize, offsets: usize, k: i32, bias: usize,
  b0: usize, c0: usize, n0: i32, b1: usize, c1: usize, n1: i32,
  b2: usize, c2: usize, n2: i32, b3: usize, c3: usize, n3: i32, cr: usize,
): void {
  let s00 = bias4(bias, 0), s01 = s00, s02 = s00, s03 = s00;
  let s10 = bias4(bias, 1), s11 = s10, s12 = s10, s13 = s10;
  for (let i = 0; i < k; i++) {
    const at = <usize>load<u32>(offsets);
    const w0 = v128.load_splat<f32>(a), w1 = v128.load_splat<f32>(a + ar);
    let x = v128.load(b0 + at);
    s00 = f32x4.add(s00, f32x4.mul(w0, x));
    s10 = f32x4.add(s10, f32x4.mul(w1, x));
    x = v128.load(b1 + at);
    s01 = f32x4.add(s01, f32x4.mul(w0, x));
    s11 = f32x4.add(s11, f32x4.mul(w1, x));
    x = v128.load(b2 + at);
    s02 = f32x4.add(s02, f32x4.mul(w0, x));
    s12 = f32x4.add(s12, f32x4.mul(w1, x));
    x = v128.load(b3 + at);
    s03 = f32x4.add(s03, f32x4.mul(w0, x));
    s13 = f32x4.add(s13, f32x4.mul(w1, x));
    a += 4;
    offsets += 4;
  }
  store4(c0, s00, n0);
  store4(c1, s01, n1);
  store4(c2, s02, n2);
  store4(c3, s03, n3);
  store4(c0 + cr, s10, n0);
  store4(c1 + cr, s11, n1);
  store4(c2 + cr, s12, n2);
  store4(c3 + cr, s13, n3);
}

/** One row by four groups. */
export function taps1(
  a: usize, offsets: usize, k: i32, bias: usize,
  b0: usize, c0: usize, n0: i32, b1: usize, c1: usize, n1: i32,
  b2: usize, c2: usize, n2: i32, b3: usize, c3: usize, n3: i32,
): void {
  let s0 = bias4(bias, 0), s1 = s0, s2 = s0, s3 = s0;
  for (let i = 0; i < k; i++) {
    const at = <usize>load<u32>(offsets);
    const w = v128.load_splat<f32>(a);
    s0 = f32x4.add(s0, f32x4.mul(w, v128.load(b0 + at)));
    s1 = f32x4.add(s1, f32x4.mul(w, v128.load(b1 + at)));
    s2 = f32x4.add(s2, f32x4.mul(w, v128.load(b2 + at)));
    s3 = f32x4.add(s3, f32x4.mul(w, v128.load(b3 + at)));
    a += 4;
    offsets += 4;
  }
  store4(c0, s0, n0);
  store4(c1, s1, n1);
  store4(c2, s2, n2);
  store4(c3, s3, n3);
}

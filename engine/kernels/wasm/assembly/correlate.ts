import { multiplyAdd } from "./lanes";
import { store4 } from "./tile";

/*
 * The register tile of a product of matrices over the taps of a kernel: at step i, groups of four neighbouring
 * outputs read from their place + taps[i]. The groups lie below each other in two or four lines; in the lines left over,
 * beside each other. As in tile.ts, four steps make one turn of the loop; where taps lie in fives, a row of the kernel
 * side by side, one place serves five steps.
 */

/**
 * For each of m rows of A (k weights each, packed by packRows) and each position of a rows×width output:
 * c = bias + Σ_i a[i] · b[position + taps[i]]. `br`, `cl`, `cm` are the bytes between lines of the source, lines
 * of the target and target planes of two rows of A. Every sum runs over the taps in order. `fives`: each five taps, from
 * the first on, are neighbours in memory.
 */
export function correlate(
  fives: bool, m: i32, k: i32, a: usize, bias: usize, taps: usize,
  b: usize, br: usize, c: usize, cl: usize, cm: usize, rows: i32, width: i32,
): void {
  for (let i = 0; i < m; i += 4) {
    const ai = a + (<usize>(i * k) << 2), ci = c + <usize>i * cm;
    const bi = bias == 0 ? <usize>0 : bias + (<usize>i << 2);
    if (m - i > 2) {
      if (fives) fourRowsOfFives(k, ai, bi, m - i > 3, taps, b, br, ci, cl, cm, rows, width);
      else fourRows(k, ai, bi, m - i > 3, taps, b, br, ci, cl, cm, rows, width);
    } else if (fives) twoRowsOfFives(k, ai, bi, m - i > 1, taps, b, br, ci, cl, cm, rows, width);
    else twoRows(k, ai, bi, m - i > 1, taps, b, br, ci, cl, cm, rows, width);
  }
}

@inline
function bias4(bias: usize, row: usize): v128 {
  return bias == 0 ? f32x4.splat(0) : v128.load_splat<f32>(bias + (row << 2));
}

/** Three or four rows by two groups. A function for each way: within one, V8 keeps the registers of neither well. */
function fourRows(
  k: i32, a: usize, bias: usize, four: bool, taps: usize,
  b: usize, br: usize, c: usize, cl: usize, cm: usize, rows: i32, width: i32,
): void {
  fourRowsOf(false, k, a, bias, four, taps, b, br, c, cl, cm, rows, width);
}

function fourRowsOfFives(
  k: i32, a: usize, bias: usize, four: bool, taps: usize,
  b: usize, br: usize, c: usize, cl: usize, cm: usize, rows: i32, width: i32,
): void {
  fourRowsOf(true, k, a, bias, four, taps, b, br, c, cl, cm, rows, width);
}

@inline
function fourRowsOf(
  fives: bool, k: i32, a: usize, bias: usize, four: bool, taps: usize,
  b: usize, br: usize, c: usize, cl: usize, cm: usize, rows: i32, width: i32,
): void {
  const end = a + (<usize>k << 4);
  const bias0 = bias4(bias, 0), bias1 = bias4(bias, 1), bias2 = bias4(bias, 2), bias3 = four ? bias4(bias, 3) : bias2;
  let at: usize, x0: v128, x1: v128, w: v128;
  for (let r = 0; r < rows; r += 2) {
    const below = r + 1 < rows;
    const bStep = below ? br : 16, cStep = below ? cl : 16;
    let b0 = b + <usize>r * br, c0 = c + <usize>r * cl;
    for (let left = width; left > 0; ) {
      const b1 = b0 + bStep, c1 = c0 + cStep;
      let s00 = bias0, s01 = bias0, s10 = bias1, s11 = bias1, s20 = bias2, s21 = bias2, s30 = bias3, s31 = bias3;
      let w4 = a, offsets = taps;
      while (w4 != end) {
        at = <usize>load<u32>(offsets);
        const p0 = b0 + at, p1 = b1 + at;
        x0 = v128.load(p0), x1 = v128.load(p1);
        w = v128.load_splat<f32>(w4);
        s00 = multiplyAdd(w, x0, s00);
        s01 = multiplyAdd(w, x1, s01);
        w = v128.load_splat<f32>(w4, 4);
        s10 = multiplyAdd(w, x0, s10);
        s11 = multiplyAdd(w, x1, s11);
        w = v128.load_splat<f32>(w4, 8);
        s20 = multiplyAdd(w, x0, s20);
        s21 = multiplyAdd(w, x1, s21);
        w = v128.load_splat<f32>(w4, 12);
        s30 = multiplyAdd(w, x0, s30);
        s31 = multiplyAdd(w, x1, s31);
        w4 += 16;
        if (w4 == end) break;
        if (fives) x0 = v128.load(p0, 4), x1 = v128.load(p1, 4);
        else {
          at = <usize>load<u32>(offsets, 4);
          x0 = v128.load(b0 + at), x1 = v128.load(b1 + at);
        }
        w = v128.load_splat<f32>(w4);
        s00 = multiplyAdd(w, x0, s00);
        s01 = multiplyAdd(w, x1, s01);
        w = v128.load_splat<f32>(w4, 4);
        s10 = multiplyAdd(w, x0, s10);
        s11 = multiplyAdd(w, x1, s11);
        w = v128.load_splat<f32>(w4, 8);
        s20 = multiplyAdd(w, x0, s20);
        s21 = multiplyAdd(w, x1, s21);
        w = v128.load_splat<f32>(w4, 12);
        s30 = multiplyAdd(w, x0, s30);
        s31 = multiplyAdd(w, x1, s31);
        w4 += 16;
        if (w4 == end) break;
        if (fives) x0 = v128.load(p0, 8), x1 = v128.load(p1, 8);
        else {
          at = <usize>load<u32>(offsets, 8);
          x0 = v128.load(b0 + at), x1 = v128.load(b1 + at);
        }
        w = v128.load_splat<f32>(w4);
        s00 = multiplyAdd(w, x0, s00);
        s01 = multiplyAdd(w, x1, s01);
        w = v128.load_splat<f32>(w4, 4);
        s10 = multiplyAdd(w, x0, s10);
        s11 = multiplyAdd(w, x1, s11);
        w = v128.load_splat<f32>(w4, 8);
        s20 = multiplyAdd(w, x0, s20);
        s21 = multiplyAdd(w, x1, s21);
        w = v128.load_splat<f32>(w4, 12);
        s30 = multiplyAdd(w, x0, s30);
        s31 = multiplyAdd(w, x1, s31);
        w4 += 16;
        if (w4 == end) break;
        if (fives) x0 = v128.load(p0, 12), x1 = v128.load(p1, 12);
        else {
          at = <usize>load<u32>(offsets, 12);
          x0 = v128.load(b0 + at), x1 = v128.load(b1 + at);
        }
        w = v128.load_splat<f32>(w4);
        s00 = multiplyAdd(w, x0, s00);
        s01 = multiplyAdd(w, x1, s01);
        w = v128.load_splat<f32>(w4, 4);
        s10 = multiplyAdd(w, x0, s10);
        s11 = multiplyAdd(w, x1, s11);
        w = v128.load_splat<f32>(w4, 8);
        s20 = multiplyAdd(w, x0, s20);
        s21 = multiplyAdd(w, x1, s21);
        w = v128.load_splat<f32>(w4, 12);
        s30 = multiplyAdd(w, x0, s30);
        s31 = multiplyAdd(w, x1, s31);
        w4 += 16;
        offsets += fives ? 20 : 16;
        if (fives) {
          if (w4 == end) break;
          x0 = v128.load(p0, 16), x1 = v128.load(p1, 16);
          w = v128.load_splat<f32>(w4);
          s00 = multiplyAdd(w, x0, s00);
          s01 = multiplyAdd(w, x1, s01);
          w = v128.load_splat<f32>(w4, 4);
          s10 = multiplyAdd(w, x0, s10);
          s11 = multiplyAdd(w, x1, s11);
          w = v128.load_splat<f32>(w4, 8);
          s20 = multiplyAdd(w, x0, s20);
          s21 = multiplyAdd(w, x1, s21);
          w = v128.load_splat<f32>(w4, 12);
          s30 = multiplyAdd(w, x0, s30);
          s31 = multiplyAdd(w, x1, s31);
          w4 += 16;
        }
      }
      if (left >= (below ? 4 : 8) && four) {
        v128.store(c0, s00);
        v128.store(c1, s01);
        v128.store(c0 + cm, s10);
        v128.store(c1 + cm, s11);
        v128.store(c0 + 2 * cm, s20);
        v128.store(c1 + 2 * cm, s21);
        v128.store(c0 + 3 * cm, s30);
        v128.store(c1 + 3 * cm, s31);
      } else {
        const n0 = min(4, left), n1 = below ? n0 : min(4, left - 4);
        store4(c0, s00, n0);
        store4(c1, s01, n1);
        store4(c0 + cm, s10, n0);
        store4(c1 + cm, s11, n1);
        store4(c0 + 2 * cm, s20, n0);
        store4(c1 + 2 * cm, s21, n1);
        if (four) {
          store4(c0 + 3 * cm, s30, n0);
          store4(c1 + 3 * cm, s31, n1);
        }
      }
      left -= below ? 4 : 8;
      b0 += below ? 16 : 32;
      c0 += below ? 16 : 32;
    }
  }
}

/** One or two rows by four groups: as many sums in flight. */
function twoRows(
  k: i32, a: usize, bias: usize, two: bool, taps: usize,
  b: usize, br: usize, c: usize, cl: usize, cm: usize, rows: i32, width: i32,
): void {
  twoRowsOf(false, k, a, bias, two, taps, b, br, c, cl, cm, rows, width);
}

function twoRowsOfFives(
  k: i32, a: usize, bias: usize, two: bool, taps: usize,
  b: usize, br: usize, c: usize, cl: usize, cm: usize, rows: i32, width: i32,
): void {
  twoRowsOf(true, k, a, bias, two, taps, b, br, c, cl, cm, rows, width);
}

@inline
function twoRowsOf(
  fives: bool, k: i32, a: usize, bias: usize, two: bool, taps: usize,
  b: usize, br: usize, c: usize, cl: usize, cm: usize, rows: i32, width: i32,
): void {
  const end = a + (<usize>k << 4);
  const bias0 = bias4(bias, 0), bias1 = two ? bias4(bias, 1) : bias0;
  let at: usize, x: v128, w: v128, v: v128;
  for (let r = 0; r < rows; ) {
    const below = r + 4 <= rows;
    const bStep = below ? br : 16, cStep = below ? cl : 16;
    let b0 = b + <usize>r * br, c0 = c + <usize>r * cl;
    for (let left = width; left > 0; ) {
      const b1 = b0 + bStep, b2 = b1 + bStep, b3 = b2 + bStep;
      let s00 = bias0, s01 = bias0, s02 = bias0, s03 = bias0, s10 = bias1, s11 = bias1, s12 = bias1, s13 = bias1;
      let w4 = a, offsets = taps;
      while (w4 != end) {
        at = <usize>load<u32>(offsets);
        w = v128.load_splat<f32>(w4), v = v128.load_splat<f32>(w4, 4);
        const p0 = b0 + at, p1 = b1 + at, p2 = b2 + at, p3 = b3 + at;
        x = v128.load(p0);
        s00 = multiplyAdd(w, x, s00);
        s10 = multiplyAdd(v, x, s10);
        x = v128.load(p1);
        s01 = multiplyAdd(w, x, s01);
        s11 = multiplyAdd(v, x, s11);
        x = v128.load(p2);
        s02 = multiplyAdd(w, x, s02);
        s12 = multiplyAdd(v, x, s12);
        x = v128.load(p3);
        s03 = multiplyAdd(w, x, s03);
        s13 = multiplyAdd(v, x, s13);
        w4 += 16;
        if (w4 == end) break;
        if (!fives) at = <usize>load<u32>(offsets, 4);
        w = v128.load_splat<f32>(w4), v = v128.load_splat<f32>(w4, 4);
        x = fives ? v128.load(p0, 4) : v128.load(b0 + at);
        s00 = multiplyAdd(w, x, s00);
        s10 = multiplyAdd(v, x, s10);
        x = fives ? v128.load(p1, 4) : v128.load(b1 + at);
        s01 = multiplyAdd(w, x, s01);
        s11 = multiplyAdd(v, x, s11);
        x = fives ? v128.load(p2, 4) : v128.load(b2 + at);
        s02 = multiplyAdd(w, x, s02);
        s12 = multiplyAdd(v, x, s12);
        x = fives ? v128.load(p3, 4) : v128.load(b3 + at);
        s03 = multiplyAdd(w, x, s03);
        s13 = multiplyAdd(v, x, s13);
        w4 += 16;
        if (w4 == end) break;
        if (!fives) at = <usize>load<u32>(offsets, 8);
        w = v128.load_splat<f32>(w4), v = v128.load_splat<f32>(w4, 4);
        x = fives ? v128.load(p0, 8) : v128.load(b0 + at);
        s00 = multiplyAdd(w, x, s00);
        s10 = multiplyAdd(v, x, s10);
        x = fives ? v128.load(p1, 8) : v128.load(b1 + at);
        s01 = multiplyAdd(w, x, s01);
        s11 = multiplyAdd(v, x, s11);
        x = fives ? v128.load(p2, 8) : v128.load(b2 + at);
        s02 = multiplyAdd(w, x, s02);
        s12 = multiplyAdd(v, x, s12);
        x = fives ? v128.load(p3, 8) : v128.load(b3 + at);
        s03 = multiplyAdd(w, x, s03);
        s13 = multiplyAdd(v, x, s13);
        w4 += 16;
        if (w4 == end) break;
        if (!fives) at = <usize>load<u32>(offsets, 12);
        w = v128.load_splat<f32>(w4), v = v128.load_splat<f32>(w4, 4);
        x = fives ? v128.load(p0, 12) : v128.load(b0 + at);
        s00 = multiplyAdd(w, x, s00);
        s10 = multiplyAdd(v, x, s10);
        x = fives ? v128.load(p1, 12) : v128.load(b1 + at);
        s01 = multiplyAdd(w, x, s01);
        s11 = multiplyAdd(v, x, s11);
        x = fives ? v128.load(p2, 12) : v128.load(b2 + at);
        s02 = multiplyAdd(w, x, s02);
        s12 = multiplyAdd(v, x, s12);
        x = fives ? v128.load(p3, 12) : v128.load(b3 + at);
        s03 = multiplyAdd(w, x, s03);
        s13 = multiplyAdd(v, x, s13);
        w4 += 16;
        offsets += fives ? 20 : 16;
        if (fives) {
          if (w4 == end) break;
          w = v128.load_splat<f32>(w4), v = v128.load_splat<f32>(w4, 4);
          x = v128.load(p0, 16);
          s00 = multiplyAdd(w, x, s00);
          s10 = multiplyAdd(v, x, s10);
          x = v128.load(p1, 16);
          s01 = multiplyAdd(w, x, s01);
          s11 = multiplyAdd(v, x, s11);
          x = v128.load(p2, 16);
          s02 = multiplyAdd(w, x, s02);
          s12 = multiplyAdd(v, x, s12);
          x = v128.load(p3, 16);
          s03 = multiplyAdd(w, x, s03);
          s13 = multiplyAdd(v, x, s13);
          w4 += 16;
        }
      }
      const c1 = c0 + cStep, c2 = c1 + cStep, c3 = c2 + cStep;
      const n0 = min(4, left), n1 = below ? n0 : min(4, left - 4);
      const n2 = below ? n0 : min(4, left - 8), n3 = below ? n0 : min(4, left - 12);
      store4(c0, s00, n0);
      store4(c1, s01, n1);
      store4(c2, s02, n2);
      store4(c3, s03, n3);
      if (two) {
        store4(c0 + cm, s10, n0);
        store4(c1 + cm, s11, n1);
        store4(c2 + cm, s12, n2);
        store4(c3 + cm, s13, n3);
      }
      left -= below ? 4 : 16;
      b0 += below ? 16 : 64;
      c0 += below ? 16 : 64;
    }
    r += below ? 4 : 1;
  }
}

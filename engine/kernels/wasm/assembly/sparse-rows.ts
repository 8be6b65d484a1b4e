import { highHalves, interleaveHigh, interleaveLow, lowHalves, multiplyAdd } from "./lanes";
import { append, nonzero, shuffleBytes, writeShuffles } from "./sparse-lists";
import { fromColumns, fromTarget, turn4 } from "./tile";

/*
 * Products whose A is full of zeros: what a ReLU lets through, the gradient that comes back through one, images on
 * black. The rows of A are compressed to the numbers that are not 0 and, for each, where its row of B lies. Such a
 * number times 32 columns of B costs a third more than in a tile of four rows, which shares what it loads; so this pays
 * where at least three in eight are 0. Sums run over k in order and leave out only what adds 0: the bits are those of
 * the tiles, but for a 0 that begins with a bias of -0 and keeps its sign.
 */

/** Columns of a packed panel of B, and bytes from step to step of k in it. */
const width: i32 = 32;
const line: i32 = 4 * width;
/** Most steps of k in a panel: 136 * 128 bytes fill half of a 32 KiB first-level cache, which is faster than more. */
const depth: i32 = 136;
/** Most rows of A compressed at a time. */
const height: i32 = 512;

// The scratch of a product: shuffles of four lanes, zeros to start from, the panel, where rows end, and the rows.
const panelBytes: i32 = depth * line;
const endsBytes: i32 = 4 * height;
const scratchBytes: i32 = 4 * ((8 + 128) * 384 + 128 * 8);
/** From a number of a compressed row to the address of its row of B. */
const apart: i32 = ((scratchBytes - <i32>shuffleBytes - line - panelBytes - endsBytes) / 2) & ~15;

/**
 * Whether A[m,k] has enough zeros to compress it for a product with n columns: judged by every fourth line of its
 * memory, so that a dense product loses nothing by it. NaN is no zero. Which part of it a thread computes is not asked.
 */
export function isSparse(m: i32, n: i32, k: i32, a: usize, ar: usize, ak: usize): bool {
  if (m < 32 || n < width || k < 32) return false;
  const lies = ak == 4;
  if (!lies && ar != 4) return false;
  const lines = lies ? m : k, numbers = (lies ? k : m) & ~3, far = 4 * (lies ? ar : ak);
  let counts = i32x4.splat(0), seen = 0;
  for (let i = 0; i < lines; i += 4) {
    // True is -1 in each lane.
    for (let p = a, end = a + (<usize>numbers << 2); p < end; p += 16)
      counts = i32x4.sub(counts, f32x4.ne(v128.load(p), f32x4.splat(0)));
    a += far;
    seen += numbers;
  }
  const low = i32x4.extract_lane(counts, 0) + i32x4.extract_lane(counts, 1);
  const kept = low + i32x4.extract_lane(counts, 2) + i32x4.extract_lane(counts, 3);
  return 8 * kept <= 5 * seen;
}

/**
 * Columns `first` to `last` (multiples of 8) of C[m,n] = start + A[m,k] B[k,n], float32, as `gemm` gives them; A lies
 * along its rows or its columns. Zeros of A are left out only where B is finite, because 0 times infinity or NaN is NaN.
 * All strides in bytes. `scratch` is that of `gemm`.
 */
export function sparseProduct(
  m: i32, k: i32,
  a: usize, ar: usize, ak: usize,
  b: usize, bk: usize, bn: usize,
  c: usize, cr: usize,
  from: i32, bias: usize,
  scratch: usize, first: i32, last: i32,
): void {
  if (first >= last) return;
  const zeros = scratch + shuffleBytes, panel = zeros + line, ends = panel + panelBytes, rows = ends + endsBytes;
  writeShuffles(scratch);
  memory.fill(zeros, 0, line);
  const blocks = (k + depth - 1) / depth, block = ((k + blocks - 1) / blocks + 3) & ~3;
  for (let k0 = 0; k0 < k; k0 += block) {
    const steps = min(block, k - k0), pitch = <usize>steps << 2;
    const most = min(height, (apart / <i32>pitch) & ~3);
    for (let i0 = 0; i0 < m; i0 += most) {
      const count = min(most, m - i0);
      const part = a + <usize>i0 * ar + <usize>k0 * ak;
      compress(true, part, ar, ak, count, steps, panel, scratch, ends, rows);
      for (let j = first; j < last; j += width) {
        const columns = min(width, last - j);
        const finite = pack(b + <usize>j * bn + <usize>k0 * bk, bk, bn, steps, columns, panel);
        if (!finite) compress(false, part, ar, ak, count, steps, panel, scratch, ends, rows);
        const target = c + <usize>i0 * cr + (<usize>j << 2);
        let start = zeros, startRow: usize = 0;
        if (k0 > 0 || from == fromTarget) start = target, startRow = cr;
        else if (from == fromColumns) start = bias + (<usize>j << 2);
        if (columns == 32) wideRows(rows, pitch, ends, count, start, startRow, target, cr);
        else if (columns == 24) narrowRows(6, rows, pitch, ends, count, start, startRow, target, cr);
        else if (columns == 16) narrowRows(4, rows, pitch, ends, count, start, startRow, target, cr);
        else narrowRows(2, rows, pitch, ends, count, start, startRow, target, cr);
        if (!finite) compress(true, part, ar, ak, count, steps, panel, scratch, ends, rows);
      }
    }
  }
}

/** Adds those of four numbers that are kept to a compressed row; returns its new end. */
@inline
function keep4(skips: bool, numbers: v128, addresses: v128, shuffles: usize, end: usize): usize {
  const mask = skips ? nonzero(numbers) : 15;
  return end + append(shuffles, mask, numbers, addresses, end, end + apart);
}

/** The same with the numbers of a row from step q on, one by one. */
function keepRest(skips: bool, row: usize, ak: usize, q: i32, k: i32, panel: usize, end: usize): usize {
  for (; q < k; q++) {
    const number = f32.load(row + <usize>q * ak);
    f32.store(end, number);
    store<u32>(end, panel + <usize>(q * line), apart);
    end += skips && number == 0 ? 0 : 4;
  }
  return end;
}

/** Compresses m rows of k numbers, one below the other with room for all k, and notes where each ends. */
function compress(
  skips: bool, a: usize, ar: usize, ak: usize, m: i32, k: i32, panel: usize, shuffles: usize, ends: usize, rows: usize,
): void {
  const begin = i32x4.add(i32x4.splat(<i32>panel), i32x4(0, line, 2 * line, 3 * line)), four = i32x4.splat(4 * line);
  const pitch = <usize>k << 2;
  let i = 0;
  if (ak != 4) {
    // A lies along its columns: four of its rows at a time, turned.
    for (; i + 4 <= m; i += 4) {
      let e0 = rows, e1 = e0 + pitch, e2 = e1 + pitch, e3 = e2 + pitch;
      let addresses = begin, p = a, q = 0;
      for (; q + 4 <= k; q += 4) {
        const r0 = v128.load(p), r1 = v128.load(p + ak), r2 = v128.load(p + 2 * ak), r3 = v128.load(p + 3 * ak);
        const t0 = interleaveLow(r0, r1), t1 = interleaveLow(r2, r3);
        const t2 = interleaveHigh(r0, r1), t3 = interleaveHigh(r2, r3);
        e0 = keep4(skips, lowHalves(t0, t1), addresses, shuffles, e0);
        e1 = keep4(skips, highHalves(t0, t1), addresses, shuffles, e1);
        e2 = keep4(skips, lowHalves(t2, t3), addresses, shuffles, e2);
        e3 = keep4(skips, highHalves(t2, t3), addresses, shuffles, e3);
        addresses = i32x4.add(addresses, four);
        p += 4 * ak;
      }
      store<u32>(ends, keepRest(skips, a, ak, q, k, panel, e0));
      store<u32>(ends, keepRest(skips, a + 4, ak, q, k, panel, e1), 4);
      store<u32>(ends, keepRest(skips, a + 8, ak, q, k, panel, e2), 8);
      store<u32>(ends, keepRest(skips, a + 12, ak, q, k, panel, e3), 12);
      a += 16;
      ends += 16;
      rows += 4 * pitch;
    }
  }
  for (; i < m; i++) {
    let end = rows, addresses = begin, q = 0;
    if (ak == 4)
      for (; q + 4 <= k; q += 4) {
        end = keep4(skips, v128.load(a + (<usize>q << 2)), addresses, shuffles, end);
        addresses = i32x4.add(addresses, four);
      }
    store<u32>(ends, keepRest(skips, a, ak, q, k, panel, end));
    a += ar;
    ends += 4;
    rows += pitch;
  }
}

/** Packs k rows of 8, 16, 24 or 32 columns of B; returns whether they are finite. Strides in bytes. */
function pack(b: usize, bk: usize, bn: usize, k: i32, columns: i32, panel: usize): bool {
  // 0 times a number is 0, but for infinity and NaN. A sum of finite numbers that overflows costs time, not truth.
  const zero = f32x4.splat(0);
  let check = zero;
  if (bn == 4) {
    const bytes = <usize>columns << 2;
    for (let q = 0; q < k; q++) {
      for (let at: usize = 0; at < bytes; at += 16) {
        const numbers = v128.load(b + at);
        check = f32x4.add(check, f32x4.mul(numbers, zero));
        v128.store(panel + at, numbers);
      }
      b += bk;
      panel += line;
    }
    return !v128.any_true(check);
  }
  for (let j = 0; j < columns; j += 4) {
    let p = b, to = panel, q = 0;
    if (bk == 4)
      for (; q + 4 <= k; q += 4) {
        const r0 = v128.load(p), r1 = v128.load(p + bn), r2 = v128.load(p + 2 * bn), r3 = v128.load(p + 3 * bn);
        check = f32x4.add(check, f32x4.mul(f32x4.add(f32x4.add(r0, r1), f32x4.add(r2, r3)), zero));
        turn4(r0, r1, r2, r3, to, line);
        p += 16;
        to += 4 * line;
      }
    for (; q < k; q++) {
      const numbers = f32x4(f32.load(p), f32.load(p + bn), f32.load(p + 2 * bn), f32.load(p + 3 * bn));
      check = f32x4.add(check, f32x4.mul(numbers, zero));
      v128.store(to, numbers);
      p += bk;
      to += line;
    }
    b += 4 * bn;
    panel += 16;
  }
  return !v128.any_true(check);
}

/**
 * 32 columns of C, a row at a time: start + what its compressed row has kept times the panel. Four numbers make one
 * turn of the loop, because V8's own work for a turn costs a tenth of a number. It may end between them, and (though
 * it never does) amid each: otherwise V8 loads a whole row of the panel first and spills.
 */
function wideRows(
  rows: usize, pitch: usize, ends: usize, m: i32, start: usize, startRow: usize, c: usize, cr: usize,
): void {
  for (; m > 0; m--) {
    const end = <usize>load<u32>(ends);
    let s0 = v128.load(start), s1 = v128.load(start, 16), s2 = v128.load(start, 32), s3 = v128.load(start, 48);
    let s4 = v128.load(start, 64), s5 = v128.load(start, 80), s6 = v128.load(start, 96), s7 = v128.load(start, 112);
    let p = rows, b: usize, w: v128;
    while (p != end) {
      b = <usize>load<u32>(p, apart), w = v128.load_splat<f32>(p);
      s0 = multiplyAdd(w, v128.load(b), s0);
      s1 = multiplyAdd(w, v128.load(b, 16), s1);
      s2 = multiplyAdd(w, v128.load(b, 32), s2);
      s3 = multiplyAdd(w, v128.load(b, 48), s3);
      if (b == end) break;
      s4 = multiplyAdd(w, v128.load(b, 64), s4);
      s5 = multiplyAdd(w, v128.load(b, 80), s5);
      s6 = multiplyAdd(w, v128.load(b, 96), s6);
      s7 = multiplyAdd(w, v128.load(b, 112), s7);
      p += 4;
      if (p == end) break;
      b = <usize>load<u32>(p, apart), w = v128.load_splat<f32>(p);
      s0 = multiplyAdd(w, v128.load(b), s0);
      s1 = multiplyAdd(w, v128.load(b, 16), s1);
      s2 = multiplyAdd(w, v128.load(b, 32), s2);
      s3 = multiplyAdd(w, v128.load(b, 48), s3);
      if (b == end) break;
      s4 = multiplyAdd(w, v128.load(b, 64), s4);
      s5 = multiplyAdd(w, v128.load(b, 80), s5);
      s6 = multiplyAdd(w, v128.load(b, 96), s6);
      s7 = multiplyAdd(w, v128.load(b, 112), s7);
      p += 4;
      if (p == end) break;
      b = <usize>load<u32>(p, apart), w = v128.load_splat<f32>(p);
      s0 = multiplyAdd(w, v128.load(b), s0);
      s1 = multiplyAdd(w, v128.load(b, 16), s1);
      s2 = multiplyAdd(w, v128.load(b, 32), s2);
      s3 = multiplyAdd(w, v128.load(b, 48), s3);
      if (b == end) break;
      s4 = multiplyAdd(w, v128.load(b, 64), s4);
      s5 = multiplyAdd(w, v128.load(b, 80), s5);
      s6 = multiplyAdd(w, v128.load(b, 96), s6);
      s7 = multiplyAdd(w, v128.load(b, 112), s7);
      p += 4;
      if (p == end) break;
      b = <usize>load<u32>(p, apart), w = v128.load_splat<f32>(p);
      s0 = multiplyAdd(w, v128.load(b), s0);
      s1 = multiplyAdd(w, v128.load(b, 16), s1);
      s2 = multiplyAdd(w, v128.load(b, 32), s2);
      s3 = multiplyAdd(w, v128.load(b, 48), s3);
      if (b == end) break;
      s4 = multiplyAdd(w, v128.load(b, 64), s4);
      s5 = multiplyAdd(w, v128.load(b, 80), s5);
      s6 = multiplyAdd(w, v128.load(b, 96), s6);
      s7 = multiplyAdd(w, v128.load(b, 112), s7);
      p += 4;
    }
    v128.store(c, s0);
    v128.store(c, s1, 16);
    v128.store(c, s2, 32);
    v128.store(c, s3, 48);
    v128.store(c, s4, 64);
    v128.store(c, s5, 80);
    v128.store(c, s6, 96);
    v128.store(c, s7, 112);
    rows += pitch;
    ends += 4;
    start += startRow;
    c += cr;
  }
}

/** The same for 2, 4 or 6 vectors of four columns. */
// @ts-expect-error: decorator
@inline
function narrowRows(
  vectors: i32, rows: usize, pitch: usize, ends: usize, m: i32, start: usize, startRow: usize, c: usize, cr: usize,
): void {
  for (; m > 0; m--) {
    const end = <usize>load<u32>(ends);
    let s0 = v128.load(start), s1 = v128.load(start, 16), s2 = s0, s3 = s0, s4 = s0, s5 = s0;
    if (vectors > 2) s2 = v128.load(start, 32), s3 = v128.load(start, 48);
    if (vectors > 4) s4 = v128.load(start, 64), s5 = v128.load(start, 80);
    for (let p = rows; p != end; p += 4) {
      const b = <usize>load<u32>(p, apart), w = v128.load_splat<f32>(p);
      s0 = multiplyAdd(w, v128.load(b), s0);
      s1 = multiplyAdd(w, v128.load(b, 16), s1);
      if (vectors > 2) s2 = multiplyAdd(w, v128.load(b, 32), s2), s3 = multiplyAdd(w, v128.load(b, 48), s3);
      if (vectors > 4) s4 = multiplyAdd(w, v128.load(b, 64), s4), s5 = multiplyAdd(w, v128.load(b, 80), s5);
    }
    v128.store(c, s0);
    v128.store(c, s1, 16);
    if (vectors > 2) v128.store(c, s2, 32), v128.store(c, s3, 48);
    if (vectors > 4) v128.store(c, s4, 64), v128.store(c, s5, 80);
    rows += pitch;
    ends += 4;
    start += startRow;
    c += cr;
  }
}

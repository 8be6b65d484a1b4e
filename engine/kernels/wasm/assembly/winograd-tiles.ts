import { highHalves, interleaveHigh, interleaveLow, lowHalves } from "./lanes";
/*
 * Winograd's minimal filtering F(4x4, 3x3) and F(2x2, 5x5) after Lavin and Gray, "Fast Algorithms for Convolutional
 * Neural Networks" (arXiv:1509.09308): a tile of 4x4 or 2x2 outputs needs 36 products for each channel instead of
 * 144 or 100. Both read 6x6 numbers and interpolate at 0, 1, -1, 2, -2 and infinity, so that they differ in nothing
 * but the powers of these points that they take. `side` is that of a tile of outputs: 4 or 2. All transforms work on
 * four lanes at once, which may be four tiles, four channels or four filters: each lane has an address of its own.
 */

// @ts-expect-error: decorator
@inline export const cells: i32 = 36;
/** Bytes that a transform needs for its halfway results. */
// @ts-expect-error: decorator
@inline export const halfway: i32 = 6 * 6 * 16;
const row: usize = 6 * 16;

/** Bᵀ d: six numbers of a line to six, stored `step` bytes apart. */
@inline
function inputLine(d0: v128, d1: v128, d2: v128, d3: v128, d4: v128, d5: v128, out: usize, step: usize): void {
  const four = f32x4.splat(4), five = f32x4.splat(5);
  const a = f32x4.sub(d4, f32x4.mul(four, d2)), b = f32x4.sub(d3, f32x4.mul(four, d1));
  const c = f32x4.sub(d4, d2), e = f32x4.sub(d3, d1), e2 = f32x4.add(e, e);
  v128.store(out, f32x4.add(f32x4.sub(f32x4.mul(four, d0), f32x4.mul(five, d2)), d4));
  v128.store(out + step, f32x4.add(a, b));
  v128.store(out + 2 * step, f32x4.sub(a, b));
  v128.store(out + 3 * step, f32x4.add(c, e2));
  v128.store(out + 4 * step, f32x4.sub(c, e2));
  v128.store(out + 5 * step, f32x4.add(f32x4.sub(f32x4.mul(four, d1), f32x4.mul(five, d3)), d5));
}

/**
 * Bᵀ d B of four 6x6 tiles that begin at p0 to p3, lines `line` bytes apart: 36 vectors, `step` bytes apart. Reads
 * eight numbers of each line.
 */
export function inputTiles(
  p0: usize, p1: usize, p2: usize, p3: usize, line: usize, half: usize, out: usize, step: usize,
): void {
  for (let r: usize = 0; r < 6; r++) {
    let a = v128.load(p0), b = v128.load(p1), c = v128.load(p2), d = v128.load(p3);
    let t0 = interleaveLow(a, b), t1 = interleaveLow(c, d);
    const t2 = interleaveHigh(a, b), t3 = interleaveHigh(c, d);
    const d0 = lowHalves(t0, t1), d1 = highHalves(t0, t1);
    const d2 = lowHalves(t2, t3), d3 = highHalves(t2, t3);
    a = v128.load(p0, 16), b = v128.load(p1, 16), c = v128.load(p2, 16), d = v128.load(p3, 16);
    t0 = interleaveLow(a, b), t1 = interleaveLow(c, d);
    const d4 = lowHalves(t0, t1), d5 = highHalves(t0, t1);
    inputLine(d0, d1, d2, d3, d4, d5, half + r * row, 16);
    p0 += line;
    p1 += line;
    p2 += line;
    p3 += line;
  }
  for (let j: usize = 0; j < 6; j++) {
    const h = half + (j << 4);
    inputLine(
      v128.load(h), v128.load(h + row), v128.load(h + 2 * row), v128.load(h + 3 * row), v128.load(h + 4 * row), v128.load(h + 5 * row),
      out + j * step, 6 * step,
    );
  }
}

/** Aᵀ m: six numbers to four or two, stored `step` bytes apart. */
@inline
function outputLine(
  m0: v128, m1: v128, m2: v128, m3: v128, m4: v128, m5: v128, side: i32, out: usize, step: usize,
): void {
  const s = f32x4.add(m1, m2), t = f32x4.sub(m1, m2), u = f32x4.add(m3, m4), v = f32x4.sub(m3, m4);
  v128.store(out, f32x4.add(f32x4.add(m0, s), u));
  if (side == 2) {
    v128.store(out + step, f32x4.add(f32x4.add(t, f32x4.add(v, v)), m5));
    return;
  }
  v128.store(out + step, f32x4.add(t, f32x4.add(v, v)));
  v128.store(out + 2 * step, f32x4.add(s, f32x4.mul(f32x4.splat(4), u)));
  v128.store(out + 3 * step, f32x4.add(f32x4.add(t, f32x4.mul(f32x4.splat(8), v)), m5));
}

/** Aᵀ m A of 36 vectors, `step` bytes apart: leaves the tile's vectors at `out`, a row every 64 bytes. */
export function outputTiles(m: usize, step: usize, side: i32, half: usize, out: usize): void {
  for (let j: usize = 0; j < 6; j++) {
    const c = m + j * step, down = step * 6;
    outputLine(
      v128.load(c), v128.load(c + down), v128.load(c + 2 * down), v128.load(c + 3 * down), v128.load(c + 4 * down), v128.load(c + 5 * down),
      side, half + (j << 4), row,
    );
  }
  for (let i: usize = 0; i < <usize>side; i++) {
    const h = half + i * row;
    outputLine(
      v128.load(h), v128.load(h, 16), v128.load(h, 32), v128.load(h, 48), v128.load(h, 64), v128.load(h, 80),
      side, out + (i << 6), 16,
    );
  }
}

/** G g: three numbers to six. */
@inline
function weightLine(g0: v128, g1: v128, g2: v128, out: usize, step: usize): void {
  const sixth = f32x4.splat(-1.0 / 6.0), part = f32x4.splat(1.0 / 24.0);
  const s = f32x4.add(g0, g2), e = f32x4.add(g0, f32x4.mul(f32x4.splat(4), g2)), g = f32x4.add(g1, g1);
  v128.store(out, f32x4.mul(f32x4.splat(0.25), g0));
  v128.store(out + step, f32x4.mul(sixth, f32x4.add(s, g1)));
  v128.store(out + 2 * step, f32x4.mul(sixth, f32x4.sub(s, g1)));
  v128.store(out + 3 * step, f32x4.mul(part, f32x4.add(e, g)));
  v128.store(out + 4 * step, f32x4.mul(part, f32x4.sub(e, g)));
  v128.store(out + 5 * step, g2);
}

@inline
function gather(p0: usize, p1: usize, p2: usize, p3: usize, at: usize): v128 {
  let v = v128.load32_zero(p0 + at);
  v = f32x4.replace_lane(v, 1, f32.load(p1 + at));
  v = f32x4.replace_lane(v, 2, f32.load(p2 + at));
  return f32x4.replace_lane(v, 3, f32.load(p3 + at));
}

/** G g: five numbers to six. */
@inline
function weightLine5(g0: v128, g1: v128, g2: v128, g3: v128, g4: v128, out: usize, step: usize): void {
  const sixth = f32x4.splat(-1.0 / 6.0), part = f32x4.splat(1.0 / 24.0), four = f32x4.splat(4);
  const even = f32x4.add(f32x4.add(g0, g2), g4), odd = f32x4.add(g1, g3);
  const even2 = f32x4.add(g0, f32x4.mul(four, f32x4.add(g2, f32x4.mul(four, g4))));
  const half = f32x4.add(g1, f32x4.mul(four, g3)), odd2 = f32x4.add(half, half);
  v128.store(out, f32x4.mul(f32x4.splat(0.25), g0));
  v128.store(out + step, f32x4.mul(sixth, f32x4.add(even, odd)));
  v128.store(out + 2 * step, f32x4.mul(sixth, f32x4.sub(even, odd)));
  v128.store(out + 3 * step, f32x4.mul(part, f32x4.add(even2, odd2)));
  v128.store(out + 4 * step, f32x4.mul(part, f32x4.sub(even2, odd2)));
  v128.store(out + 5 * step, g4);
}

/**
 * G g Gᵀ of the kernels at p0 to p3, 3x3 for tiles of side 4 and 5x5 for side 2: 36 vectors, `step` bytes apart. A
 * 3x3 kernel is turned by half a turn when asked.
 */
export function weightTiles(
  p0: usize, p1: usize, p2: usize, p3: usize, side: i32, turned: bool, half: usize, out: usize, step: usize,
): void {
  if (side == 2) {
    for (let x: usize = 0; x < 5; x++) {
      const at = x << 2;
      weightLine5(
        gather(p0, p1, p2, p3, at), gather(p0, p1, p2, p3, at + 20), gather(p0, p1, p2, p3, at + 40),
        gather(p0, p1, p2, p3, at + 60), gather(p0, p1, p2, p3, at + 80), half + (x << 4), row,
      );
    }
    for (let i: usize = 0; i < 6; i++) {
      const h = half + i * row;
      weightLine5(v128.load(h), v128.load(h, 16), v128.load(h, 32), v128.load(h, 48), v128.load(h, 64), out + 6 * i * step, step);
    }
    return;
  }
  for (let x: usize = 0; x < 3; x++) {
    const column: usize = turned ? 2 - x : x, first: usize = turned ? 6 : 0, last: usize = 6 - first;
    weightLine(
      gather(p0, p1, p2, p3, (first + column) << 2), gather(p0, p1, p2, p3, (3 + column) << 2), gather(p0, p1, p2, p3, (last + column) << 2),
      half + (x << 4), row,
    );
  }
  for (let i: usize = 0; i < 6; i++) {
    const h = half + i * row;
    weightLine(v128.load(h), v128.load(h, 16), v128.load(h, 32), out + 6 * i * step, step);
  }
}

/** A y: four numbers to six. */
@inline
function gradientLine(y0: v128, y1: v128, y2: v128, y3: v128, out: usize, step: usize): void {
  const four = f32x4.splat(4);
  const p = f32x4.add(y0, y2), q = f32x4.add(y1, y3);
  const r = f32x4.add(y0, f32x4.mul(four, y2)), s1 = f32x4.add(y1, f32x4.mul(four, y3)), s = f32x4.add(s1, s1);
  v128.store(out, y0);
  v128.store(out + step, f32x4.add(p, q));
  v128.store(out + 2 * step, f32x4.sub(p, q));
  v128.store(out + 3 * step, f32x4.add(r, s));
  v128.store(out + 4 * step, f32x4.sub(r, s));
  v128.store(out + 5 * step, y3);
}

/** A y: two numbers to six. */
@inline
function gradientLine2(y0: v128, y1: v128, out: usize, step: usize): void {
  const twice = f32x4.add(y1, y1);
  v128.store(out, y0);
  v128.store(out + step, f32x4.add(y0, y1));
  v128.store(out + 2 * step, f32x4.sub(y0, y1));
  v128.store(out + 3 * step, f32x4.add(y0, twice));
  v128.store(out + 4 * step, f32x4.sub(y0, twice));
  v128.store(out + 5 * step, y1);
}

/**
 * A y Aᵀ of four tiles of a gradient that begin at p0 to p3: 36 vectors, `step` bytes apart. Reads four numbers of
 * each line.
 */
export function gradientTiles(
  p0: usize, p1: usize, p2: usize, p3: usize, line: usize, side: i32, half: usize, out: usize, step: usize,
): void {
  for (let r: usize = 0; r < <usize>side; r++) {
    const a = v128.load(p0), b = v128.load(p1), c = v128.load(p2), d = v128.load(p3);
    const t0 = interleaveLow(a, b), t1 = interleaveLow(c, d);
    const y0 = lowHalves(t0, t1), y1 = highHalves(t0, t1);
    if (side == 2) gradientLine2(y0, y1, half + r * row, 16);
    else {
      const t2 = interleaveHigh(a, b), t3 = interleaveHigh(c, d);
      gradientLine(y0, y1, lowHalves(t2, t3), highHalves(t2, t3), half + r * row, 16);
    }
    p0 += line;
    p1 += line;
    p2 += line;
    p3 += line;
  }
  for (let j: usize = 0; j < 6; j++) {
    const h = half + (j << 4), to = out + j * step;
    if (side == 2) gradientLine2(v128.load(h), v128.load(h + row), to, 6 * step);
    else gradientLine(v128.load(h), v128.load(h + row), v128.load(h + 2 * row), v128.load(h + 3 * row), to, 6 * step);
  }
}

/** Gᵀ u: six numbers to three or five. */
@inline
function kernelLine(
  u0: v128, u1: v128, u2: v128, u3: v128, u4: v128, u5: v128, side: i32, out: usize, step: usize,
): void {
  const sixth = f32x4.splat(1.0 / 6.0), part = f32x4.splat(1.0 / 24.0), four = f32x4.splat(4);
  const a = f32x4.mul(sixth, f32x4.add(u1, u2)), b = f32x4.mul(sixth, f32x4.sub(u2, u1));
  const c = f32x4.mul(part, f32x4.add(u3, u4)), e = f32x4.mul(part, f32x4.sub(u3, u4));
  const c4 = f32x4.mul(four, c), e2 = f32x4.add(e, e);
  v128.store(out, f32x4.add(f32x4.sub(f32x4.mul(f32x4.splat(0.25), u0), a), c));
  v128.store(out + step, f32x4.add(b, e2));
  if (side == 4) {
    v128.store(out + 2 * step, f32x4.add(f32x4.sub(c4, a), u5));
    return;
  }
  v128.store(out + 2 * step, f32x4.sub(c4, a));
  v128.store(out + 3 * step, f32x4.add(b, f32x4.mul(four, e2)));
  v128.store(out + 4 * step, f32x4.add(f32x4.sub(f32x4.mul(four, c4), a), u5));
}

/** Gᵀ u G of 36 vectors, `step` bytes apart: nine or 25 vectors, `stride` bytes apart. */
export function kernelTiles(u: usize, step: usize, side: i32, half: usize, out: usize, stride: usize): void {
  const size = <usize>(7 - side);
  for (let j: usize = 0; j < 6; j++) {
    const c = u + j * step, down = step * 6;
    kernelLine(
      v128.load(c), v128.load(c + down), v128.load(c + 2 * down), v128.load(c + 3 * down), v128.load(c + 4 * down), v128.load(c + 5 * down),
      side, half + (j << 4), row,
    );
  }
  for (let i: usize = 0; i < size; i++) {
    const h = half + i * row;
    kernelLine(
      v128.load(h), v128.load(h, 16), v128.load(h, 32), v128.load(h, 48), v128.load(h, 64), v128.load(h, 80),
      side, out + size * i * stride, stride,
    );
  }
}

/** B v: six numbers to six. */
@inline
function spreadLine(v0: v128, v1: v128, v2: v128, v3: v128, v4: v128, v5: v128, out: usize, step: usize): void {
  const four = f32x4.splat(4), five = f32x4.splat(5);
  const s = f32x4.add(v1, v2), t = f32x4.sub(v1, v2), u = f32x4.add(v3, v4), w = f32x4.sub(v3, v4), w2 = f32x4.add(w, w);
  v128.store(out, f32x4.mul(four, v0));
  v128.store(out + step, f32x4.sub(f32x4.mul(four, f32x4.sub(v5, t)), w2));
  v128.store(out + 2 * step, f32x4.neg(f32x4.add(f32x4.add(f32x4.mul(five, v0), f32x4.mul(four, s)), u)));
  v128.store(out + 3 * step, f32x4.sub(f32x4.add(t, w2), f32x4.mul(five, v5)));
  v128.store(out + 4 * step, f32x4.add(f32x4.add(v0, s), u));
  v128.store(out + 5 * step, v5);
}

/** B v Bᵀ of 36 vectors, `step` bytes apart, added to the 6x6 tiles that begin at p0 to p3 in four planes. */
export function spreadTiles(
  v: usize, step: usize, half: usize, p0: usize, p1: usize, p2: usize, p3: usize, line: usize,
): void {
  for (let j: usize = 0; j < 6; j++) {
    const c = v + j * step, down = step * 6;
    spreadLine(
      v128.load(c), v128.load(c + down), v128.load(c + 2 * down), v128.load(c + 3 * down), v128.load(c + 4 * down), v128.load(c + 5 * down),
      half + (j << 4), row,
    );
  }
  for (let i: usize = 0; i < 6; i++) {
    const h = half + i * row;
    spreadLine(
      v128.load(h), v128.load(h, 16), v128.load(h, 32), v128.load(h, 48), v128.load(h, 64), v128.load(h, 80), h, 16,
    );
    const a = v128.load(h), b = v128.load(h, 16), c = v128.load(h, 32), d = v128.load(h, 48), e = v128.load(h, 64), f = v128.load(h, 80);
    const t0 = interleaveLow(a, b), t1 = interleaveLow(c, d);
    const t2 = interleaveHigh(a, b), t3 = interleaveHigh(c, d);
    const low = interleaveLow(e, f), high = interleaveHigh(e, f);
    addSix(p0, lowHalves(t0, t1), low);
    addSix(p1, highHalves(t0, t1), v128.shuffle<f32>(low, low, 2, 3, 2, 3));
    addSix(p2, lowHalves(t2, t3), high);
    addSix(p3, highHalves(t2, t3), v128.shuffle<f32>(high, high, 2, 3, 2, 3));
    p0 += line;
    p1 += line;
    p2 += line;
    p3 += line;
  }
}

/** Adds four numbers and the first two of the next four. */
@inline
function addSix(target: usize, first: v128, rest: v128): void {
  v128.store(target, f32x4.add(v128.load(target), first));
  v128.store64_lane(target + 16, f32x4.add(v128.load64_zero(target + 16), rest), 0);
}

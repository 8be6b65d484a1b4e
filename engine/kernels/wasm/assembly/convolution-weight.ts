import { alignFloats, phaseSize, roundUp4, tapCount } from "./convolution";
import {
  filtersOf, heightOf, imageChannelsOf, imageFiltersOf, outHeightOf, outWidthOf, phaseColumns, widthOf, writePhases,
  writeTaps,
} from "./geometry";
import { highHalves, interleaveHigh, interleaveLow, lowHalves, multiplyAdd } from "./lanes";
import { sparseBackwardWeight, sparseWeight } from "./sparse-weight";
import { store4 } from "./tile";
import { winogradWeight } from "./winograd";
import { winogradBackwardWeight } from "./winograd-weight";

/** Up to so many taps the maps are read where they are, for the gradient of the weights. */
const mostDirectTaps: i32 = 64;

/** Sums four vectors, each across its lanes, into the four lanes of one. */
@inline
function sumLanes(r0: v128, r1: v128, r2: v128, r3: v128): v128 {
  const low = f32x4.add(interleaveLow(r0, r1), interleaveHigh(r0, r1));
  const high = f32x4.add(interleaveLow(r2, r3), interleaveHigh(r2, r3));
  return f32x4.add(lowHalves(low, high), highHalves(low, high));
}

/**
 * The weights' gradient from images `first` to `last`, written to `partial` [k][filters rounded up to 4]. The
 * order of the sums depends on the images alone.
 */
export function convolveBackwardWeight(
  g: usize, x: usize, dy: usize, partial: usize, scratch: usize, first: i32, last: i32,
): void {
  if (sparseWeight(g, dy, first)) {
    sparseBackwardWeight(g, x, dy, partial, scratch, first, last);
    return;
  }
  if (winogradWeight(g)) {
    winogradBackwardWeight(g, x, dy, partial, scratch, first, last);
    return;
  }
  const k = tapCount(g), filters = filtersOf(g), filters4 = roundUp4(filters);
  const rows = outHeightOf(g), width = outWidthOf(g), width4 = roundUp4(width);
  const taps = scratch, planes = taps + (<usize>alignFloats(k) << 2);
  const wide = planes + (<usize>phaseSize(g) << 2);
  const line = <usize>phaseColumns(g) << 2;
  const imageBytes = <usize>(imageChannelsOf(g) * heightOf(g) * widthOf(g)) << 2;
  writeTaps(g, taps);
  memory.fill(planes, 0, <usize>phaseSize(g) << 2);
  memory.fill(partial, 0, <usize>(k * filters4) << 2);
  // A copy pays when it is read often; whole groups of four can be read where they are.
  const copied = width4 != width || k > mostDirectTaps;
  const plane = <usize>(rows * width4) << 2, quad = 4 * plane;
  if (copied) memory.fill(wide, 0, <usize>(filters4 >> 2) * quad);
  for (let n = first; n < last; n++) {
    writePhases(g, x + <usize>n * imageBytes, planes);
    const own = dy + (<usize>(n * imageFiltersOf(g) * rows * width) << 2);
    if (copied)
      for (let f = 0; f < filters; f++)
        spreadMap(own + (<usize>(f * rows * width) << 2), rows, width, wide + <usize>(f >> 2) * quad + (<usize>(f & 3) << 4));
    for (let f = 0; f < filters; f += 4) {
      // Missing filters of a copy are zeros; where maps are read in place, the last one is taken for them.
      const maps = (copied ? wide : own) + <usize>(f >> 2) * quad, cell = partial + (<usize>f << 2), left = min(4, filters - f);
      if (left < 3) {
        weightPairs(maps, copied ? 16 : <usize>(left - 1) * plane, copied ? 64 : 16, planes, taps, k, line, rows, width4, cell, <usize>filters4 << 2);
        continue;
      }
      for (let i = 0; i < k; i += 2) {
        const second = min(i + 1, k - 1);
        const x0 = planes + <usize>load<u32>(taps + (<usize>i << 2)), x1 = planes + <usize>load<u32>(taps + (<usize>second << 2));
        const cell0 = cell + (<usize>(i * filters4) << 2), cell1 = cell + (<usize>(second * filters4) << 2);
        if (copied) weightTile(maps, x0, x1, line, rows, width4, cell0, cell1, second > i);
        else weightTileInPlace(maps, plane, left == 4, x0, x1, line, rows, width4, cell0, cell1, second > i);
      }
    }
  }
}

/** Writes a map in groups of four neighbours, 64 bytes apart, so that those of four filters lie side by side. */
function spreadMap(map: usize, rows: i32, width: i32, target: usize): void {
  const whole = <usize>(width & ~3) << 2, rest = width & 3;
  for (let r = 0; r < rows; r++) {
    for (const end = map + whole; map < end; map += 16) {
      v128.store(target, v128.load(map));
      target += 64;
    }
    if (rest == 0) continue;
    store4(target, v128.load(map), rest);
    map += <usize>rest << 2;
    target += 64;
  }
}

/**
 * Four filters by two kernel cells: products of dy and x, summed over one map. As in tile.ts,
 * a turn of the loop is several steps.
 */
@inline
function weightSums(
  dy: usize, p1: usize, p2: usize, p3: usize, dyStep: usize, x0: usize, x1: usize, line: usize, rows: i32, width4: i32, target0: usize, target1: usize, both: bool,
): void {
  let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
  const bytes = <usize>width4 << 2, skip = line - bytes;
  let a: v128, b: v128, d: v128;
  for (let r = 0; r < rows; r++) {
    const end = x0 + bytes;
    while (x0 != end) {
      a = v128.load(x0), b = v128.load(x1);
      d = v128.load(dy);
      s00 = multiplyAdd(d, a, s00);
      s01 = multiplyAdd(d, b, s01);
      d = v128.load(dy + p1);
      s10 = multiplyAdd(d, a, s10);
      s11 = multiplyAdd(d, b, s11);
      d = v128.load(dy + p2);
      s20 = multiplyAdd(d, a, s20);
      s21 = multiplyAdd(d, b, s21);
      d = v128.load(dy + p3);
      s30 = multiplyAdd(d, a, s30);
      s31 = multiplyAdd(d, b, s31);
      x0 += 16;
      x1 += 16;
      dy += dyStep;
      if (x0 == end) break;
      a = v128.load(x0), b = v128.load(x1);
      d = v128.load(dy);
      s00 = multiplyAdd(d, a, s00);
      s01 = multiplyAdd(d, b, s01);
      d = v128.load(dy + p1);
      s10 = multiplyAdd(d, a, s10);
      s11 = multiplyAdd(d, b, s11);
      d = v128.load(dy + p2);
      s20 = multiplyAdd(d, a, s20);
      s21 = multiplyAdd(d, b, s21);
      d = v128.load(dy + p3);
      s30 = multiplyAdd(d, a, s30);
      s31 = multiplyAdd(d, b, s31);
      x0 += 16;
      x1 += 16;
      dy += dyStep;
      if (x0 == end) break;
      a = v128.load(x0), b = v128.load(x1);
      d = v128.load(dy);
      s00 = multiplyAdd(d, a, s00);
      s01 = multiplyAdd(d, b, s01);
      d = v128.load(dy + p1);
      s10 = multiplyAdd(d, a, s10);
      s11 = multiplyAdd(d, b, s11);
      d = v128.load(dy + p2);
      s20 = multiplyAdd(d, a, s20);
      s21 = multiplyAdd(d, b, s21);
      d = v128.load(dy + p3);
      s30 = multiplyAdd(d, a, s30);
      s31 = multiplyAdd(d, b, s31);
      x0 += 16;
      x1 += 16;
      dy += dyStep;
      if (x0 == end) break;
      a = v128.load(x0), b = v128.load(x1);
      d = v128.load(dy);
      s00 = multiplyAdd(d, a, s00);
      s01 = multiplyAdd(d, b, s01);
      d = v128.load(dy + p1);
      s10 = multiplyAdd(d, a, s10);
      s11 = multiplyAdd(d, b, s11);
      d = v128.load(dy + p2);
      s20 = multiplyAdd(d, a, s20);
      s21 = multiplyAdd(d, b, s21);
      d = v128.load(dy + p3);
      s30 = multiplyAdd(d, a, s30);
      s31 = multiplyAdd(d, b, s31);
      x0 += 16;
      x1 += 16;
      dy += dyStep;
    }
    x0 += skip;
    x1 += skip;
  }
  v128.store(target0, f32x4.add(v128.load(target0), sumLanes(s00, s10, s20, s30)));
  if (both) v128.store(target1, f32x4.add(v128.load(target1), sumLanes(s01, s11, s21, s31)));
}

function weightTile(
  dy: usize, x0: usize, x1: usize, line: usize, rows: i32, width4: i32, target0: usize, target1: usize, both: bool,
): void {
  weightSums(dy, 16, 32, 48, 64, x0, x1, line, rows, width4, target0, target1, both);
}

/** The fourth filter's sums are not used where there are three. */
function weightTileInPlace(
  dy: usize, plane: usize, four: bool, x0: usize, x1: usize, line: usize, rows: i32, width4: i32,
  target0: usize, target1: usize, both: bool,
): void {
  weightSums(dy, plane, 2 * plane, four ? 3 * plane : 2 * plane, 16, x0, x1, line, rows, width4, target0, target1, both);
}

/** The one or two filters that tiles of four leave over, by four kernel cells: the same sums in the same order. */
function weightPairs(
  dy: usize, p1: usize, dyStep: usize, planes: usize, taps: usize, k: i32, line: usize, rows: i32, width4: i32, target: usize, step: usize,
): void {
  const bytes = <usize>width4 << 2, skip = line - bytes, zero = f32x4.splat(0);
  let d0: v128, d1: v128, x: v128;
  for (let i = 0; i < k; i += 4) {
    const left = k - i;
    const at = taps + (<usize>i << 2);
    let x0 = planes + <usize>load<u32>(at);
    let x1 = left > 1 ? planes + <usize>load<u32>(at, 4) : x0;
    let x2 = left > 2 ? planes + <usize>load<u32>(at, 8) : x0;
    let x3 = left > 3 ? planes + <usize>load<u32>(at, 12) : x0;
    let s00 = zero, s01 = zero, s02 = zero, s03 = zero, s10 = zero, s11 = zero, s12 = zero, s13 = zero;
    let d = dy;
    for (let r = 0; r < rows; r++) {
      const end = x0 + bytes;
      while (x0 != end) {
        d0 = v128.load(d), d1 = v128.load(d + p1);
        x = v128.load(x0);
        s00 = multiplyAdd(d0, x, s00);
        s10 = multiplyAdd(d1, x, s10);
        x = v128.load(x1);
        s01 = multiplyAdd(d0, x, s01);
        s11 = multiplyAdd(d1, x, s11);
        x = v128.load(x2);
        s02 = multiplyAdd(d0, x, s02);
        s12 = multiplyAdd(d1, x, s12);
        x = v128.load(x3);
        s03 = multiplyAdd(d0, x, s03);
        s13 = multiplyAdd(d1, x, s13);
        x0 += 16;
        x1 += 16;
        x2 += 16;
        x3 += 16;
        d += dyStep;
        if (x0 == end) break;
        d0 = v128.load(d), d1 = v128.load(d + p1);
        x = v128.load(x0);
        s00 = multiplyAdd(d0, x, s00);
        s10 = multiplyAdd(d1, x, s10);
        x = v128.load(x1);
        s01 = multiplyAdd(d0, x, s01);
        s11 = multiplyAdd(d1, x, s11);
        x = v128.load(x2);
        s02 = multiplyAdd(d0, x, s02);
        s12 = multiplyAdd(d1, x, s12);
        x = v128.load(x3);
        s03 = multiplyAdd(d0, x, s03);
        s13 = multiplyAdd(d1, x, s13);
        x0 += 16;
        x1 += 16;
        x2 += 16;
        x3 += 16;
        d += dyStep;
      }
      x0 += skip;
      x1 += skip;
      x2 += skip;
      x3 += skip;
    }
    const cell = target + <usize>i * step;
    addTo(cell, sumLanes(s00, s10, zero, zero));
    if (left > 1) addTo(cell + step, sumLanes(s01, s11, zero, zero));
    if (left > 2) addTo(cell + 2 * step, sumLanes(s02, s12, zero, zero));
    if (left > 3) addTo(cell + 3 * step, sumLanes(s03, s13, zero, zero));
  }
}

@inline
function addTo(target: usize, value: v128): void {
  v128.store(target, f32x4.add(v128.load(target), value));
}

/** The sum of four numbers of each part, in the order of the parts. */
@inline
function partialSum(p: usize, parts: i32, part: usize): v128 {
  let sum = f32x4.splat(0);
  for (const end = p + <usize>parts * part; p < end; p += part) sum = f32x4.add(sum, v128.load(p));
  return sum;
}

/** Adds `parts` partial gradients, in their order, to filters `first` to `last` of dw [filters][k]. */
export function addWeightPartials(g: usize, partials: usize, parts: i32, dw: usize, first: i32, last: i32): void {
  const k = tapCount(g), filters4 = roundUp4(filtersOf(g)), part = <usize>(k * filters4) << 2, down = <usize>k << 2;
  for (let f = first & ~3; f < last; f += 4) {
    let i = 0;
    if (f >= first && f + 4 <= last)
      for (; i + 4 <= k; i += 4) {
        const p = partials + (<usize>(i * filters4 + f) << 2), step = <usize>filters4 << 2;
        const r0 = partialSum(p, parts, part), r1 = partialSum(p + step, parts, part);
        const r2 = partialSum(p + 2 * step, parts, part), r3 = partialSum(p + 3 * step, parts, part);
        const t0 = interleaveLow(r0, r1), t1 = interleaveLow(r2, r3);
        const t2 = interleaveHigh(r0, r1), t3 = interleaveHigh(r2, r3);
        const cell = dw + (<usize>(f * k + i) << 2);
        addTo(cell, lowHalves(t0, t1));
        addTo(cell + down, highHalves(t0, t1));
        addTo(cell + 2 * down, lowHalves(t2, t3));
        addTo(cell + 3 * down, highHalves(t2, t3));
      }
    for (; i < k; i++) {
      const sum = partialSum(partials + (<usize>(i * filters4 + f) << 2), parts, part);
      const cell = dw + (<usize>(f * k + i) << 2);
      if (f >= first) f32.store(cell, f32.load(cell) + f32x4.extract_lane(sum, 0));
      if (f + 1 >= first && f + 1 < last) f32.store(cell + down, f32.load(cell + down) + f32x4.extract_lane(sum, 1));
      if (f + 2 >= first && f + 2 < last) f32.store(cell + 2 * down, f32.load(cell + 2 * down) + f32x4.extract_lane(sum, 2));
      if (f + 3 >= first && f + 3 < last) f32.store(cell + 3 * down, f32.load(cell + 3 * down) + f32x4.extract_lane(sum, 3));
    }
  }
}

import { correlate } from "./correlate";
import {
  channelsOf, columnInWindow, copiedCell, copiesOf, copyFloats, dilationXOf, dilationYOf, filtersOf, firstInPhase, heightOf,
  imageChannelsOf, imageFiltersOf, kernelHeightOf, kernelWidthOf, outHeightOf, outWidthOf, padLeftOf, padBottomOf, padRightOf,
  padTopOf, phaseColumns, phaseRows, rowInWindow, strideXOf, strideYOf, widthOf, writePhases, writeTaps,
} from "./geometry";
import { multiplyAdd } from "./lanes";
import { scatter } from "./scatter";
import { packRows } from "./tile";
import { winogradBackwardInput, winogradConvolve, winogradForward, winogradInput, winogradScratch, winogradWeight } from "./winograd";
import { winogradSpread } from "./winograd-spread";
import { winogradBackwardWeight } from "./winograd-weight";

/** Four floats past a buffer's end may be read, never used. */
const slack: i32 = 16;

@inline function alignFloats(count: i32): i32 { return (count + 15) & ~15; }

@inline function tapCount(g: usize): i32 { return channelsOf(g) * kernelHeightOf(g) * kernelWidthOf(g); }

@inline function phaseSize(g: usize): i32 {
  return alignFloats(channelsOf(g) * strideYOf(g) * strideXOf(g) * phaseRows(g) * phaseColumns(g) + slack);
}

/** Furthest that a kernel reaches back, in outputs. */
@inline function reachY(g: usize): i32 { return ((kernelHeightOf(g) - 1) * dilationYOf(g)) / strideYOf(g); }
@inline function reachX(g: usize): i32 { return ((kernelWidthOf(g) - 1) * dilationXOf(g)) / strideXOf(g); }

@inline function paddedGradientSize(g: usize): i32 {
  return alignFloats(filtersOf(g) * (phaseRows(g) + reachY(g)) * (phaseColumns(g) + reachX(g)) + slack);
}

@inline function roundUp4(count: i32): i32 { return (count + 3) & ~3; }

/** Floats of scratch that one thread needs for forward or for a gradient. */
export function convolutionScratch(g: usize): i32 {
  const k = tapCount(g), filters = filtersOf(g), channels = channelsOf(g);
  const forward = alignFloats(k) + alignFloats(k * roundUp4(filters)) + phaseSize(g);
  const input = alignFloats(max(k, filters * kernelHeightOf(g) * kernelWidthOf(g))) + 2 * alignFloats(roundUp4(channels) * filters * kernelHeightOf(g) * kernelWidthOf(g)) +
    paddedGradientSize(g) + phaseSize(g);
  const weight = forward + alignFloats(roundUp4(filters) * outHeightOf(g) * roundUp4(outWidthOf(g)) + slack);
  return max(max(max(forward, input), weight), winogradScratch(g));
}

/** Images `first` to `last` of y = x ⊗ w + bias. */
export function convolve(
  g: usize, x: usize, w: usize, bias: usize, y: usize, scratch: usize, first: i32, last: i32,
): void {
  if (winogradForward(g)) {
    winogradConvolve(g, x, w, bias, y, scratch, first, last);
    return;
  }
  const k = tapCount(g), filters = filtersOf(g), rows = outHeightOf(g), width = outWidthOf(g);
  const taps = scratch, packed = taps + (<usize>alignFloats(k) << 2);
  const planes = packed + (<usize>alignFloats(k * roundUp4(filters)) << 2);
  const imageBytes = <usize>(imageChannelsOf(g) * heightOf(g) * widthOf(g)) << 2;
  const mapBytes = <usize>(rows * width) << 2;
  writeTaps(g, taps);
  packRows(w, <usize>k << 2, 4, filters, k, packed);
  memory.fill(planes, 0, <usize>phaseSize(g) << 2);
  for (let n = first; n < last; n++) {
    writePhases(g, x + <usize>n * imageBytes, planes);
    correlate(filters, k, packed, bias, taps, planes, <usize>phaseColumns(g) << 2,
      y + <usize>n * imageFiltersOf(g) * mapBytes, <usize>width << 2, mapBytes, rows, width);
  }
}

/**
 * Images `first` to `last` of the gradient with respect to x: phase by phase, each a correlation of the padded
 * dy with the kernel cells that meet that phase, turned round.
 */
export function convolveBackwardInput(
  g: usize, dy: usize, w: usize, dx: usize, scratch: usize, first: i32, last: i32,
): void {
  if (winogradInput(g)) {
    if (kernelHeightOf(g) == 5) winogradSpread(g, dy, w, dx, scratch, first, last);
    else winogradBackwardInput(g, dy, w, dx, scratch, first, last);
    return;
  }
  const channels = channelsOf(g), filters = filtersOf(g), height = heightOf(g), width = widthOf(g);
  const kernelHeight = kernelHeightOf(g), kernelWidth = kernelWidthOf(g);
  const sy = strideYOf(g), sx = strideXOf(g), top = padTopOf(g), left = padLeftOf(g);
  const outHeight = outHeightOf(g), outWidth = outWidthOf(g);
  const upY = reachY(g), upX = reachX(g);
  const rows = phaseRows(g), columns = phaseColumns(g);
  const lines = rows + upY, lineFloats = columns + upX;
  const taps = scratch;
  const turned = taps + (<usize>alignFloats(max(tapCount(g), filters * kernelHeight * kernelWidth)) << 2);
  const weights = <usize>alignFloats(roundUp4(channels) * filters * kernelHeight * kernelWidth) << 2;
  const packed = turned + weights;
  const padded = packed + weights;
  const phases = padded + (<usize>paddedGradientSize(g) << 2);
  const direct = sy == 1 && sx == 1 && !copiesOf(g);
  const imageFloats = channels * height * width, imageStep = imageChannelsOf(g) * height * width;
  const dyFilters = imageFiltersOf(g);
  const unpadded = padTopOf(g) + padBottomOf(g) + left + padRightOf(g) == 0;
  if (direct && unpadded && 4 * height * width > 5 * outHeight * outWidth) {
    writeTaps(g, taps);
    for (let n = first; n < last; n++) {
      const image = dx + (<usize>(n * imageStep) << 2);
      memory.fill(image, 0, <usize>imageFloats << 2);
      scatter(tapCount(g), filters, w, taps, dy + (<usize>(n * dyFilters * outHeight * outWidth) << 2), image,
        <usize>width << 2, outHeight, outWidth);
    }
    return;
  }
  memory.fill(padded, 0, <usize>paddedGradientSize(g) << 2);

  for (let py = 0; py < sy; py++)
    for (let px = 0; px < sx; px++) {
      // The turned weights of a phase serve every image.
      const k = turnKernel(g, w, py, px, taps, turned, lines, lineFloats);
      // No cell meets this phase, as with a 1x1 kernel at stride 2: nothing flows back into it.
      if (k == 0) continue;
      packRows(turned, <usize>k << 2, 4, channels, k, packed);
      for (let n = first; n < last; n++) {
        const image = dx + (<usize>(n * imageStep) << 2);
        for (let f = 0; f < filters; f++)
          for (let y = 0; y < outHeight; y++)
            copyFloats(padded + (<usize>((f * lines + y + upY) * lineFloats + upX) << 2),
              dy + (<usize>(((n * dyFilters + f) * outHeight + y) * outWidth) << 2), outWidth);
        if (direct) {
          const source = padded + (<usize>(top * lineFloats + left) << 2);
          correlate(channels, k, packed, 0, taps, source, <usize>lineFloats << 2,
            image, <usize>width << 2, <usize>(height * width) << 2, height, width);
          continue;
        }
        if (py + px == 0) memory.fill(image, 0, <usize>imageFloats << 2);
        if (copiesOf(g)) {
          correlate(channels, k, packed, 0, taps, padded, <usize>lineFloats << 2,
            phases, <usize>columns << 2, <usize>(rows * columns) << 2, rows, columns);
          addCopies(g, phases, py, px, image);
          continue;
        }
        // Only what lies inside the image, not its padding.
        const firstY = firstInPhase(py, top, sy), firstX = firstInPhase(px, left, sx);
        const inside = (height - firstY + sy - 1) / sy, across = (width - firstX + sx - 1) / sx;
        const source = padded + (<usize>(((firstY + top) / sy) * lineFloats + (firstX + left) / sx) << 2);
        correlate(channels, k, packed, 0, taps, source, <usize>lineFloats << 2,
          phases, <usize>across << 2, <usize>(inside * across) << 2, inside, across);
        for (let c = 0; c < channels; c++)
          for (let row = 0; row < inside; row++)
            addEvery(sx, image + (<usize>((c * height + firstY + row * sy) * width + firstX) << 2),
              phases + (<usize>((c * inside + row) * across) << 2), width - firstX);
      }
    }
}

/** Weights [c][f, cells of this phase] and their offsets into the padded dy; returns how many per channel. */
function turnKernel(
  g: usize, w: usize, py: i32, px: i32, taps: usize, turned: usize, lines: i32, lineFloats: i32,
): i32 {
  const channels = channelsOf(g), filters = filtersOf(g);
  const kernelHeight = kernelHeightOf(g), kernelWidth = kernelWidthOf(g);
  const sy = strideYOf(g), sx = strideXOf(g);
  const upY = reachY(g), upX = reachX(g);
  let k = 0;
  for (let f = 0; f < filters; f++)
    for (let ky = 0; ky < kernelHeight; ky++)
      for (let kx = 0; kx < kernelWidth; kx++) {
        const y = rowInWindow(g, ky), x = columnInWindow(g, kx);
        if (y % sy != py || x % sx != px) continue;
        const line = upY - (y - py) / sy, column = upX - (x - px) / sx;
        store<u32>(taps + (<usize>k << 2), ((f * lines + line) * lineFloats + column) << 2);
        k++;
      }
  for (let c = 0; c < channels; c++) {
    let write = turned + (<usize>(c * k) << 2);
    for (let f = 0; f < filters; f++)
      for (let ky = 0; ky < kernelHeight; ky++)
        for (let kx = 0; kx < kernelWidth; kx++) {
          if (rowInWindow(g, ky) % sy != py || columnInWindow(g, kx) % sx != px) continue;
          f32.store(write, f32.load(w + (<usize>(((f * channels + c) * kernelHeight + ky) * kernelWidth + kx) << 2)));
          write += 4;
        }
  }
  return k;
}

/** Adds one phase of the padded gradient to the image, padding cells to the cells that they copy. */
function addCopies(g: usize, phases: usize, py: i32, px: i32, image: usize): void {
  const height = heightOf(g), width = widthOf(g), sy = strideYOf(g), sx = strideXOf(g);
  const top = padTopOf(g), left = padLeftOf(g), rows = phaseRows(g), columns = phaseColumns(g);
  for (let c = 0; c < channelsOf(g); c++)
    for (let qy = 0; qy < rows; qy++) {
      const y = copiedCell(g, qy * sy + py - top, height);
      if (y < 0 || y >= height) continue;
      const source = phases + (<usize>((c * rows + qy) * columns) << 2);
      const target = image + (<usize>((c * height + y) * width) << 2);
      for (let qx = 0; qx < columns; qx++) {
        const x = copiedCell(g, qx * sx + px - left, width);
        if (x < 0 || x >= width) continue;
        const cell = target + (<usize>x << 2);
        f32.store(cell, f32.load(cell) + f32.load(source + (<usize>qx << 2)));
      }
    }
}

/** Adds numbers to every `stride`-th of `span` numbers. */
@inline
function addEvery(stride: i32, target: usize, source: usize, span: i32): void {
  const step = <usize>stride << 2;
  for (; span > 0; span -= stride) {
    f32.store(target, f32.load(target) + f32.load(source));
    target += step;
    source += 4;
  }
}

/** Sums four vectors, each across its lanes, into the four lanes of one. */
@inline
function sumLanes(r0: v128, r1: v128, r2: v128, r3: v128): v128 {
  const low = f32x4.add(v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), v128.shuffle<f32>(r0, r1, 2, 6, 3, 7));
  const high = f32x4.add(v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), v128.shuffle<f32>(r2, r3, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(low, high, 0, 1, 4, 5), v128.shuffle<f32>(low, high, 2, 3, 6, 7));
}

/**
 * The weights' gradient from images `first` to `last`, written to `partial` [k][filters rounded up to 4]. The
 * order of the sums depends on the images alone.
 */
export function convolveBackwardWeight(
  g: usize, x: usize, dy: usize, partial: usize, scratch: usize, first: i32, last: i32,
): void {
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
  memory.fill(wide, 0, <usize>(filters4 * rows * width4) << 2);
  memory.fill(partial, 0, <usize>(k * filters4) << 2);
  for (let n = first; n < last; n++) {
    writePhases(g, x + <usize>n * imageBytes, planes);
    for (let r = 0; r < filters * rows; r++)
      copyFloats(wide + (<usize>(r * width4) << 2), dy + (<usize>((n * imageFiltersOf(g) * rows + r) * width) << 2), width);
    for (let f = 0; f < filters4; f += 4) {
      if (filters - f < 3) {
        weightPairs(wide + (<usize>(f * rows * width4) << 2), <usize>(rows * width4) << 2, planes, taps, k, line, rows,
          width4, partial + (<usize>f << 2), <usize>filters4 << 2);
        continue;
      }
      for (let i = 0; i < k; i += 2) {
        const second = min(i + 1, k - 1);
        weightTile(wide + (<usize>(f * rows * width4) << 2), <usize>(rows * width4) << 2,
          planes + <usize>load<u32>(taps + (<usize>i << 2)), planes + <usize>load<u32>(taps + (<usize>second << 2)),
          line, rows, width4,
          partial + (<usize>(i * filters4 + f) << 2), partial + (<usize>(second * filters4 + f) << 2), second > i);
      }
    }
  }
}

/** Four filters by two kernel cells: products of dy and x, summed over one map. */
@inline
function weightTile(
  dy: usize, plane: usize, x0: usize, x1: usize, line: usize, rows: i32, width4: i32,
  target0: usize, target1: usize, both: bool,
): void {
  let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
  const p1 = plane, p2 = plane + plane, p3 = p2 + plane;
  const bytes = <usize>width4 << 2;
  for (let r = 0; r < rows; r++) {
    for (let q: usize = 0; q < bytes; q += 16) {
      const a = v128.load(x0 + q), b = v128.load(x1 + q);
      let d = v128.load(dy);
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
      dy += 16;
    }
    x0 += line;
    x1 += line;
  }
  v128.store(target0, f32x4.add(v128.load(target0), sumLanes(s00, s10, s20, s30)));
  if (both) v128.store(target1, f32x4.add(v128.load(target1), sumLanes(s01, s11, s21, s31)));
}

/** The one or two filters that tiles of four leave over, by four kernel cells: the same sums in the same order. */
function weightPairs(
  dy: usize, plane: usize, planes: usize, taps: usize, k: i32, line: usize, rows: i32, width4: i32,
  target: usize, step: usize,
): void {
  const bytes = <usize>width4 << 2, zero = f32x4.splat(0);
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
      for (let q: usize = 0; q < bytes; q += 16) {
        const d0 = v128.load(d), d1 = v128.load(d + plane);
        let x = v128.load(x0 + q);
        s00 = multiplyAdd(d0, x, s00);
        s10 = multiplyAdd(d1, x, s10);
        x = v128.load(x1 + q);
        s01 = multiplyAdd(d0, x, s01);
        s11 = multiplyAdd(d1, x, s11);
        x = v128.load(x2 + q);
        s02 = multiplyAdd(d0, x, s02);
        s12 = multiplyAdd(d1, x, s12);
        x = v128.load(x3 + q);
        s03 = multiplyAdd(d0, x, s03);
        s13 = multiplyAdd(d1, x, s13);
        d += 16;
      }
      x0 += line;
      x1 += line;
      x2 += line;
      x3 += line;
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

/** Adds `parts` partial gradients, in their order, to filters `first` to `last` of dw [filters][k]. */
export function addWeightPartials(g: usize, partials: usize, parts: i32, dw: usize, first: i32, last: i32): void {
  const k = tapCount(g), filters4 = roundUp4(filtersOf(g)), part = <usize>(k * filters4) << 2, down = <usize>k << 2;
  for (let f = first & ~3; f < last; f += 4)
    for (let i = 0; i < k; i++) {
      let p = partials + (<usize>(i * filters4 + f) << 2);
      let sum = f32x4.splat(0);
      for (const end = p + <usize>parts * part; p < end; p += part) sum = f32x4.add(sum, v128.load(p));
      const cell = dw + (<usize>(f * k + i) << 2);
      if (f >= first) f32.store(cell, f32.load(cell) + f32x4.extract_lane(sum, 0));
      if (f + 1 >= first && f + 1 < last) f32.store(cell + down, f32.load(cell + down) + f32x4.extract_lane(sum, 1));
      if (f + 2 >= first && f + 2 < last) f32.store(cell + 2 * down, f32.load(cell + 2 * down) + f32x4.extract_lane(sum, 2));
      if (f + 3 >= first && f + 3 < last) f32.store(cell + 3 * down, f32.load(cell + 3 * down) + f32x4.extract_lane(sum, 3));
    }
}

/** Adds bias[c] to each of `plane` numbers of map c, for images `first` to `last`. */
export function addMapBias(bias: usize, channels: i32, plane: i32, y: usize, first: i32, last: i32): void {
  let p = y + (<usize>(first * channels * plane) << 2);
  for (let n = first; n < last; n++)
    for (let c = 0; c < channels; c++) {
      const value = f32.load(bias + (<usize>c << 2));
      for (let i = 0; i < plane; i++) {
        f32.store(p, f32.load(p) + value);
        p += 4;
      }
    }
}

/** Adds to dbias, for filters `first` to `last`, the sum of dy over images and positions. */
export function addMapSums(dy: usize, images: i32, filters: i32, plane: i32, dbias: usize, first: i32, last: i32): void {
  for (let f = first; f < last; f++) {
    let total: f32 = 0;
    for (let n = 0; n < images; n++) {
      let p = dy + (<usize>((n * filters + f) * plane) << 2);
      let sum = f32x4.splat(0);
      let i = 0;
      for (; i + 4 <= plane; i += 4) {
        sum = f32x4.add(sum, v128.load(p));
        p += 16;
      }
      let map = f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
      for (; i < plane; i++) {
        map += f32.load(p);
        p += 4;
      }
      total += map;
    }
    const cell = dbias + (<usize>f << 2);
    f32.store(cell, f32.load(cell) + total);
  }
}

import {
  channelsOf, copyFloats, filtersOf, heightOf, imageChannelsOf, imageFiltersOf, kernelHeightOf, kernelWidthOf, outHeightOf, outWidthOf,
  padLeftOf, padTopOf, strideXOf, strideYOf, widthOf,
} from "./geometry";
import { highHalves, interleaveHigh, interleaveLow, lowHalves, multiplyAdd } from "./lanes";
import { crowded, listMap, listWindows, shuffleBytes, writeShuffles } from "./sparse-lists";
import { align, countOf, imageOf, lineOf, positionsOf, runOf, runVectors, vectorsOf, weightBudget, weightsOf, writePlaces } from "./sparse-window";
import { turn4 } from "./tile";

/** Whether the weights' gradient goes this way. A part of a batch is judged by its first image. */
export function sparseWeight(g: usize, dy: usize, first: i32): bool {
  const budget = weightBudget(g);
  return budget > 0 && countOf(g, dy, first) * runVectors(g) < budget;
}

/** The weights' gradient from images `first` to `last`, written to `partial` [k][filters rounded up to 4]. */
export function sparseBackwardWeight(g: usize, x: usize, dy: usize, partial: usize, scratch: usize, first: i32, last: i32): void {
  const filters = filtersOf(g), count = outHeightOf(g) * outWidthOf(g), kernelHeight = kernelHeightOf(g);
  const shuffles = scratch, places = shuffles + shuffleBytes;
  const values = places + align(positionsOf(g)), offsets = values + align(positionsOf(g) + 4);
  const image = offsets + align(positionsOf(g) + 4), sums = image + align(imageOf(g));
  const line = <usize>lineOf(g) << 2, row = <usize>vectorsOf(g) << 4;
  const imageBytes = <usize>(imageChannelsOf(g) * heightOf(g) * widthOf(g)) << 2;
  const rows = outHeightOf(g), columns = outWidthOf(g), right = (strideXOf(g) * channelsOf(g)) << 2, down = (strideYOf(g) * lineOf(g)) << 2;
  let windows = ((rows | columns) & 1) == 0;
  writeShuffles(shuffles);
  writePlaces(g, places);
  memory.fill(image, 0, <usize>imageOf(g) << 2);
  memory.fill(sums, 0, <usize>weightsOf(g) << 2);
  for (let n = first; n < last; n++) {
    putChannelsInside(g, x + <usize>n * imageBytes, image);
    let map = dy + (<usize>(n * imageFiltersOf(g) * count) << 2), target = sums;
    for (let f = 0; f < filters; f++) {
      let length = windows ? listWindows(shuffles, map, rows, columns, right, down, values, offsets) : crowded;
      if (length == crowded) {
        windows = false; // nor will the next be
        length = listMap(shuffles, map, count, places, values, offsets);
      }
      map += <usize>count << 2;
      if (row == 32)
        for (let ky = 0; ky < kernelHeight; ky += 5)
          sumFiveRows(values, offsets, length, image + <usize>ky * line, line, min(5, kernelHeight - ky), target + <usize>ky * row);
      else if (row == 64)
        for (let ky = 0; ky < kernelHeight; ) {
          const from = image + <usize>ky * line, to = target + <usize>ky * row;
          // The last four as two and two.
          if (kernelHeight - ky == 3 || kernelHeight - ky > 4) {
            sumThreeRows(values, offsets, length, from, line, to);
            ky += 3;
          } else {
            sumTwoRows(values, offsets, length, from, ky + 1 < kernelHeight ? line : 0, to);
            ky += 2;
          }
        }
      else
        for (let ky = 0; ky < kernelHeight; ky++)
          sumRow(values, offsets, length, image + <usize>ky * line, row, target + <usize>ky * row);
      target += <usize>kernelHeight * row;
    }
  }
  writePartial(g, sums, partial, scratch); // the shuffles are done with
}

@inline
function addTo(target: usize, value: v128): void {
  v128.store(target, f32x4.add(v128.load(target), value));
}

/*
 * An address is never 0: as in tile.ts, what might end the loop makes its parts blocks of their own, where V8 would
 * otherwise load the numbers of all of them first and spill.
 */

/** Up to five rows of the kernel, each two vectors. Rows that are missing are summed like the first and not kept. */
function sumFiveRows(values: usize, offsets: usize, length: usize, image: usize, line: usize, rows: i32, target: usize): void {
  const line1 = rows > 1 ? line : 0, line2 = rows > 2 ? line : 0, line3 = rows > 3 ? line : 0, line4 = rows > 4 ? line : 0;
  let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00, s40 = s00, s41 = s00;
  for (const end = values + length; values != end; ) {
    const d = v128.load_splat<f32>(values);
    let p = image + <usize>load<u32>(offsets);
    s00 = multiplyAdd(d, v128.load(p), s00);
    s01 = multiplyAdd(d, v128.load(p, 16), s01);
    p += line1;
    s10 = multiplyAdd(d, v128.load(p), s10);
    s11 = multiplyAdd(d, v128.load(p, 16), s11);
    p += line2;
    if (p == 0) break;
    s20 = multiplyAdd(d, v128.load(p), s20);
    s21 = multiplyAdd(d, v128.load(p, 16), s21);
    p += line3;
    s30 = multiplyAdd(d, v128.load(p), s30);
    s31 = multiplyAdd(d, v128.load(p, 16), s31);
    p += line4;
    if (p == 0) break;
    s40 = multiplyAdd(d, v128.load(p), s40);
    s41 = multiplyAdd(d, v128.load(p, 16), s41);
    values += 4;
    offsets += 4;
  }
  addTo(target, s00);
  addTo(target + 16, s01);
  if (rows > 1) {
    addTo(target + 32, s10);
    addTo(target + 48, s11);
  }
  if (rows > 2) {
    addTo(target + 64, s20);
    addTo(target + 80, s21);
  }
  if (rows > 3) {
    addTo(target + 96, s30);
    addTo(target + 112, s31);
  }
  if (rows > 4) {
    addTo(target + 128, s40);
    addTo(target + 144, s41);
  }
}

/**
 * Three rows of the kernel, each four vectors: as many sums as there are registers for, so that two numbers at a time
 * are loaded.
 */
function sumThreeRows(values: usize, offsets: usize, length: usize, image: usize, line: usize, target: usize): void {
  let s00 = f32x4.splat(0), s01 = s00, s02 = s00, s03 = s00, s10 = s00, s11 = s00, s12 = s00, s13 = s00;
  let s20 = s00, s21 = s00, s22 = s00, s23 = s00;
  for (const end = values + length; values != end; ) {
    const d = v128.load_splat<f32>(values);
    let p = image + <usize>load<u32>(offsets);
    s00 = multiplyAdd(d, v128.load(p), s00);
    s01 = multiplyAdd(d, v128.load(p, 16), s01);
    if (p == 0) break;
    s02 = multiplyAdd(d, v128.load(p, 32), s02);
    s03 = multiplyAdd(d, v128.load(p, 48), s03);
    p += line;
    if (p == 0) break;
    s10 = multiplyAdd(d, v128.load(p), s10);
    s11 = multiplyAdd(d, v128.load(p, 16), s11);
    if (offsets == 0) break;
    s12 = multiplyAdd(d, v128.load(p, 32), s12);
    s13 = multiplyAdd(d, v128.load(p, 48), s13);
    p += line;
    if (p == 0) break;
    s20 = multiplyAdd(d, v128.load(p), s20);
    s21 = multiplyAdd(d, v128.load(p, 16), s21);
    if (values == 0) break;
    s22 = multiplyAdd(d, v128.load(p, 32), s22);
    s23 = multiplyAdd(d, v128.load(p, 48), s23);
    values += 4;
    offsets += 4;
  }
  addTo(target, s00);
  addTo(target + 16, s01);
  addTo(target + 32, s02);
  addTo(target + 48, s03);
  addTo(target + 64, s10);
  addTo(target + 80, s11);
  addTo(target + 96, s12);
  addTo(target + 112, s13);
  addTo(target + 128, s20);
  addTo(target + 144, s21);
  addTo(target + 160, s22);
  addTo(target + 176, s23);
}

/** Two rows of the kernel, each four vectors; where `line` is zero there is one row. */
function sumTwoRows(values: usize, offsets: usize, length: usize, image: usize, line: usize, target: usize): void {
  let s00 = f32x4.splat(0), s01 = s00, s02 = s00, s03 = s00, s10 = s00, s11 = s00, s12 = s00, s13 = s00;
  for (const end = values + length; values != end; ) {
    const d = v128.load_splat<f32>(values);
    let p = image + <usize>load<u32>(offsets);
    s00 = multiplyAdd(d, v128.load(p), s00);
    s01 = multiplyAdd(d, v128.load(p, 16), s01);
    s02 = multiplyAdd(d, v128.load(p, 32), s02);
    s03 = multiplyAdd(d, v128.load(p, 48), s03);
    p += line;
    if (p == 0) break;
    s10 = multiplyAdd(d, v128.load(p), s10);
    s11 = multiplyAdd(d, v128.load(p, 16), s11);
    s12 = multiplyAdd(d, v128.load(p, 32), s12);
    s13 = multiplyAdd(d, v128.load(p, 48), s13);
    values += 4;
    offsets += 4;
  }
  addTo(target, s00);
  addTo(target + 16, s01);
  addTo(target + 32, s02);
  addTo(target + 48, s03);
  if (line == 0) return;
  addTo(target + 64, s10);
  addTo(target + 80, s11);
  addTo(target + 96, s12);
  addTo(target + 112, s13);
}

/** One row of the kernel, eight vectors at a time, then the last four. */
function sumRow(values: usize, offsets: usize, length: usize, image: usize, bytes: usize, target: usize): void {
  for (; bytes >= 128; bytes -= 128) {
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
    for (let at: usize = 0; at != length; at += 4) {
      const d = v128.load_splat<f32>(values + at);
      const p = image + <usize>load<u32>(offsets + at);
      s0 = multiplyAdd(d, v128.load(p), s0);
      s1 = multiplyAdd(d, v128.load(p, 16), s1);
      s2 = multiplyAdd(d, v128.load(p, 32), s2);
      s3 = multiplyAdd(d, v128.load(p, 48), s3);
      if (p == 0) break;
      s4 = multiplyAdd(d, v128.load(p, 64), s4);
      s5 = multiplyAdd(d, v128.load(p, 80), s5);
      s6 = multiplyAdd(d, v128.load(p, 96), s6);
      s7 = multiplyAdd(d, v128.load(p, 112), s7);
    }
    addTo(target, s0);
    addTo(target + 16, s1);
    addTo(target + 32, s2);
    addTo(target + 48, s3);
    addTo(target + 64, s4);
    addTo(target + 80, s5);
    addTo(target + 96, s6);
    addTo(target + 112, s7);
    image += 128;
    target += 128;
  }
  if (bytes > 0) sumTwoRows(values, offsets, length, image, 0, target);
}

/** Turns the sums [filter][row of the kernel][column][channel] into the order of the partial gradients. */
function writePartial(g: usize, sums: usize, partial: usize, turned: usize): void {
  const filters = filtersOf(g), channels = channelsOf(g), kernelHeight = kernelHeightOf(g), kernelWidth = kernelWidthOf(g);
  const row = <usize>vectorsOf(g) << 4, filter = <usize>kernelHeight * row, wide = <usize>((filters + 3) & ~3) << 2;
  const plane = <usize>(kernelHeight * kernelWidth) * wide;
  for (let f = 0; f < filters; f += 4) {
    // Missing filters of the last four are never read.
    const left = filters - f, s1 = left > 1 ? filter : 0, s2 = left > 2 ? 2 * filter : 0, s3 = left > 3 ? 3 * filter : 0;
    for (let ky = 0; ky < kernelHeight; ky++) {
      let p = sums + <usize>f * filter + <usize>ky * row, c = 0;
      let target = partial + (<usize>f << 2) + <usize>(ky * kernelWidth) * wide;
      for (let run = runOf(g); run > 0; run -= 4) {
        turn4(v128.load(p), v128.load(p + s1), v128.load(p + s2), v128.load(p + s3), turned, 16);
        for (let i: usize = 0; i < <usize>min(4, run); i++) {
          v128.store(target + <usize>c * plane, v128.load(turned + (i << 4)));
          if (++c == channels) {
            c = 0;
            target += wide;
          }
        }
        p += 16;
      }
    }
  }
}

/** Four cells of up to four channels, turned: a vector for each cell. */
@inline
function put4(target: usize, step: usize, r0: v128, r1: v128, r2: v128, r3: v128, cells: i32): void {
  const t0 = interleaveLow(r0, r1), t1 = interleaveLow(r2, r3);
  const t2 = interleaveHigh(r0, r1), t3 = interleaveHigh(r2, r3);
  v128.store(target, lowHalves(t0, t1));
  if (cells > 1) v128.store(target + step, highHalves(t0, t1));
  if (cells > 2) v128.store(target + 2 * step, lowHalves(t2, t3));
  if (cells > 3) v128.store(target + 3 * step, highHalves(t2, t3));
}

/**
 * Writes an image into its padded lines, channels inside. The last channels go first and in whole vectors: what they
 * write beyond their cell is zero and the next cell's, which comes later.
 */
function putChannelsInside(g: usize, source: usize, target: usize): void {
  const channels = channelsOf(g), height = heightOf(g), width = widthOf(g);
  const plane = <usize>(height * width) << 2, step = <usize>channels << 2, line = <usize>lineOf(g) << 2;
  const zero = f32x4.splat(0);
  target += <usize>padTopOf(g) * line + <usize>padLeftOf(g) * step;
  for (let y = 0; y < height; y++) {
    if (channels == 1) copyFloats(target, source, width);
    else for (let c = (channels - 1) & ~3; c >= 0; c -= 4) {
      const left = channels - c;
      let p = source + <usize>c * plane, q = target + (<usize>c << 2);
      for (let x = width; x > 0; x -= 4) {
        put4(q, step, v128.load(p), left > 1 ? v128.load(p + plane) : zero, left > 2 ? v128.load(p + 2 * plane) : zero,
          left > 3 ? v128.load(p + 3 * plane) : zero, x);
        p += 16;
        q += 4 * step;
      }
    }
    source += <usize>width << 2;
    target += line;
  }
}

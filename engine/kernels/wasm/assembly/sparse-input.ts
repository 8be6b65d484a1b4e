import {
  channelsOf, copyFloats, filtersOf, heightOf, imageChannelsOf, imageFiltersOf, kernelHeightOf, kernelWidthOf, outHeightOf, outWidthOf, padLeftOf,
  padTopOf, widthOf,
} from "./geometry";
import { highHalves, interleaveHigh, interleaveLow, lowHalves, multiplyAdd } from "./lanes";
import { append, nonzero, shuffleBytes, writeShuffles } from "./sparse-lists";
import { align, countOf, imageOf, inputBudget, lineOf, positionsOf, runOf, runVectors, vectorsOf, writePlaces } from "./sparse-window";
import { store4 } from "./tile";

/** Whether the gradient of this image goes this way. */
export function sparseInput(g: usize, dy: usize, image: i32): bool {
  const budget = inputBudget(g);
  return budget > 0 && <f32>1.15 * countOf(g, dy, image) * runVectors(g) < budget;
}

/** Images `first` to `last` of the gradient with respect to x. */
export function sparseBackwardInput(g: usize, dy: usize, w: usize, dx: usize, scratch: usize, first: i32, last: i32): void {
  const filters = filtersOf(g), count = outHeightOf(g) * outWidthOf(g), kernelHeight = kernelHeightOf(g);
  const shuffles = scratch, places = shuffles + shuffleBytes;
  const lists = places + align(positionsOf(g)), list = align(filters + 8);
  const image = lists + 8 * list, weights = image + align(imageOf(g));
  const line = <usize>lineOf(g) << 2, row = <usize>vectorsOf(g) << 4, filter = <usize>kernelHeight * row;
  const plane = <usize>count << 2, zero = f32x4.splat(0);
  const imageStep = <usize>(imageChannelsOf(g) * heightOf(g) * widthOf(g)) << 2;
  writeShuffles(shuffles);
  writePlaces(g, places);
  writeRuns(g, w, weights, row);
  const step = <i32>filter;
  for (let n = first; n < last; n++) {
    memory.fill(image, 0, <usize>imageOf(g) << 2);
    const maps = dy + (<usize>(n * imageFiltersOf(g) * count) << 2);
    for (let position = 0; position < count; position += 4) {
      // The numbers of four positions, four filters at a time, turned: a list for each position.
      let n0: usize = 0, n1: usize = 0, n2: usize = 0, n3: usize = 0;
      let p = maps + (<usize>position << 2), places4 = i32x4.add(i32x4.splat(<i32>weights), i32x4.mul(i32x4.splat(step), i32x4(0, 1, 2, 3)));
      for (let left = filters; left > 0; left -= 4) {
        const r0 = v128.load(p), r1 = left > 1 ? v128.load(p + plane) : zero;
        const r2 = left > 2 ? v128.load(p + 2 * plane) : zero, r3 = left > 3 ? v128.load(p + 3 * plane) : zero;
        const t0 = interleaveLow(r0, r1), t1 = interleaveLow(r2, r3);
        const t2 = interleaveHigh(r0, r1), t3 = interleaveHigh(r2, r3);
        const v0 = lowHalves(t0, t1), v1 = highHalves(t0, t1);
        const v2 = lowHalves(t2, t3), v3 = highHalves(t2, t3);
        n0 += append(shuffles, nonzero(v0), v0, places4, lists + n0, lists + list + n0);
        n1 += append(shuffles, nonzero(v1), v1, places4, lists + 2 * list + n1, lists + 3 * list + n1);
        n2 += append(shuffles, nonzero(v2), v2, places4, lists + 4 * list + n2, lists + 5 * list + n2);
        n3 += append(shuffles, nonzero(v3), v3, places4, lists + 6 * list + n3, lists + 7 * list + n3);
        p += 4 * plane;
        places4 = i32x4.add(places4, i32x4.splat(4 * step));
      }
      const place = places + (<usize>position << 2), left = count - position;
      if (n0) addRuns(lists, list, n0, image + <usize>load<u32>(place), line, row, kernelHeight);
      if (n1 && left > 1) addRuns(lists + 2 * list, list, n1, image + <usize>load<u32>(place, 4), line, row, kernelHeight);
      if (n2 && left > 2) addRuns(lists + 4 * list, list, n2, image + <usize>load<u32>(place, 8), line, row, kernelHeight);
      if (n3 && left > 3) addRuns(lists + 6 * list, list, n3, image + <usize>load<u32>(place, 12), line, row, kernelHeight);
    }
    takeChannelsOut(g, image, dx + <usize>n * imageStep);
  }
}

/** Adds to the runs of one position, row by row of the kernel, the weights of each filter in the list times its number. */
function addRuns(values: usize, list: usize, length: usize, target: usize, line: usize, row: usize, rows: i32): void {
  let from: usize = 0;
  for (let ky = 0; ky < rows; ky++) {
    let cell = target, bytes = row;
    for (; bytes >= 128; bytes -= 128) {
      let s0 = v128.load(cell), s1 = v128.load(cell, 16), s2 = v128.load(cell, 32), s3 = v128.load(cell, 48);
      let s4 = v128.load(cell, 64), s5 = v128.load(cell, 80), s6 = v128.load(cell, 96), s7 = v128.load(cell, 112);
      for (let at = values, end = values + length; at != end; at += 4) {
        const d = v128.load_splat<f32>(at), p = <usize>load<u32>(at + list) + from;
        s0 = multiplyAdd(d, v128.load(p), s0);
        s1 = multiplyAdd(d, v128.load(p, 16), s1);
        s2 = multiplyAdd(d, v128.load(p, 32), s2);
        s3 = multiplyAdd(d, v128.load(p, 48), s3);
        if (p == 0) break; // never: it parts the block, as in sparse-weight.ts
        s4 = multiplyAdd(d, v128.load(p, 64), s4);
        s5 = multiplyAdd(d, v128.load(p, 80), s5);
        s6 = multiplyAdd(d, v128.load(p, 96), s6);
        s7 = multiplyAdd(d, v128.load(p, 112), s7);
      }
      v128.store(cell, s0);
      v128.store(cell, s1, 16);
      v128.store(cell, s2, 32);
      v128.store(cell, s3, 48);
      v128.store(cell, s4, 64);
      v128.store(cell, s5, 80);
      v128.store(cell, s6, 96);
      v128.store(cell, s7, 112);
      cell += 128;
      from += 128;
    }
    if (bytes > 0) {
      let s0 = v128.load(cell), s1 = v128.load(cell, 16), s2 = v128.load(cell, 32), s3 = v128.load(cell, 48);
      for (let at = values, end = values + length; at != end; at += 4) {
        const d = v128.load_splat<f32>(at), p = <usize>load<u32>(at + list) + from;
        s0 = multiplyAdd(d, v128.load(p), s0);
        s1 = multiplyAdd(d, v128.load(p, 16), s1);
        s2 = multiplyAdd(d, v128.load(p, 32), s2);
        s3 = multiplyAdd(d, v128.load(p, 48), s3);
      }
      v128.store(cell, s0);
      v128.store(cell, s1, 16);
      v128.store(cell, s2, 32);
      v128.store(cell, s3, 48);
      from += 64;
    }
    target += line;
  }
}

/** Writes the weights as runs [filter][row of the kernel][column][channel], with zeros up to whole vectors. */
function writeRuns(g: usize, w: usize, target: usize, row: usize): void {
  const channels = channelsOf(g), width = kernelWidthOf(g), run = runOf(g), step = <usize>(kernelHeightOf(g) * width) << 2;
  for (let f = 0; f < filtersOf(g); f++) {
    for (let ky = 0; ky < kernelHeightOf(g); ky++) {
      let q = target;
      for (let kx = 0; kx < width; kx++) {
        let p = w + (<usize>(ky * width + kx) << 2);
        for (let c = 0; c < channels; c++) {
          f32.store(q, f32.load(p));
          p += step;
          q += 4;
        }
      }
      memory.fill(q, 0, row - (<usize>run << 2));
      target += row;
    }
    w += <usize>channels * step;
  }
}

/** Writes the inside of padded lines, channels inside, as the planes of an image. */
function takeChannelsOut(g: usize, source: usize, target: usize): void {
  const channels = channelsOf(g), height = heightOf(g), width = widthOf(g);
  const plane = <usize>(height * width) << 2, step = <usize>channels << 2, line = <usize>lineOf(g) << 2;
  source += <usize>padTopOf(g) * line + <usize>padLeftOf(g) * step;
  for (let y = 0; y < height; y++) {
    if (channels == 1) copyFloats(target, source, width);
    else for (let c = 0; c < channels; c += 4) {
      const left = channels - c;
      let p = source + (<usize>c << 2), q = target + <usize>c * plane;
      for (let x = width; x > 0; x -= 4) {
        const r0 = v128.load(p), r1 = v128.load(p + step), r2 = v128.load(p + 2 * step), r3 = v128.load(p + 3 * step);
        const t0 = interleaveLow(r0, r1), t1 = interleaveLow(r2, r3);
        const t2 = interleaveHigh(r0, r1), t3 = interleaveHigh(r2, r3);
        const cells = min(4, x);
        store4(q, lowHalves(t0, t1), cells);
        if (left > 1) store4(q + plane, highHalves(t0, t1), cells);
        if (left > 2) store4(q + 2 * plane, lowHalves(t2, t3), cells);
        if (left > 3) store4(q + 3 * plane, highHalves(t2, t3), cells);
        p += 4 * step;
        q += 16;
      }
    }
    source += line;
    target += <usize>width << 2;
  }
}

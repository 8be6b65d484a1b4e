import { correlate } from "./correlate";
import {
  channelsOf, dilationXOf, dilationYOf, filtersOf, flipsOf, heightOf, imageChannelsOf, imageFiltersOf, kernelHeightOf, kernelWidthOf,
  outHeightOf, outWidthOf, phaseColumns, phaseRows, strideXOf, strideYOf, widthOf, writePhases, writeTaps,
} from "./geometry";
import { sparseScratch } from "./sparse-window";
import { packRows } from "./tile";
import { keepWeights, keptFloats, winogradConvolve, winogradForward, winogradScratch } from "./winograd";

/** Four floats past a buffer's end may be read, never used. */
const slack: i32 = 16;

@inline export function alignFloats(count: i32): i32 { return (count + 15) & ~15; }

@inline export function tapCount(g: usize): i32 { return channelsOf(g) * kernelHeightOf(g) * kernelWidthOf(g); }

@inline export function phaseSize(g: usize): i32 {
  return alignFloats(channelsOf(g) * strideYOf(g) * strideXOf(g) * phaseRows(g) * phaseColumns(g) + slack);
}

/** Furthest that a kernel reaches back, in outputs. */
@inline export function reachY(g: usize): i32 { return ((kernelHeightOf(g) - 1) * dilationYOf(g)) / strideYOf(g); }
@inline export function reachX(g: usize): i32 { return ((kernelWidthOf(g) - 1) * dilationXOf(g)) / strideXOf(g); }

@inline export function paddedGradientSize(g: usize): i32 {
  return alignFloats(filtersOf(g) * (phaseRows(g) + reachY(g)) * (phaseColumns(g) + reachX(g)) + slack);
}

@inline export function roundUp4(count: i32): i32 { return (count + 3) & ~3; }

/** Floats of scratch that one thread needs for forward or for a gradient. */
export function convolutionScratch(g: usize): i32 {
  const k = tapCount(g), filters = filtersOf(g), channels = channelsOf(g);
  const forward = alignFloats(k) + alignFloats(k * roundUp4(filters)) + phaseSize(g);
  const input = alignFloats(max(k, filters * kernelHeightOf(g) * kernelWidthOf(g))) + alignFloats(roundUp4(channels) * filters * kernelHeightOf(g) * kernelWidthOf(g)) +
    paddedGradientSize(g) + phaseSize(g);
  const weight = forward + alignFloats(roundUp4(filters) * outHeightOf(g) * roundUp4(outWidthOf(g)) + slack);
  return max(max(max(forward, input), weight), max(winogradScratch(g), sparseScratch(g)));
}

/** Floats of the weights as `convolve` wants them, where they are worth keeping from call to call; else 0. */
export function keptWeights(g: usize): i32 {
  return winogradForward(g) ? keptFloats(g) : 0;
}

/** Writes groups of four filters, `first` to `last`, as `convolve` wants them. */
export function transformWeights(g: usize, w: usize, kept: usize, scratch: usize, first: i32, last: i32): void {
  keepWeights(g, w, kept, scratch, first, last);
}

/**
 * Maps of the groups of four filters `firstFour` to `lastFour` in images `first` to `last` of y = x ⊗ w + bias. `kept` is 0
 * or where `transformWeights` has left the weights.
 */
export function convolve(
  g: usize, x: usize, w: usize, bias: usize, y: usize, scratch: usize, first: i32, last: i32,
  firstFour: i32, lastFour: i32, kept: usize,
): void {
  if (first >= last || firstFour >= lastFour) return;
  if (winogradForward(g)) {
    winogradConvolve(g, x, w, bias, y, scratch, first, last, firstFour, lastFour, kept);
    return;
  }
  const k = tapCount(g), from = 4 * firstFour, filters = min(4 * lastFour, filtersOf(g)) - from;
  const rows = outHeightOf(g), width = outWidthOf(g);
  const taps = scratch, packed = taps + (<usize>alignFloats(k) << 2);
  const planes = packed + (<usize>alignFloats(k * roundUp4(filters)) << 2);
  const imageBytes = <usize>(imageChannelsOf(g) * heightOf(g) * widthOf(g)) << 2;
  const mapBytes = <usize>(rows * width) << 2;
  const fives = kernelWidthOf(g) == 5 && strideXOf(g) == 1 && dilationXOf(g) == 1 && !flipsOf(g);
  writeTaps(g, taps);
  packRows(w + (<usize>(from * k) << 2), <usize>k << 2, 4, filters, k, packed);
  const start = bias ? bias + (<usize>from << 2) : 0, maps = y + <usize>from * mapBytes;
  memory.fill(planes, 0, <usize>phaseSize(g) << 2);
  for (let n = first; n < last; n++) {
    writePhases(g, x + <usize>n * imageBytes, planes);
    correlate(fives, filters, k, packed, start, taps, planes, <usize>phaseColumns(g) << 2,
      maps + <usize>n * imageFiltersOf(g) * mapBytes, <usize>width << 2, mapBytes, rows, width);
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

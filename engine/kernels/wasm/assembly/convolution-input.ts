import { interleaveHigh, interleaveLow } from "./lanes";
import { alignFloats, paddedGradientSize, reachX, reachY, roundUp4, tapCount } from "./convolution";
import { correlate } from "./correlate";
import {
  channelsOf, columnInWindow, copiedCell, copiesOf, copyFloats, filtersOf, firstInPhase, heightOf, imageChannelsOf,
  imageFiltersOf, kernelHeightOf, kernelWidthOf, outHeightOf, outWidthOf, padLeftOf, padBottomOf, padRightOf, padTopOf,
  phaseColumns, phaseRows, rowInWindow, strideXOf, strideYOf, widthOf, writeTaps,
} from "./geometry";
import { scatter } from "./scatter";
import { sparseBackwardInput, sparseInput } from "./sparse-input";
import { store4 } from "./tile";
import { winogradBackwardInput, winogradInput } from "./winograd";
import { winogradSpread } from "./winograd-spread";

/** Images `first` to `last` of the gradient with respect to x. Each goes the way that its own dy asks for. */
export function convolveBackwardInput(
  g: usize, dy: usize, w: usize, dx: usize, scratch: usize, first: i32, last: i32,
): void {
  for (let n = first; n < last; ) {
    const sparse = sparseInput(g, dy, n);
    const begin = n++;
    while (n < last && sparseInput(g, dy, n) == sparse) n++;
    if (sparse) sparseBackwardInput(g, dy, w, dx, scratch, begin, n);
    else denseBackwardInput(g, dy, w, dx, scratch, begin, n);
  }
}

/**
 * Images `first` to `last` of the gradient with respect to x: phase by phase, each a correlation of the padded
 * dy with the kernel cells that meet that phase, turned round.
 */
function denseBackwardInput(
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
  const packed = taps + (<usize>alignFloats(max(tapCount(g), filters * kernelHeight * kernelWidth)) << 2);
  const padded = packed + (<usize>alignFloats(roundUp4(channels) * filters * kernelHeight * kernelWidth) << 2);
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

  // The turned weights of all phases, one after another, serve every image.
  let phaseTaps = taps, phaseWeights = packed;
  for (let py = 0; py < sy; py++)
    for (let px = 0; px < sx; px++) {
      const k = turnKernel(g, w, py, px, phaseTaps, phaseWeights, lines, lineFloats);
      phaseTaps += <usize>k << 2;
      phaseWeights += <usize>(roundUp4(channels) * k) << 2;
    }
  const line = <usize>lineFloats << 2, onePhase = <usize>(channels * rows * columns) << 2;
  for (let n = first; n < last; n++) {
    const image = dx + (<usize>(n * imageStep) << 2);
    for (let f = 0; f < filters; f++)
      for (let y = 0; y < outHeight; y++)
        copyFloats(padded + (<usize>((f * lines + y + upY) * lineFloats + upX) << 2),
          dy + (<usize>(((n * dyFilters + f) * outHeight + y) * outWidth) << 2), outWidth);
    if (direct) {
      correlate(false, channels, tapCountOf(g, 0, 0), packed, 0, taps, padded + (<usize>(top * lineFloats + left) << 2), line,
        image, <usize>width << 2, <usize>(height * width) << 2, height, width);
      continue;
    }
    const paired = sx == 2 && !copiesOf(g);
    if (!paired) memory.fill(image, 0, <usize>imageFloats << 2);
    phaseTaps = taps, phaseWeights = packed;
    for (let py = 0; py < sy; py++) {
      const firstY = firstInPhase(py, top, sy), inside = (height - firstY + sy - 1) / sy;
      let even: usize = 0, odd: usize = 0;
      for (let px = 0; px < sx; px++) {
        const k = tapCountOf(g, py, px), firstX = firstInPhase(px, left, sx), across = (width - firstX + sx - 1) / sx;
        // No cell meets this phase, as with a 1x1 kernel at stride 2: nothing flows back into it.
        if (k == 0) continue;
        const target = paired ? phases + <usize>px * onePhase : phases;
        if (copiesOf(g)) {
          correlate(false, channels, k, phaseWeights, 0, phaseTaps, padded, line, target, <usize>columns << 2, <usize>(rows * columns) << 2, rows, columns);
          addCopies(g, target, py, px, image);
        } else {
          // Only what lies inside the image, not its padding.
          const source = padded + (<usize>(((firstY + top) / sy) * lineFloats + (firstX + left) / sx) << 2);
          correlate(false, channels, k, phaseWeights, 0, phaseTaps, source, line, target, <usize>across << 2, <usize>(inside * across) << 2, inside, across);
          if (!paired) addPhase(target, channels, inside, across, image + (<usize>(firstY * width + firstX) << 2), height, width, width - firstX, sy, sx);
          else if (firstX == 0) even = target;
          else odd = target;
        }
        phaseTaps += <usize>k << 2;
        phaseWeights += <usize>(roundUp4(channels) * k) << 2;
      }
      if (paired) writePairs(even, odd, channels, inside, image + (<usize>(firstY * width) << 2), height, width, sy);
    }
  }
}

/** Adds maps of inside×across numbers to every sy-th row and sx-th cell of images that begin at `target`. */
function addPhase(
  phase: usize, channels: i32, inside: i32, across: i32, target: usize, height: i32, width: i32, span: i32, sy: i32, sx: i32,
): void {
  for (let c = 0; c < channels; c++)
    for (let row = 0; row < inside; row++)
      addEvery(sx, target + (<usize>((c * height + row * sy) * width) << 2), phase + (<usize>((c * inside + row) * across) << 2), span);
}

/** Writes every sy-th row of images from its even and its odd cells; 0 where a half is all zeros. */
function writePairs(
  even: usize, odd: usize, channels: i32, inside: i32, target: usize, height: i32, width: i32, sy: i32,
): void {
  const zero = f32x4.splat(0);
  const evens = <usize>((width + 1) >> 1) << 2, odds = <usize>(width >> 1) << 2;
  for (let c = 0; c < channels; c++)
    for (let row = 0; row < inside; row++) {
      let cell = target + (<usize>((c * height + row * sy) * width) << 2);
      let e = even, o = odd;
      for (let left = width; left > 0; left -= 8) {
        // As when it is added to a zero: -0 becomes 0.
        const a = even ? f32x4.add(v128.load(e), zero) : zero, b = odd ? f32x4.add(v128.load(o), zero) : zero;
        store4(cell, interleaveLow(a, b), min(4, left));
        store4(cell + 16, interleaveHigh(a, b), min(4, left - 4));
        cell += 32;
        e += 16;
        o += 16;
      }
      if (even) even += evens;
      if (odd) odd += odds;
    }
}

/** How many kernel cells of all filters meet a phase. */
function tapCountOf(g: usize, py: i32, px: i32): i32 {
  let k = 0;
  for (let ky = 0; ky < kernelHeightOf(g); ky++)
    for (let kx = 0; kx < kernelWidthOf(g); kx++)
      if (rowInWindow(g, ky) % strideYOf(g) == py && columnInWindow(g, kx) % strideXOf(g) == px) k++;
  return k * filtersOf(g);
}

/**
 * Weights [c][f, cells of this phase], packed as packRows does it, and their offsets into the padded dy; returns how
 * many per channel.
 */
function turnKernel(g: usize, w: usize, py: i32, px: i32, taps: usize, packed: usize, lines: i32, lineFloats: i32): i32 {
  const channels = channelsOf(g), filters = filtersOf(g), kernelHeight = kernelHeightOf(g), kernelWidth = kernelWidthOf(g);
  const sy = strideYOf(g), sx = strideXOf(g), upY = reachY(g), upX = reachX(g);
  const k = tapCountOf(g, py, px), cells = k / filters;
  let cell = 0;
  for (let ky = 0; ky < kernelHeight; ky++)
    for (let kx = 0; kx < kernelWidth; kx++) {
      const y = rowInWindow(g, ky), x = columnInWindow(g, kx);
      if (y % sy != py || x % sx != px) continue;
      const line = upY - (y - py) / sy, column = upX - (x - px) / sx;
      for (let f = 0; f < filters; f++) {
        const i = f * cells + cell;
        store<u32>(taps + (<usize>i << 2), ((f * lines + line) * lineFloats + column) << 2);
        let read = w + (<usize>((f * channels * kernelHeight + ky) * kernelWidth + kx) << 2);
        let write = packed + (<usize>i << 4);
        for (let c = 0; c < channels; c++) {
          f32.store(write, f32.load(read));
          read += <usize>(kernelHeight * kernelWidth) << 2;
          write += (c & 3) == 3 ? (<usize>k << 4) - 12 : 4;
        }
        // Rows of channels that are missing in the last four are multiplied, and their sums not used.
        for (let c = channels; (c & 3) != 0; c++) {
          f32.store(write, 0);
          write += 4;
        }
      }
      cell++;
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

import { evens } from "./lanes";
/*
 * A sliding window as twenty numbers in memory, written by the caller. Strides above 1 are handled by
 * splitting the padded image into its stride phases: plane (py, px) holds rows py, py + sy, ... and columns px,
 * px + sx, ..., so that a kernel cell reads neighbouring outputs from neighbouring memory at every stride.
 */

@inline
function at(g: usize, index: usize): i32 {
  return load<i32>(g + (index << 2));
}

@inline export function channelsOf(g: usize): i32 { return at(g, 0); }
@inline export function heightOf(g: usize): i32 { return at(g, 1); }
@inline export function widthOf(g: usize): i32 { return at(g, 2); }
@inline export function kernelHeightOf(g: usize): i32 { return at(g, 3); }
@inline export function kernelWidthOf(g: usize): i32 { return at(g, 4); }
@inline export function strideYOf(g: usize): i32 { return at(g, 5); }
@inline export function strideXOf(g: usize): i32 { return at(g, 6); }
@inline export function dilationYOf(g: usize): i32 { return at(g, 7); }
@inline export function dilationXOf(g: usize): i32 { return at(g, 8); }
@inline export function padTopOf(g: usize): i32 { return at(g, 9); }
@inline export function padLeftOf(g: usize): i32 { return at(g, 10); }
@inline export function padBottomOf(g: usize): i32 { return at(g, 11); }
@inline export function padRightOf(g: usize): i32 { return at(g, 12); }
@inline export function outHeightOf(g: usize): i32 { return at(g, 13); }
@inline export function outWidthOf(g: usize): i32 { return at(g, 14); }
@inline export function filtersOf(g: usize): i32 { return at(g, 15); }
/** Whether padding cells hold copies of the image's cells. */
@inline export function copiesOf(g: usize): bool { return at(g, 16) != 0; }
/** Channels and filters from one image to the next: those of all groups. */
@inline export function imageChannelsOf(g: usize): i32 { return at(g, 17); }
@inline export function imageFiltersOf(g: usize): i32 { return at(g, 18); }
@inline export function flipsOf(g: usize): bool { return at(g, 19) != 0; }

/** How far into the window a kernel's row or column lies; a flipped kernel begins at its end. */
@inline export function rowInWindow(g: usize, ky: i32): i32 {
  return (flipsOf(g) ? kernelHeightOf(g) - 1 - ky : ky) * dilationYOf(g);
}
@inline export function columnInWindow(g: usize, kx: i32): i32 {
  return (flipsOf(g) ? kernelWidthOf(g) - 1 - kx : kx) * dilationXOf(g);
}

/** Rows and columns of one phase plane. */
@inline export function phaseRows(g: usize): i32 {
  const sy = strideYOf(g);
  return (heightOf(g) + padTopOf(g) + padBottomOf(g) + sy - 1) / sy;
}
@inline export function phaseColumns(g: usize): i32 {
  const sx = strideXOf(g);
  return (widthOf(g) + padLeftOf(g) + padRightOf(g) + sx - 1) / sx;
}

/**
 * The cell of 0..length-1 whose copy lies at a position: the nearest one, or reflected without repeating the
 * border, where pad < length holds.
 */
@inline export function copiedCell(g: usize, position: i32, length: i32): i32 {
  if (at(g, 16) == 2) return max(0, min(length - 1, position));
  if (position < 0) return -position;
  return position >= length ? 2 * length - 2 - position : position;
}

/** The same, and -1 for a cell of zero padding. */
@inline export function imageCell(g: usize, position: i32, length: i32): i32 {
  if (position >= 0 && position < length) return position;
  return copiesOf(g) ? copiedCell(g, position, length) : -1;
}

/** Byte offset, within the phase planes of one image, of each kernel cell (c, ky, kx) for output (0, 0). */
export function writeTaps(g: usize, taps: usize): void {
  const sy = strideYOf(g), sx = strideXOf(g);
  const rows = phaseRows(g), columns = phaseColumns(g);
  for (let c = 0; c < channelsOf(g); c++)
    for (let ky = 0; ky < kernelHeightOf(g); ky++)
      for (let kx = 0; kx < kernelWidthOf(g); kx++) {
        const y = rowInWindow(g, ky), x = columnInWindow(g, kx);
        const plane = (c * sy + y % sy) * sx + x % sx;
        store<u32>(taps, ((plane * rows + y / sy) * columns + x / sx) << 2);
        taps += 4;
      }
}

/** Writes one image into its phase planes. With zero padding only the image is written: clear the planes once. */
export function writePhases(g: usize, image: usize, planes: usize): void {
  if (copiesOf(g)) {
    writeCopiedPhases(g, image, planes);
    return;
  }
  const height = heightOf(g), width = widthOf(g), sy = strideYOf(g), sx = strideXOf(g), channels = channelsOf(g);
  const top = padTopOf(g), left = padLeftOf(g), rows = phaseRows(g), columns = phaseColumns(g);
  const line = <usize>(sy * width) << 2, step = <usize>columns << 2;
  for (let py = 0; py < sy; py++) {
    if (!meetsPhase(kernelHeightOf(g), dilationYOf(g), sy, py)) continue;
    const firstY = firstInPhase(py, top, sy), firstRow = (firstY + top) / sy;
    for (let px = 0; px < sx; px++) {
      if (!meetsPhase(kernelWidthOf(g), dilationXOf(g), sx, px)) continue;
      const firstX = firstInPhase(px, left, sx), firstColumn = (firstX + left) / sx, span = width - firstX;
      for (let c = 0; c < channels; c++) {
        let source = image + (<usize>((c * height + firstY) * width + firstX) << 2);
        let target = planes + (<usize>((((c * sy + py) * sx + px) * rows + firstRow) * columns + firstColumn) << 2);
        for (let y = firstY; y < height; y += sy) {
          if (sx == 1) copyFloats(target, source, span);
          else takeEvery(sx, target, source, span);
          source += line;
          target += step;
        }
      }
    }
  }
}

/** The same where padding cells hold copies of the image's cells. */
function writeCopiedPhases(g: usize, image: usize, planes: usize): void {
  const height = heightOf(g), width = widthOf(g), sy = strideYOf(g), sx = strideXOf(g);
  const top = padTopOf(g), left = padLeftOf(g), rows = phaseRows(g), columns = phaseColumns(g);
  for (let c = 0; c < channelsOf(g); c++) {
    const source = image + (<usize>(c * height * width) << 2);
    for (let y = -top; y < height + padBottomOf(g); y++) {
      const py = (y + top) % sy, qy = (y + top) / sy;
      const line = source + (<usize>(copiedCell(g, y, height) * width) << 2);
      for (let x = -left; x < width + padRightOf(g); x++) {
        const px = (x + left) % sx, qx = (x + left) / sx;
        const target = (((c * sy + py) * sx + px) * rows + qy) * columns + qx;
        f32.store(planes + (<usize>target << 2), f32.load(line + (<usize>copiedCell(g, x, width) << 2)));
      }
    }
  }
}

/** Whether any kernel cell of an axis falls into this phase. */
@inline
function meetsPhase(kernel: i32, dilation: i32, stride: i32, phase: i32): bool {
  for (let k = 0; k < kernel; k++) if ((k * dilation) % stride == phase) return true;
  return false;
}

/** The first cell of a line whose place in the padded line belongs to a phase. */
@inline
export function firstInPhase(phase: i32, before: i32, stride: i32): i32 {
  return (phase + stride - before % stride) % stride;
}

/** Copies every `stride`-th of `span` numbers. */
@inline
function takeEvery(stride: i32, target: usize, source: usize, span: i32): void {
  if (stride == 2)
    for (; span >= 8; span -= 8) {
      v128.store(target, evens(v128.load(source), v128.load(source, 16)));
      target += 16;
      source += 32;
    }
  for (; span > 0; span -= stride) {
    f32.store(target, f32.load(source));
    target += 4;
    source += <usize>stride << 2;
  }
}

@inline
export function copyFloats(target: usize, source: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(target, v128.load(source));
    target += 16;
    source += 16;
  }
  for (; i < count; i++) {
    f32.store(target, f32.load(source));
    target += 4;
    source += 4;
  }
}

import {
  channelsOf, copiesOf, copyFloats, dilationXOf, dilationYOf, filtersOf, flipsOf, heightOf, imageChannelsOf, imageFiltersOf,
  kernelHeightOf, kernelWidthOf, outHeightOf, outWidthOf, padBottomOf, padLeftOf, padRightOf, padTopOf, strideXOf, strideYOf, widthOf,
} from "./geometry";
import { highHalves, interleaveHigh, interleaveLow, lowHalves, upper } from "./lanes";
import { fromZero, store4, tiles4 } from "./tile";
import { cells, halfway, inputTiles, outputTiles, weightTiles } from "./winograd-tiles";

/*
 * 3x3 and 5x5 convolutions at stride 1 in Winograd's domain: tiles are transformed, multiplied in 36 matrix products
 * and transformed back. A sum runs over the channels (for a weight: over the tiles) in order, wherever a chunk ends,
 * so the numbers depend neither on threads nor on chunks. A number that is not finite reaches every output of
 * the tiles that read it: more than in the direct convolution, never fewer.
 */

/** Numbers of transformed tiles worked on at a time: within the second-level cache. */
const chunkFloats: i32 = 110_000;

@inline export function up4(count: i32): i32 { return (count + 3) & ~3; }
@inline export function up8(count: i32): i32 { return (count + 7) & ~7; }
@inline export function align(floats: i32): usize { return <usize>((floats + 15) & ~15) << 2; }
/**
 * Bytes from one cell's numbers to the next cell's: an odd number of cache lines. A transform writes or reads 36
 * places so far apart, and at a power of two they would all fall into the same few sets of the cache.
 */
@inline export function apart(floats: i32): usize { return <usize>(((floats + 15) >> 4) | 1) << 6; }
@inline export function allCells(floats: i32): usize { return <usize>cells * apart(floats); }
@inline export function tilesOf(size: i32, side: i32): i32 { return (size + side - 1) / side; }

/** Side of a tile of outputs: 4 for a kernel of 3x3, 2 for one of 5x5, so that both read 6x6 numbers. */
@inline export function sideOf(g: usize): i32 { return 7 - kernelHeightOf(g); }

/** Whether a window is one that Winograd's tiles serve; the geometry alone decides. */
function isServed(g: usize): bool {
  const size = kernelHeightOf(g);
  return (size == 3 || size == 5) && kernelWidthOf(g) == size && strideYOf(g) == 1 && strideXOf(g) == 1 &&
    dilationYOf(g) == 1 && dilationXOf(g) == 1 && !copiesOf(g) && !flipsOf(g) &&
    max(max(padTopOf(g), padBottomOf(g)), max(padLeftOf(g), padRightOf(g))) < size;
}

/** Transforms of 3x3 cost about as much as 8 channels; a tile that is mostly beyond the edge is wasted. */
function pays3(g: usize, height: i32, width: i32): bool {
  return channelsOf(g) >= 8 && filtersOf(g) >= 8 && 60 * tilesOf(height, 4) * tilesOf(width, 4) <= 9 * height * width;
}

/** 5x5 from so many channels and filters on where maps are narrow, which wastes the direct kernels' lanes, else from 16. */
function pays5(g: usize, channels: i32, filters: i32): bool {
  const rows = outHeightOf(g), columns = outWidthOf(g), c = channelsOf(g), f = filtersOf(g);
  if (7 * tilesOf(rows, 2) * tilesOf(columns, 2) > 2 * rows * columns) return false;
  return (c >= 16 && f >= 16) || (columns <= 12 && c >= channels && f >= filters);
}

export function winogradForward(g: usize): bool {
  return isServed(g) && (sideOf(g) == 4 ? pays3(g, outHeightOf(g), outWidthOf(g)) : pays5(g, 6, 8));
}
export function winogradWeight(g: usize): bool {
  return isServed(g) && (sideOf(g) == 4 ? pays3(g, outHeightOf(g), outWidthOf(g)) : pays5(g, 4, 8));
}
export function winogradInput(g: usize): bool {
  // Without padding the direct way scatters, which is slower than a correlation.
  const few = padTopOf(g) + padBottomOf(g) + padLeftOf(g) + padRightOf(g) == 0 ? 4 : 16;
  return isServed(g) && (sideOf(g) == 4 ? pays3(g, heightOf(g), widthOf(g)) : pays5(g, few, few));
}

/** Tiles that are transformed at a time, a multiple of 8. */
@inline export function chunkTiles(channels: i32, filters: i32): i32 {
  return min(64, max(8, (chunkFloats / (cells * (channels + filters))) & ~7));
}
@inline export function chunkImages(chunk: i32, tiles: i32): i32 { return max(1, chunk / tiles); }

/** Floats of a line of a padded image, of which whole tiles read eight at a time, and of all its lines. */
@inline export function lineFloats(columns: i32, side: i32): i32 { return side * tilesOf(columns, side) + 8 - side; }
@inline export function planeFloats(rows: i32, columns: i32, side: i32): i32 {
  return (side * tilesOf(rows, side) + 6 - side) * lineFloats(columns, side);
}
/** The same of a map's whole tiles. */
@inline export function mapFloats(rows: i32, columns: i32, side: i32): i32 {
  return side * tilesOf(rows, side) * side * tilesOf(columns, side);
}

function correlationScratch(channels: i32, filters: i32, rows: i32, columns: i32, side: i32): i32 {
  const chunk = chunkTiles(channels, filters), images = chunkImages(chunk, tilesOf(rows, side) * tilesOf(columns, side));
  const bytes = align(halfway / 4) + align(64) + align(4 * chunk) + allCells(up4(filters) * channels) +
    allCells(channels * chunk) + allCells(up4(filters) * chunk) + align(images * channels * planeFloats(rows, columns, side));
  return <i32>(bytes >> 2);
}

/** The weights' gradient, or that of the image spread tile by tile. */
function gradientScratch(channels: i32, filters: i32, rows: i32, columns: i32, side: i32): i32 {
  const chunk = chunkTiles(channels, filters), images = chunkImages(chunk, tilesOf(rows, side) * tilesOf(columns, side));
  const bytes = align(halfway / 4) + align(4 * chunk) + allCells(up8(channels) * chunk) + allCells(up8(filters) * chunk) +
    allCells(up8(channels) * up8(filters)) + align(images * up4(channels) * planeFloats(rows, columns, side)) +
    align(images * filters * mapFloats(rows, columns, side));
  return <i32>(bytes >> 2);
}

/** Floats of scratch that one thread needs, for the calls of this window that go through here. */
export function winogradScratch(g: usize): i32 {
  const channels = channelsOf(g), filters = filtersOf(g), side = sideOf(g), rows = outHeightOf(g), columns = outWidthOf(g);
  let most = 0;
  if (winogradForward(g)) most = correlationScratch(channels, filters, rows, columns, side);
  if (winogradWeight(g) || (side == 2 && winogradInput(g))) most = max(most, gradientScratch(channels, filters, rows, columns, side));
  if (side == 4 && winogradInput(g)) most = max(most, correlationScratch(filters, channels, heightOf(g), widthOf(g), side));
  return most;
}

/** Copies the planes of an image into padded ones, of which only the inside is written. */
@inline
export function pad(source: usize, planes: i32, height: i32, width: i32, target: usize, plane: usize, line: usize, top: i32, left: i32): void {
  const begin = target + <usize>top * line + (<usize>left << 2);
  for (let c = 0; c < planes; c++)
    for (let y = 0; y < height; y++)
      copyFloats(begin + <usize>c * plane + <usize>y * line, source + (<usize>((c * height + y) * width) << 2), width);
}

/** Floats of the transformed weights of a forward convolution. */
export function keptFloats(g: usize): i32 { return <i32>(allCells(up4(filtersOf(g)) * channelsOf(g)) >> 2); }

/** Transforms groups of four filters, `first` to `last`, for `winogradConvolve`. */
export function keepWeights(g: usize, w: usize, kept: usize, scratch: usize, first: i32, last: i32): void {
  const c = channelsOf(g), kernel = <usize>(kernelHeightOf(g) * kernelWidthOf(g)) << 2;
  transform(sideOf(g), w, <usize>c * kernel, kernel, false, c, filtersOf(g), scratch, kept, first, last);
}

/** Maps of groups of four filters in images `first` to `last` of y = x ⊗ w + bias; `kept`, unless 0, holds the transformed weights. */
export function winogradConvolve(
  g: usize, x: usize, w: usize, bias: usize, y: usize, scratch: usize, first: i32, last: i32, firstFour: i32, lastFour: i32, kept: usize,
): void {
  const c = channelsOf(g), kernel = <usize>(kernelHeightOf(g) * kernelWidthOf(g)) << 2;
  correlateTiles(sideOf(g), x, c, imageChannelsOf(g), heightOf(g), widthOf(g), padTopOf(g), padLeftOf(g), w, <usize>c * kernel, kernel, false, bias,
    y, filtersOf(g), imageFiltersOf(g), outHeightOf(g), outWidthOf(g), scratch, first, last, firstFour, lastFour, kept);
}

/** Images `first` to `last` of dx, for 3x3: the correlation of dy with the kernels turned and their channels swapped. */
export function winogradBackwardInput(g: usize, dy: usize, w: usize, dx: usize, scratch: usize, first: i32, last: i32): void {
  const c = channelsOf(g);
  correlateTiles(4, dy, filtersOf(g), imageFiltersOf(g), outHeightOf(g), outWidthOf(g), 2 - padTopOf(g), 2 - padLeftOf(g), w, 36, <usize>(c * 36), true, 0,
    dx, c, imageChannelsOf(g), heightOf(g), widthOf(g), scratch, first, last, 0, up4(c) >> 2, 0);
}

/** The weights of four filters at a time, `first` to `last`, in Winograd's domain. */
function transform(
  side: i32, w: usize, wFilter: usize, wChannel: usize, turned: bool, channels: i32, filters: i32, half: usize, U: usize, first: i32, last: i32,
): void {
  const step = apart(up4(filters) * channels);
  for (let f = 4 * first; f < 4 * last; f += 4)
    for (let c = 0; c < channels; c++) {
      const p0 = w + <usize>f * wFilter + <usize>c * wChannel;
      const p1 = f + 1 < filters ? p0 + wFilter : p0, p2 = f + 2 < filters ? p1 + wFilter : p0, p3 = f + 3 < filters ? p2 + wFilter : p0;
      weightTiles(p0, p1, p2, p3, side, turned, half, U + (<usize>(f * channels + 4 * c) << 2), step);
    }
}

function correlateTiles(
  side: i32, x: usize, channels: i32, imageChannels: i32, height: i32, width: i32, padTop: i32, padLeft: i32,
  w: usize, wFilter: usize, wChannel: usize, turned: bool, bias: usize,
  y: usize, filters: i32, imageFilters: i32, rows: i32, columns: i32, scratch: usize, first: i32, last: i32,
  firstFour: i32, lastFour: i32, kept: usize,
): void {
  const down = tilesOf(rows, side), across = tilesOf(columns, side), tiles = down * across;
  const chunk = chunkTiles(channels, filters), together = chunkImages(chunk, tiles);
  const half = scratch, out = half + align(halfway / 4), places = out + align(64), own = places + align(4 * chunk);
  const U = kept ? kept : own, V = own + allCells(up4(filters) * channels), M = V + allCells(channels * chunk);
  const planes = M + allCells(up4(filters) * chunk);
  const line = <usize>lineFloats(columns, side) << 2, plane = <usize>planeFloats(rows, columns, side) << 2, image = <usize>channels * plane;
  const uStep = apart(up4(filters) * channels);

  if (!kept) transform(side, w, wFilter, wChannel, turned, channels, filters, half, U, firstFour, lastFour);
  memory.fill(planes, 0, <usize>together * image);

  const fromFilter = 4 * firstFour, toFilter = min(filters, 4 * lastFour);
  for (let n = first; n < last; n += together) {
    const images = min(together, last - n);
    for (let i = 0; i < images; i++)
      pad(x + (<usize>((n + i) * imageChannels * height * width) << 2), channels, height, width, planes + <usize>i * image, plane, line, padTop, padLeft);
    for (let from = 0; from < images * tiles; from += chunk) {
      const count = min(chunk, images * tiles - from), wide = up8(count);
      const vStep = apart(channels * wide), mStep = apart(up4(filters) * wide), mRow = <usize>wide << 2;
      // Where a tile is read, where it is written, and how much of it lies inside; missing ones repeat the first.
      for (let t = 0; t < wide; t++) {
        const index = t < count ? from + t : from;
        const i = index / tiles, tile = index - i * tiles, ty = tile / across, tx = tile - ty * across;
        const place = places + (<usize>t << 4);
        const top = side * ty, left = side * tx;
        store<u32>(place, <u32>(<usize>i * image + <usize>top * line + (<usize>left << 2)));
        store<u32>(place, ((n + i) * imageFilters * rows * columns + top * columns + left) << 2, 4);
        store<i32>(place, t < count ? min(side, columns - left) : 0, 8);
        store<i32>(place, t < count ? min(side, rows - top) : 0, 12);
      }
      for (let t = 0; t < wide; t += 4) {
        const place = places + (<usize>t << 4);
        const p0 = planes + <usize>load<u32>(place), p1 = planes + <usize>load<u32>(place, 16);
        const p2 = planes + <usize>load<u32>(place, 32), p3 = planes + <usize>load<u32>(place, 48);
        const target = V + (<usize>((t >> 3) * channels) << 5) + (<usize>(t & 4) << 2);
        for (let c = 0; c < channels; c++) {
          const at = <usize>c * plane;
          inputTiles(p0 + at, p1 + at, p2 + at, p3 + at, line, half, target + (<usize>c << 5), vStep);
        }
      }
      for (let cell: usize = 0; cell < <usize>cells; cell++)
        for (let f = fromFilter; f < toFilter; f += 4)
          tiles4(U + cell * uStep + (<usize>(f * channels) << 2), 16, 0, V + cell * vStep, <usize>channels << 5, channels,
            M + cell * mStep + <usize>f * mRow, mRow, 32, fromZero, 0, 0, wide >> 3);
      for (let f = fromFilter; f < toFilter; f++) {
        const add = bias ? v128.load_splat<f32>(bias + (<usize>f << 2)) : f32x4.splat(0);
        const map = y + (<usize>(f * rows * columns) << 2);
        for (let t = 0; t < wide; t += 4) {
          outputTiles(M + <usize>f * mRow + (<usize>t << 2), mStep, side, half, out);
          const place = places + (<usize>t << 4);
          if (side == 2) writeTiles2(out, add, map, place, <usize>columns << 2);
          else writeTiles4(out, add, map, place, <usize>columns << 2);
        }
      }
    }
  }
}

/** Stores four tiles of side 4, whose rows lie as vectors across the tiles, each at its own place. */
@inline
function writeTiles4(out: usize, add: v128, map: usize, place: usize, line: usize): void {
  const q0 = map + <usize>load<u32>(place, 4), q1 = map + <usize>load<u32>(place, 20);
  const q2 = map + <usize>load<u32>(place, 36), q3 = map + <usize>load<u32>(place, 52);
  const c0 = load<i32>(place, 8), c1 = load<i32>(place, 24), c2 = load<i32>(place, 40), c3 = load<i32>(place, 56);
  const r0 = load<i32>(place, 12), r1 = load<i32>(place, 28), r2 = load<i32>(place, 44), r3 = load<i32>(place, 60);
  for (let i = 0; i < 4; i++) {
    const o = out + (<usize>i << 6), down = <usize>i * line;
    const a = f32x4.add(v128.load(o), add), b = f32x4.add(v128.load(o, 16), add);
    const c = f32x4.add(v128.load(o, 32), add), d = f32x4.add(v128.load(o, 48), add);
    const t0 = interleaveLow(a, b), t1 = interleaveLow(c, d);
    const t2 = interleaveHigh(a, b), t3 = interleaveHigh(c, d);
    if (i < r0) store4(q0 + down, lowHalves(t0, t1), c0);
    if (i < r1) store4(q1 + down, highHalves(t0, t1), c1);
    if (i < r2) store4(q2 + down, lowHalves(t2, t3), c2);
    if (i < r3) store4(q3 + down, highHalves(t2, t3), c3);
  }
}

/** The same for tiles of side 2. */
@inline
function writeTiles2(out: usize, add: v128, map: usize, place: usize, line: usize): void {
  const a = f32x4.add(v128.load(out), add), b = f32x4.add(v128.load(out, 16), add);
  const c = f32x4.add(v128.load(out, 64), add), d = f32x4.add(v128.load(out, 80), add);
  const top01 = interleaveLow(a, b), low01 = interleaveLow(c, d);
  const top23 = interleaveHigh(a, b), low23 = interleaveHigh(c, d);
  writeTile2(map, place, line, top01, low01);
  writeTile2(map, place + 16, line, upper(top01), upper(low01));
  writeTile2(map, place + 32, line, top23, low23);
  writeTile2(map, place + 48, line, upper(top23), upper(low23));
}

@inline
function writeTile2(map: usize, place: usize, line: usize, top: v128, low: v128): void {
  const target = map + <usize>load<u32>(place, 4), columns = load<i32>(place, 8), rows = load<i32>(place, 12);
  if (columns == 2) {
    v128.store64_lane(target, top, 0);
    if (rows == 2) v128.store64_lane(target + line, low, 0);
  } else if (columns == 1) {
    f32.store(target, f32x4.extract_lane(top, 0));
    if (rows == 2) f32.store(target + line, f32x4.extract_lane(low, 0));
  }
}

import {
  channelsOf, copiesOf, copyFloats, dilationXOf, dilationYOf, filtersOf, flipsOf, heightOf, imageChannelsOf, imageFiltersOf,
  kernelHeightOf, kernelWidthOf, outHeightOf, outWidthOf, padBottomOf, padLeftOf, padRightOf, padTopOf, strideXOf, strideYOf, widthOf,
} from "./geometry";
import { fromZero, store4, tile4 } from "./tile";
import { cells, gradientTiles, halfway, inputTiles, kernelTiles, outputTiles, weightTiles } from "./winograd-tiles";

/*
 * 3x3 convolutions at stride 1 in Winograd's domain: tiles are transformed, multiplied in 36 matrix products and
 * transformed back. A sum runs over the channels (for a weight: over the tiles) in order, wherever a chunk ends,
 * so the numbers depend neither on threads nor on chunks. A number that is not finite reaches every output of
 * the tiles that read it: more than in the direct convolution, never fewer.
 */

/** Numbers of transformed tiles worked on at a time: within the second-level cache. */
const chunkFloats: i32 = 110_000;

@inline function up4(count: i32): i32 { return (count + 3) & ~3; }
@inline function up8(count: i32): i32 { return (count + 7) & ~7; }
@inline function align(floats: i32): usize { return <usize>((floats + 15) & ~15) << 2; }
@inline function tilesOf(size: i32): i32 { return (size + 3) >> 2; }

@inline
function pays(channels: i32, filters: i32, height: i32, width: i32): bool {
  // Transforms cost about as much as 8 channels; a tile that is mostly beyond the edge is wasted.
  return channels >= 8 && filters >= 8 && 60 * tilesOf(height) * tilesOf(width) <= 9 * height * width;
}

/** Whether a window is one that Winograd's tiles serve; the geometry alone decides. */
function isPlain3x3(g: usize): bool {
  return kernelHeightOf(g) == 3 && kernelWidthOf(g) == 3 && strideYOf(g) == 1 && strideXOf(g) == 1 &&
    dilationYOf(g) == 1 && dilationXOf(g) == 1 && !copiesOf(g) && !flipsOf(g) &&
    max(max(padTopOf(g), padBottomOf(g)), max(padLeftOf(g), padRightOf(g))) <= 2;
}
export function winogradForward(g: usize): bool {
  return isPlain3x3(g) && pays(channelsOf(g), filtersOf(g), outHeightOf(g), outWidthOf(g));
}
export function winogradBackward(g: usize): bool {
  return isPlain3x3(g) && pays(channelsOf(g), filtersOf(g), heightOf(g), widthOf(g));
}

/** Tiles that are transformed at a time, a multiple of 8. */
@inline function chunkTiles(channels: i32, filters: i32): i32 {
  return min(64, max(8, (chunkFloats / (cells * (channels + filters))) & ~7));
}
@inline function chunkImages(chunk: i32, tiles: i32): i32 { return max(1, chunk / tiles); }

/** Floats of padded images: rows and columns that whole tiles read. */
@inline function planeFloats(rows: i32, columns: i32, border: i32): i32 {
  return (4 * tilesOf(rows) + border) * (4 * tilesOf(columns) + 2 * border);
}

function correlationScratch(channels: i32, filters: i32, rows: i32, columns: i32): i32 {
  const chunk = chunkTiles(channels, filters), images = chunkImages(chunk, tilesOf(rows) * tilesOf(columns));
  const bytes = align(halfway / 4) + align(64) + align(4 * chunk) + align(cells * up4(filters) * channels) +
    align(cells * channels * chunk) + align(cells * filters * chunk) + align(images * channels * planeFloats(rows, columns, 2));
  return <i32>(bytes >> 2);
}

/** Floats of scratch that one thread needs, for the calls of this window that go through here. */
export function winogradScratch(g: usize): i32 {
  const channels = channelsOf(g), filters = filtersOf(g);
  let most = 0;
  if (winogradForward(g)) {
    most = correlationScratch(channels, filters, outHeightOf(g), outWidthOf(g));
    const chunk = chunkTiles(channels, filters), images = chunkImages(chunk, tilesOf(outHeightOf(g)) * tilesOf(outWidthOf(g)));
    const bytes = align(halfway / 4) + align(4 * chunk) + align(cells * up4(channels) * chunk) + align(cells * up8(filters) * chunk) +
      align(cells * channels * up4(filters)) + align(images * channels * planeFloats(outHeightOf(g), outWidthOf(g), 2)) +
      align(images * filters * planeFloats(outHeightOf(g), outWidthOf(g), 0));
    most = max(most, <i32>(bytes >> 2));
  }
  if (winogradBackward(g)) most = max(most, correlationScratch(filters, channels, heightOf(g), widthOf(g)));
  return most;
}

/** Copies the planes of an image into padded ones, of which only the inside is written. */
@inline
function pad(source: usize, planes: i32, height: i32, width: i32, target: usize, plane: usize, line: usize, top: i32, left: i32): void {
  const begin = target + <usize>top * line + (<usize>left << 2);
  for (let c = 0; c < planes; c++)
    for (let y = 0; y < height; y++)
      copyFloats(begin + <usize>c * plane + <usize>y * line, source + (<usize>((c * height + y) * width) << 2), width);
}

/** Images `first` to `last` of y = x ⊗ w + bias. */
export function winogradConvolve(g: usize, x: usize, w: usize, bias: usize, y: usize, scratch: usize, first: i32, last: i32): void {
  const c = channelsOf(g);
  correlateTiles(x, c, imageChannelsOf(g), heightOf(g), widthOf(g), padTopOf(g), padLeftOf(g), w, <usize>(c * 36), 36, false, bias,
    y, filtersOf(g), imageFiltersOf(g), outHeightOf(g), outWidthOf(g), scratch, first, last);
}

/** Images `first` to `last` of dx: the correlation of dy with the kernels turned and their channels swapped. */
export function winogradBackwardInput(g: usize, dy: usize, w: usize, dx: usize, scratch: usize, first: i32, last: i32): void {
  const c = channelsOf(g);
  correlateTiles(dy, filtersOf(g), imageFiltersOf(g), outHeightOf(g), outWidthOf(g), 2 - padTopOf(g), 2 - padLeftOf(g), w, 36, <usize>(c * 36), true, 0,
    dx, c, imageChannelsOf(g), heightOf(g), widthOf(g), scratch, first, last);
}

function correlateTiles(
  x: usize, channels: i32, imageChannels: i32, height: i32, width: i32, top: i32, left: i32,
  w: usize, wFilter: usize, wChannel: usize, turned: bool, bias: usize,
  y: usize, filters: i32, imageFilters: i32, rows: i32, columns: i32, scratch: usize, first: i32, last: i32,
): void {
  const down = tilesOf(rows), across = tilesOf(columns), tiles = down * across;
  const chunk = chunkTiles(channels, filters), together = chunkImages(chunk, tiles);
  const half = scratch, out = half + align(halfway / 4), places = out + align(64), U = places + align(4 * chunk);
  const V = U + align(cells * up4(filters) * channels), M = V + align(cells * channels * chunk);
  const planes = M + align(cells * filters * chunk);
  const line = <usize>(4 * across + 4) << 2, plane = <usize>planeFloats(rows, columns, 2) << 2, image = <usize>channels * plane;
  const uStep = <usize>(up4(filters) * channels) << 2;

  for (let f = 0; f < filters; f += 4)
    for (let c = 0; c < channels; c++) {
      const p0 = w + <usize>f * wFilter + <usize>c * wChannel;
      const p1 = f + 1 < filters ? p0 + wFilter : p0, p2 = f + 2 < filters ? p1 + wFilter : p0, p3 = f + 3 < filters ? p2 + wFilter : p0;
      weightTiles(p0, p1, p2, p3, turned, half, U + (<usize>(f * channels + 4 * c) << 2), uStep);
    }
  memory.fill(planes, 0, <usize>together * image);

  for (let n = first; n < last; n += together) {
    const images = min(together, last - n);
    for (let i = 0; i < images; i++)
      pad(x + (<usize>((n + i) * imageChannels * height * width) << 2), channels, height, width, planes + <usize>i * image, plane, line, top, left);
    for (let from = 0; from < images * tiles; from += chunk) {
      const count = min(chunk, images * tiles - from), wide = up8(count);
      const vStep = <usize>(channels * wide) << 2, mStep = <usize>(filters * wide) << 2, mRow = <usize>wide << 2;
      // Where a tile is read, where it is written, and how much of it lies inside; missing ones repeat the first.
      for (let t = 0; t < wide; t++) {
        const index = t < count ? from + t : from;
        const i = index / tiles, tile = index - i * tiles, ty = tile / across, tx = tile - ty * across;
        const place = places + (<usize>t << 4);
        store<u32>(place, <u32>(<usize>i * image + <usize>(4 * ty) * line + (<usize>(4 * tx) << 2)));
        store<u32>(place, ((n + i) * imageFilters * rows * columns + 4 * ty * columns + 4 * tx) << 2, 4);
        store<i32>(place, t < count ? min(4, columns - 4 * tx) : 0, 8);
        store<i32>(place, t < count ? min(4, rows - 4 * ty) : 0, 12);
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
        for (let t = 0; t < wide; t += 8) {
          const b = V + cell * vStep + (<usize>((t >> 3) * channels) << 5);
          for (let f = 0; f < filters; f += 4)
            tile4(U + cell * uStep + (<usize>(f * channels) << 2), 16, b, channels,
              M + cell * mStep + <usize>f * mRow + (<usize>t << 2), mRow, fromZero, 0, min(4, filters - f), 8);
        }
      for (let f = 0; f < filters; f++) {
        const add = bias ? v128.load_splat<f32>(bias + (<usize>f << 2)) : f32x4.splat(0);
        const map = y + (<usize>(f * rows * columns) << 2);
        for (let t = 0; t < wide; t += 4) {
          outputTiles(M + <usize>f * mRow + (<usize>t << 2), mStep, half, out);
          writeTiles(out, add, map, places + (<usize>t << 4), <usize>columns << 2);
        }
      }
    }
  }
}

/** Stores four tiles, whose rows lie as vectors across the tiles, each at its own place. */
@inline
function writeTiles(out: usize, add: v128, map: usize, place: usize, line: usize): void {
  const q0 = map + <usize>load<u32>(place, 4), q1 = map + <usize>load<u32>(place, 20);
  const q2 = map + <usize>load<u32>(place, 36), q3 = map + <usize>load<u32>(place, 52);
  const c0 = load<i32>(place, 8), c1 = load<i32>(place, 24), c2 = load<i32>(place, 40), c3 = load<i32>(place, 56);
  const r0 = load<i32>(place, 12), r1 = load<i32>(place, 28), r2 = load<i32>(place, 44), r3 = load<i32>(place, 60);
  for (let i = 0; i < 4; i++) {
    const o = out + (<usize>i << 6), down = <usize>i * line;
    const a = f32x4.add(v128.load(o), add), b = f32x4.add(v128.load(o, 16), add);
    const c = f32x4.add(v128.load(o, 32), add), d = f32x4.add(v128.load(o, 48), add);
    const t0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5), t1 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const t2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7), t3 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    if (i < r0) store4(q0 + down, v128.shuffle<f32>(t0, t1, 0, 1, 4, 5), c0);
    if (i < r1) store4(q1 + down, v128.shuffle<f32>(t0, t1, 2, 3, 6, 7), c1);
    if (i < r2) store4(q2 + down, v128.shuffle<f32>(t2, t3, 0, 1, 4, 5), c2);
    if (i < r3) store4(q3 + down, v128.shuffle<f32>(t2, t3, 2, 3, 6, 7), c3);
  }
}

/**
 * The weights' gradient from images `first` to `last`, to `partial` [channel][cell][filters rounded up to 4]. In
 * the transformed domain it is a product over all tiles: dU = V · (A dy Aᵀ)ᵀ, then Gᵀ dU G.
 */
export function winogradBackwardWeight(g: usize, x: usize, dy: usize, partial: usize, scratch: usize, first: i32, last: i32): void {
  const channels = channelsOf(g), filters = filtersOf(g), filters4 = up4(filters);
  const height = heightOf(g), width = widthOf(g), rows = outHeightOf(g), columns = outWidthOf(g);
  const across = tilesOf(columns), tiles = tilesOf(rows) * across;
  const chunk = chunkTiles(channels, filters), together = chunkImages(chunk, tiles);
  const half = scratch, places = half + align(halfway / 4), V = places + align(4 * chunk);
  const D = V + align(cells * up4(channels) * chunk), U = D + align(cells * up8(filters) * chunk);
  const planes = U + align(cells * channels * filters4);
  const line = <usize>(4 * across + 4) << 2, plane = <usize>planeFloats(rows, columns, 2) << 2, image = <usize>channels * plane;
  const maps = planes + align(together * channels * planeFloats(rows, columns, 2));
  const mapLine = <usize>(4 * across) << 2, map = <usize>planeFloats(rows, columns, 0) << 2, maps1 = <usize>filters * map;
  const uStep = <usize>(channels * filters4) << 2, uRow = <usize>filters4 << 2;
  memory.fill(U, 0, <usize>cells * uStep);
  memory.fill(planes, 0, <usize>together * image);
  memory.fill(maps, 0, <usize>together * maps1);

  for (let n = first; n < last; n += together) {
    const images = min(together, last - n);
    for (let i = 0; i < images; i++) {
      pad(x + (<usize>((n + i) * imageChannelsOf(g) * height * width) << 2), channels, height, width, planes + <usize>i * image, plane, line, padTopOf(g), padLeftOf(g));
      pad(dy + (<usize>((n + i) * imageFiltersOf(g) * rows * columns) << 2), filters, rows, columns, maps + <usize>i * maps1, map, mapLine, 0, 0);
    }
    for (let from = 0; from < images * tiles; from += chunk) {
      const count = min(chunk, images * tiles - from);
      const vStep = <usize>(up4(channels) * count) << 2, dStep = <usize>(up8(filters) * count) << 2;
      for (let t = 0; t < count; t++) {
        const i = (from + t) / tiles, tile = from + t - i * tiles, ty = tile / across, tx = tile - ty * across;
        const source = planes + <usize>i * image + <usize>(4 * ty) * line + (<usize>(4 * tx) << 2);
        for (let c = 0; c < channels; c += 4) {
          const p0 = source + <usize>c * plane;
          const p1 = c + 1 < channels ? p0 + plane : p0, p2 = c + 2 < channels ? p1 + plane : p0, p3 = c + 3 < channels ? p2 + plane : p0;
          inputTiles(p0, p1, p2, p3, line, half, V + (<usize>(c * count + 4 * t) << 2), vStep);
        }
        const gradient = maps + <usize>i * maps1 + <usize>(4 * ty) * mapLine + (<usize>(4 * tx) << 2);
        for (let f = 0; f < filters; f += 4) {
          const p0 = gradient + <usize>f * map;
          const p1 = f + 1 < filters ? p0 + map : p0, p2 = f + 2 < filters ? p1 + map : p0, p3 = f + 3 < filters ? p2 + map : p0;
          gradientTiles(p0, p1, p2, p3, mapLine, half, D + (<usize>((f & ~7) * count + 8 * t + (f & 4)) << 2), dStep);
        }
      }
      for (let cell: usize = 0; cell < <usize>cells; cell++)
        for (let f = 0; f < filters4; f += 8)
          for (let c = 0; c < channels; c += 4)
            tile4(V + cell * vStep + (<usize>(c * count) << 2), 16, D + cell * dStep + (<usize>(f * count) << 2), count,
              U + cell * uStep + <usize>c * uRow + (<usize>f << 2), uRow, 1, 0, min(4, channels - c), min(8, filters4 - f));
    }
  }
  for (let c = 0; c < channels; c++)
    for (let f = 0; f < filters4; f += 4)
      kernelTiles(U + <usize>c * uRow + (<usize>f << 2), uStep, half, partial + (<usize>(c * 9 * filters4 + f) << 2), uRow);
}

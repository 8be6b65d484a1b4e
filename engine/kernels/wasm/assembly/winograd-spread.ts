import {
  channelsOf, copyFloats, filtersOf, heightOf, imageChannelsOf, imageFiltersOf, outHeightOf, outWidthOf, padLeftOf, padTopOf, widthOf,
} from "./geometry";
import { fromZero, tiles4 } from "./tile";
import { align, allCells, apart, chunkImages, chunkTiles, lineFloats, mapFloats, pad, planeFloats, sideOf, tilesOf, up4, up8 } from "./winograd";
import { cells, gradientTiles, halfway, spreadTiles, weightTiles } from "./winograd-tiles";

/**
 * Images `first` to `last` of dx, for 5x5: the forward convolution read backwards, tile by tile. In the transformed
 * domain it is a product, dV = Uᵀ (A dy Aᵀ); B dV Bᵀ is then added to the six by six cells that the tile was
 * computed from. A correlation would take more tiles: those of the larger image.
 */
export function winogradSpread(g: usize, dy: usize, w: usize, dx: usize, scratch: usize, first: i32, last: i32): void {
  const channels = channelsOf(g), filters = filtersOf(g), channels8 = up8(channels);
  const height = heightOf(g), width = widthOf(g), rows = outHeightOf(g), columns = outWidthOf(g), side = sideOf(g);
  const across = tilesOf(columns, side), tiles = tilesOf(rows, side) * across;
  const chunk = chunkTiles(channels, filters), together = chunkImages(chunk, tiles);
  const half = scratch, M = half + align(halfway / 4) + align(4 * chunk), D = M + allCells(channels8 * chunk);
  const U = D + allCells(up8(filters) * chunk), planes = U + allCells(channels8 * up8(filters));
  // Missing channels of the last four have planes too: what is added there is zero and goes nowhere.
  const line = <usize>lineFloats(columns, side) << 2, plane = <usize>planeFloats(rows, columns, side) << 2;
  const image = <usize>up4(channels) * plane, maps = planes + <usize>together * image;
  const mapLine = <usize>(side * across) << 2, map = <usize>mapFloats(rows, columns, side) << 2, maps1 = <usize>filters * map;
  const kernel = <usize>((7 - side) * (7 - side)) << 2, wFilter = <usize>channels * kernel;
  const uStep = apart(channels8 * filters);

  // Panels of eight channels, step by step over the filters.
  memory.fill(U, 0, <usize>cells * uStep);
  for (let c = 0; c < channels; c += 4)
    for (let f = 0; f < filters; f++) {
      const p0 = w + <usize>f * wFilter + <usize>c * kernel;
      const p1 = c + 1 < channels ? p0 + kernel : p0, p2 = c + 2 < channels ? p1 + kernel : p0, p3 = c + 3 < channels ? p2 + kernel : p0;
      weightTiles(p0, p1, p2, p3, side, false, half, U + (<usize>((c & ~7) * filters + 8 * f + (c & 4)) << 2), uStep);
    }
  memory.fill(maps, 0, <usize>together * maps1);

  for (let n = first; n < last; n += together) {
    const images = min(together, last - n);
    memory.fill(planes, 0, <usize>images * image);
    for (let i = 0; i < images; i++)
      pad(dy + (<usize>((n + i) * imageFiltersOf(g) * rows * columns) << 2), filters, rows, columns, maps + <usize>i * maps1, map, mapLine, 0, 0);
    for (let from = 0; from < images * tiles; from += chunk) {
      const count = min(chunk, images * tiles - from);
      const dStep = apart(up4(count) * filters), mStep = apart(up4(count) * channels8);
      for (let t = 0; t < count; t += 4) {
        const p0 = maps + mapPlace(from + t, tiles, across, side, maps1, mapLine);
        const p1 = t + 1 < count ? maps + mapPlace(from + t + 1, tiles, across, side, maps1, mapLine) : p0;
        const p2 = t + 2 < count ? maps + mapPlace(from + t + 2, tiles, across, side, maps1, mapLine) : p0;
        const p3 = t + 3 < count ? maps + mapPlace(from + t + 3, tiles, across, side, maps1, mapLine) : p0;
        for (let f = 0; f < filters; f++) {
          const at = <usize>f * map;
          gradientTiles(p0 + at, p1 + at, p2 + at, p3 + at, mapLine, side, half, D + (<usize>(t * filters + 4 * f) << 2), dStep);
        }
      }
      for (let cell: usize = 0; cell < <usize>cells; cell++)
        for (let c = 0; c < channels; c += 8)
          tiles4(D + cell * dStep, 16, <usize>filters << 4, U + cell * uStep + (<usize>(c * filters) << 2), 0, filters,
            M + cell * mStep + (<usize>c << 2), <usize>channels8 << 2, <usize>channels8 << 4, fromZero, 0, 0, up4(count) >> 2);
      for (let t = 0; t < count; t++) {
        const place = planes + mapPlace(from + t, tiles, across, side, image, line);
        for (let c = 0; c < channels; c += 4) {
          const p = place + <usize>c * plane;
          spreadTiles(M + (<usize>(t * channels8 + c) << 2), mStep, half, p, p + plane, p + 2 * plane, p + 3 * plane, line);
        }
      }
    }
    for (let i = 0; i < images; i++)
      for (let c = 0; c < channels; c++)
        for (let y = 0; y < height; y++)
          copyFloats(
            dx + (<usize>((((n + i) * imageChannelsOf(g) + c) * height + y) * width) << 2),
            planes + <usize>i * image + <usize>c * plane + <usize>(y + padTopOf(g)) * line + (<usize>padLeftOf(g) << 2), width,
          );
  }
}

/** Where a tile begins, among images of `image` bytes with lines of `line` bytes. */
@inline
function mapPlace(index: i32, tiles: i32, across: i32, side: i32, image: usize, line: usize): usize {
  const i = index / tiles, tile = index - i * tiles, ty = tile / across, tx = tile - ty * across;
  return <usize>i * image + <usize>(side * ty) * line + (<usize>(side * tx) << 2);
}

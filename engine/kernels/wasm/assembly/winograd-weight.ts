import {
  channelsOf, filtersOf, heightOf, imageChannelsOf, imageFiltersOf, kernelHeightOf, kernelWidthOf, outHeightOf, outWidthOf, padLeftOf,
  padTopOf, widthOf,
} from "./geometry";
import { fromTarget, tiles4 } from "./tile";
import { align, allCells, apart, chunkImages, chunkTiles, lineFloats, mapFloats, pad, planeFloats, sideOf, tilesOf, up4, up8 } from "./winograd";
import { cells, gradientTiles, halfway, inputTiles, kernelTiles } from "./winograd-tiles";

/**
 * The weights' gradient from images `first` to `last`, to `partial` [channel][cell][filters rounded up to 4]. In
 * the transformed domain it is a product over all tiles: dU = V · (A dy Aᵀ)ᵀ, then Gᵀ dU G.
 */
export function winogradBackwardWeight(g: usize, x: usize, dy: usize, partial: usize, scratch: usize, first: i32, last: i32): void {
  const channels = channelsOf(g), filters = filtersOf(g), filters4 = up4(filters), filters8 = up8(filters);
  const height = heightOf(g), width = widthOf(g), rows = outHeightOf(g), columns = outWidthOf(g), side = sideOf(g);
  const across = tilesOf(columns, side), tiles = tilesOf(rows, side) * across;
  const chunk = chunkTiles(channels, filters), together = chunkImages(chunk, tiles);
  const half = scratch, places = half + align(halfway / 4), V = places + align(4 * chunk);
  const D = V + allCells(up4(channels) * chunk), U = D + allCells(up8(filters) * chunk);
  const planes = U + allCells(up8(channels) * filters8);
  const line = <usize>lineFloats(columns, side) << 2, plane = <usize>planeFloats(rows, columns, side) << 2, image = <usize>channels * plane;
  const maps = planes + align(together * channels * planeFloats(rows, columns, side));
  const mapLine = <usize>(side * across) << 2, map = <usize>mapFloats(rows, columns, side) << 2, maps1 = <usize>filters * map;
  const uStep = apart(up4(channels) * filters8), uRow = <usize>filters8 << 2;
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
      const vStep = apart(up4(channels) * count), dStep = apart(up8(filters) * count);
      for (let t = 0; t < count; t++) {
        const i = (from + t) / tiles, tile = from + t - i * tiles, ty = tile / across, tx = tile - ty * across;
        const source = planes + <usize>i * image + <usize>(side * ty) * line + (<usize>(side * tx) << 2);
        for (let c = 0; c < channels; c += 4) {
          const p0 = source + <usize>c * plane;
          const p1 = c + 1 < channels ? p0 + plane : p0, p2 = c + 2 < channels ? p1 + plane : p0, p3 = c + 3 < channels ? p2 + plane : p0;
          inputTiles(p0, p1, p2, p3, line, half, V + (<usize>(c * count + 4 * t) << 2), vStep);
        }
        const gradient = maps + <usize>i * maps1 + <usize>(side * ty) * mapLine + (<usize>(side * tx) << 2);
        for (let f = 0; f < filters; f += 4) {
          const p0 = gradient + <usize>f * map;
          const p1 = f + 1 < filters ? p0 + map : p0, p2 = f + 2 < filters ? p1 + map : p0, p3 = f + 3 < filters ? p2 + map : p0;
          gradientTiles(p0, p1, p2, p3, mapLine, side, half, D + (<usize>((f & ~7) * count + 8 * t + (f & 4)) << 2), dStep);
        }
      }
      for (let cell: usize = 0; cell < <usize>cells; cell++)
        for (let c = 0; c < channels; c += 4)
          tiles4(V + cell * vStep + (<usize>(c * count) << 2), 16, 0, D + cell * dStep, <usize>count << 5, count,
            U + cell * uStep + <usize>c * uRow, uRow, 32, fromTarget, 0, 0, filters8 >> 3);
    }
  }
  const kernel = kernelHeightOf(g) * kernelWidthOf(g);
  for (let c = 0; c < channels; c++)
    for (let f = 0; f < filters4; f += 4)
      kernelTiles(U + <usize>c * uRow + (<usize>f << 2), uStep, side, half, partial + (<usize>(c * kernel * filters4 + f) << 2), <usize>filters4 << 2);
}

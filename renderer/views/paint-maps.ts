import { type ColourMap, colourCount, packColour } from "./colour-maps.ts";
import { type Surface, surfaceOf } from "./surface.ts";
import { components, palette } from "./theme.ts";
import { summarise } from "./values.ts";

/** One map inside a tensor: `height`×`width` values, row-major, from `offset` on. */
export interface MapPlane {
  readonly values: Float32Array;
  readonly offset: number;
  readonly height: number;
  readonly width: number;
}

/** How a map fills a square of `room` device pixels: each value `factor` pixels wide, or every `step`th value. */
export interface Magnification {
  readonly factor: number;
  readonly step: number;
}

/** The largest whole factor that fits; where even 1 is too large, the smallest whole step that does. */
export function magnification(height: number, width: number, room: number): Magnification {
  const longest = Math.max(1, height, width);
  const factor = Math.floor(room / longest);
  return factor >= 1 ? { factor, step: 1 } : { factor: 1, step: Math.ceil(longest / Math.max(1, room)) };
}

/**
 * Where the pixels of a picture lie that is drawn as large as fits in `most` CSS pixels: the side of the square to draw
 * it in, the pixels of the screen for one of its own, and where it begins. Something laid over it fits exactly.
 */
export function pictureFrame(
  { height, width }: { readonly height: number; readonly width: number },
  most: number,
): { readonly side: number; readonly scale: number; readonly top: number; readonly left: number } {
  const { factor, step } = magnification(height, width, most);
  const [rows, columns] = [Math.ceil(height / step) * factor, Math.ceil(width / step) * factor];
  const side = Math.max(rows, columns);
  return {
    side,
    scale: factor / step,
    top: Math.floor((side - rows) / 2),
    left: Math.floor((side - columns) / 2),
  };
}

/** The two ends of a scale. Without it every map uses its own minimum and maximum. */
export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

/**
 * Draws maps side by side, each centred in a square of `cell` CSS pixels, at whole-pixel factors, nearest
 * neighbour. Values that are not finite are hatched red.
 */
export function paintMaps(
  canvas: HTMLCanvasElement,
  planes: readonly MapPlane[],
  colours: ColourMap,
  cell: number,
  gap: number,
  range?: ValueRange,
): void {
  const surface = surfaceOf(canvas, planes.length * cell + Math.max(0, planes.length - 1) * gap, cell);
  if (!surface) return;
  planes.forEach((plane, index) => {
    const left = Math.round(index * (cell + gap) * surface.ratio);
    paintPlane(surface, plane, colours, left, Math.round(cell * surface.ratio), range);
  });
  surface.show();
}

function paintPlane(
  surface: Surface,
  plane: MapPlane,
  colours: ColourMap,
  left: number,
  room: number,
  range: ValueRange | undefined,
): void {
  const { values, offset, height, width } = plane;
  const { factor, step } = magnification(height, width, room);
  const rows = Math.ceil(height / step);
  const columns = Math.ceil(width / step);
  const originX = left + Math.floor((room - columns * factor) / 2);
  const originY = Math.floor((room - rows * factor) / 2);
  const own = range ?? ownRange(plane);
  const scale = own.high > own.low ? (colourCount - 1) / (own.high - own.low) : 0;
  const hatch = hatchColours();
  for (let row = 0; row < rows; row++) {
    const y = originY + row * factor;
    const from = y * surface.width + originX;
    let to = from;
    let allFinite = true;
    for (let column = 0; column < columns; column++) {
      const value = values[offset + row * step * width + column * step] ?? Number.NaN;
      allFinite &&= Number.isFinite(value);
      const index = Math.max(0, Math.min(colourCount - 1, Math.round((value - own.low) * scale)));
      const colour = colours[index] ?? 0;
      for (const end = to + factor; to < end; to++) surface.pixels[to] = colour;
    }
    // Line by line, copied as often as a value is high: a call for each value takes three times as long.
    for (let line = 1; line < factor; line++)
      surface.pixels.copyWithin(from + line * surface.width, from, to);
    if (allFinite) continue;
    for (let column = 0; column < columns; column++)
      if (!Number.isFinite(values[offset + row * step * width + column * step]))
        fillHatched(surface, originX + column * factor, y, factor, hatch);
  }
}

function ownRange({ values, offset, height, width }: MapPlane): ValueRange {
  const { minimum, maximum } = summarise(values, offset, height * width);
  return { low: minimum, high: maximum };
}

function fill(surface: Surface, x: number, y: number, size: number, colour: number): void {
  for (let row = y; row < y + size; row++) {
    const start = row * surface.width + x;
    surface.pixels.fill(colour, start, start + size);
  }
}

interface HatchColours {
  readonly stripe: number;
  readonly between: number;
}

function fillHatched(surface: Surface, x: number, y: number, size: number, hatch: HatchColours): void {
  for (let row = y; row < y + size; row++)
    for (let column = x; column < x + size; column++)
      surface.pixels[row * surface.width + column] = (row + column) % 4 < 2 ? hatch.stripe : hatch.between;
}

function hatchColours(): HatchColours {
  const colours = palette();
  return {
    stripe: packColour(...components(colours.err)),
    between: packColour(...components(colours["err-wash"])),
  };
}

/** Draws an RGB image (three planes, values 0 to 1) in a square of `room` CSS pixels. */
export function paintColourImage(
  canvas: HTMLCanvasElement,
  values: Float32Array,
  height: number,
  width: number,
  room: number,
  range: ValueRange,
): void {
  const surface = surfaceOf(canvas, room, room);
  if (!surface) return;
  const pixels = Math.round(room * surface.ratio);
  const { factor, step } = magnification(height, width, pixels);
  const [rows, columns] = [Math.ceil(height / step), Math.ceil(width / step)];
  const originX = Math.floor((pixels - columns * factor) / 2);
  const originY = Math.floor((pixels - rows * factor) / 2);
  const hatch = hatchColours();
  const scale = range.high > range.low ? 255 / (range.high - range.low) : 0;
  const component = (index: number) => ((values[index] ?? Number.NaN) - range.low) * scale;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const at = row * step * width + column * step;
      const plane = height * width;
      const [red, green, blue] = [component(at), component(at + plane), component(at + 2 * plane)];
      const [x, y] = [originX + column * factor, originY + row * factor];
      if (Number.isFinite(red + green + blue)) fill(surface, x, y, factor, packColour(red, green, blue));
      else fillHatched(surface, x, y, factor, hatch);
    }
  surface.show();
}

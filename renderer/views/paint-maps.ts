import { highestStep, notFiniteStep, type ValueRange } from "../../engine/protocol/steps.ts";
import { summarise } from "../../engine/protocol/summary.ts";
import { type ColourMap, colourCount, packColour } from "./colour-maps.ts";
import { type Surface, surfaceOf } from "./surface.ts";
import { components, palette } from "./theme.ts";

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

/** Maps in steps of a byte, as the worker sends them: a plane of them inside many. */
export interface StepPlane {
  readonly steps: Uint8Array;
  readonly offset: number;
  readonly height: number;
  readonly width: number;
}

/** Writes the colours of every `step`th value of a row to `line`, 0 for what is no finite number. */
type RowReader = (row: number, step: number, line: Uint32Array) => void;

/**
 * Draws maps side by side, each centred in a square of `cell` CSS pixels, at whole-pixel factors, nearest
 * neighbour. Values that are not finite are hatched red.
 * @param range the two ends of a scale; without it every map uses its own minimum and maximum
 */
export function paintMaps(
  canvas: HTMLCanvasElement,
  planes: readonly MapPlane[],
  colours: ColourMap,
  cell: number,
  gap: number,
  range?: ValueRange,
): void {
  paintPlanes(canvas, planes, cell, gap, (plane) => valueReader(plane, colours, range ?? ownRange(plane)));
}

/** Draws maps that came in steps as `paintMaps` draws values. */
export function paintSteps(
  canvas: HTMLCanvasElement,
  planes: readonly StepPlane[],
  colours: ColourMap,
  cell: number,
  gap: number,
): void {
  const ofSteps = stepColours(colours);
  paintPlanes(canvas, planes, cell, gap, ({ steps, offset, width }) => (row, step, line) => {
    let from = offset + row * width;
    for (let column = 0; column < line.length; column++, from += step)
      line[column] = ofSteps[steps[from] ?? notFiniteStep] ?? 0;
  });
}

const knownStepColours = new WeakMap<ColourMap, Uint32Array>();

function stepColours(colours: ColourMap): Uint32Array {
  const known = knownStepColours.get(colours);
  if (known) return known;
  const made = Uint32Array.from({ length: notFiniteStep + 1 }, (_, step) =>
    step === notFiniteStep ? 0 : (colours[Math.round((step * (colourCount - 1)) / highestStep)] ?? 0),
  );
  knownStepColours.set(colours, made);
  return made;
}

function valueReader(plane: MapPlane, colours: ColourMap, { low, high }: ValueRange): RowReader {
  const { values, offset, width } = plane;
  const scale = high > low ? (colourCount - 1) / (high - low) : 0;
  return (row, step, line) => {
    let from = offset + row * width;
    for (let column = 0; column < line.length; column++, from += step) {
      const value = values[from] ?? Number.NaN;
      const index = Math.max(0, Math.min(colourCount - 1, Math.round((value - low) * scale)));
      line[column] = Number.isFinite(value) ? (colours[index] ?? 0) : 0;
    }
  };
}

function paintPlanes<Plane extends { readonly height: number; readonly width: number }>(
  canvas: HTMLCanvasElement,
  planes: readonly Plane[],
  cell: number,
  gap: number,
  readerOf: (plane: Plane) => RowReader,
): void {
  const surface = surfaceOf(canvas, planes.length * cell + Math.max(0, planes.length - 1) * gap, cell);
  if (!surface) return;
  planes.forEach((plane, index) => {
    const left = Math.round(index * (cell + gap) * surface.ratio);
    paintRows(surface, plane, left, Math.round(cell * surface.ratio), readerOf(plane));
  });
  surface.show();
}

/** One row of colours; kept, because it is used for every row of hundreds of maps. */
let room = new Uint32Array(0);

function paintRows(
  surface: Surface,
  { height, width }: { readonly height: number; readonly width: number },
  left: number,
  side: number,
  read: RowReader,
): void {
  const { factor, step } = magnification(height, width, side);
  const rows = Math.ceil(height / step);
  const columns = Math.ceil(width / step);
  const originX = left + Math.floor((side - columns * factor) / 2);
  const originY = Math.floor((side - rows * factor) / 2);
  const hatch = hatchColours();
  if (room.length < columns) room = new Uint32Array(columns);
  const line = room.subarray(0, columns);
  for (let row = 0; row < rows; row++) {
    const y = originY + row * factor;
    const from = y * surface.width + originX;
    let to = from;
    let allFinite = true;
    read(row * step, step, line);
    for (let column = 0; column < columns; column++) {
      const colour = line[column] ?? 0;
      allFinite &&= colour !== 0;
      for (const end = to + factor; to < end; to++) surface.pixels[to] = colour;
    }
    // Line by line, copied as often as a value is high: a call for each value takes three times as long.
    for (let copy = 1; copy < factor; copy++)
      surface.pixels.copyWithin(from + copy * surface.width, from, to);
    if (allFinite) continue;
    for (let column = 0; column < columns; column++)
      if (line[column] === 0) fillHatched(surface, originX + column * factor, y, factor, hatch);
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

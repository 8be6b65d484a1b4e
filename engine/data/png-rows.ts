import { say } from "../words/say.ts";
import { dataTrouble } from "./data-trouble.ts";
import type { Raster } from "./raster.ts";

/** What a PNG file says of its picture. */
export interface PngPicture {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample: 1, 2, 4, 8 or 16. */
  readonly depth: number;
  /** Samples of a pixel: grey or index of a colour, grey and opacity, RGB, or RGB and opacity. */
  readonly channels: number;
  readonly interlaced: boolean;
  /** Red, green and blue of each colour, where samples are indices. */
  readonly palette: Uint8Array | undefined;
  /** The opacity of each colour, or two bytes for each sample of the pixel that is transparent. */
  readonly transparency: Uint8Array | undefined;
}

/** A part of the picture that comes by itself: every `stepX`th pixel of every `stepY`th row, from (x, y) on. */
interface Pass {
  readonly x: number;
  readonly y: number;
  readonly stepX: number;
  readonly stepY: number;
}

const whole: readonly Pass[] = [{ x: 0, y: 0, stepX: 1, stepY: 1 }];
/** Adam7 (PNG, section 8). */
const interlaced: readonly Pass[] = [
  { x: 0, y: 0, stepX: 8, stepY: 8 },
  { x: 4, y: 0, stepX: 8, stepY: 8 },
  { x: 0, y: 4, stepX: 4, stepY: 8 },
  { x: 2, y: 0, stepX: 4, stepY: 4 },
  { x: 0, y: 2, stepX: 2, stepY: 4 },
  { x: 1, y: 0, stepX: 2, stepY: 2 },
  { x: 0, y: 1, stepX: 1, stepY: 2 },
];

/** Passes with anything in them: pixels a row, rows, and bytes a row without its filter byte. */
function passesOf({ width, height, depth, channels, interlaced: isInterlaced }: PngPicture) {
  return (isInterlaced ? interlaced : whole).flatMap((pass) => {
    const columns = Math.ceil((width - pass.x) / pass.stepX);
    const rows = Math.ceil((height - pass.y) / pass.stepY);
    if (columns < 1 || rows < 1) return [];
    return [{ ...pass, columns, rows, rowBytes: Math.ceil((columns * channels * depth) / 8) }];
  });
}

/** Bytes of all rows of the picture, each with its filter byte. */
export function inflatedSize(picture: PngPicture): number {
  return passesOf(picture).reduce((sum, { rows, rowBytes }) => sum + rows * (1 + rowBytes), 0);
}

/**
 * The picture of its inflated rows, which are unfiltered in place: palette and transparency to one byte a channel.
 * @throws TroubleError for a filter that PNG has not, or a colour that is not in the palette.
 */
export function pngRaster(picture: PngPicture, rows: Uint8Array, file: string): Raster {
  const { width, height, depth } = picture;
  const channels = picture.palette || picture.channels >= 3 ? 3 : 1;
  const raster: Raster = { width, height, channels, data: new Uint8Array(width * height * channels) };
  const toBytes = pixelReader(picture, rows, file);
  const pixelBytes = Math.max(1, (depth * picture.channels) >> 3);
  let at = 0;
  for (const pass of passesOf(picture)) {
    for (let row = 0; row < pass.rows; row += 1) {
      unfilter(rows, at, pass.rowBytes, pixelBytes, row > 0, file);
      let pixel = (pass.y + row * pass.stepY) * width + pass.x;
      for (let column = 0; column < pass.columns; column += 1, pixel += pass.stepX)
        toBytes(at + 1, column, raster.data, pixel);
      at += 1 + pass.rowBytes;
    }
  }
  return raster;
}

/** Adds to the row, whose filter byte is at `at`, what its filter took away (PNG, section 9). */
function unfilter(
  rows: Uint8Array,
  at: number,
  rowBytes: number,
  pixelBytes: number,
  hasRowAbove: boolean,
  file: string,
): void {
  const filter = rows[at] as number;
  const add = filters[filter];
  if (add === undefined) {
    throw dataTrouble(
      file,
      say("A row of the picture is filtered by method {filter}; PNG has methods 0 to 4.", { filter }),
    );
  }
  if (filter === 0) return;
  const [first, end] = [at + 1, at + 1 + rowBytes];
  for (let byte = first; byte < end; byte += 1) {
    const hasLeft = byte - first >= pixelBytes;
    const left = hasLeft ? (rows[byte - pixelBytes] as number) : 0;
    const above = hasRowAbove ? (rows[byte - rowBytes - 1] as number) : 0;
    const corner = hasLeft && hasRowAbove ? (rows[byte - rowBytes - 1 - pixelBytes] as number) : 0;
    rows[byte] = (rows[byte] as number) + add(left, above, corner);
  }
}

/** What is added to a byte, from those on its left, above it, and on the left of that: none, sub, up, average, Paeth. */
const filters: readonly ((left: number, above: number, corner: number) => number)[] = [
  () => 0,
  (left) => left,
  (_left, above) => above,
  (left, above) => (left + above) >> 1,
  (left, above, corner) => {
    const toLeft = Math.abs(above - corner);
    const toAbove = Math.abs(left - corner);
    const toCorner = Math.abs(left + above - 2 * corner);
    if (toLeft <= toAbove && toLeft <= toCorner) return left;
    return toAbove <= toCorner ? above : corner;
  },
];

/** Reads a pixel of the row that begins at `start`, and writes it to its place in the raster. */
function pixelReader(picture: PngPicture, rows: Uint8Array, file: string) {
  const { depth, channels, palette, transparency } = picture;
  const mask = (1 << depth) - 1;
  const sampleAt = (start: number, index: number): number => {
    if (depth === 8) return rows[start + index] as number;
    if (depth === 16)
      return ((rows[start + 2 * index] as number) << 8) | (rows[start + 2 * index + 1] as number);
    const bit = index * depth;
    return ((rows[start + (bit >> 3)] as number) >> (8 - depth - (bit & 7))) & mask;
  };
  if (palette) {
    return (start: number, column: number, target: Uint8Array, pixel: number) => {
      const index = sampleAt(start, column);
      if (3 * index + 3 > palette.length) {
        throw dataTrouble(
          file,
          say("Pixel {pixel} has colour {colour} of a palette of {palette}.", {
            pixel,
            colour: index,
            palette: Math.floor(palette.length / 3),
          }),
        );
      }
      const opacity = (transparency?.[index] ?? 255) / 255;
      for (let channel = 0; channel < 3; channel += 1)
        target[3 * pixel + channel] = Math.floor((palette[3 * index + channel] as number) * opacity + 0.5);
    };
  }
  const colours = channels >= 3 ? 3 : 1;
  const hasOpacity = channels === 2 || channels === 4;
  const full = depth === 16 ? 65_535 : mask;
  const key =
    !hasOpacity && transparency && transparency.length >= 2 * colours
      ? Array.from({ length: colours }, (_, channel) => {
          const [high, low] = transparency.subarray(2 * channel);
          return (((high as number) << 8) | (low as number)) & full;
        })
      : undefined;
  return (start: number, column: number, target: Uint8Array, pixel: number) => {
    const from = column * channels;
    let opacity = hasOpacity ? sampleAt(start, from + colours) / full : 1;
    if (key?.every((value, channel) => sampleAt(start, from + channel) === value)) opacity = 0;
    for (let channel = 0; channel < colours; channel += 1)
      target[colours * pixel + channel] = Math.floor(
        ((sampleAt(start, from + channel) * 255) / full) * opacity + 0.5,
      );
  };
}

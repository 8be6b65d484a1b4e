import { type DecodedPng, decode } from "fast-png";
import { Unzlib } from "fflate";
import { say } from "../words/say.ts";
import { dataTrouble } from "./data-trouble.ts";
import { checkPictureSize, type Raster } from "./raster.ts";

const SIGNATURE: readonly number[] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** What the picture is made of. Everything else (text, colour profiles) is left out: it may hide a bomb. */
const CHUNKS_READ: ReadonlySet<string> = new Set(["IHDR", "PLTE", "tRNS", "IDAT", "IEND"]);
const CHANNELS: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);
const DEPTHS: readonly number[] = [1, 2, 4, 8, 16];
const INFLATE_STEP = 65_536;

interface Chunk {
  readonly type: string;
  /** Of its length field. */
  readonly offset: number;
  /** Of its content. */
  readonly length: number;
}

/** Whether bytes start as every PNG file does. */
export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((value, index) => bytes[index] === value);
}

/**
 * Decodes a PNG file to grey or colour; transparent parts count as black, 16 bits are rounded to 8. Declared size
 * and inflated size are checked before the picture is unpacked.
 * @param file the name used in messages.
 * @throws TroubleError naming the file, the place and the reason.
 */
export function decodePng(bytes: Uint8Array, file: string): Raster {
  if (!isPng(bytes))
    throw dataTrouble(say("{file}, byte {offset}", { file, offset: 0 }), say("This is not a PNG file."));
  const chunks = listChunks(bytes, file);
  checkHeader(bytes, chunks, file);
  let decoded: DecodedPng;
  try {
    decoded = decode(joinChunks(bytes, chunks), { checkCrc: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw dataTrouble(
      file,
      say("The PNG picture cannot be decoded ({reason}).", { reason }),
      undefined,
      error,
    );
  }
  return toRaster(decoded, file);
}

function listChunks(bytes: Uint8Array, file: string): Chunk[] {
  const numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  let offset = SIGNATURE.length;
  for (;;) {
    if (offset + 12 > bytes.length) {
      throw dataTrouble(
        say("{file}, byte {offset}", { file, offset }),
        say("The file ends before the end of the picture."),
      );
    }
    const length = numbers.getUint32(offset);
    const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
    if (offset + 12 + length > bytes.length) {
      throw dataTrouble(
        say("{file}, byte {offset}", { file, offset }),
        say("The {type} block declares {length} bytes, but only {left} follow.", {
          type,
          length,
          left: bytes.length - offset - 8,
        }),
      );
    }
    if (CHUNKS_READ.has(type)) chunks.push({ type, offset, length });
    if (type === "IEND") return chunks;
    offset += 12 + length;
  }
}

function checkHeader(bytes: Uint8Array, chunks: readonly Chunk[], file: string): void {
  const [header] = chunks;
  if (header?.type !== "IHDR" || header.length !== 13 || header.offset !== 8) {
    throw dataTrouble(
      say("{file}, byte {offset}", { file, offset: 8 }),
      say("A PNG file starts with a header block of 13 bytes."),
    );
  }
  if (chunks.some((chunk, index) => index > 0 && chunk.type === "IHDR")) {
    throw dataTrouble(file, say("There is a second header block."));
  }
  const numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [numbers.getUint32(16), numbers.getUint32(20)];
  checkPictureSize(width, height, file, say("byte {offset}", { offset: 16 }));
  const [depth, colour, interlaced] = [numbers.getUint8(24), numbers.getUint8(25), numbers.getUint8(28)];
  const channels = CHANNELS.get(colour);
  if (channels === undefined || !DEPTHS.includes(depth)) {
    throw dataTrouble(
      say("{file}, byte {offset}", { file, offset: 24 }),
      say("Depth {depth} with colour type {colour} is no PNG format.", { depth, colour }),
    );
  }
  if (colour === 3 && !chunks.some((chunk) => chunk.type === "PLTE")) {
    throw dataTrouble(file, say("A picture of colour type 3 needs a palette."));
  }
  if (interlaced !== 0 && depth < 8) {
    throw dataTrouble(
      say("{file}, byte {offset}", { file, offset: 28 }),
      say("Interlaced pictures with {depth} bits a pixel cannot be read.", { depth }),
      say("Save the picture without interlacing."),
    );
  }
  const row = Math.ceil((width * channels * depth) / 8);
  // Each row has a filter byte. The seven passes of an interlaced picture have at most two rows for each of its own
  // and a few more.
  const most = interlaced === 0 ? (row + 1) * height : row * height + 2 * height + 16;
  checkInflatedSize(bytes, chunks, interlaced === 0 ? most : 0, most, file);
}

/** Inflates the picture data in small steps, counting, and stops as soon as there is too much. */
function checkInflatedSize(
  bytes: Uint8Array,
  chunks: readonly Chunk[],
  least: number,
  most: number,
  file: string,
): void {
  let size = 0;
  const inflate = new Unzlib((piece) => {
    size += piece.length;
  });
  const pieces = chunks.filter((chunk) => chunk.type === "IDAT");
  if (pieces.length === 0) throw dataTrouble(file, say("There is no picture data."));
  try {
    for (const { offset, length } of pieces) {
      for (let start = 0; start < length && size <= most; start += INFLATE_STEP) {
        const from = offset + 8 + start;
        inflate.push(bytes.slice(from, from + Math.min(INFLATE_STEP, length - start)), false);
      }
    }
    if (size <= most) inflate.push(new Uint8Array(), true);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw dataTrouble(
      file,
      say("The picture data cannot be inflated ({reason}).", { reason }),
      undefined,
      error,
    );
  }
  if (size > most || size < least) {
    throw dataTrouble(
      file,
      say(
        "The picture data inflates to {isMore, select, true {more than } other {}}{size} bytes where {most} are declared.",
        { isMore: size > most, size: Math.min(size, most), most },
      ),
    );
  }
}

function joinChunks(bytes: Uint8Array, chunks: readonly Chunk[]): Uint8Array {
  const size = chunks.reduce((sum, chunk) => sum + chunk.length + 12, SIGNATURE.length);
  const joined = new Uint8Array(size);
  joined.set(SIGNATURE);
  let write = SIGNATURE.length;
  for (const { offset, length } of chunks) {
    joined.set(bytes.subarray(offset, offset + length + 12), write);
    write += length + 12;
  }
  return joined;
}

/** Unpacks samples, palette and transparency to one byte a channel. */
function toRaster(png: DecodedPng, file: string): Raster {
  const { width, height, depth, palette } = png;
  const pixels = width * height;
  const channels = palette || png.channels >= 3 ? 3 : 1;
  const data = new Uint8Array(pixels * channels);
  const samples = unpackSamples(png);
  const full = depth === 16 ? 65_535 : 255;
  const hasAlpha = png.channels === 2 || png.channels === 4;
  const key = png.transparency;
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const from = pixel * png.channels;
    const colour = palette ? palette[samples[from] as number] : undefined;
    if (palette && !colour) {
      throw dataTrouble(
        file,
        say("Pixel {pixel} has colour {colour} of a palette of {palette}.", {
          pixel,
          colour: samples[from],
          palette: palette.length,
        }),
      );
    }
    let alpha = hasAlpha ? (samples[from + png.channels - 1] as number) / full : 1;
    if (colour) alpha = (colour[3] ?? 255) / 255;
    else if (key?.length === channels && key.every((value, channel) => samples[from + channel] === value))
      alpha = 0;
    for (let channel = 0; channel < channels; channel += 1) {
      const value = colour ? (colour[channel] as number) : ((samples[from + channel] as number) * 255) / full;
      // Below 8 bits a grey sample is one of 2^depth even steps from black to white.
      const steps = depth < 8 && !colour ? 255 / ((1 << depth) - 1) : 1;
      data[pixel * channels + channel] = Math.floor(value * steps * alpha + 0.5);
    }
  }
  return { width, height, channels, data };
}

/** The samples one by one; below 8 bits several share a byte, and each row starts a new one. */
function unpackSamples(png: DecodedPng): Uint8Array | Uint8ClampedArray | Uint16Array {
  const { width, height, depth, data } = png;
  if (depth >= 8) return data;
  const samples = new Uint8Array(width * height);
  const rowBytes = Math.ceil((width * depth) / 8);
  const mask = (1 << depth) - 1;
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const bit = column * depth;
      const byte = data[row * rowBytes + (bit >> 3)] as number;
      samples[row * width + column] = (byte >> (8 - depth - (bit & 7))) & mask;
    }
  }
  return samples;
}

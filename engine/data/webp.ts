import makeModule, { type WebpModule } from "@jsquash/webp/codec/dec/webp_dec.js";
import { say } from "../words/say.ts";
import { dataTrouble } from "./data-trouble.ts";
import { checkPictureSize, opaqueRaster, type Raster } from "./raster.ts";

/** Decodes a WebP file; made once, because its code is a WebAssembly module. */
export type WebpDecoder = (bytes: Uint8Array, file: string) => Raster;

/** Whether bytes start as every WebP file does. */
export function isWebp(bytes: Uint8Array): boolean {
  return textAt(bytes, 0) === "RIFF" && textAt(bytes, 8) === "WEBP";
}

/** @param wasmBinary the content of the codec's `webp_dec.wasm` (libwebp). */
export async function openWebpDecoder(wasmBinary: Uint8Array): Promise<WebpDecoder> {
  const module = await makeModule({ noInitialRun: true, wasmBinary, printErr: () => {} });
  return (bytes, file) => decodeWebp(module, bytes, file);
}

/**
 * Decodes a WebP file, of an animated one the first frame. Transparent parts count as black. The declared size is checked
 * first.
 * @throws TroubleError naming the file, the place and the reason.
 */
function decodeWebp(module: WebpModule, bytes: Uint8Array, file: string): Raster {
  if (!isWebp(bytes))
    throw dataTrouble(say("{file}, byte {offset}", { file, offset: 0 }), say("This is not a WebP file."));
  const still = stillPicture(bytes, file);
  const decoded = attempt(() => module.decode(still));
  if (!decoded) throw dataTrouble(file, say("The WebP picture cannot be decoded: it is damaged or cut off."));
  return opaqueRaster(decoded.width, decoded.height, decoded.data);
}

/** The codec throws numbers where its memory does not suffice. */
function attempt<Value>(work: () => Value): Value | null {
  try {
    return work();
  } catch {
    return null;
  }
}

interface Chunk {
  readonly name: string;
  /** Of its content. */
  readonly start: number;
  readonly end: number;
}

/** The chunks of a RIFF file between two places (WebP container specification): name, size, content, a pad byte. */
function chunksIn(bytes: Uint8Array, from: number, to: number, file: string): Chunk[] {
  const numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = from; at + 8 <= to; ) {
    const size = numbers.getUint32(at + 4, true);
    const end = at + 8 + size;
    if (end > to)
      throw dataTrouble(
        say("{file}, byte {offset}", { file, offset: at }),
        say("{size} bytes are declared, and {left} follow.", { size, left: to - at - 8 }),
      );
    chunks.push({ name: textAt(bytes, at), start: at + 8, end });
    at = end + (size & 1);
  }
  return chunks;
}

/** The file itself, or a file of the first frame alone. */
function stillPicture(bytes: Uint8Array, file: string): Uint8Array {
  const chunks = chunksIn(bytes, 12, bytes.length, file);
  const frame = chunks.find(({ name }) => name === "ANMF");
  checkSizes(bytes, frame ? chunksIn(bytes, frame.start + 16, frame.end, file) : chunks, file);
  if (!frame) return bytes;
  const parts = bytes.subarray(frame.start + 16, frame.end);
  const still = new Uint8Array(30 + parts.length);
  const numbers = new DataView(still.buffer);
  still.set(asciiOf("RIFF"), 0);
  numbers.setUint32(4, still.length - 8, true);
  still.set(asciiOf("WEBPVP8X"), 8);
  numbers.setUint32(16, 10, true);
  still[20] = 0x10; // has opacity
  // Width and height less one, 24 bits each, stand in the frame's header as in the file's.
  still.set(bytes.subarray(frame.start + 6, frame.start + 12), 24);
  still.set(parts, 30);
  return still;
}

/** Checks the size that the picture itself declares: the file's may be another. */
function checkSizes(bytes: Uint8Array, chunks: readonly Chunk[], file: string): void {
  const picture = chunks.find(({ name }) => name === "VP8 " || name === "VP8L");
  if (!picture || picture.end - picture.start < 10)
    throw dataTrouble(
      say("{file}, byte {offset}", { file, offset: 12 }),
      say("There is no picture in this WebP file."),
    );
  const numbers = new DataView(bytes.buffer, bytes.byteOffset + picture.start, 10);
  const bits = numbers.getUint32(1, true);
  const [width, height] =
    picture.name === "VP8L"
      ? [(bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1]
      : [numbers.getUint16(6, true) & 0x3fff, numbers.getUint16(8, true) & 0x3fff];
  checkPictureSize(width, height, file, say("byte {offset}", { offset: picture.start }));
}

function textAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function asciiOf(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

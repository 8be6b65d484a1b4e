import { say } from "../words/say.ts";
import { dataTrouble } from "./data-trouble.ts";
import { inflatedSize, type PngPicture, pngRaster } from "./png-rows.ts";
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

/** Inflates data of zlib's format (RFC 1950). Gives null for more than `most` bytes. @throws Error when it is damaged. */
export type Inflate = (deflated: Uint8Array, most: number) => Uint8Array | null;

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
 * Decodes a PNG file (W3C recommendation, third edition) to grey or colour; transparent parts count as black, 16 bits
 * are rounded to 8. The declared size is checked before the picture is unpacked, and unpacking ends where there is more.
 * With a library that inflates in JavaScript our digits took 35 MB besides their two, most of it to compile its loops.
 * @param file the name used in messages.
 * @throws TroubleError naming the file, the place and the reason.
 */
export function decodePng(bytes: Uint8Array, file: string, inflate: Inflate): Raster {
  if (!isPng(bytes))
    throw dataTrouble(say("{file}, byte {offset}", { file, offset: 0 }), say("This is not a PNG file."));
  const chunks = listChunks(bytes, file);
  const picture = readHeader(bytes, chunks, file);
  for (const chunk of chunks) checkSum(bytes, chunk, file);
  return pngRaster(picture, inflateRows(bytes, chunks, inflatedSize(picture), file, inflate), file);
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

function readHeader(bytes: Uint8Array, chunks: readonly Chunk[], file: string): PngPicture {
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
  const content = (type: string) => {
    const found = chunks.find((chunk) => chunk.type === type);
    return found && bytes.subarray(found.offset + 8, found.offset + 8 + found.length);
  };
  return {
    width,
    height,
    depth,
    channels,
    interlaced: interlaced !== 0,
    palette: colour === 3 ? content("PLTE") : undefined,
    transparency: content("tRNS"),
  };
}

function checkSum(bytes: Uint8Array, { type, offset, length }: Chunk, file: string): void {
  const end = offset + 8 + length;
  const declared = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(end);
  if (crc32(bytes.subarray(offset + 4, end)) === declared) return;
  throw dataTrouble(
    say("{file}, byte {offset}", { file, offset }),
    say("The {type} block is damaged: its checksum is wrong.", { type }),
  );
}

/** Of each byte, by the reversed polynomial 0xedb88320 (PNG, appendix D). */
const checksums = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? 0xedb88320 ^ (sum >>> 1) : sum >>> 1;
  return sum;
});

function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (checksums[(sum ^ byte) & 0xff] as number) ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

/** The rows of the picture. Nothing is inflated beyond what is declared. */
function inflateRows(
  bytes: Uint8Array,
  chunks: readonly Chunk[],
  declared: number,
  file: string,
  inflate: Inflate,
): Uint8Array {
  const pieces = chunks.filter((chunk) => chunk.type === "IDAT");
  if (pieces.length === 0) throw dataTrouble(file, say("There is no picture data."));
  let rows: Uint8Array | null;
  try {
    rows = inflate(joined(bytes, pieces), declared);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw dataTrouble(
      file,
      say("The picture data cannot be inflated ({reason}).", { reason }),
      undefined,
      error,
    );
  }
  if (rows?.length === declared) return rows;
  throw dataTrouble(
    file,
    say(
      "The picture data inflates to {isMore, select, true {more than } other {}}{size} bytes where {most} are declared.",
      { isMore: rows === null, size: rows?.length ?? declared, most: declared },
    ),
  );
}

/** The contents of chunks, one after another. */
function joined(bytes: Uint8Array, chunks: readonly Chunk[]): Uint8Array {
  const content = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let write = 0;
  for (const { offset, length } of chunks) {
    content.set(bytes.subarray(offset + 8, offset + 8 + length), write);
    write += length;
  }
  return content;
}

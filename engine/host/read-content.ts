import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { constants, createGunzip, gunzipSync } from "node:zlib";
import { dataTrouble } from "../data/data-trouble.ts";
import type { FileStart } from "../data/formats.ts";
import { TroubleError } from "../trouble.ts";
import { say } from "../words/say.ts";
import { reasonOf } from "./files.ts";

/** Bytes of a file's content, most; a compressed file is never unpacked beyond that. */
export const mostBytes = 1 << 30;

/** What unpacks to more than this many times its size, and is not small, is a bomb: pictures pack by 2 to 20. */
const mostRatio = 100;
/** So much is always unpacked. */
const smallBytes = 32 << 20;

/** Of the file itself: enough for every format's mark, and little when it unpacks to a thousand times as much. */
const startBytes = 4096;
const pieceBytes = 1 << 20;

export interface ReadOptions {
  /** Bytes of files that are read, and bytes that there are. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Ends the reading with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export interface FileContent {
  readonly name: string;
  readonly content: Uint8Array;
  /** Of the file's own bytes, in hexadecimal. */
  readonly sha256: string;
}

const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** The first bytes of a file, decompressed when they are gzip. @throws TroubleError. */
export async function readStart(file: string): Promise<FileStart> {
  const name = path.basename(file);
  try {
    const handle = await open(file, "r");
    try {
      const { size } = await handle.stat();
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(startBytes), 0, startBytes, 0);
      const bytes = buffer.subarray(0, bytesRead);
      if (!isGzip(bytes)) return { name, bytes, size };
      // The piece ends in the middle of the compressed data: what is complete is given.
      return { name, bytes: gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }), size: null };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(name, error);
  }
}

/**
 * Reads files whole, one after another, each decompressed when it is gzip, whatever its name.
 * @throws TroubleError when one cannot be read, is damaged or too large; the signal's reason when it is aborted.
 */
export async function readContents(
  files: readonly string[],
  { onProgress, signal }: ReadOptions = {},
): Promise<FileContent[]> {
  const sizes: number[] = [];
  for (const file of files) {
    const found = await stat(file).catch((error: unknown) => {
      throw unreadable(path.basename(file), error);
    });
    sizes.push(found.size);
  }
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let before = 0;
  const contents: FileContent[] = [];
  for (const [index, file] of files.entries()) {
    const size = sizes[index] ?? 0;
    contents.push(await readContent(file, size, signal, (done) => onProgress?.(before + done, total)));
    before += size;
  }
  return contents;
}

async function readContent(
  file: string,
  size: number,
  signal: AbortSignal | undefined,
  onBytes: (done: number) => void,
): Promise<FileContent> {
  const name = path.basename(file);
  const hash = createHash("sha256");
  const { size: plainSize } = await readStart(file);
  const most = Math.min(mostBytes, plainSize === null ? Math.max(smallBytes, mostRatio * size) : mostBytes);
  const expected = plainSize ?? (await unpackedSize(file, size));
  // What a damaged file says of its size is no reason to refuse it: reading it tells what is wrong.
  const room = new GrowingBytes(Math.min(expected, most), (reached) => {
    if (reached > most) throw tooLarge(name, size, reached);
  });
  let done = 0;
  const read = createReadStream(file, { highWaterMark: pieceBytes });
  read.on("data", (piece) => {
    hash.update(piece);
    done += piece.length;
    onBytes(done);
  });
  const collect = async (source: AsyncIterable<Uint8Array>) => {
    for await (const piece of source) room.add(piece);
  };
  const settings = signal ? { signal } : {};
  try {
    if (plainSize === null) await pipeline(read, createGunzip({ chunkSize: pieceBytes }), collect, settings);
    else await pipeline(read, collect, settings);
  } catch (error) {
    signal?.throwIfAborted();
    throw unreadable(name, room.refusal ?? error);
  }
  return { name, content: room.bytes, sha256: hash.digest("hex") };
}

/** What a gzip file says that it unpacks to (RFC 1952: the last four bytes); of several members, what the last one does. */
async function unpackedSize(file: string, size: number): Promise<number> {
  const handle = await open(file, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, Math.max(0, size - 4));
    return bytesRead === 4 ? buffer.readUInt32LE() : 0;
  } finally {
    await handle.close();
  }
}

/** @param reached bytes that it was unpacked to. */
function tooLarge(name: string, size: number, reached: number): TroubleError {
  if (reached > mostBytes)
    return dataTrouble(
      name,
      say("It holds more than {most} GB.", { most: mostBytes / 2 ** 30 }),
      say("Use a smaller set."),
    );
  return dataTrouble(
    name,
    say(
      "Its {size} bytes unpack to {reached} and more, over {ratio} times as much, which those of pictures do not.",
      { size, reached, ratio: mostRatio },
    ),
    say("Use an undamaged copy from where the set is published, or unpack the file yourself."),
  );
}

/** Bytes that come piece by piece, in one place: no list of pieces lies beside their sum. */
class GrowingBytes {
  /** Kept, because a pipeline that is cut at its end may report the cut and not the reason. */
  refusal: unknown = null;
  private readonly check: (size: number) => void;
  private room: Uint8Array;
  private size = 0;

  /**
   * @param expected bytes, a guess.
   * @param check throws when there may not be so many.
   */
  constructor(expected: number, check: (size: number) => void) {
    this.room = new Uint8Array(Math.max(1, expected));
    this.check = check;
  }

  get bytes(): Uint8Array {
    return this.room.subarray(0, this.size);
  }

  add(piece: Uint8Array): void {
    const size = this.size + piece.length;
    try {
      this.check(size);
    } catch (refusal) {
      this.refusal = refusal;
      throw refusal;
    }
    if (size > this.room.length) {
      const more = new Uint8Array(Math.min(mostBytes, Math.max(size, 2 * this.room.length)));
      more.set(this.bytes);
      this.room = more;
    }
    this.room.set(piece, this.size);
    this.size = size;
  }
}

function unreadable(name: string, error: unknown): TroubleError {
  if (error instanceof TroubleError) return error;
  return dataTrouble(
    say("{name} cannot be read", { name }),
    reasonOf(error),
    say("Use an undamaged copy of the file."),
    error,
  );
}

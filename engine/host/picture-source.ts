import { createHash } from "node:crypto";
import type { Stats } from "node:fs";
import { opendir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { type Entry, openPromise } from "yauzl";
import { dataTrouble } from "../data/data-trouble.ts";
import { say } from "../words/say.ts";
import { reasonOf } from "./files.ts";

/** A file of a picture, most: larger ones are told as damaged. */
const mostBytes = 64 * 1024 * 1024;
const mostFiles = 5_000_000;
/** Files whose size is asked for at once. */
const together = 64;

/** The files of a folder or archive, with everything below it. */
export interface PictureSource {
  readonly name: string;
  /** Size in bytes by path, with "/". */
  readonly files: ReadonlyMap<string, number>;
  readonly folders: readonly string[];
  /** Changes when a file is added, removed or changed, told by name, size and time. */
  readonly stamp: string;
  /** @throws Error when the file cannot be read or is too large. */
  read(file: string): Promise<Uint8Array>;
  close(): void;
}

/** @throws TroubleError; the signal's reason when it is aborted. */
export async function openPictureSource(place: string, signal?: AbortSignal): Promise<PictureSource> {
  const name = path.basename(path.resolve(place));
  try {
    return (await stat(place)).isDirectory()
      ? await folderSource(place, name, signal)
      : await zipSource(place, name);
  } catch (error) {
    signal?.throwIfAborted();
    throw dataTrouble(
      say("{name} cannot be read", { name }),
      reasonOf(error),
      say("Use an undamaged copy."),
      error,
    );
  }
}

/** Links are passed over: they could lead anywhere, or in circles. */
async function folderSource(root: string, name: string, signal?: AbortSignal): Promise<PictureSource> {
  const files = new Map<string, number>();
  const folders: string[] = [];
  const open = [""];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    signal?.throwIfAborted();
    for await (const entry of await opendir(path.join(root, folder))) {
      const inner = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        folders.push(inner);
        open.push(inner);
      } else if (entry.isFile()) files.set(inner, 0);
      if (files.size > mostFiles) throw new Error(`It holds more than ${mostFiles} files`);
    }
  }
  const all = [...files.keys()].sort();
  const stamp = createHash("sha256").update(path.resolve(root));
  for (let from = 0; from < all.length; from += together) {
    signal?.throwIfAborted();
    const some = all.slice(from, from + together);
    const found = await Promise.all(some.map((file) => stat(path.join(root, file))));
    for (const [index, file] of some.entries()) {
      const { size, mtimeMs } = found[index] as Stats;
      files.set(file, size);
      stamp.update(`${file}\0${size}\0${mtimeMs}\0`);
    }
  }
  return {
    name,
    files,
    folders,
    stamp: stamp.digest("hex"),
    read: async (file) => {
      refuseLarge(files.get(file) ?? 0);
      return readFile(path.join(root, file));
    },
    close: () => {},
  };
}

/** Nothing is ever written; names that lead out of the archive, sizes that lie and bombs are refused by the reader. */
async function zipSource(file: string, name: string): Promise<PictureSource> {
  const { size, mtimeMs } = await stat(file);
  const zip = await openPromise(file, { autoClose: false }).catch((cause: unknown) => {
    if (isOfSystem(cause)) throw cause;
    throw new Error(say("It is a damaged zip archive, or a part of one"), { cause });
  });
  const entries = new Map<string, Entry>();
  const folders: string[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith("/")) folders.push(entry.fileName.slice(0, -1));
      else if (!isLink(entry)) entries.set(entry.fileName, entry);
      if (entries.size > mostFiles) throw new Error(`It holds more than ${mostFiles} files`);
    }
  } catch (error) {
    zip.close();
    throw error;
  }
  return {
    name,
    files: new Map([...entries].map(([inner, { uncompressedSize }]) => [inner, uncompressedSize])),
    folders,
    stamp: `${path.resolve(file)} ${size} ${mtimeMs}`,
    read: async (inner) => {
      const entry = entries.get(inner);
      if (!entry) throw new Error("It is not in the archive");
      refuseLarge(entry.uncompressedSize);
      if (entry.isEncrypted()) throw new Error("It is encrypted");
      const pieces: Uint8Array[] = [];
      for await (const piece of await zip.openReadStreamPromise(entry)) pieces.push(piece);
      return Buffer.concat(pieces);
    },
    close: () => zip.close(),
  };
}

/** What the system says is told in its own words. */
function isOfSystem(error: unknown): boolean {
  return error instanceof Error && "code" in error;
}

/** As Unix archives them. */
function isLink({ externalFileAttributes }: Entry): boolean {
  return ((externalFileAttributes >>> 16) & 0xf000) === 0xa000;
}

function refuseLarge(size: number): void {
  if (size > mostBytes)
    throw new Error(`It has ${size} bytes; the most that is read of a picture is ${mostBytes}`);
}

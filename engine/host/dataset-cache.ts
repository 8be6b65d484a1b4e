import { createHash } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rm, stat, utimes } from "node:fs/promises";
import path from "node:path";
import { type Dataset, type DatasetReference, withOwnFiles } from "../data/dataset.ts";
import { fileName } from "../data/own-file.ts";
import { writeWhole } from "./files.ts";

/** Changes with what readers make of the same files, and with the form of an entry. */
const version = 2;
const extension = ".dataset";
/** Of all entries, in bytes; the ones that were not used for longest go first. */
const mostBytes = 8e9;
const longestHeader = 1 << 24;

const arrayKinds = { Uint8Array, Float32Array, Uint32Array, Int32Array, Float64Array } as const;
type ArrayKind = keyof typeof arrayKinds;
type AnyArray = InstanceType<(typeof arrayKinds)[ArrayKind]>;

/** A typed array in an entry's header: its numbers lie behind it, in the order of the header. */
interface ArrayMark {
  readonly array: ArrayKind;
  readonly length: number;
}

/**
 * Data sets as they were read, in one folder, so that opening one again reads numbers and no text or pictures. An entry
 * holds for a reference, with its hashes and choices, and for files that are as they were: `stamp` tells.
 */
export class DatasetCache {
  private readonly folder: string;

  /** @param folder absolute; made with the first entry. */
  constructor(folder: string) {
    this.folder = folder;
  }

  /** Null when there is none, it is of other files, or it is damaged: then it goes. */
  async find(reference: DatasetReference, stamp: string): Promise<Dataset | null> {
    const file = this.fileOf(reference);
    const handle = await open(file, "r").catch(() => null);
    if (!handle) return null;
    try {
      const dataset = await readEntry(handle, stamp);
      await utimes(file, new Date(), new Date());
      return dataset;
    } catch {
      // Whatever is wrong with it, the files themselves are there to be read again.
      await rm(file, { force: true });
      return null;
    } finally {
      await handle.close();
    }
  }

  /** @throws TroubleError when it cannot be written. */
  async keep(reference: DatasetReference, stamp: string, dataset: Dataset): Promise<void> {
    const arrays: AnyArray[] = [];
    const text = JSON.stringify({ stamp, dataset }, (_key, value: unknown) => {
      const kind = kindOf(value);
      if (!kind) return value;
      arrays.push(value as AnyArray);
      return { array: kind, length: (value as AnyArray).length } satisfies ArrayMark;
    });
    const header = Buffer.from(text);
    const size = Buffer.alloc(8);
    size.writeUInt32LE(version, 0);
    size.writeUInt32LE(header.length, 4);
    await mkdir(this.folder, { recursive: true });
    await writeWhole(this.fileOf(reference), [size, header, ...arrays.map(bytesOf)]);
    await this.prune();
  }

  private fileOf(reference: DatasetReference): string {
    const named = JSON.stringify(withOwnFiles(reference, fileName));
    return path.join(this.folder, createHash("sha256").update(named).digest("hex") + extension);
  }

  private async prune(): Promise<void> {
    const names = (await readdir(this.folder)).filter((name) => name.endsWith(extension));
    const entries = await Promise.all(
      names.map(async (name) => {
        const file = path.join(this.folder, name);
        const { size, mtimeMs } = await stat(file);
        return { file, size, mtimeMs };
      }),
    );
    let bytes = 0;
    for (const { file, size } of entries.sort((a, b) => b.mtimeMs - a.mtimeMs)) {
      bytes += size;
      if (bytes > mostBytes) await rm(file, { force: true });
    }
  }
}

/** @throws Error when it is of another version or other files, or ends too early. */
async function readEntry(handle: FileHandle, stamp: string): Promise<Dataset> {
  const start = await filled(handle, Buffer.alloc(8));
  const length = start.readUInt32LE(4);
  if (start.readUInt32LE(0) !== version || length > longestHeader) throw new Error("another version");
  const header = JSON.parse((await filled(handle, Buffer.alloc(length))).toString());
  if (header.stamp !== stamp) throw new Error("other files");
  const { size } = await handle.stat();
  return (await withArrays(header.dataset, handle, size)) as Dataset;
}

/** The value with its arrays read, in the order in which they were written. */
async function withArrays(value: unknown, handle: FileHandle, size: number): Promise<unknown> {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value;
  if (isMark(value)) {
    const Kind = arrayKinds[value.array];
    // Never more than the file has: a length that lies allocates nothing.
    if (value.length * Kind.BYTES_PER_ELEMENT > size) throw new Error("it ends too early");
    const array = new Kind(value.length);
    await filled(handle, bytesOf(array));
    return array;
  }
  const read: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) read[key] = await withArrays(inner, handle, size);
  return read;
}

function isMark(value: object): value is ArrayMark {
  return "array" in value && typeof value.array === "string" && Object.hasOwn(arrayKinds, value.array);
}

function kindOf(value: unknown): ArrayKind | null {
  if (!ArrayBuffer.isView(value)) return null;
  const name = value.constructor.name;
  return Object.hasOwn(arrayKinds, name) ? (name as ArrayKind) : null;
}

function bytesOf(array: AnyArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** Reads from where the last reading ended until the bytes are full. @throws Error when the file ends before. */
async function filled<Bytes extends Uint8Array>(handle: FileHandle, bytes: Bytes): Promise<Bytes> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesRead } = await handle.read(bytes, done, Math.min(bytes.length - done, 1 << 28), null);
    if (bytesRead === 0) throw new Error("it ends too early");
    done += bytesRead;
  }
  return bytes;
}

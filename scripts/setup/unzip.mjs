import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import path from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32, createInflateRaw } from "node:zlib";

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;

/**
 * Unpacks chosen files of a zip archive, keeping their Unix modes and checking each CRC-32. Archives beyond
 * 4 GiB (zip64) are not read.
 * Format: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
 * @param {string} archive
 * @param {string} folder
 * @param {(name: string) => string | undefined} rename the file's new name, or undefined to leave it out
 * @returns {Promise<number>} the number of files written
 */
export async function unzip(archive, folder, rename) {
  let written = 0;
  for (const entry of await readDirectory(archive)) {
    const name = entry.name.endsWith("/") ? undefined : rename(entry.name);
    if (name === undefined) continue;
    const target = path.join(folder, name);
    if (path.relative(folder, target).startsWith(".."))
      throw new Error(`${archive}: "${name}" leaves the folder`);
    await mkdir(path.dirname(target), { recursive: true });
    await writeEntry(archive, entry, target);
    written += 1;
  }
  return written;
}

/** @typedef {{ name: string, method: number, crc: number, packedSize: number, start: number, mode: number }} Entry */

/**
 * @param {string} archive
 * @param {Entry} entry
 * @param {string} target
 */
async function writeEntry(archive, entry, target) {
  let crc = 0;
  const check = new Transform({
    transform(chunk, _encoding, done) {
      crc = crc32(chunk, crc);
      done(null, chunk);
    },
  });
  const out = createWriteStream(target, { mode: entry.mode || 0o644 });
  if (entry.packedSize === 0) await pipeline([], check, out);
  else {
    const packed = createReadStream(archive, { start: entry.start, end: entry.start + entry.packedSize - 1 });
    await (entry.method === DEFLATED
      ? pipeline(packed, createInflateRaw(), check, out)
      : pipeline(packed, check, out));
  }
  if (crc !== entry.crc) throw new Error(`${archive}: "${entry.name}" is damaged`);
}

/**
 * @param {string} archive
 * @returns {Promise<Entry[]>}
 */
async function readDirectory(archive) {
  const file = await open(archive);
  try {
    const read = async (/** @type {number} */ position, /** @type {number} */ length) =>
      (await file.read(Buffer.alloc(length), 0, length, position)).buffer;
    const { size } = await file.stat();
    const tailStart = Math.max(0, size - 65_557); // the record's 22 bytes and a comment of at most 65,535
    const tail = await read(tailStart, size - tailStart);
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
    if (end < 0 || tail.readUInt32LE(end) !== END_OF_DIRECTORY)
      throw new Error(`${archive} is not a zip archive`);
    const directory = await read(tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
    const entries = [];
    for (let at = 0; at < directory.length; ) {
      if (directory.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error(`${archive}: damaged directory`);
      const nameLength = directory.readUInt16LE(at + 28);
      const headerStart = directory.readUInt32LE(at + 42);
      const header = await read(headerStart, 30);
      if (header.readUInt32LE(0) !== LOCAL_HEADER) throw new Error(`${archive}: damaged entry`);
      const method = directory.readUInt16LE(at + 10);
      if (method !== STORED && method !== DEFLATED)
        throw new Error(`${archive}: method ${method} is not read`);
      entries.push({
        name: directory.toString("utf8", at + 46, at + 46 + nameLength),
        method,
        crc: directory.readUInt32LE(at + 16),
        packedSize: directory.readUInt32LE(at + 20),
        start: headerStart + 30 + header.readUInt16LE(26) + header.readUInt16LE(28),
        mode: (directory.readUInt32LE(at + 38) >>> 16) & 0o777,
      });
      at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    }
    return entries;
  } finally {
    await file.close();
  }
}

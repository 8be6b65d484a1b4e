import { crc32, deflateRawSync } from "node:zlib";

/**
 * A small zip archive for tests, with Unix modes; even entries are deflated, odd ones stored.
 * @param {readonly { name: string, body: string, mode: number, crc?: number }[]} files `crc` overrides the true one
 */
export function makeZip(files) {
  const locals = [];
  const directory = [];
  let offset = 0;
  for (const [index, { name, body, mode, crc }] of files.entries()) {
    const bytes = Buffer.from(body, "latin1");
    const deflated = index % 2 === 0 && bytes.length > 0;
    const packed = deflated ? deflateRawSync(bytes) : bytes;
    const facts = Buffer.alloc(26); // what the local header and the directory entry have in common
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(deflated ? 8 : 0, 4);
    facts.writeUInt32LE(crc ?? crc32(bytes), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(bytes.length, 18);
    facts.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), facts, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((0o100000 | mode) * 65536, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\u0001\u0002"), Buffer.from([20, 3]), facts, tail, Buffer.from(name));
    locals.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, entries, Buffer.from("PK\u0005\u0006"), end]);
}

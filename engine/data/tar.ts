import { strFromU8 } from "fflate";
import { say } from "../words/say.ts";
import { dataTrouble } from "./data-trouble.ts";

/** A plain file in an archive. */
export interface TarEntry {
  readonly name: string;
  /** A view, not a copy. */
  readonly content: Uint8Array;
}

const block = 512;

/** Whether bytes start as a tar archive does. */
export function isTar(bytes: Uint8Array): boolean {
  return textOf(bytes, 257, 5) === "ustar";
}

/**
 * The plain files of a tar archive (POSIX ustar): blocks of 512 bytes, each file a header with its name and its size in
 * octal digits, then its content. Folders, links and other entries are passed over; nothing is ever written.
 * @throws TroubleError naming the file, the byte and the reason.
 */
export function parseTar(bytes: Uint8Array, file: string): TarEntry[] {
  const entries: TarEntry[] = [];
  let at = 0;
  while (at + block <= bytes.length && bytes[at] !== 0) {
    const header = bytes.subarray(at, at + block);
    const place = say("{file}, byte {offset}", { file, offset: at });
    if (!isTar(header)) throw dataTrouble(place, say("This is no header of a tar archive."));
    const digits = textOf(header, 124, 12).trim();
    if (!/^[0-7]{1,11}$/.test(digits))
      throw dataTrouble(place, say("The size of a file in it cannot be read."));
    const size = Number.parseInt(digits, 8);
    const start = at + block;
    if (start + size > bytes.length)
      throw dataTrouble(
        place,
        say("The archive ends early: {size} bytes are declared, and {left} follow.", {
          size,
          left: bytes.length - start,
        }),
      );
    const kind = header[156];
    const isPlain = kind === 0 || kind === 0x30;
    if (isPlain) entries.push({ name: textOf(header, 0, 100), content: bytes.subarray(start, start + size) });
    at = start + Math.ceil(size / block) * block;
  }
  if (entries.length === 0)
    throw dataTrouble(say("{file}, byte {offset}", { file, offset: at }), say("The archive holds no file."));
  return entries;
}

function textOf(header: Uint8Array, from: number, length: number): string {
  const field = header.subarray(from, from + length);
  const end = field.indexOf(0);
  return strFromU8(end < 0 ? field : field.subarray(0, end), true);
}

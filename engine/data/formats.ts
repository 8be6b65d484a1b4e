import { isTar } from "./tar.ts";

/** The beginning of a file, decompressed when it is gzip. */
export interface FileStart {
  readonly name: string;
  /** The first bytes, a few thousand at most; all of a short file. */
  readonly bytes: Uint8Array;
  /** Bytes of the whole content; null when it is compressed. */
  readonly size: number | null;
}

/** A format of files that data is imported from. */
interface DataFormat {
  readonly id: string;
  /** In a list of what can be imported. */
  readonly title: string;
  recognises(start: FileStart): boolean;
  /** Decides where no content tells: the format's reader then says what is wrong with it. */
  readonly names: RegExp;
  /** Its content has no mark of its own, so another format's name tells more. */
  readonly isGuess?: true;
}

const idx = {
  id: "idx",
  title: "IDX pictures with their labels",
  // Two zero bytes, one of six types, one to four dimensions.
  recognises: ({ bytes }) =>
    bytes[0] === 0 &&
    bytes[1] === 0 &&
    [8, 9, 11, 12, 13, 14].includes(bytes[2] ?? 0) &&
    [1, 2, 3, 4].includes(bytes[3] ?? 0),
  names: /idx[13][-.]ubyte(\.gz)?$|\.idx(\.gz)?$/i,
} as const satisfies DataFormat;

/** A class and a colour picture of 32 x 32. */
const cifarRow = 3073;

const cifar10 = {
  id: "cifar-10",
  title: "CIFAR-10 (binary version)",
  recognises: ({ bytes, size }) => isTar(bytes) || isCifarBatch(bytes, size),
  names: /_batch(_\d+)?\.bin$|\.tar(\.gz)?$|\.tgz$/i,
} as const satisfies DataFormat;

function isCifarBatch(bytes: Uint8Array, size: number | null): boolean {
  const isWhole = size === null || (size > 0 && size % cifarRow === 0);
  const labels = [bytes[0] ?? 255, bytes.length > cifarRow ? (bytes[cifarRow] ?? 255) : 0];
  return isWhole && bytes.length >= cifarRow && labels.every((label) => label < 10);
}

const pictureZip = {
  id: "picture-zip",
  title: "a folder or zip with one folder of pictures for each class",
  // The first local file header of a zip archive.
  recognises: ({ bytes }) => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4,
  names: /\.zip$/i,
} as const satisfies DataFormat;

const table = {
  id: "table",
  title: "a CSV or TSV table",
  recognises: ({ bytes }) => bytes.length > 0 && isText(bytes),
  names: /\.(csv|tsv|txt)$/i,
  isGuess: true,
} as const satisfies DataFormat;

/** Text in UTF-8, or in UTF-16 with its mark: no control characters but tabs and line ends. */
function isText(bytes: Uint8Array): boolean {
  const isMarked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return isMarked || bytes.every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13);
}

/** What can be imported, in the words of a list. */
export const dataFormats = [idx, cifar10, pictureZip, table] as const satisfies readonly DataFormat[];

export type DataFormatId = (typeof dataFormats)[number]["id"];

/** The format of a file, by its content, and by its name where the content does not tell; null when it is none. */
export function formatOf(start: FileStart): DataFormatId | null {
  const formats: readonly (DataFormat & { readonly id: DataFormatId })[] = dataFormats;
  const format =
    formats.find(({ recognises, isGuess }) => !isGuess && recognises(start)) ??
    formats.find(({ names }) => names.test(start.name)) ??
    formats.find(({ recognises }) => recognises(start));
  return format?.id ?? null;
}

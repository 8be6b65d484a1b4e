import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { cifarClasses } from "../data/cifar.ts";
import { dataTrouble } from "../data/data-trouble.ts";
import type { Dataset } from "../data/dataset.ts";
import { type PictureReference, pictureReferenceSchema } from "../data/picture-reference.ts";
import { findPictures, type PictureFile, picturesDataset } from "../data/pictures.ts";
import { TroubleError } from "../trouble.ts";
import { reasonOf } from "./files.ts";
import { findOwnFile, ownPath, refuseChanged } from "./own-file.ts";

/** Bytes of a file's content, most; a compressed file is never unpacked beyond that. */
export const mostBytes = 1 << 30;

const idxPictures = /images([-.])idx3-ubyte(\.gz)?$/;
const cifarFile = /_batch(_\d+)?\.bin$|\.tar\.gz$|\.tgz$|\.tar$/;

/** The format that a file's name tells; null when it is none of the known formats of pictures. */
export function pictureFormat(file: string): PictureReference["format"] | null {
  if (idxPictures.test(file)) return "idx";
  return cifarFile.test(file) ? "cifar-10" : null;
}

/**
 * A reference to the pictures that a file belongs to: with an IDX file of pictures its labels and the test files beside it,
 * with one batch of CIFAR-10 all the others.
 * @param folder the project's.
 * @throws TroubleError naming file, place and reason.
 */
export async function surveyPictures(file: string, folder: string): Promise<PictureReference> {
  const format = pictureFormat(file) ?? "idx";
  const there = await readdir(path.dirname(path.resolve(file))).catch((error: unknown) => {
    throw dataTrouble(
      `${path.basename(file)} cannot be read`,
      reasonOf(error),
      "Choose another file.",
      error,
    );
  });
  const files = companions(path.basename(file), format, there).map((name) =>
    path.join(path.dirname(file), name),
  );
  const contents = await Promise.all(files.map((each) => readContent(each)));
  const { inputShape, learning, test } = findPictures(format, contents);
  const highest = [learning, test].reduce(
    (most, part) => part?.labels.reduce((a, b) => Math.max(a, b), most) ?? most,
    1,
  );
  return pictureReferenceSchema.parse({
    kind: "pictures",
    format,
    files: contents.map(({ sha256 }, index) => ({
      file: ownPath(files[index] ?? "", folder),
      sha256,
    })),
    inputShape,
    classNames:
      format === "cifar-10"
        ? [...cifarClasses]
        : Array.from({ length: highest + 1 }, (_, label) => String(label)),
  });
}

/** @throws TroubleError when a file is gone, changed or malformed. */
export async function loadPictures(reference: PictureReference, folder: string | null): Promise<Dataset> {
  const contents: PictureFile[] = [];
  for (const { file, sha256 } of reference.files) {
    const content = await readContent(await findOwnFile(file, folder));
    refuseChanged(file, content.sha256, sha256);
    contents.push(content);
  }
  return picturesDataset(reference, findPictures(reference.format, contents));
}

/** The files of a set, by the names that MNIST and CIFAR-10 give them. */
function companions(file: string, format: PictureReference["format"], there: readonly string[]): string[] {
  if (format === "cifar-10")
    return file.endsWith(".bin") ? there.filter((name) => /_batch(_\d+)?\.bin$/.test(name)).sort() : [file];
  const labels = file.replace(idxPictures, "labels$1idx1-ubyte$2");
  const test = [file, labels].map((name) => name.replace(/^train/, "t10k"));
  return test[0] !== file && test.every((name) => there.includes(name))
    ? [file, labels, ...test]
    : [file, labels];
}

async function readContent(file: string): Promise<PictureFile & { readonly sha256: string }> {
  const name = path.basename(file);
  const hash = createHash("sha256");
  const pieces: Uint8Array[] = [];
  let size = 0;
  const collect = async (source: AsyncIterable<Uint8Array>) => {
    for await (const piece of source) {
      size += piece.length;
      if (size > mostBytes)
        throw dataTrouble(name, `It holds more than ${mostBytes / 2 ** 30} GB.`, "Use a smaller set.");
      pieces.push(piece);
    }
  };
  const read = createReadStream(file, { highWaterMark: 1 << 20 });
  read.on("data", (piece) => hash.update(piece));
  try {
    if (/\.t?gz$/.test(name)) await pipeline(read, createGunzip({ chunkSize: 1 << 20 }), collect);
    else await pipeline(read, collect);
  } catch (error) {
    if (error instanceof TroubleError) throw error;
    throw dataTrouble(`${name} cannot be read`, reasonOf(error), "Use an undamaged copy of the file.", error);
  }
  const content = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    content.set(piece, at);
    at += piece.length;
  }
  return { name, content, sha256: hash.digest("hex") };
}

import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { Dataset } from "../data/dataset.ts";
import { PictureCollector } from "../data/picture-collector.ts";
import type { PictureFolderReference } from "../data/picture-folder-reference.ts";
import { layOutPictures, type PictureLayout, type PlacedPicture } from "../data/picture-layout.ts";
import type { Raster } from "../data/raster.ts";
import type { FoundPictures } from "../protocol.ts";
import { TroubleError } from "../trouble.ts";
import { decodePicture } from "./decode-picture.ts";
import { findOwnFile, ownPath, refuseChanged } from "./own-file.ts";
import { openPictureSource, type PictureSource } from "./picture-source.ts";
import type { ReadOptions } from "./read-content.ts";

/** Pictures of each class that are looked at to propose a size, most. */
const looks = 3;

/**
 * Looks through a folder or archive of pictures: its classes, parts and content's hash, and what size its pictures have.
 * @param folder the project's.
 * @throws TroubleError naming file, place and reason.
 */
export async function surveyPictureFolder(
  place: string,
  folder: string,
  options: ReadOptions = {},
): Promise<FoundPictures> {
  return withSource(place, options.signal, async (source, layout) => {
    const seen = layout.classNames.map(() => 0);
    const sizes: Raster[] = [];
    const sha256 = await readAll(source, layout, options, async (picture, bytes) => {
      if (bytes instanceof Error || (seen[picture.label] ?? 0) >= looks) return;
      const raster = await decodePicture(bytes, picture.path).catch(() => null);
      if (!raster) return;
      seen[picture.label] = (seen[picture.label] ?? 0) + 1;
      sizes.push({ ...raster, data: new Uint8Array() });
    });
    const count = (part: PlacedPicture["part"]) =>
      layout.pictures.filter((each) => each.part === part).length;
    return {
      file: ownPath(place, folder),
      sha256,
      classNames: layout.classNames,
      counts: { learning: count("learning"), validation: count("validation"), test: count("test") },
      others: layout.others,
      proposed: propose(sizes),
    };
  });
}

/** @throws TroubleError when the folder is gone or changed, or pictures cannot be read and none shall be skipped. */
export async function loadPictureFolder(
  reference: PictureFolderReference,
  folder: string | null,
  options: ReadOptions = {},
): Promise<Dataset> {
  return withSource(await findOwnFile(reference.file, folder), options.signal, async (source, layout) => {
    const collector = new PictureCollector(reference, layout.pictures.length);
    const sha256 = await readAll(source, layout, options, async (picture, bytes) => {
      try {
        if (bytes instanceof Error) throw bytes;
        collector.add(picture, await decodePicture(bytes, picture.path));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        collector.skip(
          error instanceof TroubleError
            ? `${error.trouble.title}: ${error.trouble.reason}`
            : `${picture.path}: ${reason}.`,
        );
      }
    });
    refuseChanged(reference.file, sha256, reference.sha256);
    return collector.result();
  });
}

async function withSource<Result>(
  place: string,
  signal: AbortSignal | undefined,
  work: (source: PictureSource, layout: PictureLayout) => Promise<Result>,
): Promise<Result> {
  const source = await openPictureSource(place, signal);
  try {
    return await work(source, layOutPictures([...source.files.keys()], source.folders, source.name));
  } finally {
    source.close();
  }
}

/** Reads every picture in order, each while the one before is looked at. Gives the hash of their paths and bytes. */
async function readAll(
  source: PictureSource,
  { pictures }: PictureLayout,
  { onProgress, signal }: ReadOptions,
  look: (picture: PlacedPicture, bytes: Uint8Array | Error) => Promise<void>,
): Promise<string> {
  const sizes = pictures.map(({ path }) => source.files.get(path) ?? 0);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const hash = createHash("sha256");
  const read = (index: number) => {
    const picture = pictures[index];
    return picture && source.read(picture.path).catch((error: unknown) => toError(error));
  };
  let done = 0;
  let next = read(0);
  for (const [index, picture] of pictures.entries()) {
    signal?.throwIfAborted();
    const bytes = (await next) ?? new Error("It is not there");
    next = read(index + 1);
    hash.update(`${picture.path}\0${sizes[index]}\0`);
    if (!(bytes instanceof Error)) hash.update(bytes);
    await look(picture, bytes);
    done += sizes[index] ?? 0;
    onProgress?.(done, total);
    // Decoding is work without a break: whoever asks something meanwhile gets an answer.
    if (index % 8 === 0) await setImmediate();
  }
  return hash.digest("hex");
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** The size that all have, when a network can well be of it; 32 x 32 otherwise. Grey when all are grey. */
function propose(sizes: readonly Raster[]): FoundPictures["proposed"] {
  const [first] = sizes;
  const alike =
    first !== undefined &&
    sizes.every(({ width, height }) => width === first.width && height === first.height);
  const fits = alike && Math.max(first.width, first.height) <= 128;
  return {
    width: fits ? first.width : 32,
    height: fits ? first.height : 32,
    colour: sizes.length > 0 && sizes.every(({ channels }) => channels === 1) ? "grey" : "colour",
  };
}

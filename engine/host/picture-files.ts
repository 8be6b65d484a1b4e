import { readdir } from "node:fs/promises";
import path from "node:path";
import { cifarClasses } from "../data/cifar.ts";
import type { Dataset } from "../data/dataset.ts";
import { type PictureReference, pictureReferenceSchema } from "../data/picture-reference.ts";
import { findPictures, picturesDataset } from "../data/pictures.ts";
import { idxFamily } from "./idx-family.ts";
import { findOwnFile, ownPath, refuseChanged } from "./own-file.ts";
import { type ReadOptions, readContents } from "./read-content.ts";

/**
 * A reference to the pictures that a file belongs to: with an IDX file its labels or pictures and the test files beside it,
 * with one batch of CIFAR-10 all the others.
 * @param folder the project's.
 * @throws TroubleError naming file, place and reason.
 */
export async function surveyPictures(
  file: string,
  folder: string,
  format: PictureReference["format"],
  options: ReadOptions = {},
): Promise<PictureReference> {
  const there = await readdir(path.dirname(path.resolve(file)));
  const family = format === "idx" ? await idxFamily(file, there.sort()) : cifarFamily(file, there.sort());
  const files = family.map((name) => path.join(path.dirname(file), name));
  const contents = await readContents(files, options);
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
export async function loadPictures(
  reference: PictureReference,
  folder: string | null,
  options: ReadOptions = {},
): Promise<Dataset> {
  const files: string[] = [];
  for (const { file } of reference.files) files.push(await findOwnFile(file, folder));
  const contents = await readContents(files, options);
  for (const [index, { file, sha256 }] of reference.files.entries())
    refuseChanged(file, contents[index]?.sha256 ?? "", sha256);
  return picturesDataset(reference, findPictures(reference.format, contents));
}

const cifarBatch = /_batch(_\d+)?\.bin$/;

/** With one batch all the others, by the names that CIFAR-10 gives them; an archive has all in itself. */
function cifarFamily(file: string, there: readonly string[]): string[] {
  const name = path.basename(file);
  return cifarBatch.test(name) ? there.filter((other) => cifarBatch.test(other)) : [name];
}

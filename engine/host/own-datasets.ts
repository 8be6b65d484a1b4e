import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { type Dataset, type DatasetReference, withOwnFiles } from "../data/dataset.ts";
import { DatasetCache } from "./dataset-cache.ts";
import { findOwnFile } from "./own-file.ts";
import { loadPictures } from "./picture-files.ts";
import type { ReadOptions } from "./read-content.ts";

type OwnReference = Exclude<DatasetReference, { kind: "built-in" | "generated" | "painted" }>;

interface OwnLoader<Reference> {
  /** @throws TroubleError naming file, place and reason. */
  load(reference: Reference, folder: string | null, options: ReadOptions): Promise<Dataset>;
  /** Changes when a file does, told without reading it: by place, size and time. @throws as load does. */
  stamp(reference: Reference, folder: string | null, options: ReadOptions): Promise<string>;
}

/** How data of the person's own is loaded. Parsers and decoders come with the first that needs them. */
const ownLoaders: {
  readonly [Kind in OwnReference["kind"]]: OwnLoader<Extract<OwnReference, { readonly kind: Kind }>>;
} = {
  table: {
    load: async (reference, folder, options) => {
      const { loadTable } = await import("./table-file.ts");
      return (await loadTable(reference, folder, options)).dataset;
    },
    stamp: stampOfFiles,
  },
  pictures: { load: loadPictures, stamp: stampOfFiles },
  "picture-folder": {
    load: async (reference, folder, options) => {
      const { loadPictureFolder } = await import("./picture-folder.ts");
      return loadPictureFolder(reference, folder, options);
    },
    stamp: async (reference, folder, { signal }) => {
      const { openPictureSource } = await import("./picture-source.ts");
      const source = await openPictureSource(await findOwnFile(reference.file, folder), signal);
      source.close();
      return source.stamp;
    },
  },
};

export function isOwn(reference: DatasetReference): reference is OwnReference {
  return Object.hasOwn(ownLoaders, reference.kind);
}

interface OwnLoadOptions extends ReadOptions {
  /** Where it is kept as it was read; null for nowhere. */
  readonly cacheFolder: string | null;
  /** What takes less to read is read again, in milliseconds. */
  readonly worthKeeping?: number;
}

/**
 * Loads data of the person's own, from the cache when its files are as they were.
 * @throws TroubleError when it is gone, changed or malformed; the signal's reason when it is aborted.
 */
export async function loadOwn(
  reference: OwnReference,
  folder: string | null,
  { cacheFolder, worthKeeping = 500, ...options }: OwnLoadOptions,
): Promise<Dataset> {
  const loader = ownLoaders[reference.kind] as OwnLoader<OwnReference>;
  if (cacheFolder === null) return loader.load(reference, folder, options);
  const cache = new DatasetCache(cacheFolder);
  const stamp = await loader.stamp(reference, folder, options);
  const known = await cache.find(reference, stamp);
  if (known) return known;
  const began = performance.now();
  const dataset = await loader.load(reference, folder, options);
  // A cache that cannot be written costs time, not data.
  if (performance.now() - began > worthKeeping)
    await cache.keep(reference, stamp, dataset).catch((error: Error) => process.emitWarning(error));
  return dataset;
}

async function stampOfFiles(reference: OwnReference, folder: string | null): Promise<string> {
  const files: string[] = [];
  withOwnFiles(reference, (file) => {
    files.push(file);
    return file;
  });
  const hash = createHash("sha256");
  for (const file of files) {
    const found = await findOwnFile(file, folder);
    const { size, mtimeMs } = await stat(found);
    hash.update(`${found}\0${size}\0${mtimeMs}\0`);
  }
  return hash.digest("hex");
}

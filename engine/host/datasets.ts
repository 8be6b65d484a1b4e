import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { dataTrouble } from "../data/data-trouble.ts";
import type { Dataset, DatasetReference } from "../data/dataset.ts";
import { describeReference } from "../data/describe.ts";
import { generateDataset } from "../data/generate.ts";
import { type Manifest, type ManifestFile, manifestSchema } from "../data/manifest.ts";
import { paintedDataset } from "../data/painted.ts";
import { prepare } from "../data/prepare.ts";
import { builtInSet } from "../data/registry.ts";
import type { TroubleError } from "../trouble.ts";
import { say } from "../words/say.ts";
import { assetsFolder } from "./assets.ts";
import { inflate } from "./inflate.ts";
import { isOwn, loadOwn } from "./own-datasets.ts";

/** How far loading is. Reading counts bytes of decompressed content. */
export interface LoadProgress {
  readonly stage: "reading" | "decoding" | "ready";
  readonly done: number;
  readonly total: number;
}

export interface LoadOptions {
  /** Where the app's files are; found by itself when left out. */
  readonly assetsFolder?: string;
  /** Where the project lies, for data that it names from there. */
  readonly folder?: string | null;
  /** Where data of the person's own is kept as it was read; nowhere when left out. */
  readonly cacheFolder?: string | null;
  readonly onProgress?: (progress: LoadProgress) => void;
  /** Ends the loading with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

const READ_SIZE = 1 << 18;

/**
 * Loads the data set that a project names: computes it, or reads, decompresses and checks its files and decodes them.
 * Takes well under a second for Fashion-MNIST, most of it decompression on another thread; decoding runs on the
 * calling thread, so call this in a worker.
 * @throws TroubleError when a file is missing or damaged; the signal's reason when it is aborted.
 */
export async function loadDataset(
  { preparation, ...reference }: DatasetReference,
  options: LoadOptions = {},
): Promise<Dataset> {
  const dataset = await loadAsIs(reference, options);
  return preparation ? prepare(dataset, preparation) : dataset;
}

/** As the set has its parts and scaling. */
async function loadAsIs(reference: DatasetReference, options: LoadOptions): Promise<Dataset> {
  const { onProgress, signal } = options;
  signal?.throwIfAborted();
  if (reference.kind === "generated") {
    const dataset = generateDataset(reference);
    onProgress?.({ stage: "ready", done: 1, total: 1 });
    return dataset;
  }
  if (reference.kind === "painted") return paintedDataset(reference, describeReference(reference).classNames);
  if (isOwn(reference)) {
    const dataset = await loadOwn(reference, options.folder ?? null, {
      onProgress: (done, total) => onProgress?.({ stage: "reading", done, total }),
      signal,
      cacheFolder: options.cacheFolder ?? null,
    });
    onProgress?.({ stage: "ready", done: 1, total: 1 });
    return dataset;
  }
  const set = builtInSet(reference.id);
  const folder = join(options.assetsFolder ?? assetsFolder(), "datasets", set.id);
  const manifest = await readManifest(folder, set.id);
  const files = set.files.map((name) => manifestEntry(manifest, name));
  const total = files.reduce((sum, file) => sum + file.contentSize, 0);
  let done = 0;
  const whole = new Uint8Array(total);
  const contents: Uint8Array[] = [];
  for (const file of files) {
    const start = contents.reduce((sum, { length }) => sum + length, 0);
    const content = whole.subarray(start, start + file.contentSize);
    await readContent(content, folder, set.id, file, signal, (bytes) => {
      done += bytes;
      onProgress?.({ stage: "reading", done, total });
    });
    contents.push(content);
  }
  signal?.throwIfAborted();
  onProgress?.({ stage: "decoding", done: 0, total: 1 });
  const dataset = set.assemble(contents, { source: manifest.source, licence: manifest.licence }, inflate);
  onProgress?.({ stage: "ready", done: 1, total: 1 });
  return dataset;
}

/** Reads and checks the manifest in a set's folder. @throws TroubleError when it is missing or not a manifest. */
export async function readManifest(folder: string, id: string): Promise<Manifest> {
  const name = `${id}/manifest.json`;
  let text: string;
  try {
    text = await readFile(join(folder, "manifest.json"), "utf8");
  } catch (error) {
    throw dataTrouble(name, say("It cannot be read ({code}).", { code: codeOf(error) }), remedy(), error);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw dataTrouble(name, say("It is not JSON."), remedy(), error);
  }
  const result = manifestSchema.safeParse(value);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw dataTrouble(
      `${name}, ${issue?.path.join(".") || "top"}`,
      `${issue?.message ?? "invalid"}.`,
      remedy(),
    );
  }
  return result.data;
}

const remedy = () => say("Restore the file from the repository or install Layerlab again.");

function manifestEntry(manifest: Manifest, name: string): ManifestFile {
  const entry = manifest.files.find((file) => file.name === name);
  if (!entry)
    throw dataTrouble(`${manifest.id}/manifest.json`, say("It has no entry for {name}.", { name }), remedy());
  return entry;
}

/** Streams one file into `content`, which is as long as its manifest says, and checks its hash. */
async function readContent(
  content: Uint8Array,
  folder: string,
  id: string,
  file: ManifestFile,
  signal: AbortSignal | undefined,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const name = `${id}/${file.name}`;
  const hash = createHash("sha256");
  let size = 0;
  // Kept, because a pipeline that is cut at its end may report the cut and not the reason.
  let overflow: TroubleError | null = null;
  const collect = async (source: AsyncIterable<Uint8Array>) => {
    for await (const chunk of source) {
      if (size + chunk.length > content.length) {
        overflow = dataTrouble(
          name,
          say("It holds more than the {bytes} bytes it should.", { bytes: content.length }),
          remedy(),
        );
        throw overflow;
      }
      content.set(chunk, size);
      hash.update(chunk);
      size += chunk.length;
      onBytes(chunk.length);
    }
  };
  const read = createReadStream(join(folder, file.name), { highWaterMark: READ_SIZE });
  const settings = signal ? { signal } : {};
  try {
    if (file.compression === "gzip") {
      await pipeline(read, createGunzip({ chunkSize: READ_SIZE }), collect, settings);
    } else {
      await pipeline(read, collect, settings);
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (overflow) throw overflow;
    throw dataTrouble(name, say("It cannot be read ({code}).", { code: codeOf(error) }), remedy(), error);
  }
  if (size < content.length) {
    throw dataTrouble(
      name,
      say("It holds {size} bytes instead of {bytes}.", { size, bytes: content.length }),
      remedy(),
    );
  }
  if (hash.digest("hex") !== file.contentSha256) {
    throw dataTrouble(
      say("{name} is damaged", { name }),
      say("Its SHA-256 is not the one in the manifest."),
      remedy(),
    );
  }
}

/** What went wrong, in the few words an operating system has for it. */
function codeOf(error: unknown): string {
  if (error instanceof Error)
    return "code" in error && typeof error.code === "string" ? error.code : error.message;
  return String(error);
}

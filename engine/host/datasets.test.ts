import { createHash } from "node:crypto";
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fashionMnist } from "../data/built-in/fashion-mnist.ts";
import { handwrittenDigits } from "../data/built-in/handwritten-digits.ts";
import { countPerClass, previewImages } from "../data/preview.ts";
import { builtInSets } from "../data/registry.ts";
import { limitDataset } from "../data/split.ts";
import { assetsFolder } from "./assets.ts";
import { type LoadProgress, loadDataset, readManifest } from "./datasets.ts";

const REMEDY = "Restore the file from the repository or install Layerlab again.";
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** What an independent reading (numpy and Pillow) found in the files. */
const FACTS = {
  "fashion-mnist": {
    perClass: 7000,
    // Sums over the pixels of training images 0 and 59,999 and test images 0 and 9,999.
    pixelSums: new Map([
      [0, 76247],
      [59_999, 16684],
      [60_000, 33456],
      [69_999, 24390],
    ]),
    labels: new Map([
      [0, 9],
      [3, 3],
      [60_000, 9],
      [60_009, 7],
    ]),
    pixelsSha256: null,
  },
  "handwritten-digits": {
    perClass: 500,
    pixelSums: new Map(),
    labels: new Map([
      [0, 0],
      [499, 0],
      [500, 1],
      [4999, 9],
    ]),
    pixelsSha256: "5f514c6b2e580f01f61a49cc17c14f887774681b3243bd7c9da588206371cee2",
  },
} as const;

describe.each(builtInSets)("$id as it ships", (set) => {
  const folder = join(assetsFolder(), "datasets", set.id);

  it("has a manifest that tells the truth about its files", async () => {
    const manifest = await readManifest(folder, set.id);
    expect(manifest.id).toBe(set.id);
    expect(manifest.title).toBe(set.title);
    expect(manifest.classes).toEqual(set.classNames);
    expect(manifest.inputShape).toEqual(set.inputShape);
    expect(manifest.files.map((file) => file.name)).toEqual(set.files);
    for (const file of manifest.files) {
      const bytes = await readFile(join(folder, file.name));
      const content = file.compression === "gzip" ? gunzipSync(bytes) : bytes;
      expect([bytes.length, content.length]).toEqual([file.size, file.contentSize]);
      expect(sha256(content)).toBe(file.contentSha256);
    }
    expect((await stat(join(folder, manifest.licenceFile))).size).toBeGreaterThan(1000);
    const expected = [...set.files, "manifest.json", manifest.licenceFile];
    expect((await readdir(folder)).sort()).toEqual(expected.sort());
  });
});

describe.each([fashionMnist, handwrittenDigits])("the pictures of $id", (set) => {
  const folder = join(assetsFolder(), "datasets", set.id);

  it("load with the right pixels, labels and parts", async () => {
    const manifest = await readManifest(folder, set.id);
    const dataset = await loadDataset({ kind: "built-in", id: set.id });
    const facts = FACTS[set.id];
    expect(countPerClass(dataset)).toEqual(new Array(10).fill(facts.perClass));
    expect(dataset.inputs.data.length).toBe(10 * facts.perClass * set.inputShape[1] * set.inputShape[2]);
    const pixels = dataset.inputs.data;
    if (!(pixels instanceof Uint8Array)) throw new Error("Pictures are bytes.");
    const size = set.inputShape[1] * set.inputShape[2];
    for (const [image, sum] of facts.pixelSums) {
      expect(pixels.subarray(image * size, (image + 1) * size).reduce((a, b) => a + b, 0)).toBe(sum);
    }
    for (const [image, label] of facts.labels) expect(dataset.labels[image]).toBe(label);
    if (facts.pixelsSha256) expect(sha256(pixels)).toBe(facts.pixelsSha256);
    const { train, validation, test } = dataset.split;
    expect({ train: train.length, validation: validation.length, test: test.length }).toEqual(
      manifest.counts,
    );
    expect(new Set([...train, ...validation, ...test]).size).toBe(10 * facts.perClass);
    for (const part of [train, validation, test]) {
      const counts = new Array<number>(10).fill(0);
      for (const example of part)
        counts[dataset.labels[example] ?? -1] = (counts[dataset.labels[example] ?? -1] ?? 0) + 1;
      expect(counts).toEqual(new Array(10).fill(part.length / 10));
    }
    expect(dataset.preprocessing).toEqual(manifest.preprocessing);
    expect(dataset.provenance).toEqual({ source: manifest.source, licence: manifest.licence });
    expect(previewImages(dataset, 3).bytes.length).toBe(30 * size);
  });
});

describe("Fashion-MNIST", () => {
  it("has the published mean and deviation, and its own test images for the test", async () => {
    const dataset = await loadDataset({ kind: "built-in", id: "fashion-mnist" });
    const training = dataset.inputs.data.subarray(0, 60_000 * 784);
    let [sum, squares] = [0, 0];
    for (const value of training) {
      sum += value;
      squares += value * value;
    }
    const mean = sum / training.length;
    expect(mean / 255).toBeCloseTo(0.286, 4);
    expect(Math.sqrt(squares / training.length - mean * mean) / 255).toBeCloseTo(0.353, 4);
    expect(Math.min(...dataset.split.test)).toBe(60_000);
    expect(dataset.split.test.length).toBe(10_000);
    const limited = limitDataset(dataset, 2000).split;
    expect([limited.train.length, limited.validation.length, limited.test.length]).toEqual([2000, 500, 500]);
  });

  it("is the same for every seed and load: the first of each part", async () => {
    const { split } = await loadDataset({ kind: "built-in", id: "fashion-mnist" });
    const firsts = [split.train, split.validation, split.test].map((part) => [...part.subarray(0, 5)]);
    expect(firsts).toEqual(FIRST_EXAMPLES);
  });
});

/** Computed once; a change here changes every run and its validation. */
const FIRST_EXAMPLES = [
  [57399, 18762, 11249, 21129, 43895],
  [39584, 17669, 20122, 47589, 24275],
  [67022, 66158, 64248, 63403, 66143],
];

describe("loadDataset", () => {
  const reference = { kind: "built-in", id: "handwritten-digits" } as const;
  let assets = "";
  let folder = "";

  beforeEach(async () => {
    assets = await mkdtemp(join(tmpdir(), "layerlab-datasets-"));
    folder = join(assets, "datasets", reference.id);
    await cp(join(assetsFolder(), "datasets", reference.id), folder, { recursive: true });
  });
  afterEach(() => rm(assets, { recursive: true }));

  async function changeManifest(change: (text: string) => string): Promise<void> {
    const path = join(folder, "manifest.json");
    await writeFile(path, change(await readFile(path, "utf8")));
  }
  const load = (options = {}) => loadDataset(reference, { assetsFolder: assets, ...options });
  const message = (text: string) => expect.objectContaining({ message: `${text} ${REMEDY}` });

  it("reports progress that only grows, and ends ready", async () => {
    const seen: LoadProgress[] = [];
    await load({ onProgress: (progress: LoadProgress) => seen.push(progress) });
    const reading = seen.filter((progress) => progress.stage === "reading");
    expect(reading.at(-1)).toEqual({ stage: "reading", done: 721129, total: 721129 });
    expect(reading.every((progress, index) => progress.done > (reading[index - 1]?.done ?? 0))).toBe(true);
    expect(seen.at(-1)?.stage).toBe("ready");
  });

  it("stops when it is cancelled, before and while it reads", async () => {
    const reason = new Error("changed my mind");
    await expect(load({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const cancel = () => controller.abort(reason);
    const fashion = loadDataset(
      { kind: "built-in", id: "fashion-mnist" },
      { signal: controller.signal, onProgress: cancel },
    );
    await expect(fashion).rejects.toBe(reason);
  });

  it("says which file is missing", async () => {
    await rm(join(folder, "digits.png"));
    await expect(load()).rejects.toThrow(
      message("handwritten-digits/digits.png: It cannot be read (ENOENT)."),
    );
    await rm(join(folder, "manifest.json"));
    await expect(load()).rejects.toThrow(
      message("handwritten-digits/manifest.json: It cannot be read (ENOENT)."),
    );
  });

  it("notices a truncated, a longer and a changed file", async () => {
    const path = join(folder, "digits.png");
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, 1000));
    await expect(load()).rejects.toThrow(
      message("handwritten-digits/digits.png: It holds 1000 bytes instead of 721129."),
    );
    await writeFile(path, Buffer.concat([bytes, Buffer.from("more")]));
    await expect(load()).rejects.toThrow(
      message("handwritten-digits/digits.png: It holds more than the 721129 bytes it should."),
    );
    bytes[5000] = (bytes[5000] ?? 0) ^ 1;
    await writeFile(path, bytes);
    await expect(load()).rejects.toThrow(
      message("handwritten-digits/digits.png is damaged: Its SHA-256 is not the one in the manifest."),
    );
  });

  it("notices damaged and endless gzip files", async () => {
    const path = join(folder, "digits.png");
    await changeManifest((text) => text.replace('"compression": "none"', '"compression": "gzip"'));
    await expect(load()).rejects.toThrow(
      message("handwritten-digits/digits.png: It cannot be read (Z_DATA_ERROR)."),
    );
    const packed = gzipSync(await readFile(path));
    await writeFile(path, packed.subarray(0, packed.length - 100));
    await expect(load()).rejects.toThrow(
      message("handwritten-digits/digits.png: It cannot be read (Z_BUF_ERROR)."),
    );
    await writeFile(path, gzipSync(Buffer.alloc(100_000_000)));
    await expect(load()).rejects.toThrow(
      message("handwritten-digits/digits.png: It holds more than the 721129 bytes it should."),
    );
    await writeFile(path, packed);
    expect((await load()).labels.length).toBe(5000);
  });

  it("names the place in a wrong manifest", async () => {
    await changeManifest((text) => text.replace('"size": 721129', '"size": "big"'));
    await expect(load()).rejects.toThrow(/^handwritten-digits\/manifest\.json, files\.0\.size: /);
    await changeManifest((text) =>
      text.replace('"big"', "721129").replace('"name": "digits.png"', '"name": "d.png"'),
    );
    await expect(load()).rejects.toThrow(
      message("handwritten-digits/manifest.json: It has no entry for digits.png."),
    );
    await changeManifest((text) => text.slice(0, 100));
    await expect(load()).rejects.toThrow(message("handwritten-digits/manifest.json: It is not JSON."));
  });

  it("computes generated sets", async () => {
    const seen: string[] = [];
    const dataset = await loadDataset(
      { kind: "generated", id: "moons", points: 100, noise: 0.1, seed: 1 },
      { onProgress: ({ stage }) => seen.push(stage) },
    );
    expect(dataset.labels.length).toBe(100);
    expect(seen).toEqual(["ready"]);
  });
});

describe("assetsFolder", () => {
  it("is found from anywhere inside the app, and missed outside", () => {
    const found = assetsFolder();
    expect(assetsFolder(join(found, "..", "out", "app"))).toBe(found);
    expect(() => assetsFolder(tmpdir())).toThrow(
      /^The app's data folder "assets" is missing above .* Install Layerlab again\.$/,
    );
  });
});

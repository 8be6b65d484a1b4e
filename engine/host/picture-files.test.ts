import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseCifarBatch } from "../data/cifar.ts";
import type { DatasetReference } from "../data/dataset.ts";
import { parseTar } from "../data/tar.ts";
import { loadDataset } from "./datasets.ts";
import { surveyFile } from "./survey-file.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "layerlab-pictures-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function surveyPictures(file: string, from: string): Promise<DatasetReference> {
  const found = await surveyFile(file, from);
  if (found.found !== "ready") throw new Error(`It was taken for ${found.found}.`);
  return found.data;
}

let folders = 0;
/** A new folder with these files. */
async function place(files: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const place = path.join(folder, `set-${folders++}`);
  await mkdir(place);
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(place, name), content);
  return place;
}

function idx(dimensions: readonly number[], data: readonly number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * dimensions.length);
  header[2] = 8;
  header[3] = dimensions.length;
  dimensions.forEach((length, axis) => {
    header.writeUInt32BE(length, 4 + 4 * axis);
  });
  return Buffer.concat([header, Buffer.from(data)]);
}
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index % 251);
const classes = (count: number) => Array.from({ length: count }, (_, index) => index % 4);
/** 40 pictures of 2 x 3 and 12 for the test. */
const mnist = (count: number) =>
  [idx([count, 2, 3], numbers(count * 6)), idx([count], classes(count))] as const;

/** A batch whose picture i has class i % 10 and all its red bytes i, green i + 1, blue i + 2. */
function batch(count: number): Buffer {
  return Buffer.concat(
    Array.from({ length: count }, (_, index) =>
      Buffer.concat([Buffer.of(index % 10), ...[0, 1, 2].map((plane) => Buffer.alloc(1024, index + plane))]),
    ),
  );
}

describe("IDX files", () => {
  it.each([
    ["as they are", "", (bytes: Uint8Array) => bytes],
    ["compressed", ".gz", (bytes: Uint8Array) => gzipSync(bytes)],
  ])("%s: pictures, labels and the test files beside them", async (_name, end, pack) => {
    const [[images, labels], [testImages, testLabels]] = [mnist(40), mnist(12)];
    const at = await place({
      [`train-images-idx3-ubyte${end}`]: pack(images),
      [`train-labels-idx1-ubyte${end}`]: pack(labels),
      [`t10k-images-idx3-ubyte${end}`]: pack(testImages),
      [`t10k-labels-idx1-ubyte${end}`]: pack(testLabels),
    });
    const reference = await surveyPictures(path.join(at, `train-images-idx3-ubyte${end}`), at);
    const dataset = await loadDataset(reference, { folder: at });
    expect(dataset.inputShape).toEqual([1, 2, 3]);
    expect(dataset.classNames).toEqual(["0", "1", "2", "3"]);
    expect([...dataset.inputs.data.subarray(0, 240)]).toEqual(numbers(240));
    expect([...dataset.labels]).toEqual([...classes(40), ...classes(12)]);
    expect([...dataset.split.test].sort((a, b) => a - b)).toEqual(numbers(52).slice(40));
    expect([dataset.split.train.length, dataset.split.validation.length]).toEqual([36, 4]);
    await writeFile(path.join(at, `t10k-labels-idx1-ubyte${end}`), pack(idx([12], numbers(12))));
    await expect(loadDataset(reference, { folder: at })).rejects.toThrow("has changed");
  });

  it("without test files: a part of each class is taken for the test", async () => {
    const [images, labels] = mnist(80);
    const at = await place({ "my-images-idx3-ubyte": images, "my-labels-idx1-ubyte": labels });
    const { split } = await loadDataset(await surveyPictures(path.join(at, "my-images-idx3-ubyte"), at), {
      folder: at,
    });
    expect([split.train.length, split.validation.length, split.test.length]).toEqual([60, 8, 12]);
  });

  it("are known by their content: other names, gzip without its ending, labels chosen instead of pictures", async () => {
    const [images, labels] = mnist(40);
    const at = await place({
      one: gzipSync(images),
      two: labels,
      "three.csv": mnist(39)[0],
      notes: Buffer.from("x"),
    });
    const named = { kind: "pictures", format: "idx", files: [{ file: "one" }, { file: "two" }] };
    expect(await surveyPictures(path.join(at, "one"), at)).toMatchObject(named);
    expect(await surveyPictures(path.join(at, "two"), at)).toMatchObject(named);
    await expect(surveyPictures(path.join(at, "three.csv"), at)).rejects.toThrow(
      "no IDX file with 39 labels",
    );
    expect(await surveyPictures(path.join(at, "two"), path.dirname(at))).toMatchObject({
      files: [{ file: `${path.basename(at)}/one` }, { file: `${path.basename(at)}/two` }],
    });
  });

  it("a test file chosen first brings those for training with it", async () => {
    const [[images, labels], [testImages, testLabels]] = [mnist(40), mnist(12)];
    const names = [
      "train-images-idx3-ubyte",
      "train-labels-idx1-ubyte",
      "t10k-images-idx3-ubyte",
      "t10k-labels-idx1-ubyte",
    ];
    const at = await place(
      Object.fromEntries(
        [images, labels, testImages, testLabels].map((file, index) => [names[index] ?? "", file]),
      ),
    );
    for (const name of names)
      expect(await surveyPictures(path.join(at, name), at)).toMatchObject({
        files: names.map((file) => ({ file })),
      });
  });

  it("a cancelled reading ends with the signal's reason", async () => {
    const [images, labels] = mnist(40);
    const at = await place({ one: images, two: labels });
    const controller = new AbortController();
    const reading = surveyFile(path.join(at, "one"), at, {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error("enough")),
    });
    await expect(reading).rejects.toThrow("enough");
  });

  const [good, goodLabels] = mnist(40);
  it.each([
    ["no labels", good, null, "Beside it lies no IDX file with 40 labels."],
    ["empty", Buffer.of(), goodLabels, "An IDX file starts with 4 bytes, here are 0."],
    ["cut off", good.subarray(0, 100), goodLabels, "240 bytes"],
    ["longer than it says", Buffer.concat([good, Buffer.of(1)]), goodLabels, "but 241 follow"],
    ["not IDX", Buffer.from("PNG picture"), goodLabels, "two zero bytes"],
    ["floats", Buffer.concat([Buffer.of(0, 0, 13, 3), good.subarray(4)]), goodLabels, "not type 13"],
    ["a huge size", idx([0xffffffff, 0xffff, 0xffff], []), goodLabels, "are declared"],
    ["fewer labels", good, idx([39], classes(39)), "39 labels for the 40 pictures"],
  ])("%s: refused in words", async (_name, images, labels, words) => {
    const at = await place({
      "train-images-idx3-ubyte": images,
      ...(labels ? { "train-labels-idx1-ubyte": labels } : {}),
    });
    await expect(surveyPictures(path.join(at, "train-images-idx3-ubyte"), at)).rejects.toMatchObject({
      name: "TroubleError",
      message: expect.stringContaining(words),
    });
  });

  it("damaged gzip is refused in words", async () => {
    const packed = gzipSync(good);
    const at = await place({
      "train-images-idx3-ubyte.gz": packed.subarray(0, packed.length - 12),
      "train-labels-idx1-ubyte.gz": gzipSync(goodLabels),
    });
    await expect(surveyPictures(path.join(at, "train-images-idx3-ubyte.gz"), at)).rejects.toMatchObject({
      name: "TroubleError",
    });
  });
});

describe("CIFAR-10", () => {
  const files = { "data_batch_1.bin": batch(30), "data_batch_2.bin": batch(30), "test_batch.bin": batch(20) };

  it("from batches and from the archive that another program made: the same set", async () => {
    const at = await place(files);
    execFileSync("tar", ["--format=ustar", "-czf", "cifar-10-binary.tar.gz", ...Object.keys(files)], {
      cwd: at,
    });
    const loose = await loadDataset(await surveyPictures(path.join(at, "data_batch_1.bin"), at), {
      folder: at,
    });
    const archive = path.join(at, "cifar-10-binary.tar.gz");
    const packed = await loadDataset(await surveyPictures(archive, at), { folder: at });
    expect(loose.inputShape).toEqual([3, 32, 32]);
    expect(loose.classNames[9]).toBe("Truck");
    expect(loose.labels.length).toBe(80);
    expect([...loose.inputs.data.subarray(3072 * 7 + 1023, 3072 * 7 + 1025)]).toEqual([7, 8]);
    expect(loose.split.test.length).toBe(20);
    expect(packed.inputs.data).toEqual(loose.inputs.data);
    expect(packed.labels).toEqual(loose.labels);
    expect(packed.split).toEqual(loose.split);
  });

  it.each([
    ["empty", Buffer.of(), "It is empty."],
    [
      "cut off",
      batch(3).subarray(0, -1),
      "byte 6146: A picture takes 3073 bytes, and the last one has 3072.",
    ],
    ["a label that is none", Buffer.concat([batch(1), Buffer.alloc(3073, 10)]), "Label 10 of picture 1"],
  ])("%s: refused in words", (_name, bytes, words) => {
    expect(() => parseCifarBatch(bytes, "data_batch_1.bin")).toThrow(words);
  });

  it("are known by their content, whatever their name; what is nothing known is refused in words", async () => {
    const at = await place({
      "cats.dat": batch(30),
      "photo.csv": Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]),
      "cat.png": Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]),
      app: Buffer.from([127, 69, 76, 70, 1, 1, 0]),
    });
    expect(await surveyPictures(path.join(at, "cats.dat"), at)).toMatchObject({
      format: "cifar-10",
      files: [{ file: "cats.dat" }],
    });
    await expect(surveyFile(path.join(at, "photo.csv"), at)).rejects.toThrow("photo.csv");
    await expect(surveyFile(path.join(at, "cat.png"), at)).rejects.toThrow("cat.png is one picture");
    await expect(surveyFile(path.join(at, "app"), at)).rejects.toThrow("none of the formats");
    await expect(surveyFile(at, at)).rejects.toThrow("0 folders with pictures");
    await expect(surveyFile(path.join(at, "gone"), at)).rejects.toThrow("does not exist");
  });

  it("an archive that is cut off, hostile, or holds something else is refused in words", async () => {
    const at = await place(files);
    execFileSync("tar", ["--format=ustar", "-cf", "all.tar", ...Object.keys(files)], { cwd: at });
    const tar = await readFile(path.join(at, "all.tar"));
    expect(parseTar(tar, "all.tar").map(({ name }) => name)).toEqual(Object.keys(files));
    expect(() => parseTar(tar.subarray(0, 5000), "all.tar")).toThrow("The archive ends early");
    expect(() => parseTar(Buffer.alloc(2048, 7), "all.tar")).toThrow("no header of a tar archive");
    expect(() => parseTar(Buffer.alloc(2048), "all.tar")).toThrow("holds no file");
    const hostile = Buffer.from(tar);
    hostile.write("99999999999\0", 124);
    expect(() => parseTar(hostile, "all.tar")).toThrow("size of a file in it cannot be read");
    hostile.write("77777777777\0", 124);
    expect(() => parseTar(hostile, "all.tar")).toThrow("The archive ends early");
    await writeFile(path.join(at, "notes.txt"), "nothing");
    execFileSync("tar", ["--format=ustar", "-czf", "notes.tar.gz", "notes.txt"], { cwd: at });
    await expect(surveyPictures(path.join(at, "notes.tar.gz"), at)).rejects.toThrow("no batch for training");
  });
});

import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { encode } from "fast-png";
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gather } from "../data/batches.ts";
import type { DatasetReference } from "../data/dataset.ts";
import { pictureAsSeen } from "../data/fit-picture.ts";
import { pictureFields, pictureFolderReference } from "../data/picture-folder-reference.ts";
import { triedValues } from "../inspect/tried.ts";
import { defaultValues } from "../layers/fields.ts";
import type { FoundPictures } from "../protocol.ts";
import { loadDataset } from "./datasets.ts";
import { surveyFile } from "./survey-file.ts";

let home: string;
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "layerlab-folder-"));
});
afterAll(() => rm(home, { recursive: true }));

type Files = Readonly<Record<string, Uint8Array>>;

let places = 0;
async function folderOf(files: Files): Promise<string> {
  const root = path.join(home, `set-${places++}`);
  await mkdir(root);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), content);
  }
  return root;
}

async function zipOf(files: Files): Promise<string> {
  const file = path.join(home, `set-${places++}.zip`);
  await writeFile(file, zipSync({ ...files }));
  return file;
}

/** A picture of one colour. */
function plain(width: number, height: number, ...colour: number[]): Uint8Array {
  const data = Uint8Array.from(
    { length: width * height * colour.length },
    (_, at) => colour[at % colour.length] ?? 0,
  );
  return encode({ width, height, depth: 8, channels: colour.length as 1 | 3, data });
}

async function survey(place: string): Promise<FoundPictures> {
  const found = await surveyFile(place, home);
  if (found.found !== "pictures") throw new Error(`It was taken for ${found.found}.`);
  return found.pictures;
}

async function referenceOf(place: string, values = {}): Promise<DatasetReference> {
  return pictureFolderReference(await survey(place), { ...defaultValues(pictureFields), ...values });
}

/** Ten of each class, red and blue, of several sizes. */
const animals: Files = Object.fromEntries(
  Array.from({ length: 10 }, (_, index) => [
    [`cat/${index}.png`, plain(20 + index, 30, 255, 0, 0)],
    [`dog/deeper/${index}.png`, plain(30, 20 + index, 0, 0, 255)],
  ]).flat() as [string, Uint8Array][],
);

describe("folders and archives of pictures", () => {
  it.each([
    ["a folder", folderOf],
    ["a zip", zipOf],
  ])("%s: one class for each folder, every picture at one size", async (_name, make) => {
    const place = await make({ ...animals, "notes.txt": Buffer.from("mine"), ".hidden/x.png": Buffer.of() });
    const found = await survey(place);
    expect(found).toMatchObject({
      file: path.basename(place),
      classNames: ["cat", "dog"],
      counts: { learning: 20, validation: 0, test: 0 },
      others: 1,
      proposed: { width: 32, height: 32, colour: "colour" },
    });
    const dataset = await loadDataset(await referenceOf(place, { width: 3, height: 2 }), { folder: home });
    expect(dataset.inputShape).toEqual([3, 2, 3]);
    expect([...dataset.labels]).toEqual([...new Array(10).fill(0), ...new Array(10).fill(1)]);
    const [red, blue] = [
      [255, 0, 0],
      [0, 0, 255],
    ].map((colour) => colour.flatMap((value) => new Array(6).fill(value)));
    expect([...dataset.inputs.data.subarray(0, 18)]).toEqual(red);
    expect([...dataset.inputs.data.subarray(19 * 18)]).toEqual(blue);
    expect([dataset.split.train.length, dataset.split.validation.length, dataset.split.test.length]).toEqual([
      14, 2, 4,
    ]);
  });

  it("the same pictures have the same hash in a folder and in a zip, and another one when a byte changes", async () => {
    const [folder, zip] = [await folderOf(animals), await zipOf(animals)];
    const reference = await referenceOf(folder);
    expect((await survey(zip)).sha256).toBe((await survey(folder)).sha256);
    await writeFile(path.join(folder, "cat/3.png"), plain(20, 30, 254, 0, 0));
    await expect(loadDataset(reference, { folder: home })).rejects.toThrow("has changed");
    await rm(folder, { recursive: true });
    await expect(loadDataset(reference, { folder: home })).rejects.toThrow("has moved or is gone");
  });

  it("a folder around all is passed through; folders for training, validation and test are understood", async () => {
    const parts = Object.fromEntries(
      Object.entries({ train: 6, val: 2, test: 3 }).flatMap(([part, count]) =>
        ["2", "10"].flatMap((name) =>
          Array.from({ length: count }, (_, index) => [
            `digits/${part}/${name}/${index}.png`,
            plain(8, 8, index),
          ]),
        ),
      ),
    ) as Files;
    const place = await zipOf(parts);
    expect(await survey(place)).toMatchObject({
      classNames: ["2", "10"],
      counts: { learning: 12, validation: 4, test: 6 },
      proposed: { width: 8, height: 8, colour: "grey" },
    });
    const { split, labels } = await loadDataset(await referenceOf(place), { folder: home });
    expect([split.train.length, split.validation.length, split.test.length]).toEqual([12, 4, 6]);
    // Sorted by path: those of the test first.
    expect([...split.test].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...labels.subarray(0, 6)]).toEqual([1, 1, 1, 0, 0, 0]);
  });

  it("other proportions: the middle, the whole on black, or stretched; grey by the eye's weights", async () => {
    // White bars to the left and right of a red square.
    const data = new Uint8Array(8 * 4 * 3).fill(255);
    for (let pixel = 0; pixel < 32; pixel += 1)
      if (pixel % 8 >= 2 && pixel % 8 < 6) data.set([255, 0, 0], pixel * 3);
    const wide = encode({ width: 8, height: 4, depth: 8, channels: 3, data });
    const place = await folderOf({ ...animals, "cat/0.png": wide });
    const first = async (values: object) => {
      const { inputs, inputShape } = await loadDataset(
        await referenceOf(place, { width: 4, height: 4, ...values }),
        { folder: home },
      );
      return [...inputs.data.subarray(inputShape[0] === 1 ? 0 : 16, inputShape[0] === 1 ? 16 : 32)];
    };
    // The green channel: 0 in the red square, 255 in the bars.
    expect(await first({ fit: "crop" })).toEqual(new Array(16).fill(0));
    expect(await first({ fit: "stretch" })).toEqual(new Array(4).fill([255, 0, 0, 255]).flat());
    const [none, line] = [
      [0, 0, 0, 0],
      [255, 0, 0, 255],
    ] as const;
    expect(await first({ fit: "whole" })).toEqual([...none, ...line, ...line, ...none]);
    expect(await first({ fit: "crop", colour: "grey" })).toEqual(new Array(16).fill(Math.round(0.299 * 255)));
  });

  it.each(["crop", "whole", "stretch"])(
    "a picture of the set that is tried, or predicted from its file, is what the network learnt from: %s",
    async (fit) => {
      const data = Uint8Array.from({ length: 60 * 30 * 3 }, (_, at) => (at * at) % 251);
      const wide = encode({ width: 60, height: 30, depth: 8, channels: 3, data });
      const place = await folderOf({ ...animals, "cat/0.png": wide });
      const reference = await referenceOf(place, { width: 8, height: 8, fit });
      const dataset = await loadDataset(reference, { folder: home });
      const learnt = new Float32Array(192);
      gather(dataset, Uint32Array.of(0), 0, 1, learnt, 0);
      const picture = {
        kind: "picture",
        width: 60,
        height: 30,
        channels: 3,
        bytes: data,
        isDrawing: false,
      } as const;
      expect(triedValues(dataset, picture)).toEqual(learnt);
      const raster = { width: 60, height: 30, channels: 3, data } as const;
      expect(pictureAsSeen(raster, dataset.inputShape, reference, dataset.preprocessing)).toEqual(learnt);
    },
  );

  it("damaged pictures are named, all of them, and can be skipped", async () => {
    const place = await folderOf({
      ...animals,
      "cat/torn.png": plain(20, 20, 1, 2, 3).subarray(0, 60),
      "dog/empty.jpg": Buffer.of(),
      "dog/words.gif": Buffer.from("not a picture"),
    });
    const stopped = loadDataset(await referenceOf(place), { folder: home });
    await expect(stopped).rejects.toThrow("3 pictures cannot be read");
    for (const words of ["cat/torn.png, byte", "dog/empty.jpg, byte 0: This is no PNG", "dog/words.gif"])
      await expect(stopped).rejects.toThrow(words);
    const dataset = await loadDataset(await referenceOf(place, { corrupt: "skip" }), { folder: home });
    expect(dataset.labels.length).toBe(20);
    expect(dataset.summary).toContain("3 pictures left out that cannot be read: cat/torn.png");
    expect(dataset.leftOut).toMatchObject({ of: "picture", count: 3 });
    expect(dataset.leftOut?.told[0]).toContain("cat/torn.png");
    expect(dataset.leftOut?.told).toHaveLength(3);
  });

  it("links are not followed", async () => {
    const place = await folderOf(animals);
    await symlink(place, path.join(place, "cat/around"));
    await symlink(path.join(place, "cat/0.png"), path.join(place, "dog/other.png"));
    expect((await survey(place)).counts.learning).toBe(20);
  });

  const cat = plain(4, 4, 1, 2, 3);
  it.each<[string, Files, string]>([
    ["nothing", {}, "0 folders with pictures"],
    ["pictures without folders", { "a.png": cat, "b.png": cat }, "0 folders with pictures"],
    ["one class", { "cat/a.png": cat }, "1 folder with pictures"],
    [
      "a class for the test alone",
      { "train/a/1.png": cat, "train/b/1.png": cat, "test/c/1.png": cat },
      'class "c" has no picture to learn from',
    ],
  ])("%s: refused in words", async (_name, files, words) => {
    await expect(survey(await folderOf(files))).rejects.toThrow(words);
  });

  it("an empty class is refused by name", async () => {
    const place = await folderOf(animals);
    await mkdir(path.join(place, "fish"));
    await expect(survey(place)).rejects.toThrow("fish: This folder of a class has no picture.");
  });
});

describe("archives that are damaged or hostile are refused in words, by name", () => {
  const good = () => zipSync({ ...animals });
  /** Every place of these letters in the archive replaced by others, as many. */
  const renamed = (from: string, to: string) => {
    const zip = Buffer.from(good());
    for (let at = zip.indexOf(from); at >= 0; at = zip.indexOf(from, at + 1)) zip.write(to, at);
    return zip;
  };
  /** The size that the directory declares for the first picture. */
  const declared = (size: number) => {
    const zip = Buffer.from(good());
    zip.writeUInt32LE(size, zip.indexOf(Buffer.from("504b0102", "hex")) + 24);
    return zip;
  };
  it.each([
    ["cut off", () => good().subarray(0, 900), "cannot be read"],
    ["not a zip", () => Buffer.from("PK\u0003\u0004 and nothing"), "cannot be read"],
    ["a name that leads out", () => renamed("cat/0.png", "../00.png"), "cannot be read"],
    ["an absolute name", () => renamed("cat/0.png", "/at/0.png"), "cannot be read"],
  ])("%s", async (_name, make, words) => {
    const file = path.join(home, `bad-${places++}.zip`);
    await writeFile(file, make());
    await expect(survey(file)).rejects.toMatchObject({
      name: "TroubleError",
      message: expect.stringContaining(words),
    });
    await expect(survey(file)).rejects.toThrow(path.basename(file));
  });

  it.each([
    ["a picture that declares too little", 10],
    ["a picture that declares more than is read of one", 0xfffffff0],
  ])("%s is told by name and not unpacked", async (_name, size) => {
    const file = path.join(home, `bad-${places++}.zip`);
    await writeFile(file, declared(size));
    await expect(loadDataset(await referenceOf(file), { folder: home })).rejects.toThrow(
      /1 picture cannot be read: cat\/0\.png/,
    );
  });
});

import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { encode } from "fast-png";
import { strToU8, type Zippable, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DatasetReference, datasetReferenceSchema } from "../data/dataset.ts";
import { pictureFields, pictureFolderReference } from "../data/picture-folder-reference.ts";
import { defaultValues } from "../layers/fields.ts";
import type { FoundData } from "../protocol.ts";
import { TroubleError } from "../trouble.ts";
import { loadDataset } from "./datasets.ts";
import { surveyFile } from "./survey-file.ts";

/*
 * What is wrong with a file is told as its name, the place in it and the reason, whatever reads it: the same door that
 * the window and the command use, from the file to the data set.
 */

let home: string;
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "layerlab-malformed-"));
});
afterAll(() => rm(home, { recursive: true }));

type Files = Readonly<Record<string, string | Uint8Array>>;

let places = 0;
async function place(files: Files): Promise<string> {
  const folder = path.join(home, `case-${places++}`);
  await mkdir(folder);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
  return folder;
}

/** Everything that importing does, with every choice left as it is proposed. */
async function importFile(folder: string, name: string): Promise<void> {
  const reference = chosen(await surveyFile(path.join(folder, name), folder));
  await loadDataset(reference, { folder });
}

function chosen(found: FoundData): DatasetReference {
  if (found.found === "ready") return found.data;
  if (found.found === "pictures")
    return pictureFolderReference(found.pictures, { ...defaultValues(pictureFields), width: 4, height: 4 });
  const { file, sha256, header, columns } = found.table;
  const last = columns.length - 1;
  return datasetReferenceSchema.parse({
    kind: "table",
    file,
    sha256,
    header,
    missing: "drop",
    malformed: "stop",
    columns: columns.map((column, index) => {
      if (index === last) return { use: "target", name: column.name, values: column.values };
      return { use: column.looksLike === "number" ? "number" : "leave out", name: column.name };
    }),
  });
}

/** Title and reason of the refusal. */
async function refusal(work: Promise<void>): Promise<string> {
  const error: unknown = await work.then(
    () => new Error("It was accepted."),
    (reason: unknown) => reason,
  );
  if (!(error instanceof TroubleError)) throw error;
  expect(error.trouble.next).toMatch(/\S/);
  return `${error.trouble.title}: ${error.trouble.reason}`;
}

function idx(type: number, dimensions: readonly number[], data: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * dimensions.length);
  header[2] = type;
  header[3] = dimensions.length;
  dimensions.forEach((length, axis) => {
    header.writeUInt32BE(length, 4 + 4 * axis);
  });
  return Buffer.concat([header, data]);
}
const images = idx(8, [40, 2, 3], Buffer.alloc(240, 7));
const labels = idx(
  8,
  [40],
  Uint8Array.from({ length: 40 }, (_, index) => index % 4),
);
const mnist = (pictures: Uint8Array, classes: Uint8Array | null = labels): Files => ({
  "train-images-idx3-ubyte": pictures,
  ...(classes ? { "train-labels-idx1-ubyte": classes } : {}),
});
/** Pictures as IDX declares them, all black: 200 MB in 200 kB. */
const bomb = gzipSync(idx(8, [2_000_000, 10, 10], Buffer.alloc(200_000_000)));
/** The gzip file with another size of its content in its end. */
const withSize = (file: Uint8Array, size: number) => {
  const changed = Buffer.from(file);
  changed.writeUInt32LE(size, changed.length - 4);
  return changed;
};

/** A batch of CIFAR-10; the class of picture i is i % 10 unless told otherwise. */
const cifar = (count: number, classOf = (index: number) => index % 10) =>
  Buffer.concat(
    Array.from({ length: count }, (_, index) =>
      Buffer.concat([Buffer.of(classOf(index)), Buffer.alloc(3072, index)]),
    ),
  );

const png = (size = 6) =>
  encode({
    width: size,
    height: size,
    depth: 8,
    channels: 3,
    data: new Uint8Array(3 * size * size).fill(90),
  });
/** A picture whose header says that it is 100,000 pixels wide and high. */
const hugePng = () => {
  const bytes = Buffer.from(png());
  bytes.writeUInt32BE(100_000, 16);
  bytes.writeUInt32BE(100_000, 20);
  return bytes;
};
const animals = (more: Files = {}): Files => ({
  ...Object.fromEntries(
    ["cat", "dog"].flatMap((name) =>
      Array.from({ length: 8 }, (_, index) => [`set/${name}/${index}.png`, png()]),
    ),
  ),
  ...more,
});
const zipped = (files: Files, options: Zippable = {}): Files => ({
  "set.zip": zipSync({
    ...Object.fromEntries(
      Object.entries(files).map(([name, content]) => [
        name,
        typeof content === "string" ? strToU8(content) : content,
      ]),
    ),
    ...options,
  }),
});
/** The archive with these letters replaced by others, as many, wherever they stand. */
const renamed = (files: Files, from: string, to: string): Files => {
  const zip = Buffer.from(files["set.zip"] as Uint8Array);
  for (let at = zip.indexOf(from); at >= 0; at = zip.indexOf(from, at + 1)) zip.write(to, at, "latin1");
  return { "set.zip": zip };
};

const rows = Array.from({ length: 40 }, (_, row) => `${row},${row % 2 ? "a" : "b"}`);
const csv = (...lines: string[]): Files => ({ "t.csv": ["size,kind", ...rows, ...lines].join("\n") });

describe.each<[string, string, readonly (readonly [string, Files, string | RegExp])[]]>([
  [
    "CSV",
    "t.csv",
    [
      ["empty", { "t.csv": "" }, "t.csv: It is empty."],
      ["names alone", { "t.csv": "size,kind\n" }, "t.csv: It has no rows below the names of its columns."],
      ["one column", { "t.csv": "size\n1\n2\n" }, /^t\.csv, line 1: The first row has 1 column/],
      ["a ragged row", csv("7"), "t.csv, line 42: This row has 1 value, the others have 2."],
      ["a word for a number", csv("tall,a"), 't.csv, line 42: "tall" in "size" is not a finite number.'],
      ["infinity", csv("1e999,a"), 't.csv, line 42: "1e999" in "size" is not a finite number.'],
      [
        "a quote that never closes",
        csv('1,"a'),
        /^t\.csv, line 42: A quote opens in this row and never closes/,
      ],
      ["a zero byte", csv("1,\0"), /^t\.csv.*: .*zero byte/],
      [
        "no UTF-8",
        { "t.csv": Buffer.from([...Buffer.from("a,b\n1,"), 0xff, 0xfe, 0x41, 10]) },
        /^t\.csv, line 1 or below: It is not text in UTF-8/,
      ],
    ],
  ],
  [
    "IDX",
    "train-images-idx3-ubyte",
    [
      [
        "empty",
        mnist(Buffer.of()),
        "train-images-idx3-ubyte, byte 0: An IDX file starts with 4 bytes, here are 0.",
      ],
      [
        "a wrong beginning",
        mnist(Buffer.from("PNG picture")),
        /^train-images-idx3-ubyte, byte 0: An IDX file starts with two zero bytes/,
      ],
      [
        "numbers of another type",
        mnist(idx(13, [40, 2, 3], Buffer.alloc(960))),
        "train-images-idx3-ubyte, byte 2: Only unsigned bytes (type 8) can be read, not type 13.",
      ],
      [
        "cut off in its header",
        mnist(images.subarray(0, 10)),
        /^train-images-idx3-ubyte, byte 4: The file ends inside its header/,
      ],
      [
        "cut off in its pictures",
        mnist(images.subarray(0, 100)),
        /^train-images-idx3-ubyte, byte 16: 40 x 2 x 3 elements are declared \(240 bytes\), but 84 follow/,
      ],
      [
        "a huge declared size",
        mnist(idx(8, [0xffffffff, 0xffff, 0xffff], Buffer.alloc(9))),
        /^train-images-idx3-ubyte, byte 16: 4294967295 x 65535 x 65535 elements are declared/,
      ],
      [
        "no labels",
        mnist(images, null),
        "train-images-idx3-ubyte: Beside it lies no IDX file with 40 labels.",
      ],
      [
        "fewer labels",
        mnist(images, idx(8, [39], Buffer.alloc(39))),
        "train-labels-idx1-ubyte, byte 4: 39 labels for the 40 pictures of train-images-idx3-ubyte.",
      ],
      [
        "damaged gzip",
        { ...mnist(gzipSync(images).subarray(0, -12)) },
        /^train-images-idx3-ubyte cannot be read: unexpected end of file/,
      ],
      [
        "a gzip bomb",
        mnist(bomb),
        /^train-images-idx3-ubyte: Its \d+ bytes unpack to 3[3-4]\d{6} and more, over 100 times as much/,
      ],
      [
        "a gzip bomb that says it is small",
        mnist(withSize(bomb, 256)),
        /^train-images-idx3-ubyte: Its \d+ bytes unpack to 3[3-4]\d{6} and more, over 100 times as much/,
      ],
      [
        "a gzip file that says it holds 4 GB",
        mnist(withSize(gzipSync(images), 0xffffffff)),
        "train-images-idx3-ubyte cannot be read: incorrect length check.",
      ],
    ],
  ],
  [
    "CIFAR-10",
    "data_batch_1.bin",
    [
      ["empty", { "data_batch_1.bin": "" }, "data_batch_1.bin, byte 0: It is empty."],
      [
        "cut off",
        { "data_batch_1.bin": cifar(3).subarray(0, -1) },
        "data_batch_1.bin, byte 6146: A picture takes 3073 bytes, and the last one has 3072.",
      ],
      [
        "a label out of range",
        { "data_batch_1.bin": cifar(20, (index) => (index === 15 ? 10 : 1)) },
        `data_batch_1.bin, byte ${15 * 3073}: Label 10 of picture 15 is not one of 0 to 9.`,
      ],
      [
        "a test batch alone",
        { "data_batch_1.bin": "", "test_batch.bin": cifar(20) },
        "data_batch_1.bin, byte 0: It is empty.",
      ],
    ],
  ],
  [
    "pictures in a folder",
    "set",
    [
      ["an empty folder", { "set/notes.txt": "" }, /^set: It has 0 folders with pictures to learn from/],
      [
        "a cut-off picture",
        animals({ "set/cat/torn.png": png().subarray(0, 40) }),
        /^set: 1 picture cannot be read: cat\/torn\.png, byte 33: The file ends before/,
      ],
      [
        "a wrong beginning",
        animals({ "set/dog/word.png": "GIF8 no" }),
        "set: 1 picture cannot be read: dog/word.png, byte 0: This is no PNG, JPEG, WebP or GIF file.",
      ],
      [
        "a huge declared size",
        animals({ "set/cat/bomb.png": hugePng() }),
        /cat\/bomb\.png, byte 16: The picture is declared as 100000x100000 pixels/,
      ],
      [
        "a class with damaged pictures only",
        animals({ "set/fish/1.png": "no" }),
        /^set: 1 picture cannot be read: fish\/1\.png/,
      ],
    ],
  ],
  [
    "files of other programs",
    "sheet.xlsx",
    [
      [
        "a spreadsheet",
        { "sheet.xlsx": zipSync({ "xl/workbook.xml": strToU8("<workbook/>") }) },
        "sheet.xlsx is a spreadsheet: Only a table that is kept as text can be read.",
      ],
      [
        "a document under another name",
        { "sheet.xlsx": "%PDF-1.7 some text" },
        "sheet.xlsx is a document: A data set is a table, or pictures of each class.",
      ],
      [
        "a damaged spreadsheet",
        { "sheet.xlsx": new Uint8Array([0x50, 0x4b, 3, 4, 1]) },
        "sheet.xlsx is a spreadsheet: Only a table that is kept as text can be read.",
      ],
    ],
  ],
  [
    "pictures in a zip",
    "set.zip",
    [
      [
        "the beginning of an archive",
        { "set.zip": new Uint8Array([0x50, 0x4b, 3, 4, 1]) },
        "set.zip cannot be read: It is a damaged zip archive, or a part of one.",
      ],
      ["empty", { "set.zip": "" }, /^set\.zip cannot be read: /],
      [
        "cut off",
        { "set.zip": Buffer.from(zipped(animals())["set.zip"] as Uint8Array).subarray(0, 700) },
        /^set\.zip cannot be read: /,
      ],
      [
        "a name that leads out",
        renamed(zipped(animals()), "set/cat/0.png", "../../t/0.png"),
        /^set\.zip cannot be read: .*\.\.\/\.\.\/t\/0\.png/,
      ],
      [
        "an absolute name",
        renamed(zipped(animals()), "set/cat/0.png", "/et/cat/0.png"),
        /^set\.zip cannot be read: .*\/et\/cat\/0\.png/,
      ],
      [
        "a Windows drive",
        renamed(zipped(animals()), "set/cat/0.png", "C:t/cat/0.png"),
        /^set\.zip cannot be read: .*C:t\/cat\/0\.png/,
      ],
      [
        "a damaged picture",
        zipped(animals({ "set/dog/torn.jpg": "\u00ff\u00d8" })),
        /^set\.zip: 1 picture cannot be read: set\/dog\/torn\.jpg/,
      ],
    ],
  ],
])("%s", (_format, name, cases) => {
  it.each(cases)("%s", async (_what, files, words) => {
    const folder = await place(files);
    const told = await refusal(importFile(folder, name));
    if (typeof words === "string") expect(told).toContain(words);
    else expect(told).toMatch(words);
  });
});

describe("archives", () => {
  it("of CIFAR-10 that unpack to a thousand times as much are given up early", async () => {
    const folder = await place({ "data_batch_1.bin": cifar(40), "zeros.bin": Buffer.alloc(150_000_000) });
    execFileSync("tar", ["--format=ustar", "-czf", "cifar.tar.gz", "data_batch_1.bin", "zeros.bin"], {
      cwd: folder,
    });
    const told = await refusal(importFile(folder, "cifar.tar.gz"));
    expect(told).toMatch(/^cifar\.tar\.gz: Its \d+ bytes unpack to 3[3-4]\d{6} and more, over 100 times/);
  });

  it("of CIFAR-10 with links and other files in them: only batches are read", async () => {
    const folder = await place({ "data_batch_1.bin": cifar(40), "readme.html": "words" });
    await symlink("/etc/passwd", path.join(folder, "data_batch_2.bin"));
    execFileSync(
      "tar",
      ["--format=ustar", "-czf", "cifar.tar.gz", "data_batch_1.bin", "data_batch_2.bin", "readme.html"],
      { cwd: folder },
    );
    const reference = chosen(await surveyFile(path.join(folder, "cifar.tar.gz"), folder));
    expect((await loadDataset(reference, { folder })).labels.length).toBe(40);
  });

  it("with links in a zip: they are no pictures", async () => {
    const link: Zippable = { "set/cat/link.png": [strToU8("/etc/passwd"), { os: 3, attrs: 0o120777 << 16 }] };
    const folder = await place(zipped(animals(), link));
    const found = await surveyFile(path.join(folder, "set.zip"), folder);
    expect(found).toMatchObject({ found: "pictures", pictures: { counts: { learning: 16 }, others: 0 } });
  });

  it("that unpack to a thousand times as much are read no further than what a picture may have", async () => {
    const bomb = new Uint8Array(80 * 1024 * 1024);
    const folder = await place(zipped(animals({ "set/cat/bomb.png": bomb })));
    expect(await refusal(importFile(folder, "set.zip"))).toContain(
      "set/cat/bomb.png: It has 83886080 bytes; the most that is read of a picture is 67108864.",
    );
  });

  it("names with steering characters are told without them", async () => {
    const folder = await place(animals({ "set/cat/\u202egnp.exe\u0007.png": "no" }));
    const told = await refusal(importFile(folder, "set"));
    expect(told).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

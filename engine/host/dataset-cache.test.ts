import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { datasetReferenceSchema } from "../data/dataset.ts";
import { generateDataset } from "../data/generate.ts";
import { tableDataset } from "../data/table.ts";
import { DatasetCache } from "./dataset-cache.ts";

let folder: string;
let cache: DatasetCache;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "layerlab-cache-"));
  cache = new DatasetCache(path.join(folder, "cache"));
});
afterEach(() => rm(folder, { recursive: true }));

const reference = datasetReferenceSchema.parse({
  kind: "pictures",
  format: "idx",
  files: [{ file: "data/images", sha256: "0".repeat(64) }],
  inputShape: [1, 2, 2],
  classNames: ["a", "b"],
});
const points = generateDataset({ kind: "generated", id: "moons", points: 200, noise: 0.1, seed: 3 });
const measured = tableDataset({
  id: "table",
  name: "flowers.csv",
  summary: "Six rows.",
  features: ["length", "kind = a"],
  indicators: [false, true],
  classNames: ["x", "y"],
  values: Float32Array.of(1, 0, Number.NaN, 1, 3, 0, 4.25, 1, -0, 0, 1e-30, 1),
  labels: Uint8Array.of(0, 1, 0, 1, 0, 1),
  split: { train: Uint32Array.of(0, 1, 2, 3), validation: Uint32Array.of(4), test: Uint32Array.of(5) },
  provenance: { source: "The file flowers.csv.", licence: "Your own data." },
});
const bytes = { ...points, inputs: { kind: "bytes", data: Uint8Array.from(points.labels) } } as const;

it.each([
  ["points", points],
  ["a table with missing values", measured],
  ["bytes", bytes],
  [
    "rows left out",
    { ...measured, leftOut: { of: "row", count: 2, told: ["Line 3: a.", "Line 9: b."] } } as const,
  ],
])("gives back the very same data set: %s", async (_name, dataset) => {
  await cache.keep(reference, "stamp", dataset);
  expect(await cache.find(reference, "stamp")).toStrictEqual(dataset);
  expect((await readdir(path.join(folder, "cache"))).length).toBe(1);
});

it("holds for one reference, wherever its files lie, and for files that are as they were", async () => {
  expect(await cache.find(reference, "stamp")).toBeNull();
  await cache.keep(reference, "stamp", points);
  const elsewhere = { ...reference, files: [{ file: "../other/images", sha256: "0".repeat(64) }] };
  expect(await cache.find(datasetReferenceSchema.parse(elsewhere), "stamp")).not.toBeNull();
  const changed = { ...reference, files: [{ file: "data/images", sha256: "1".repeat(64) }] };
  expect(await cache.find(datasetReferenceSchema.parse(changed), "stamp")).toBeNull();
  expect(await cache.find(reference, "another stamp")).toBeNull();
  // It was of other files, and is gone.
  expect(await readdir(path.join(folder, "cache"))).toEqual([]);
});

it.each<[string, (entry: Buffer) => Buffer]>([
  ["empty", () => Buffer.of()],
  ["cut off", (entry) => entry.subarray(0, -1)],
  ["of another version", (entry) => Buffer.concat([Buffer.of(9), entry.subarray(1)])],
  [
    "with a header that lies about its length",
    (entry) => Buffer.concat([entry.subarray(0, 4), Buffer.alloc(4, 255)]),
  ],
  [
    "with an array that lies about its length",
    (entry) => Buffer.from(entry.toString("latin1").replace('"length":400', '"length":4e9'), "latin1"),
  ],
])("an entry that is damaged (%s) is no entry", async (_name, damage) => {
  await cache.keep(reference, "stamp", points);
  const [name = ""] = await readdir(path.join(folder, "cache"));
  const file = path.join(folder, "cache", name);
  const damaged = damage(await readFile(file));
  expect(damaged.equals(await readFile(file))).toBe(false);
  await writeFile(file, damaged);
  expect(await cache.find(reference, "stamp")).toBeNull();
});

it("a table is read once, and read again when its file changes", async () => {
  const { loadOwn } = await import("./own-datasets.ts");
  const { surveyTable } = await import("./table-file.ts");
  await mkdir(path.join(folder, "home"));
  const file = path.join(folder, "home", "large.csv");
  const rows = "1.5,2.5,3.5,4.5,5.5,6.5,7.5,8.5,9.5,apple\n4,5,6,7,8,9,1,2,3,melon\n".repeat(500);
  await writeFile(file, rows);
  const { sha256 } = await surveyTable(file);
  const columns = Array.from({ length: 9 }, (_, index) => ({ use: "number", name: `c${index}` }));
  const target = { use: "target", name: "fruit", values: ["apple", "melon"] };
  const table = datasetReferenceSchema.parse({
    kind: "table",
    file: "large.csv",
    sha256,
    header: false,
    columns: [...columns, target],
    missing: "drop",
    malformed: "stop",
  });
  if (table.kind !== "table") throw new Error("It is no table.");
  let reads = 0;
  const load = () =>
    loadOwn(table, path.join(folder, "home"), {
      cacheFolder: path.join(folder, "cache"),
      worthKeeping: 0,
      onProgress: (done, total) => {
        if (done === total) reads += 1;
      },
    });
  const first = await load();
  expect(reads).toBe(1);
  expect(await load()).toStrictEqual(first);
  expect(reads).toBe(1);
  await writeFile(file, rows.replace("1.5", "1.6"));
  await expect(load()).rejects.toThrow("has changed");
});

import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { blobs, keptRun, odd, top } from "../testing/kept-runs.ts";
import { troubleOf } from "../trouble.ts";
import { checkpointExtension, fingerprint, readCheckpoint } from "./checkpoint-file.ts";
import { loadDataset } from "./datasets.ts";
import { checkpointsIn } from "./run-keeper.ts";

it("takes every example and every part into the data's hash, and no words", async () => {
  const dataset = await loadDataset(blobs.data ?? { kind: "built-in", id: "fashion-mnist" });
  const same = await fingerprint({ ...dataset, name: "other", summary: "words" });
  expect(same).toBe(await fingerprint(dataset));
  const inputs = { kind: "floats" as const, data: Float32Array.from(dataset.inputs.data) };
  inputs.data[7] = (inputs.data[7] ?? 0) + 1;
  const others = [
    { ...dataset, inputs },
    { ...dataset, labels: dataset.labels.map((label, at) => (at === 3 ? 1 - Math.min(label, 1) : label)) },
    { ...dataset, split: { ...dataset.split, train: dataset.split.train.toReversed() } },
    { ...dataset, preprocessing: { ...dataset.preprocessing, offset: 1 } },
  ];
  const hashes = await Promise.all(others.map((other) => fingerprint(other)));
  expect(new Set([same, ...hashes]).size).toBe(5);
});

describe("a file that is no whole checkpoint is refused in words", () => {
  let good: Buffer;
  beforeAll(async () => {
    const { made, cards } = await keptRun(odd(blobs, 1));
    made.reset();
    good = await readFile(cards[0]?.file ?? "");
  });
  const at = (place: number) => (bytes: Buffer) => {
    const changed = Buffer.from(bytes);
    changed[place] = (changed[place] ?? 0) ^ 1;
    return changed;
  };
  const named = (lengths: string) => (bytes: Buffer) =>
    Buffer.concat([
      Buffer.from(`${bytes.toString("latin1", 0, 86)}${lengths.padEnd(41)}\n`),
      bytes.subarray(128),
    ]);

  it.each<[string, (bytes: Buffer) => Buffer, RegExp]>([
    ["empty", () => Buffer.alloc(0), /ends too early/],
    ["cut in its first line", (bytes) => bytes.subarray(0, 100), /ends too early/],
    ["cut in its record", (bytes) => bytes.subarray(0, 500), /size is not the one/],
    ["cut by one byte", (bytes) => bytes.subarray(0, -1), /size is not the one/],
    ["with a byte too many", (bytes) => Buffer.concat([bytes, Buffer.alloc(1)]), /size is not the one/],
    ["of another format", at(3), /not a checkpoint/],
    ["of a newer version", at(20), /not a checkpoint, or one of a newer/],
    ["with another hash", at(30), /bytes have changed|not a checkpoint/],
    ["with a record of 900 MB", named(" 900000000 44"), /size is not the one/],
    ["with numbers of 90 GB", named(" 100 90000000000"), /size is not the one/],
    ["with a changed number", (bytes) => at(bytes.length - 5)(bytes), /bytes have changed/],
    ["with a changed record", at(140), /bytes have changed/],
  ])("%s", async (name, change, reason) => {
    const file = path.join(top, `${name}${checkpointExtension}`);
    await writeFile(file, change(good));
    const refusal = await readCheckpoint(file).then(
      () => null,
      (error: unknown) => troubleOf(error, ""),
    );
    expect(refusal?.reason).toMatch(reason);
    expect(refusal?.next).not.toBe("");
  });

  it("is left out of the list and told, and what a crash left half written is removed", async () => {
    const { made, folder, cards } = await keptRun(odd(blobs, 2));
    made.reset();
    await writeFile(path.join(folder, `damaged${checkpointExtension}`), good.subarray(0, 200));
    await writeFile(path.join(folder, ".x.12345678.tmp"), "half");
    const told: string[] = [];
    expect(await checkpointsIn(folder, ({ title }) => told.push(title))).toEqual(cards);
    expect(told).toEqual([`damaged${checkpointExtension} cannot be opened`]);
    expect(await readdir(folder)).toHaveLength(3);
  });
});

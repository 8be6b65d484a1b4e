import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type CheckpointRecord, writeCheckpoint } from "../../engine/host/checkpoint-file.ts";
import { emptyProject } from "../../engine/project/empty.ts";
import { KeptRuns } from "./kept-runs.ts";

let folder: string;
let runs: KeptRuns;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "layerlab-runs-"));
  runs = new KeptRuns(path.join(folder, "runs"));
});
afterEach(() => rm(folder, { recursive: true }));

const record: CheckpointRecord = {
  engine: "0",
  savedAt: 1000,
  state: "training",
  project: emptyProject(),
  folder: null,
  projectFile: null,
  limit: null,
  fold: null,
  dataHash: "0".repeat(64),
  trainer: {
    epoch: 1,
    batch: 2,
    epochs: 3,
    step: 4,
    learningRate: 0.1,
    epochLoss: 0,
    epochPoints: 0,
    groupFirst: null,
    groupLoss: 0,
    groupPoints: 0,
    best: null,
    plateau: null,
    lastValidation: null,
    seconds: 1,
    trainingSeconds: 1,
    examplesSeen: 1,
  },
  points: [],
  results: [],
  result: null,
};

/** A run whose checkpoints were saved at these times. */
async function keep(id: string, times: readonly number[]): Promise<string[]> {
  const place = path.join(folder, "runs", id);
  await mkdir(place, { recursive: true });
  const files = times.map((time) => path.join(place, `${String(time).padStart(6, "0")}.layerlab-checkpoint`));
  for (const [at, file] of files.entries())
    await writeCheckpoint(file, {
      record: { ...record, savedAt: times[at] ?? 0 },
      numbers: new Float32Array(3),
    });
  return files;
}

it("lists runs by their last checkpoint that can be read, newest first, and forgets one", async () => {
  expect(await runs.list()).toEqual([]);
  await keep("a", [1, 5]);
  const [first, last] = await keep("b", [2, 9]);
  await keep("c", [3]);
  await writeFile(last ?? "", "broken");
  const listed = await runs.list();
  expect(listed.map(({ id, last, count }) => [id, last.savedAt, count])).toEqual([
    ["a", 5, 2],
    ["c", 3, 1],
    ["b", 2, 2],
  ]);
  expect((await runs.checkpoints("b")).map(({ file }) => file)).toEqual([first]);
  await runs.forget("a");
  expect((await runs.list()).map(({ id }) => id)).toEqual(["c", "b"]);
  expect(await runs.checkpoints("a")).toEqual([]);
});

it("opens checkpoints of its own runs only", async () => {
  const [file = ""] = await keep("a", [1]);
  expect(runs.require(file)).toBe(file);
  const outside = path.join(folder, "x.layerlab-checkpoint");
  await writeFile(outside, "x");
  await writeFile(path.join(folder, "runs", "a", "notes.txt"), "x");
  for (const other of [
    outside,
    path.join(folder, "runs", "a", "notes.txt"),
    path.join(folder, "runs", "a", "gone.layerlab-checkpoint"),
    `${folder}/runs/a/../a/${path.basename(file)}`,
    path.basename(file),
  ])
    expect(() => runs.require(other)).toThrow("This checkpoint is not there");
});

it("makes room for a new run: the oldest go when there are more than twenty", async () => {
  for (let day = 10; day < 35; day++) await keep(`2026-01-${day}`, [day]);
  const place = runs.newPlace("/home/ada/net.layerlab");
  expect(place).toMatchObject({ projectFile: "/home/ada/net.layerlab" });
  expect(path.dirname(place.folder)).toBe(path.join(folder, "runs"));
  await expect.poll(async () => (await readdir(path.join(folder, "runs"))).length).toBe(19);
  expect((await runs.list()).at(-1)?.id).toBe("2026-01-16");
});

it("finds the newest run of a network, whatever it is called and wherever it lies, and none of another", async () => {
  await keep("2024-01-01-a", [1000]);
  await keep("2024-01-02-b", [2000]);
  const project = emptyProject();
  const moved = { ...project, name: "Called otherwise", training: { ...project.training, epochs: 77 } };
  expect(await runs.of(moved)).toMatchObject({ id: "2024-01-02-b", last: { savedAt: 2000 } });
  const other = { ...project, training: { ...project.training, seed: project.training.seed + 1 } };
  expect(await runs.of(other)).toBeNull();
});

it("does not find a run that has not trained a batch", async () => {
  const place = path.join(folder, "runs", "2024-01-01-a");
  await mkdir(place, { recursive: true });
  const untrained = { ...record, trainer: { ...record.trainer, epoch: 0, batch: 0, step: 0 } };
  await writeCheckpoint(path.join(place, "000001.layerlab-checkpoint"), {
    record: untrained,
    numbers: new Float32Array(3),
  });
  expect(await runs.of(emptyProject())).toBeNull();
});

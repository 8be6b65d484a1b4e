import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Dataset } from "../data/dataset.ts";
import { limitDataset } from "../data/split.ts";
import type { Project } from "../project/project.ts";
import type { CheckpointCard, WorkerEvent } from "../protocol.ts";
import { TroubleError, troubleOf } from "../trouble.ts";
import { checkpointExtension, fingerprint, readCheckpoint } from "./checkpoint-file.ts";
import { loadDataset } from "./datasets.ts";
import { kernelModule } from "./kernels.ts";
import { checkpointsIn } from "./run-keeper.ts";
import { newSession } from "./session.ts";
import { readTemplates } from "./templates.ts";
import { teamsOf } from "./threads.ts";

const templates = await readTemplates();
const module = await kernelModule();
const datasets = new Map<string, Promise<Dataset>>();

let top: string;
let folders = 0;
beforeAll(async () => {
  top = await mkdtemp(path.join(tmpdir(), "layerlab-checkpoints-"));
});
afterAll(() => rm(top, { recursive: true }));
const newFolder = () => path.join(top, `run ${folders++}`);

/** A session with real threads, on a part of the data; `until` waits for a state of it. */
function session(change: (dataset: Dataset) => Dataset = (dataset) => dataset) {
  const events: WorkerEvent[] = [];
  let heard: () => void = () => {};
  const made = newSession({
    ...teamsOf(module),
    defaultThreads: 1,
    load: async (reference) => {
      const key = JSON.stringify(reference);
      const whole = datasets.get(key) ?? loadDataset(reference);
      datasets.set(key, whole);
      return change(await whole);
    },
    emit: (event) => {
      events.push(event);
      heard();
    },
    clock: () => performance.now() / 1000,
  });
  const event = (matches: (event: WorkerEvent) => boolean) =>
    new Promise<WorkerEvent>((resolve) => {
      heard = () => {
        const found = events.find(matches);
        if (found) resolve(found);
      };
      heard();
    });
  return {
    made,
    events,
    event,
    state: (name: string) => event((e) => e.event === "state" && e.state === name),
  };
}

const odd = (project: Project, epochs = 3): Project => ({
  ...project,
  training: { ...project.training, batchSize: 37, epochs },
});
const limit = 150;

async function uninterrupted(project: Project) {
  const { made, state } = session();
  await made.start({ project, until: "end", limit });
  await state("finished");
  const { weightsHash } = made.exportModel();
  made.reset();
  return weightsHash;
}

async function lastOf(folder: string): Promise<CheckpointCard> {
  const last = (await checkpointsIn(folder)).at(-1);
  if (!last) throw new Error("There is no checkpoint.");
  return last;
}

it.each(templates)(
  "$name, paused, closed and reopened on more threads, ends with the bits of a run without a break",
  async ({ project }) => {
    const folder = newFolder();
    const first = session();
    await first.made.start({
      project: odd(project),
      until: "batch",
      limit,
      checkpoints: { folder, everySeconds: 1000, projectFile: null },
    });
    await first.state("paused");
    for (let batch = 0; batch < 5; batch++) {
      first.events.length = 0;
      first.made.resume({ until: "batch" });
      await first.state("paused");
    }
    await first.made.settleCheckpoints();
    first.made.reset();

    const card = await lastOf(folder);
    expect(card).toMatchObject({ step: 6, state: "paused", name: project.name, epochs: 3 });
    const second = session();
    const reopened = await second.made.openCheckpoint({ file: card.file, everySeconds: 1000, threads: 2 });
    expect(reopened.project).toEqual(odd(project));
    const numbers = second.events.flatMap((event) => (event.event === "progress" ? [...event.points] : []));
    expect(numbers).toHaveLength(3 * 6);
    second.made.resume({ until: "end" });
    await second.state("finished");
    expect(second.made.exportModel().weightsHash).toBe(await uninterrupted(odd(project)));
    await second.made.settleCheckpoints();
    second.made.reset();
    expect(await lastOf(folder)).toMatchObject({ state: "finished", epoch: 3 });
  },
);

function template(name: string): Project {
  const found = templates.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`There is no template ${name}.`);
  return found.project;
}
const blobs = template("three-blobs");

/** A short run whose every epoch was kept. */
async function keptRun(project: Project, folder = newFolder()) {
  const { made, state, events } = session();
  await made.start({
    project,
    until: "epoch",
    limit,
    checkpoints: { folder, everySeconds: 1000, projectFile: null },
  });
  for (let epoch = 1; epoch <= project.training.epochs; epoch++) {
    await state(epoch === project.training.epochs ? "finished" : "paused");
    await made.settleCheckpoints();
    events.length = 0;
    if (epoch < project.training.epochs) made.resume({ until: "epoch" });
  }
  return { made, state, events, folder, cards: await checkpointsIn(folder) };
}

describe("a kept run", () => {
  it("goes back to an earlier checkpoint and on from there, with the same bits or on a branch of its own", async () => {
    const { made, state, events, cards } = await keptRun(odd(blobs, 4));
    expect(cards.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    const { weightsHash } = made.exportModel();
    const [, second] = cards;
    await made.openCheckpoint({ file: second?.file ?? "", everySeconds: 1000 });
    expect(made.exportModel().weightsHash).not.toBe(weightsHash);
    made.resume({ until: "end" });
    await state("finished");
    expect(made.exportModel().weightsHash).toBe(weightsHash);

    await made.openCheckpoint({ file: second?.file ?? "", everySeconds: 1000 });
    made.setLearningRate({ learningRate: 0.001 });
    events.length = 0;
    made.resume({ until: "epoch" });
    await state("paused");
    await made.settleCheckpoints();
    made.reset();
    const branch = await checkpointsIn(path.dirname(second?.file ?? ""));
    expect(branch.slice(0, 4)).toEqual(cards);
    expect(branch.at(-1)).toMatchObject({ epoch: 3, learningRate: 0.001 });
  });

  it("opens finished with its result, and can be given more epochs", async () => {
    const { made, cards } = await keptRun(odd(blobs, 2));
    const { weightsHash } = made.exportModel();
    made.reset();
    const file = cards.at(-1)?.file ?? "";
    const reopened = session();
    await reopened.made.openCheckpoint({ file, everySeconds: 1000 });
    expect(await reopened.event(({ event }) => event === "finished")).toMatchObject({
      result: { epochs: 2, weightsHash },
    });
    expect(reopened.made.exportModel().weightsHash).toBe(weightsHash);
    const longer = session();
    await longer.made.openCheckpoint({ file, everySeconds: 1000, epochs: 5 });
    longer.made.resume({ until: "end" });
    await longer.state("finished");
    expect(longer.made.exportModel().weightsHash).toBe(await uninterrupted(odd(blobs, 5)));
  });

  it("is bounded in number: the first and the last stay, the others are spread over the run", async () => {
    const { made, cards } = await keptRun(odd(blobs, 40));
    made.reset();
    expect(cards).toHaveLength(12);
    expect(cards[0]?.epoch).toBe(1);
    expect(cards.slice(-2).map(({ epoch }) => epoch)).toEqual([39, 40]);
    expect(await readdir(path.dirname(cards[0]?.file ?? ""))).toHaveLength(12);
  });

  it("is kept by time while it trains, and trains on when that fails", async () => {
    const folder = newFolder();
    const { made, event, state } = session();
    await made.start({
      project: odd(template("handwritten-digits"), 100_000),
      until: "end",
      limit,
      checkpoints: { folder, everySeconds: 0, projectFile: null },
    });
    await event((e) => e.event === "checkpoints" && e.cards.length > 2);
    expect(await lastOf(folder)).toMatchObject({ state: "training" });
    await rm(folder, { recursive: true });
    await event((e) => e.event === "checkpoint-failed");
    made.pause();
    await state("paused");
    made.reset();
  });

  it("refuses data that has changed, and names the set", async () => {
    const { made, cards } = await keptRun(odd(blobs, 1));
    made.reset();
    const changed = session((dataset) => limitDataset(dataset, 120));
    await expect(
      changed.made.openCheckpoint({ file: cards[0]?.file ?? "", everySeconds: 1000 }),
    ).rejects.toMatchObject({ trouble: { reason: expect.stringContaining("has changed since") } });
  });
});

describe("a paused run goes on with other training settings", () => {
  const digits = odd(template("handwritten-digits"));
  type Training = Project["training"];

  /** Four batches, then these settings, to the end; on two threads. */
  async function changed(change: (training: Training) => Training, project = digits) {
    const folder = newFolder();
    const { made, state, events } = session();
    await made.start({
      project,
      until: "batch",
      limit,
      threads: 2,
      checkpoints: { folder, everySeconds: 1000, projectFile: null },
    });
    await state("paused");
    for (let batch = 0; batch < 3; batch++) {
      events.length = 0;
      made.resume({ until: "batch" });
      await state("paused");
    }
    const training = change(project.training);
    expect(await made.changeTraining({ training })).toBe("paused");
    events.length = 0;
    made.resume({ until: "end" });
    await state("finished");
    const { weightsHash } = made.exportModel();
    await made.settleCheckpoints();
    made.reset();
    const { record } = await readCheckpoint((await lastOf(folder)).file);
    expect(record.project.training).toEqual(training);
    return { weightsHash, trainer: record.trainer };
  }

  it("with the bits of a run without the change where it changes nothing", async () => {
    const clipping = { name: "norm", settings: { limit: 1e6 } } as const;
    const { weightsHash } = await changed((training) => ({ ...training, clipping }));
    expect(weightsHash).toBe(await uninterrupted(digits));
  });

  it("for more epochs or fewer", async () => {
    const longer = await changed((training) => ({ ...training, epochs: 5 }));
    expect(longer.weightsHash).toBe(await uninterrupted(odd(digits, 5)));
    expect((await changed((training) => ({ ...training, epochs: 2 }))).trainer.epoch).toBe(2);
  });

  it("with another optimiser, whose memory begins anew, and another learning rate", async () => {
    const settings = { learningRate: 0.01, momentum: 0.9, weightDecay: 0, nesterov: false };
    const { trainer, weightsHash } = await changed((training) => ({
      ...training,
      optimizer: { name: "sgd", settings },
    }));
    expect(trainer).toMatchObject({ learningRate: 0.01, epoch: 3, step: 3 * 5 - 4 });
    expect(weightsHash).not.toBe(await uninterrupted(digits));
  });

  it("with other updates, whose first group begins where the last update was", async () => {
    const updating = { name: "batches", settings: { every: 3 } } as const;
    const grouped = { ...digits, training: { ...digits.training, updating } };
    const { updating: _every, ...everyBatch } = grouped.training;
    const { trainer } = await changed(() => everyBatch, grouped);
    // One update of three batches, then one for each of the others: the fourth came again.
    expect(trainer.step).toBe(1 + 2 + 2 * 5);
  });

  it("but with no other batch size, seed or maths", async () => {
    const { made, state } = session();
    await made.start({ project: digits, until: "batch", limit });
    await state("paused");
    for (const other of [{ batchSize: 8 }, { seed: 9 }, { maths: "fast" as const }])
      await expect(made.changeTraining({ training: { ...digits.training, ...other } })).rejects.toMatchObject(
        {
          trouble: { next: "Train anew with them." },
        },
      );
    made.resume({ until: "end" });
    await state("finished");
    expect(made.exportModel().weightsHash).toBe(await uninterrupted(digits));
  });
});

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

it("opens a run whose data are missing with its weights, and ends with the same bits once they are found", async () => {
  const project = odd(template("three-wines"));
  const folder = newFolder();
  const first = session();
  await first.made.start({
    project,
    limit,
    until: "epoch",
    checkpoints: { folder, everySeconds: 1000, projectFile: null },
  });
  await first.state("paused");
  const { weightsHash } = first.made.exportModel();
  await first.made.settleCheckpoints();
  first.made.reset();

  let isThere = false;
  const trouble = { title: "wine.csv has moved or is gone", reason: "It is not there.", next: "Find it." };
  const second = session((dataset) => {
    if (isThere) return dataset;
    throw new TroubleError(trouble);
  });
  const { file } = await lastOf(folder);
  const reopened = await second.made.openCheckpoint({ file, everySeconds: 1000 });
  expect(reopened).toMatchObject({ epoch: 1, missing: { trouble, card: { examples: { show: "table" } } } });
  expect(second.made.exportModel().weightsHash).toBe(weightsHash);
  expect(() => second.made.resume({ until: "end" })).toThrow(trouble.title);
  // Sliders need to know what they go between: the scaling tells it.
  const { examples } = reopened.missing?.card ?? {};
  if (examples?.show !== "table") throw new Error("There is no table.");
  expect(examples.features).toHaveLength(13);
  for (const { mean, deviation } of examples.features) {
    expect(mean).toBeGreaterThan(0);
    expect(deviation).toBeGreaterThan(0);
  }

  if (!project.data) throw new Error("The template has no data.");
  await expect(second.made.giveData({ data: project.data })).rejects.toThrow(trouble.title);
  expect(second.made.exportModel().weightsHash).toBe(weightsHash);
  isThere = true;
  await second.made.giveData({ data: project.data });
  second.made.resume({ until: "end" });
  await second.state("finished");
  expect(second.made.exportModel().weightsHash).toBe(await uninterrupted(project));
});

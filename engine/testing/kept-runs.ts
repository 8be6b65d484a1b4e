import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import type { Dataset } from "../data/dataset.ts";
import { loadDataset } from "../host/datasets.ts";
import { kernelModule } from "../host/kernels.ts";
import { checkpointsIn } from "../host/run-keeper.ts";
import { newSession } from "../host/session.ts";
import { readTemplates } from "../host/templates.ts";
import { teamsOf } from "../host/threads.ts";
import type { Project } from "../project/project.ts";
import type { CheckpointCard, WorkerEvent } from "../protocol.ts";

/* Runs that keep checkpoints: sessions with real threads, each in a folder of its own. */

export const templates = await readTemplates();
const module = await kernelModule();
const datasets = new Map<string, Promise<Dataset>>();

/** Folders of the tests of a file; they go after them. */
export const top = await mkdtemp(path.join(tmpdir(), "layerlab-checkpoints-"));
afterAll(() => rm(top, { recursive: true }));
let folders = 0;
/** A folder for the checkpoints of one run, which is not there yet. */
export const newFolder = () => path.join(top, `run ${folders++}`);

/** A session with real threads, on a part of the data; `until` waits for a state of it. */
export function session(change: (dataset: Dataset) => Dataset = (dataset) => dataset) {
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

/** The project with batches that do not divide the examples evenly. */
export const odd = (project: Project, epochs = 3): Project => ({
  ...project,
  training: { ...project.training, batchSize: 37, epochs },
});
/** How many examples the runs train on. */
export const limit = 150;

/** The hash of the weights at the end of a run without a break. */
export async function uninterrupted(project: Project) {
  const { made, state } = session();
  await made.start({ project, until: "end", limit });
  await state("finished");
  const { weightsHash } = made.exportModel();
  made.reset();
  return weightsHash;
}

/** The newest checkpoint of a folder. */
export async function lastOf(folder: string): Promise<CheckpointCard> {
  const last = (await checkpointsIn(folder)).at(-1);
  if (!last) throw new Error("There is no checkpoint.");
  return last;
}

/** The project of a template. */
export function template(name: string): Project {
  const found = templates.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`There is no template ${name}.`);
  return found.project;
}
export const blobs = template("three-blobs");

/** A short run whose every epoch was kept. */
export async function keptRun(project: Project, folder = newFolder()) {
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

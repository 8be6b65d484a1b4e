import { readFileSync, writeFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { loadDataset } from "../../engine/host/datasets.ts";
import { kernelModule } from "../../engine/host/kernels.ts";
import { newSession } from "../../engine/host/session.ts";
import { teamsOf } from "../../engine/host/threads.ts";
import type { Project } from "../../engine/project/project.ts";
import type { WorkerEvent } from "../../engine/protocol.ts";

export const sleep = (seconds: number) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

/** A viewer on another thread: takes all that a session tells it, and answers that the pictures were shown. */
const viewer = `
  const { parentPort } = require("node:worker_threads");
  parentPort.on("message", ({ event }) => { if (event === "pictures") parentPort.postMessage("shown"); });
`;

/**
 * A session as the app's worker has it, that sends what it tells to a thread of its own.
 * @param load reads the data.
 */
export async function watchedSession(project: Project, threads: number, load = loadDataset) {
  const module = await kernelModule();
  const window = new Worker(viewer, { eval: true });
  const state = { steps: 0, pictures: 0, failure: null as string | null };
  let perEpoch = 0;
  const session = newSession({
    ...teamsOf(module),
    defaultThreads: threads,
    load: (reference) => load(reference),
    emit: (event: WorkerEvent, transfer) => {
      if (event.event === "failed") state.failure = event.message;
      if (event.event === "diverged") state.failure = `diverged at ${event.divergence.layer}`;
      if (event.event === "pictures") state.pictures += 1;
      if (event.event === "progress") {
        perEpoch = event.progress.batches;
        state.steps = (event.progress.epoch - 1) * perEpoch + event.progress.batch;
      }
      window.postMessage(event, transfer);
    },
    clock: () => performance.now() / 1000,
  });
  window.on("message", () => session.picturesShown());
  const started = await session.start({ project, until: "batch", threads });
  await sleep(0.2); // the first batch, after which it pauses by itself
  return {
    session,
    started,
    state,
    /** Sends the viewer an answer, as the worker does. */
    show: (answer: object) => window.postMessage(answer),
    end: () => window.terminate(),
  };
}

/** CPU seconds of the calling thread so far; Linux counts them by the nanosecond. */
export function threadSeconds(): number {
  return Number(readFileSync("/proc/thread-self/schedstat", "utf8").split(" ")[0]) / 1e9;
}

/** A line of /proc/self/status in bytes: VmRSS is what the process holds, VmHWM the most that it ever held. */
export function processBytes(line: "VmRSS" | "VmHWM"): number {
  const [, kilobytes] =
    new RegExp(`${line}:\\s+(\\d+) kB`).exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  if (kilobytes === undefined) throw new Error(`This system does not tell a process its ${line}.`);
  return 1024 * Number(kilobytes);
}

/** Lets VmHWM start anew from what the process holds now (proc(5), clear_refs). */
export function forgetPeak(): void {
  writeFileSync("/proc/self/clear_refs", "5");
}

/** Without an end, so that only pauses end a window. */
export function endless(project: Project, batchSize = project.training.batchSize): Project {
  return { ...project, training: { ...project.training, epochs: 100_000, batchSize } };
}

import type { Dataset } from "../../engine/data/dataset.ts";
import type { Graph } from "../../engine/graph/graph.ts";
import { newSession } from "../../engine/host/session.ts";
import { teamsOf } from "../../engine/host/threads.ts";
import type { WorkerEvent } from "../../engine/protocol.ts";
import type { TrainingSettings } from "../../engine/training/settings.ts";
import type { Window } from "../protocol.ts";

export interface Work {
  readonly graph: Graph;
  readonly settings: TrainingSettings;
  readonly dataset: Dataset;
  readonly module: WebAssembly.Module;
  readonly threads: number;
}

const sleep = (seconds: number) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

/**
 * Trains as the product does: a session, its loop, its telemetry; only nobody listens, so that no pictures are
 * drawn. A window is from a resume to the pause that follows it. The session decides how many of the threads
 * are worth their barriers.
 */
export async function trainingWindows(work: Work) {
  const { graph, settings, dataset, module } = work;
  let images = 0;
  let failure: string | null = null;
  const emit = (event: WorkerEvent) => {
    if (event.event === "failed") failure = event.message;
    if (event.event === "diverged") failure = `diverged at ${event.divergence.layer}`;
    if (event.event !== "progress") return;
    const { epoch, batch } = event.progress;
    const size = dataset.split.train.length;
    images = (epoch - 1) * size + Math.min(size, batch * settings.batchSize);
  };
  const session = newSession({
    ...teamsOf(module),
    defaultThreads: work.threads,
    load: async () => dataset,
    emit,
    clock: () => performance.now() / 1000,
  });
  session.setPictures({ enabled: false });
  const { threads } = await session.start({
    project: {
      format: "layerlab-project",
      version: 1,
      name: "Bench",
      graph,
      data: { kind: "built-in", id: "fashion-mnist" }, // `load` gives the workload's own
      training: settings,
    },
    until: "batch",
    threads: work.threads,
  });
  const window = async (seconds: number): Promise<Window> => {
    const before = images;
    const start = performance.now();
    session.resume({ until: "end" });
    await sleep(seconds);
    session.pause(); // sends the last progress, which sets `images`
    const elapsed = (performance.now() - start) / 1000;
    if (failure) throw new Error(`The run ended by itself: ${failure}`);
    return { images: images - before, seconds: elapsed };
  };
  await sleep(0.05); // the first batch, after which it pauses by itself
  return { threads, window };
}

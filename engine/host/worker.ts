import { availableParallelism } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { serveWorker } from "../client.ts";
import { setWords } from "../words/say.ts";
import { loadDataset } from "./datasets.ts";
import { kernelModule } from "./kernels.ts";
import { newSession } from "./session.ts";
import { type FollowerStart, follow, teamsOf } from "./threads.ts";
import { portOf, type WorkerStart } from "./worker-thread.ts";

/** The worker thread's entry: a session behind the port to its parent, or a thread that runs along with one. */
if (!parentPort) throw new Error("This file runs as a worker thread.");

if (isFollower(workerData)) follow(workerData);
else await serve(parentPort);

function isFollower(start: unknown): start is FollowerStart {
  return typeof start === "object" && start !== null && "follow" in start;
}

async function serve(port: NonNullable<typeof parentPort>): Promise<void> {
  const { assetsFolder, cacheFolder, words }: WorkerStart = workerData;
  if (words) setWords(words);
  const module = await kernelModule();
  const session = newSession({
    ...teamsOf(module),
    // One core stays free for the window and the system.
    defaultThreads: Math.max(1, Math.min(8, availableParallelism() - 1)),
    load: (reference, folder, { onProgress, signal }) =>
      loadDataset(reference, {
        folder,
        assetsFolder,
        ...(cacheFolder ? { cacheFolder } : {}),
        signal,
        onProgress: ({ done, total }) => onProgress?.(done, total),
      }),
    emit: (event, transfer) => port.postMessage(event, transfer),
    clock: () => performance.now() / 1000,
  });
  serveWorker(portOf(port), session);
}

import { parentPort } from "node:worker_threads";
import { serveWorker } from "../client.ts";
import { assetsFolder } from "./assets.ts";
import { loadDataset } from "./datasets.ts";
import { openKernels } from "./kernels.ts";
import { Session } from "./session.ts";

/** The worker thread's entry: one session behind the port to its parent. */
if (!parentPort) throw new Error("This file runs as a worker thread.");
const port = parentPort;

const session = new Session({
  newKernels: await openKernels(),
  load: (reference, onProgress) =>
    loadDataset(reference, {
      assetsFolder: assetsFolder(),
      onProgress: ({ done, total }) => onProgress(done, total),
    }),
  emit: (event, transfer) => port.postMessage(event, transfer),
  clock: () => performance.now() / 1000,
});

serveWorker(
  {
    postMessage: (message, transfer) => port.postMessage(message, transfer),
    onMessage: (listener) => port.on("message", listener),
  },
  session,
);

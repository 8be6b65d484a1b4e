import type { WorkerEvent } from "../../protocol.ts";
import type { Trouble } from "../../trouble.ts";
import { assetsFolder } from "../assets.ts";
import { type RunningWorker, startWorker } from "../worker-thread.ts";
import type { Terminal } from "./terminal.ts";

export interface WorkerListeners {
  readonly onEvent: (event: WorkerEvent) => void;
  readonly onDeath: (trouble: Trouble) => void;
  /** Ctrl+C. A second one finds no listener and ends the process at once. */
  readonly onInterrupt: () => void;
}

/** Does something with the worker thread that the window trains in, without pictures; the thread ends with it. */
export async function withWorker<Result>(
  terminal: Terminal,
  { onEvent, onDeath, onInterrupt }: WorkerListeners,
  work: (worker: RunningWorker) => Promise<Result>,
): Promise<Result> {
  const worker = startWorker({ assetsFolder: assetsFolder() }, onEvent, onDeath);
  process.once("SIGINT", onInterrupt);
  process.once("SIGTERM", onInterrupt);
  try {
    await worker.client.call("setPictures", { enabled: false });
    return await work(worker);
  } finally {
    process.off("SIGINT", onInterrupt);
    process.off("SIGTERM", onInterrupt);
    terminal.clearStatus();
    await worker.end();
  }
}

import { type ResourceLimits, Worker } from "node:worker_threads";
import { connectWorker, type Port, type WorkerClient } from "../client.ts";
import type { WorkerEvent } from "../protocol.ts";
import type { Trouble } from "../trouble.ts";
import { say, type Words } from "../words/say.ts";
import { workerUrl } from "./worker-url.ts";

/** What the training worker is started with, as its `workerData`. */
export interface WorkerStart {
  /** Absolute path of the folder with data sets and templates. */
  readonly assetsFolder: string;
  /** Where data of the person's own is kept as it was read; nowhere when left out. */
  readonly cacheFolder?: string;
  /** The language of its messages; English when left out. */
  readonly words?: Words;
}

export interface RunningWorker {
  readonly client: WorkerClient;
  /** Ends the thread; what waits for an answer fails in words. Resolves when the thread is gone. */
  end(): Promise<void>;
}

/**
 * The young part of a thread's heap, in megabytes. A step makes no garbage and telemetry little, and by default it would
 * grow to 48 MB before anything of that is collected.
 */
const youngHeap = 3;

/** What an engine's thread may take beside the memory of its run. */
export const threadLimits: ResourceLimits = { maxYoungGenerationSizeMb: youngHeap };

interface ThreadPort {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  on(event: "message", listener: (message: unknown) => void): unknown;
}

/** A worker thread, or the `parentPort` inside one, as one end of a channel. */
export function portOf(thread: ThreadPort): Port {
  return {
    postMessage: (message, transfer) => thread.postMessage(message, transfer),
    onMessage: (listener) => thread.on("message", listener),
  };
}

/**
 * Starts the training worker as a thread. When it dies by itself, whatever waits fails with the reason, and
 * `onDeath` hears it once; no other event follows.
 */
export function startWorker(
  start: WorkerStart,
  onEvent: (event: WorkerEvent) => void,
  onDeath: (trouble: Trouble) => void,
  url: URL = workerUrl(),
): RunningWorker {
  const thread = new Worker(url, { workerData: start, resourceLimits: threadLimits });
  const client = connectWorker(portOf(thread), onEvent);
  let over = false;

  const die = (trouble: Trouble) => {
    if (over) return;
    over = true;
    client.end(trouble);
    onDeath(trouble);
  };
  thread.on("error", (error) => die(deathOf(error)));
  thread.on("exit", (code) => die(deathOf(new Error(`The training thread ended with code ${code}.`))));

  return {
    client,
    async end() {
      over = true;
      client.end({
        title: say("The engine was stopped"),
        reason: say("The training thread was ended."),
        next: say("Train again."),
      });
      await thread.terminate();
    },
  };
}

function deathOf(error: unknown): Trouble {
  const outOfMemory = error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
  return {
    title: say("Training stopped unexpectedly"),
    reason: outOfMemory
      ? say("The training thread ran out of memory.")
      : error instanceof Error
        ? error.message
        : String(error),
    next: outOfMemory
      ? say("Choose a smaller batch size, then train again.")
      : say("Train again; your network is unchanged."),
  };
}

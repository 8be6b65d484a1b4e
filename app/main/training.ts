import { setTimeout as sleep } from "node:timers/promises";
import type { MessagePortMain, WebContents } from "electron";
import type { WorkerClient } from "../../engine/client.ts";
import type { RunningWorker } from "../../engine/host/worker-thread.ts";
import type { WorkerEvent } from "../../engine/protocol.ts";
import type { Trouble } from "../../engine/trouble.ts";
import type { Words } from "../../engine/words/say.ts";

/** A worker, as far as its calls. */
type Asked = Pick<WorkerClient, "call">;

/** What training needs of its surroundings. */
export interface TrainingParts {
  readonly startWorker: (
    onEvent: (event: WorkerEvent) => void,
    onDeath: (trouble: Trouble) => void,
  ) => RunningWorker;
  readonly openPort: (window: WebContents) => Pick<MessagePortMain, "postMessage" | "close">;
  /** Hears every event, whether a window is there or not. */
  readonly onEvent: (event: WorkerEvent) => void;
  /** How long closing waits for the run to be kept, in milliseconds. */
  readonly patience: number;
  /** How long a worker that was only asked what data sets are stays for the next question, in milliseconds. */
  readonly quiet: number;
}

/**
 * The training worker: started with the first call that needs it, one for the app. Its events go to the window
 * over a port of their own; when it dies, the window is told and the next call starts a new one.
 */
export class Training {
  private readonly parts: TrainingParts;
  private worker: RunningWorker | null = null;
  private port: ReturnType<TrainingParts["openPort"]> | null = null;
  private ending: Promise<void> | null = null;
  /** While the run of a page that was left is put away. */
  private clearing: Promise<void> | null = null;
  /** Whether the worker was asked for more than a look: it may hold a network, a run or an import. */
  private isUsed = false;
  private looks = 0;
  private leaving: NodeJS.Timeout | undefined;

  constructor(parts: TrainingParts) {
    this.parts = parts;
  }

  /** The worker, for a window that asks: from its first question on, it hears the worker's events. */
  clientFor(window: WebContents): Asked {
    this.isUsed = true;
    return this.started(window);
  }

  /**
   * A question of which the worker keeps nothing, such as what a data set is. Left alone after such questions, it ends,
   * and with it go the data sets that it has read: the start screen asks for all of those of the templates.
   */
  async look<Answer>(window: WebContents, ask: (client: Asked) => Promise<Answer>): Promise<Answer> {
    clearTimeout(this.leaving);
    this.looks++;
    try {
      return await ask(this.started(window));
    } finally {
      this.looks--;
      if (this.looks === 0) this.leaving = setTimeout(() => this.leave(), this.parts.quiet).unref();
    }
  }

  private forget(): void {
    this.worker = null;
    this.isUsed = false;
  }

  private leave(): void {
    const { worker } = this;
    if (this.isUsed || this.looks > 0) return;
    this.forget();
    worker?.end().catch(console.error);
  }

  private started(window: WebContents): Asked {
    this.port ??= this.parts.openPort(window);
    this.worker ??= this.parts.startWorker(
      (event) => this.tell(event),
      ({ reason, next }) => {
        this.forget();
        this.tell({ event: "failed", message: `${reason} ${next}` });
        this.tell({ event: "state", state: "failed" });
      },
    );
    const { client } = this.worker;
    const { clearing } = this;
    if (!clearing) return client;
    return { call: (name, ...request) => clearing.then(() => client.call(name, ...request)) };
  }

  /** A page that is loaded anew knows nothing of a run: it gets a new port and an untrained network, before it gets an answer. */
  serve(window: WebContents): void {
    window.on("did-start-navigation", ({ isMainFrame, isSameDocument }) => {
      if (!isMainFrame || isSameDocument) return;
      this.port?.close();
      this.port = null;
      const { worker } = this;
      const clearing = this.rest().then(() => {
        void worker?.client.call("reset").catch(console.error);
        if (this.clearing === clearing) this.clearing = null;
      });
      this.clearing = clearing;
    });
    window.once("destroyed", () => {
      this.port = null;
      void this.end();
    });
  }

  /** The language of what the thread says from now on; one that starts later is told with its start. */
  speak(words: Words): void {
    this.worker?.client.call("speak", words).catch(console.error);
  }

  /** Whether a thread is there, or still ending. */
  get isAlive(): boolean {
    return this.worker !== null || this.ending !== null;
  }

  /** Ends the thread, once the run that it was at is kept on the disk; in the middle of a batch if that takes long. */
  end(): Promise<void> {
    this.ending ??= this.endWorker().finally(() => {
      this.ending = null;
    });
    return this.ending;
  }

  private async endWorker(): Promise<void> {
    await this.rest();
    const { worker } = this;
    this.forget();
    await worker?.end();
    this.parts.onEvent({ event: "state", state: "idle" }); // a thread that is ended says nothing more
  }

  /** Pauses what trains and waits until it is kept, but not for ever. */
  private async rest(): Promise<void> {
    const { worker } = this;
    if (!worker) return;
    const kept = worker.client.call("pause").then(() => worker.client.call("settleCheckpoints"));
    await Promise.race([kept.catch(console.error), sleep(this.parts.patience, null, { ref: false })]);
  }

  private tell(event: WorkerEvent): void {
    this.parts.onEvent(event);
    this.port?.postMessage(event);
  }
}

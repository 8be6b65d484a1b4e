import type { WorkerEvent } from "../../protocol.ts";
import type { ReadOptions } from "../read-content.ts";

interface ImportParts {
  readonly emit: (event: WorkerEvent) => void;
  /** Seconds. */
  readonly clock: () => number;
}

/** Seconds between two words on how far an import is. */
const interval = 0.1;
/** What takes less than this is not worth words, in seconds. */
const patience = 0.2;
/** Before this, the pace says little. */
const settled = 1;

/** Imports of the person's own data, one at a time: each tells how far it is, and the next one or a cancel ends it. */
export class Imports {
  private readonly parts: ImportParts;
  private current: AbortController | null = null;

  constructor(parts: ImportParts) {
    this.parts = parts;
  }

  /** @param what the file's name. @returns null when it was cancelled. */
  async run<Result>(what: string, work: (options: ReadOptions) => Promise<Result>): Promise<Result | null> {
    this.cancel();
    const controller = new AbortController();
    this.current = controller;
    try {
      const result = await work({
        signal: controller.signal,
        onProgress: this.teller(what, controller.signal),
      });
      return controller.signal.aborted ? null : result;
    } catch (error) {
      if (controller.signal.aborted) return null;
      throw error;
    } finally {
      if (this.current === controller) this.current = null;
    }
  }

  cancel(): void {
    this.current?.abort();
    this.current = null;
  }

  private teller(what: string, signal: AbortSignal): (done: number, total: number) => void {
    const { emit, clock } = this.parts;
    const began = clock();
    let told = began + patience;
    return (done, total) => {
      const now = clock();
      if (signal.aborted || now - told < interval) return;
      told = now;
      const seconds = now - began;
      const secondsLeft = seconds < settled || done === 0 ? null : (seconds * (total - done)) / done;
      emit({ event: "importing", what, done, total, secondsLeft });
    };
  }
}

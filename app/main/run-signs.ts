import type { RunState, WorkerEvent } from "../../engine/protocol.ts";

/** What the desktop around the window can show and do. */
export interface RunSurroundings {
  /** A share from 0 to 1 of a run that is under way, "unknown" while it gets ready, or null for nothing. */
  showProgress(share: number | "unknown" | null, isPaused: boolean): void;
  /** Keeps the computer from falling asleep, until the returned function is called. */
  keepAwake(): () => void;
}

const working: readonly RunState[] = ["loading", "training", "validating", "testing"];
/** The least change that is worth a word to the taskbar. */
const step = 0.002;

/** The run as the desktop sees it: progress on the taskbar or dock, and a computer that stays awake while it trains. */
export class RunSigns {
  private readonly around: RunSurroundings;
  private state: RunState = "idle";
  private share: number | "unknown" | null = null;
  private sleepAgain: (() => void) | null = null;

  constructor(around: RunSurroundings) {
    this.around = around;
  }

  get isWorking(): boolean {
    return working.includes(this.state);
  }

  hear(event: WorkerEvent): void {
    if (event.event === "state") this.enter(event.state);
    else if (event.event === "progress" && this.isWorking) {
      const { epoch, epochs, batch, batches } = event.progress;
      const share = Math.min(1, (epoch - 1 + batch / batches) / epochs);
      if (typeof this.share !== "number" || Math.abs(share - this.share) >= step) this.show(share);
    }
  }

  private enter(state: RunState): void {
    this.state = state;
    if (this.isWorking) {
      this.sleepAgain ??= this.around.keepAwake();
      if (state === "loading") this.show("unknown");
      else if (typeof this.share === "number") this.show(this.share);
    } else {
      this.sleepAgain?.();
      this.sleepAgain = null;
      if (state === "paused") this.around.showProgress(this.share, true);
      else this.show(null);
    }
  }

  private show(share: number | "unknown" | null): void {
    this.share = share;
    this.around.showProgress(share, false);
  }
}

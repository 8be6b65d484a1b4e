import { beforeEach, describe, expect, it } from "vitest";
import type { Progress, RunState, WorkerEvent } from "../../engine/protocol.ts";
import { RunSigns } from "./run-signs.ts";

let shown: (readonly [share: number | "unknown" | null, isPaused: boolean])[];
let awake: number;
let signs: RunSigns;
beforeEach(() => {
  shown = [];
  awake = 0;
  signs = new RunSigns({
    showProgress: (share, isPaused) => shown.push([share, isPaused]),
    keepAwake() {
      awake += 1;
      return () => {
        awake -= 1;
      };
    },
  });
});

const hear = (...states: RunState[]) => {
  for (const state of states) signs.hear({ event: "state", state });
};
function at(epoch: number, batch: number): WorkerEvent {
  const progress = { epoch, batch, epochs: 4, batches: 100 } as Progress;
  return { event: "progress", progress, points: new Float64Array(), gradientNorms: {}, updateRatios: {} };
}

describe("a run on the taskbar", () => {
  it("is unknown while it loads, then grows, and is gone at the end", () => {
    hear("loading", "training");
    signs.hear(at(1, 50));
    signs.hear(at(3, 0));
    hear("finished");
    expect(shown).toEqual([
      ["unknown", false],
      [0.125, false],
      [0.5, false],
      [null, false],
    ]);
  });

  it("is spared what nobody could see", () => {
    hear("training");
    for (let batch = 0; batch <= 100; batch++) signs.hear(at(1, batch / 100));
    expect(shown.length).toBeLessThan(5);
  });

  it("stands still while it is paused, and goes on", () => {
    hear("training");
    signs.hear(at(2, 0));
    hear("paused");
    expect(shown.at(-1)).toEqual([0.25, true]);
    hear("training");
    expect(shown.at(-1)).toEqual([0.25, false]);
  });

  it.each<RunState>(["idle", "stopped", "diverged", "failed"])("is gone when it is %s", (state) => {
    hear("training");
    signs.hear(at(2, 0));
    hear(state);
    signs.hear(at(2, 1));
    expect(shown.at(-1)).toEqual([null, false]);
  });
});

it("the computer stays awake while it trains, and not a moment longer", () => {
  for (const state of ["loading", "training", "validating", "testing"] as const) {
    hear(state);
    expect(awake).toBe(1);
    expect(signs.isWorking).toBe(true);
  }
  for (const state of ["paused", "finished", "stopped", "diverged", "failed", "idle"] as const) {
    hear("training", state);
    expect(awake).toBe(0);
    expect(signs.isWorking).toBe(false);
  }
});

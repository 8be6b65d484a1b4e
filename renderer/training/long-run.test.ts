import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { RunState } from "../../engine/protocol.ts";
import { type RunEnd, watchLongRuns } from "./long-run.ts";
import { applyEvent, type RunEvent, untrained } from "./state.ts";
import { useTraining } from "./store.ts";

let told: RunEnd[];
let stop: () => void;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
  useTraining.setState({ ...untrained, network: null });
  told = [];
  stop = watchLongRuns((end) => told.push(end));
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

const send = (event: RunEvent) => useTraining.setState((state) => applyEvent(state, event));
const enter = (state: RunState) => send({ event: "state", state });
const failed: RunEvent = { event: "failed", message: "The thread is gone." };

it("a run of more than a minute is told of, with how it ended", () => {
  enter("loading");
  enter("training");
  vi.advanceTimersByTime(60_001);
  send(failed);
  enter("failed");
  expect(told).toEqual([
    { title: "The run of The network ended with an error", body: "The thread is gone." },
  ]);
});

it("a short one is not, also after a long one and after a long pause", () => {
  enter("training");
  vi.advanceTimersByTime(59_000);
  enter("paused");
  vi.advanceTimersByTime(100_000);
  enter("training");
  vi.advanceTimersByTime(59_000);
  send(failed);
  expect(told).toEqual([]);
});

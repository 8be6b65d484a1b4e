import { describe, expect, it } from "vitest";
import { connectWorker, type Port, serveWorker, type WorkerService } from "./client.ts";
import type { WorkerEvent } from "./protocol.ts";
import { TroubleError } from "./trouble.ts";

/** Two ends of a channel that deliver at once; structuredClone as a real port would. */
function channel(): [Port, Port] {
  const listeners: [((message: unknown) => void)[], ((message: unknown) => void)[]] = [[], []];
  const end = (mine: 0 | 1): Port => ({
    postMessage: (message) => {
      for (const listener of listeners[mine === 0 ? 1 : 0]) listener(structuredClone(message));
    },
    onMessage: (listener) => listeners[mine].push(listener),
  });
  return [end(0), end(1)];
}

const silent = () => {};
const service = (calls: Partial<WorkerService>) => calls as WorkerService;

describe("calls over a port", () => {
  it("gives each caller its own answer, whatever the order of the answers", async () => {
    const [here, there] = channel();
    let answerFirst: () => void = silent;
    serveWorker(
      there,
      service({
        resume: () => new Promise((resolve) => (answerFirst = () => resolve("training"))),
        pause: () => "paused",
      }),
    );
    const client = connectWorker(here, silent);
    const resumed = client.call("resume", { until: "end" });
    expect(await client.call("pause")).toBe("paused");
    answerFirst();
    expect(await resumed).toBe("training");
  });

  it("carries the worker's words, and turns any other throw into words without a stack", async () => {
    const [here, there] = channel();
    const trouble = { title: "No memory", reason: "6 GB are needed.", next: "Choose a smaller batch." };
    serveWorker(
      there,
      service({
        stop: () => {
          throw new TroubleError(trouble);
        },
        reset: () => {
          throw new RangeError("offset is out of bounds");
        },
      }),
    );
    const client = connectWorker(here, silent);
    await expect(client.call("stop")).rejects.toMatchObject({ trouble });
    await expect(client.call("reset")).rejects.toMatchObject({
      trouble: { reason: "offset is out of bounds" },
    });
  });

  it("hands events to the listener in order", () => {
    const [here, there] = channel();
    const events: WorkerEvent[] = [];
    connectWorker(here, (event) => events.push(event));
    there.postMessage({ event: "state", state: "training" } satisfies WorkerEvent);
    there.postMessage({ event: "state", state: "paused" } satisfies WorkerEvent);
    expect(events).toEqual([
      { event: "state", state: "training" },
      { event: "state", state: "paused" },
    ]);
  });

  it("fails what waits, and what comes later, once the worker is gone", async () => {
    const [here] = channel();
    const client = connectWorker(here, silent);
    const waits = client.call("pause");
    const trouble = { title: "The engine stopped", reason: "Out of memory.", next: "Train again." };
    client.end(trouble);
    await expect(waits).rejects.toMatchObject({ trouble });
    await expect(client.call("stop")).rejects.toMatchObject({ trouble });
  });

  it("ignores a call that the service does not have, inherited names included", () => {
    const [here, there] = channel();
    const answers: unknown[] = [];
    here.onMessage((message) => answers.push(message));
    serveWorker(there, service({}));
    here.postMessage({ id: 1, call: "toString", request: null });
    expect(answers).toEqual([]);
  });
});

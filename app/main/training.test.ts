import { EventEmitter } from "node:events";
import type { WebContents } from "electron";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { RunningWorker } from "../../engine/host/worker-thread.ts";
import type { WorkerEvent } from "../../engine/protocol.ts";
import type { Trouble } from "../../engine/trouble.ts";
import { Training } from "./training.ts";

/** A window that can load a page anew and go away, and workers that can speak and die. */
function surroundings(isStuck = false) {
  const window = new EventEmitter() as EventEmitter & WebContents;
  const workers: {
    speak: (event: WorkerEvent) => void;
    die: (trouble: Trouble) => void;
    asked: string[];
    ended: boolean;
  }[] = [];
  const ports: { heard: WorkerEvent[]; closed: boolean }[] = [];
  const heard: WorkerEvent[] = [];
  const training = new Training({
    patience: 20,
    quiet: 10,
    onEvent: (event) => heard.push(event),
    startWorker(onEvent, onDeath): RunningWorker {
      const worker = { speak: onEvent, die: onDeath, asked: [] as string[], ended: false };
      workers.push(worker);
      return {
        client: {
          call: (name, ..._request) => {
            worker.asked.push(name);
            return isStuck ? new Promise(() => {}) : Promise.resolve<never>(null as never);
          },
          end: () => {},
        },
        end: async () => {
          worker.ended = true;
        },
      };
    },
    openPort() {
      const port = { heard: [] as WorkerEvent[], closed: false };
      ports.push(port);
      return {
        postMessage: (event: WorkerEvent) => port.heard.push(event),
        close: () => {
          port.closed = true;
        },
      };
    },
  });
  training.serve(window);
  return { training, window, workers, ports, heard };
}

const trouble = { title: "Stopped", reason: "The thread ran out of memory.", next: "Train again." };

afterEach(() => {
  vi.useRealTimers();
});

describe("the training worker", () => {
  it("ends after a while when it was only asked what data sets are, and starts again with the next question", async () => {
    vi.useFakeTimers();
    const { training, window, workers } = surroundings();
    const ask = () => training.look(window, (client) => client.call("pause"));
    await Promise.all([ask(), ask()]);
    expect(workers).toHaveLength(1);
    expect(workers[0]?.ended).toBe(false);
    vi.advanceTimersByTime(10);
    expect(workers[0]?.ended).toBe(true);
    expect(training.isAlive).toBe(false);
    void training.clientFor(window).call("pause");
    expect(workers).toHaveLength(2);
  });

  it("stays when it was asked for more than that", async () => {
    vi.useFakeTimers();
    const { training, window, workers } = surroundings();
    void training.clientFor(window).call("pause");
    await training.look(window, (client) => client.call("pause"));
    vi.advanceTimersByTime(1000);
    expect(workers.map(({ ended }) => ended)).toEqual([false]);
  });

  it("starts with the first question and stays for the next", () => {
    const { training, window, workers, ports } = surroundings();
    expect(workers).toHaveLength(0);
    void training.clientFor(window).call("pause");
    void training.clientFor(window).call("stop");
    expect(workers.map(({ asked }) => asked)).toEqual([["pause", "stop"]]);
    expect(ports).toHaveLength(1);
  });

  it("tells the window when it dies, and the next question starts another", () => {
    const { training, window, workers, ports } = surroundings();
    training.clientFor(window);
    workers[0]?.speak({ event: "state", state: "training" });
    workers[0]?.die(trouble);
    expect(ports[0]?.heard).toEqual([
      { event: "state", state: "training" },
      { event: "failed", message: "The thread ran out of memory. Train again." },
      { event: "state", state: "failed" },
    ]);
    void training.clientFor(window).call("reset");
    expect(workers[1]?.asked).toEqual(["reset"]);
  });

  it("gives a page that is loaded anew a port of its own and an untrained network, once the run is kept", async () => {
    const { training, window, workers, ports } = surroundings();
    training.clientFor(window);
    window.emit("did-start-navigation", { isMainFrame: true, isSameDocument: true });
    expect(ports[0]?.closed).toBe(false);
    window.emit("did-start-navigation", { isMainFrame: true, isSameDocument: false });
    expect(ports[0]?.closed).toBe(true);
    await expect.poll(() => workers[0]?.asked).toEqual(["pause", "settleCheckpoints", "reset"]);
    training.clientFor(window);
    workers[0]?.speak({ event: "state", state: "idle" });
    expect(ports.map(({ heard }) => heard.length)).toEqual([0, 1]);
  });

  it("lets what a page that is loaded anew asks wait until the run before is kept and gone", async () => {
    const { training, window, workers } = surroundings();
    training.clientFor(window);
    window.emit("did-start-navigation", { isMainFrame: true, isSameDocument: false });
    await training.clientFor(window).call("stop");
    expect(workers[0]?.asked).toEqual(["pause", "settleCheckpoints", "reset", "stop"]);
  });

  it("ends with its window, once the run is kept", async () => {
    const { training, window, workers, heard } = surroundings();
    training.clientFor(window);
    workers[0]?.speak({ event: "state", state: "training" });
    window.emit("destroyed");
    expect(training.isAlive).toBe(true);
    await training.end();
    expect(workers[0]).toMatchObject({ asked: ["pause", "settleCheckpoints"], ended: true });
    expect(training.isAlive).toBe(false);
    expect(heard.at(-1)).toEqual({ event: "state", state: "idle" });
  });

  it("ends at last when it does not answer", async () => {
    const { training, window, workers } = surroundings(true);
    training.clientFor(window);
    await training.end();
    expect(workers[0]?.ended).toBe(true);
  });
});

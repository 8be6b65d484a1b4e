import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { DesktopBridge } from "../../app/contract/calls.ts";

import { defaultSettings } from "../../app/contract/settings.ts";
import { emptyProject } from "../../engine/project/empty.ts";
import type { Project } from "../../engine/project/project.ts";
import { withLearningRate } from "../../engine/project/trained-part.ts";
import { roomForPictures } from "../../engine/protocol/packed-pictures.ts";
import type { SentPictures, WorkerEvent } from "../../engine/protocol.ts";
import { run as change, openDocument, undo, useDocument } from "../document/store.ts";
import { useSettings } from "../settings.ts";
import { sightMoved } from "../views/live-drawing.ts";
import {
  adoptRun,
  connectTraining,
  goOnWith,
  reset,
  startAgainWith,
  step,
  stop,
  train,
  trainMore,
  trainOrPause,
  useTraining,
} from "./store.ts";

/* A desktop that writes down what it is asked. */

type Call = readonly [name: string, request: unknown];
let calls: Call[] = [];
let answers: Record<string, unknown> = {};
let send: (event: WorkerEvent) => void = () => undefined;
let frames: (() => void)[] = [];
let disconnect: () => void = () => undefined;

const started = {
  parameters: 10,
  epochs: 3,
  batchesPerEpoch: 4,
  trainingExamples: 40,
  memory: { network: 1, data: 1, engine: 1 },
  threads: 1,
};

function desktop(): DesktopBridge {
  return new Proxy({} as DesktopBridge, {
    get: (_, name: string) => async (request: unknown) => {
      calls.push([name, request]);
      return answers[name] ?? { ok: true, value: name === "startTraining" ? started : "training" };
    },
  });
}

function progress(batch: number): WorkerEvent {
  return {
    event: "progress",
    progress: {
      epoch: 1,
      epochs: 3,
      batch,
      batches: 100,
      secondsLeft: 12,
      imagesPerSecond: 600,
      learningRate: 0.01,
    },
    points: Float64Array.of(batch / 100, 1 / batch, 0.5),
    gradientNorms: {},
    updateRatios: {},
  };
}

function picture(step: number): WorkerEvent {
  const pictures: SentPictures = {
    step,
    probe: { index: 0, label: 0, targets: null, shape: [2], values: new Float32Array(2) },
    nodes: roomForPictures([]),
    fields: null,
    curve: null,
    answer: "none",
    probabilities: new Float32Array([1]),
    loss: 0,
  };
  return { event: "pictures", pictures };
}

const named = (name: string) => calls.filter(([called]) => called === name);

beforeEach(() => {
  calls = [];
  answers = {};
  frames = [];
  openDocument(emptyProject(), null);
  globalThis.requestAnimationFrame = (frame) => frames.push(() => frame(0));
  disconnect = connectTraining(desktop(), (listener) => {
    send = listener;
    return () => undefined;
  });
});

afterEach(async () => {
  await reset();
  disconnect();
});

describe("run control", () => {
  it("starts from the document and keeps that network while it is edited", async () => {
    const { project } = useDocument.getState();
    await train();
    expect(named("startTraining")).toEqual([["startTraining", { project, until: "end" }]]);
    change({ command: "set-training", label: () => "set the seed", values: { seed: 7 } });
    expect(useTraining.getState()).toMatchObject({ network: project, started });
  });

  it("steps a new run, and goes on with the one that is paused", async () => {
    await step("batch");
    expect(named("startTraining")[0]?.[1]).toMatchObject({ until: "batch" });
    send({ event: "state", state: "paused" });
    await step("epoch");
    expect(named("resumeTraining")).toEqual([["resumeTraining", { until: "epoch" }]]);
  });

  it("pauses, resumes and trains more with one key", async () => {
    await train();
    send({ event: "state", state: "training" });
    await trainOrPause();
    expect(calls.at(-1)?.[0]).toBe("pauseTraining");
    send({ event: "state", state: "paused" });
    await trainOrPause();
    expect(calls.at(-1)).toEqual(["resumeTraining", { until: "end" }]);
    send({ event: "state", state: "finished" });
    await trainMore();
    expect(calls.at(-1)).toEqual([
      "extendTraining",
      { epochs: useDocument.getState().project.training.epochs },
    ]);
  });

  it("is idle again when the start is refused, and keeps the words", async () => {
    const trouble = { title: "No data", reason: "None is chosen.", next: "Choose one." };
    answers = { startTraining: { ok: false, trouble } };
    await train();
    expect(useTraining.getState()).toMatchObject({ run: "idle", network: null, trouble });
  });

  it("sends a new learning rate at once, and only while there is a run", async () => {
    const set = (rate: number) =>
      change({
        command: "set-training",
        label: () => "set the learning rate",
        values: withLearningRate(useDocument.getState().project, rate),
      });
    set(0.02);
    expect(named("setLearningRate")).toEqual([]);
    await train();
    send({ event: "state", state: "training" });
    set(0.03);
    expect(named("setLearningRate")).toEqual([["setLearningRate", { learningRate: 0.03 }]]);
    undo();
    expect(named("setLearningRate").at(-1)?.[1]).toEqual({ learningRate: 0.02 });
  });

  it("says nothing of a start that was cancelled while it was loading", async () => {
    let refuse: (answer: unknown) => void = () => undefined;
    answers = { startTraining: new Promise((resolve) => (refuse = resolve)) };
    const starting = train();
    await stop();
    refuse({ ok: false, trouble: { title: "This start was replaced", reason: "", next: "" } });
    await starting;
    expect(named("resetTraining").length).toBe(1);
    expect(useTraining.getState()).toMatchObject({ run: "idle", network: null, trouble: null });
  });

  it("forgets the run when another document is opened, and keeps that of an imported model", async () => {
    await train();
    const other = { ...emptyProject(), training: { ...emptyProject().training, seed: 99 } };
    openDocument(other, null);
    await Promise.resolve();
    expect(named("resetTraining").length).toBe(1);

    const imported: Project = {
      ...other,
      data: { kind: "built-in", id: "handwritten-digits" },
      training: { ...other.training, seed: 100 },
    };
    openDocument(imported, null);
    adoptRun(imported, null);
    send({ event: "state", state: "stopped" });
    await Promise.resolve();
    expect(named("resetTraining").length).toBe(1);
    expect(useTraining.getState()).toMatchObject({ run: "stopped", network: imported });
    await step("batch");
    expect(calls.at(-1)).toEqual(["resumeTraining", { until: "batch" }]);
  });

  it("goes on after a divergence with the smaller learning rate", async () => {
    await train();
    send({ event: "state", state: "diverged" });
    await goOnWith(0.05);
    expect(calls.slice(-2)).toEqual([
      ["setLearningRate", { learningRate: 0.05 }],
      ["resumeTraining", { until: "end" }],
    ]);
  });

  it("starts again with the smaller learning rate in one step that undo takes back", async () => {
    const before = useDocument.getState().project;
    await startAgainWith(0.05);
    expect(named("startTraining")[0]?.[1]).toMatchObject({
      project: { training: { optimizer: { settings: { learningRate: 0.05 } } } },
    });
    undo();
    expect(useDocument.getState().project.training).toEqual(before.training);
  });
});

describe("pictures", () => {
  it("are drawn at the next frame, the latest only, and then acknowledged once", () => {
    send(picture(1));
    send(picture(2));
    expect(useTraining.getState().pictures).toBeNull();
    expect(frames.length).toBe(1);
    frames[0]?.();
    expect(useTraining.getState().pictures?.step).toBe(2);
    expect(named("picturesShown").length).toBe(1);
  });

  it("come no more often than the person has set, however fast they are drawn", () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "performance"] });
    useSettings.setState({ mapsRate: "2" });
    for (const step of [1, 2, 3]) {
      send(picture(step));
      frames.at(-1)?.();
    }
    expect(useTraining.getState().pictures?.step).toBe(3);
    expect(named("picturesShown").length).toBe(1);
    vi.advanceTimersByTime(499);
    expect(named("picturesShown").length).toBe(1);
    vi.advanceTimersByTime(1);
    expect(named("picturesShown").length).toBe(2);
    vi.advanceTimersByTime(500);
    expect(named("picturesShown").length).toBe(3);
    useSettings.setState(defaultSettings);
    vi.useRealTimers();
  });

  it("of a run that was reset are not shown", async () => {
    send(picture(1));
    await reset();
    frames[0]?.();
    expect(useTraining.getState().pictures).toBeNull();
  });
});

describe("progress", () => {
  const batch = () => useTraining.getState().progress?.batch ?? null;

  it("is shown with the next frame, none of it left out", () => {
    send(progress(1));
    send(progress(2));
    expect(batch()).toBeNull();
    for (const frame of frames) frame();
    expect(batch()).toBe(2);
    expect(useTraining.getState().loss.length).toBe(2);
  });

  it("is there before whatever the worker tells after it", () => {
    send(progress(3));
    send({ event: "state", state: "paused" });
    expect(batch()).toBe(3);
  });

  it("waits longer while the view is moved, but not for its end", () => {
    vi.useFakeTimers();
    sightMoved();
    send(progress(1));
    for (const frame of frames) frame();
    expect(batch()).toBeNull();
    const move = (moves: number) => {
      for (let move = 0; move < moves; move++) {
        vi.advanceTimersByTime(50);
        sightMoved();
      }
    };
    move(11);
    expect(batch()).toBeNull();
    move(1);
    expect(batch()).toBe(1);
    vi.useRealTimers();
  });

  it("of a run that was reset is not shown", async () => {
    const asked = reset();
    send(progress(4));
    await asked;
    for (const frame of frames) frame();
    expect(batch()).toBeNull();
  });
});

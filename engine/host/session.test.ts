import { describe, expect, it } from "vitest";
import { generateDataset } from "../data/generate.ts";
import { graphOf } from "../graph/graph-of.ts";
import type { Project } from "../project/project.ts";
import {
  data,
  endless,
  finishedHash,
  hashOf,
  heldLoad,
  project,
  watched,
} from "./session/watched-session.ts";

describe("a run", () => {
  it("loads, trains, validates, tests and finishes, and says so in order", async () => {
    const { session, events, next, states } = watched();
    const finished = next(({ event }) => event === "finished");
    const started = await session.start({ project, until: "end" });
    expect(started).toMatchObject({
      parameters: 51,
      epochs: 3,
      batchesPerEpoch: 14,
      trainingExamples: 210,
      threads: 1,
    });
    expect(await finished).toMatchObject({ result: { epochs: 3, seed: 4, parameters: 51 } });
    expect(states()[0]).toBe("loading");
    expect(states()[1]).toBe("training");
    expect(states().at(-1)).toBe("finished");
    const results = events.flatMap((event) => (event.event === "epochs" ? event.results : []));
    expect(results.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    const numbers = events.flatMap((event) => (event.event === "progress" ? [...event.points] : []));
    const places = numbers.filter((_, index) => index % 3 === 0);
    expect(places).toHaveLength(3 * 14);
    expect(places).toEqual(places.map((_, index) => expect.closeTo((index + 1) / 14, 9)));
  });

  it("takes one batch, one epoch, then the rest, and ends with the same bits as without pauses", async () => {
    const watching = watched();
    const { session, events, state } = watching;
    const paused = state("paused");
    await session.start({ project, until: "batch" });
    await paused;
    const lastProgress = () =>
      events.flatMap((event) => (event.event === "progress" ? [event.progress] : [])).at(-1);
    expect(lastProgress()).toMatchObject({ epoch: 1, batch: 1, batches: 14 });
    const again = state("paused");
    session.resume({ until: "epoch" });
    await again;
    expect(lastProgress()).toMatchObject({ epoch: 2, batch: 0 });
    const finished = state("finished");
    session.resume({ until: "end" });
    await finished;
    expect(hashOf(watching)).toBe(await finishedHash(project));
  });

  it("goes on for more epochs after its end, as if they had been asked for at once", async () => {
    const watching = watched();
    const { session, state } = watching;
    let finished = state("finished");
    await session.start({
      project: { ...project, training: { ...project.training, epochs: 1 } },
      until: "end",
    });
    await finished;
    finished = state("finished");
    expect(session.extend({ epochs: 2 })).toBe("training");
    await finished;
    expect(hashOf(watching)).toBe(await finishedHash(project));
    expect(session.resume({ until: "end" })).toBe("finished");
  });

  it("keeps the same bits when it is paused and resumed at once, many times", async () => {
    const watching = watched();
    const { session, state } = watching;
    const finished = state("finished");
    await session.start({ project, until: "batch" });
    for (let time = 0; time < 20; time++) {
      session.resume({ until: "end" });
      session.pause();
    }
    session.resume({ until: "end" });
    await finished;
    expect(hashOf(watching)).toBe(await finishedHash(project));
  });
});

describe("state changes that nobody planned", () => {
  it("a second start replaces the first, also while that is still loading", async () => {
    const { load, held } = heldLoad();
    const watching = watched(load);
    const { session, state } = watching;
    const first = session.start({ project: { ...project, data: { ...data, seed: 2 } }, until: "end" });
    const refused = expect(first).rejects.toMatchObject({ trouble: { title: "This start was replaced" } });
    const second = session.start({ project, until: "end" });
    const finished = state("finished");
    held[0]?.resolve();
    await refused;
    held[1]?.resolve();
    expect(await second).toMatchObject({ epochs: 3 });
    await finished;
    expect(hashOf(watching)).toBe(await finishedHash(project));
  });

  it("two starts on one data set that is loading: the second runs to its end", async () => {
    const { load, held } = heldLoad();
    const { session, state } = watched(load);
    const first = session.start({ project: endless, until: "end" }).catch(() => "replaced");
    const second = session.start({ project, until: "end" });
    const finished = state("finished");
    held[0]?.resolve();
    expect(await first).toBe("replaced");
    await second;
    await finished;
  });

  it("a start while another run trains replaces it", async () => {
    const watching = watched();
    const { session, state } = watching;
    await session.start({ project: endless, until: "end" });
    const finished = state("finished");
    await session.start({ project, until: "end" });
    await finished;
    expect(hashOf(watching)).toBe(await finishedHash(project));
  });

  it.each(["reset", "stop"] as const)("%s while loading cancels the start", async (call) => {
    const { load, held } = heldLoad();
    const { session, states } = watched(load);
    const starting = expect(session.start({ project, until: "end" })).rejects.toThrow();
    expect(session[call]()).toBe("idle");
    held[0]?.resolve();
    await starting;
    expect(states()).toEqual(["loading", "idle"]);
  });

  it("pause while loading holds the run before its first batch", async () => {
    const { load, held } = heldLoad();
    const { session, states, state } = watched(load);
    const starting = session.start({ project, until: "end" });
    expect(session.pause()).toBe("loading");
    held[0]?.resolve();
    await starting;
    expect(states()).toEqual(["loading", "paused"]);
    const finished = state("finished");
    session.resume({ until: "end" });
    await finished;
  });

  it("pause, stop and reset without a run change nothing; what needs a run says so", () => {
    const { session, events } = watched();
    expect([session.pause(), session.stop(), session.reset(), session.picturesShown()]).toEqual(
      Array.from({ length: 4 }, () => "idle"),
    );
    expect(events).toEqual([]);
    expect(() => session.resume({ until: "end" })).toThrow("Press Train first.");
    expect(() => session.extend({ epochs: 1 })).toThrow("Press Train first.");
    expect(() => session.exportModel()).toThrow("Press Train first.");
    expect(() => session.setLearningRate({ learningRate: 1 })).toThrow("Press Train first.");
  });

  it("reset forgets the run", async () => {
    const { session, states } = watched();
    await session.start({ project: endless, until: "end" });
    expect(session.reset()).toBe("idle");
    expect(() => session.exportModel()).toThrow("Press Train first.");
    expect(states().at(-1)).toBe("idle");
  });

  it("stop keeps the weights", async () => {
    const { session, states } = watched();
    await session.start({ project: endless, until: "end" });
    expect(session.stop()).toBe("stopped");
    expect(session.exportModel().weightsHash).toMatch(/^[0-9a-f]{64}$/);
    expect(states().at(-1)).toBe("stopped");
  });

  it("a data set that cannot be loaded fails the start, and the next start works", async () => {
    let fail = true;
    const { session, state, states } = watched(async () => {
      if (fail) throw new Error("the disk is gone");
      return generateDataset(data);
    });
    await expect(session.start({ project, until: "end" })).rejects.toThrow("the disk is gone");
    expect(states()).toEqual(["loading", "idle"]);
    fail = false;
    const finished = state("finished");
    await session.start({ project, until: "end" });
    await finished;
  });

  it("a project without a data set is refused in words", async () => {
    const { session, states } = watched();
    await expect(session.start({ project: { ...project, data: null }, until: "end" })).rejects.toMatchObject({
      trouble: { title: "No data set is chosen" },
    });
    expect(states()).toEqual([]);
  });

  it("an error inside the loop reaches the window as a failed run", async () => {
    const broken = generateDataset(data);
    const { session, next, states } = watched(async () => ({
      ...broken,
      split: { ...broken.split, validation: Uint32Array.of(1, 2, 3), test: Uint32Array.of(999_999) },
      inputShape: [2],
      labels: new Proxy(broken.labels, {
        get(target, key) {
          if (key === "999999") throw new Error("a label is missing");
          const value: unknown = Reflect.get(target, key);
          // A typed array's methods refuse a proxy; a look at the field of a neuron may come first.
          return typeof value === "function" ? value.bind(target) : value;
        },
      }),
    }));
    const failed = next(({ event }) => event === "failed");
    await session.start({ project, until: "end" });
    expect(await failed).toEqual({ event: "failed", message: "a label is missing" });
    expect(states().at(-1)).toBe("failed");
  });

  it("a run that diverged says where, and goes on from the same batch with a smaller learning rate", async () => {
    const wild: Project = {
      ...project,
      training: {
        ...project.training,
        optimizer: { name: "sgd", settings: { learningRate: 1e15, momentum: 0.9 } },
      },
    };
    const { session, next, state } = watched();
    const diverged = next(({ event }) => event === "diverged");
    await session.start({ project: wild, until: "end" });
    const event = await diverged;
    if (event.event !== "diverged") throw new Error("Unreachable.");
    expect(event.divergence.learningRate).toBe(1e15);
    const again = next(({ event }) => event === "diverged");
    expect(session.resume({ until: "end" })).toBe("training");
    expect(await again).toMatchObject({ divergence: { batch: event.divergence.batch } });
    const stopped = state("stopped");
    session.stop();
    await stopped;
  });
});

it("trains on a set too small for a validation or test part, shows pictures of it, exports and imports it", async () => {
  const tiny = { ...data, points: 20, classes: 10 };
  const small: Project = {
    ...project,
    data: tiny,
    graph: graphOf({
      Input: ["input", { shape: [2] }],
      "Dense 1": ["dense", { units: 10 }],
      Output: ["output"],
    }),
  };
  const dataset = generateDataset(tiny);
  expect([dataset.split.validation.length, dataset.split.test.length]).toEqual([0, 0]);
  const { session, state } = watched(async () => dataset);
  const finished = state("finished");
  await session.start({ project: small, until: "end" });
  await finished;
  expect(session.chooseProbe({}).index).toBeLessThan(20);
  const { text, weightsHash } = session.exportModel();
  expect(await session.importModel({ text })).toMatchObject({ verified: 4 });
  expect(session.exportModel().weightsHash).toBe(weightsHash);
});

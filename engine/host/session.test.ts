import { describe, expect, it } from "vitest";
import type { Dataset, DatasetReference } from "../data/dataset.ts";
import { generateDataset } from "../data/generate.ts";
import { openModel } from "../export/model.ts";
import { graphOf } from "../graph/graph-of.ts";
import { dreamFields } from "../inspect/seek-settings.ts";
import { loopKernels } from "../kernels/loops.ts";
import { referenceKernels } from "../kernels/reference.ts";
import { defaultValues } from "../layers/fields.ts";
import { Network } from "../network.ts";
import { emptyProject } from "../project/empty.ts";
import type { Project } from "../project/project.ts";
import type { WorkerEvent } from "../protocol.ts";
import { relativeError } from "../testing/numbers.ts";
import { TroubleError } from "../trouble.ts";
import { newSession } from "./session.ts";
import { soloTeam } from "./threads.ts";

const data = { kind: "generated", id: "blobs", points: 300, noise: 0.5, seed: 1, classes: 3 } as const;
const project: Project = {
  ...emptyProject(),
  data,
  graph: graphOf({
    Input: ["input", { shape: [2] }],
    "Dense 1": ["dense", { units: 8 }],
    "ReLU 1": ["activation"],
    "Dense 2": ["dense", { units: 3 }],
    Output: ["output"],
  }),
  training: {
    epochs: 3,
    batchSize: 16,
    seed: 4,
    optimizer: { name: "sgd", settings: { learningRate: 0.05, momentum: 0.9 } },
  },
};
const withNorm: Project = {
  ...project,
  graph: graphOf({
    Input: ["input", { shape: [2] }],
    "Dense 1": ["dense", { units: 8 }],
    "Norm 1": ["batch-norm"],
    "ReLU 1": ["activation"],
    "Dense 2": ["dense", { units: 3 }],
    Output: ["output"],
  }),
};
const endless: Project = { ...project, training: { ...project.training, epochs: 100_000 } };

type Load = (reference: DatasetReference) => Promise<Dataset>;
const generated: Load = async () => generateDataset(data);

/** A session whose events are kept, and can be waited for. */
function watched(load: Load = generated, clock = () => performance.now() / 1000) {
  const events: WorkerEvent[] = [];
  const waiting: { readonly matches: (event: WorkerEvent) => boolean; resolve(event: WorkerEvent): void }[] =
    [];
  const session = newSession({
    load,
    newTeam: async () => soloTeam(loopKernels),
    newKernels: () => loopKernels,
    defaultThreads: 1,
    clock,
    emit: (event) => {
      events.push(event);
      for (const waiter of waiting.filter(({ matches }) => matches(event))) {
        waiting.splice(waiting.indexOf(waiter), 1);
        waiter.resolve(event);
      }
    },
  });
  const next = (matches: (event: WorkerEvent) => boolean) =>
    new Promise<WorkerEvent>((resolve) => waiting.push({ matches, resolve }));
  const state = (name: string) => next((event) => event.event === "state" && event.state === name);
  const states = () => events.flatMap((event) => (event.event === "state" ? [event.state] : []));
  return { session, events, next, state, states };
}

/** A load that answers when the test says so. */
function heldLoad() {
  const held: { resolve(): void; reject(error: Error): void }[] = [];
  const load: Load = () =>
    new Promise((resolve, reject) => {
      held.push({ resolve: () => resolve(generateDataset(data)), reject });
    });
  return { load, held };
}

const hashOf = ({ session }: ReturnType<typeof watched>) => session.exportModel().weightsHash;

async function finishedHash(run: Project): Promise<string> {
  const whole = watched();
  const finished = whole.state("finished");
  await whole.session.start({ project: run, until: "end" });
  await finished;
  return hashOf(whole);
}

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

describe("telemetry", () => {
  it("is bounded however small the epochs are", async () => {
    const { session, events, next } = watched();
    const second = next((event) => event.event === "progress" && event.progress.epoch > 1500);
    const begun = performance.now();
    await session.start({ project: endless, until: "end" });
    await second;
    session.pause();
    const seconds = (performance.now() - begun) / 1000;
    const count = (name: WorkerEvent["event"]) => events.filter(({ event }) => event === name).length;
    // Ten a second, and one more each for the beginning and the end.
    const most = 10 * seconds + 3;
    expect(count("progress")).toBeLessThanOrEqual(most);
    expect(count("epochs")).toBeLessThanOrEqual(most);
    expect(count("state")).toBeLessThanOrEqual(most + 1);
    const epochs = events.flatMap((event) => (event.event === "epochs" ? event.results : []));
    expect(epochs.map(({ epoch }) => epoch)).toEqual(epochs.map((_, index) => index + 1));
    expect(epochs.length).toBeGreaterThanOrEqual(1500);
  });

  it("sends pictures again only after the last ones were shown", async () => {
    const { session, events, next } = watched();
    const pictures = () => events.filter(({ event }) => event === "pictures").length;
    const first = next(({ event }) => event === "pictures");
    await session.start({ project: endless, until: "end" });
    await first;
    for (let time = 0; time < 4; time++) await next(({ event }) => event === "progress");
    expect(pictures()).toBe(1);
    const second = next(({ event }) => event === "pictures");
    session.picturesShown();
    await second;
    expect(pictures()).toBe(2);
    session.setPictures({ enabled: false });
    session.picturesShown();
    for (let time = 0; time < 4; time++) await next(({ event }) => event === "progress");
    session.pause();
    expect(pictures()).toBe(2);
  });

  it("shows the probe that was chosen, and refuses one that is not there", async () => {
    const { session, events, state } = watched();
    const paused = state("paused");
    await session.start({ project, until: "batch" });
    await paused;
    const dataset = generateDataset(data);
    const shown = () =>
      events.flatMap((event) => (event.event === "pictures" ? [event.pictures.probe] : [])).at(-1);
    expect(session.chooseProbe({ index: 17 })).toEqual({ index: 17, label: dataset.labels[17] });
    expect(shown()).toMatchObject({ index: 17, label: dataset.labels[17] });
    expect(() => session.chooseProbe({ index: 300 })).toThrow("Blobs has no example 300.");
    expect(() => session.chooseProbe({ index: 1.5 })).toThrow("has no example 1.5.");
    session.setPictures({ enabled: true });
    session.picturesShown();
    const { index } = session.chooseProbe({});
    expect([...dataset.split.validation]).toContain(index);
    expect(shown()?.index).toBe(index);
  });

  it("shows what is tried in place of an example, in every picture and layer, until an example is chosen again", async () => {
    const { session, events, state } = watched();
    const paused = state("paused");
    await session.start({ project, until: "epoch" });
    await paused;
    const shown = () =>
      events.flatMap((event) => (event.event === "pictures" ? [event.pictures] : [])).at(-1);
    session.tryInput({ input: { kind: "numbers", values: [0.25, -1.5] } });
    expect(shown()).toMatchObject({ loss: null, probe: { index: null, label: null } });
    expect([...(shown()?.probe.values ?? [])]).toEqual([0.25, -1.5]);
    expect([...(session.lookAtLayer({ node: "Input" }).look?.values ?? [])]).toEqual([0.25, -1.5]);
    expect(() => session.tryInput({ input: { kind: "numbers", values: [1] } })).toThrow("2 finite numbers");
    expect(() => session.tryInput({ input: { kind: "numbers", values: [1, Number.NaN] } })).toThrow(
      "2 finite",
    );
    const goneOn = state("finished");
    session.resume({ until: "end" });
    // While it trains, however often something is tried: its pictures wait for their turn.
    const pictures = () => events.filter(({ event }) => event === "pictures").length;
    const before = pictures();
    for (let tries = 0; tries < 50; tries++)
      session.tryInput({ input: { kind: "numbers", values: [tries, 0] } });
    expect(pictures()).toBe(before);
    await goneOn;
    expect(shown()?.probe.index).toBeNull();
    session.picturesShown();
    session.chooseProbe({ index: 17 });
    expect(shown()?.probe.index).toBe(17);
    session.tryInput({ input: { kind: "numbers", values: [0, 0] } });
    session.tryInput({ input: null });
    expect(shown()?.probe.index).toBe(17);
  });

  it("uses a learning rate that is set while running, from the next batch on", async () => {
    const watching = watched();
    const { session, events, state } = watching;
    const paused = state("paused");
    await session.start({ project, until: "epoch" });
    await paused;
    session.setLearningRate({ learningRate: 0.001 });
    const finished = state("finished");
    session.resume({ until: "end" });
    await finished;
    const last = events.flatMap((event) => (event.event === "progress" ? [event.progress] : [])).at(-1);
    expect(last?.learningRate).toBe(0.001);
    expect(hashOf(watching)).not.toBe(await finishedHash(project));
  });
});

describe("a judgement", () => {
  async function pausedRun(run: Project, clock?: () => number) {
    const watching = watched(generated, clock);
    const paused = watching.state("paused");
    await watching.session.start({ project: run, until: "epoch" });
    await paused;
    return watching;
  }

  it("has the accuracy that the run measured itself, in a pause and at the end, and changes no bit of the run", async () => {
    const watching = await pausedRun(project);
    const { session, events, state } = watching;
    const accuracyOf = async (part: "validation" | "test") => {
      const judgement = await session.judge({ part });
      if (judgement?.task !== "classes") throw new Error("Nothing ended it.");
      const right = judgement.measures.reduce((sum, measures) => sum + measures.right, 0);
      return right / judgement.examples.length;
    };
    const results = events.flatMap((event) => (event.event === "epochs" ? event.results : []));
    expect(await accuracyOf("validation")).toBe(results.at(-1)?.validationAccuracy);
    const finished = watching.next(({ event }) => event === "finished");
    const ended = state("finished");
    session.resume({ until: "end" });
    await ended;
    const event = await finished;
    if (event.event !== "finished") throw new Error("Unreachable.");
    expect(await accuracyOf("validation")).toBe(event.result.validationAccuracy);
    expect(await accuracyOf("test")).toBe(event.result.testAccuracy);
    expect(hashOf(watching)).toBe(await finishedHash(project));
  });

  it("gives way to training, to a newer question and to a cancel, and says so with null", async () => {
    const { session, state } = await pausedRun(endless);
    const cancelled = session.judge({ part: "test" });
    session.cancelJudgement();
    expect(await cancelled).toBeNull();
    const older = session.judge({ part: "test" });
    const newer = session.judge({ part: "validation" });
    expect([await older, (await newer)?.part]).toEqual([null, "validation"]);
    const overtaken = session.judge({ part: "test" });
    session.resume({ until: "end" });
    expect(await overtaken).toBeNull();
    const paused = state("paused");
    session.pause();
    await paused;
    const forgotten = session.judge({ part: "test" });
    session.reset();
    expect(await forgotten).toBeNull();
  });

  it("is of one copy of the weights while it trains, and changes no bit of the run", async () => {
    const long = { ...withNorm, training: { ...withNorm.training, epochs: 60 } };
    const undisturbed = await finishedHash(long);
    const watching = watched();
    const finished = watching.state("finished");
    await watching.session.start({ project: long, until: "end" });
    const judged = await watching.session.judge({ part: "validation" });
    expect(watching.states().at(-1)).not.toBe("finished");
    expect(judged?.examples).toHaveLength(generateDataset(data).split.validation.length);
    const seen = await watching.session.projectLayer({ node: "Norm 1", method: "pca", part: "test" });
    expect(seen?.updates).toBeGreaterThanOrEqual(judged?.updates ?? Number.NaN);
    await finished;
    expect(hashOf(watching)).toBe(undisturbed);
  });

  it("says of a copy what it says of the run itself, means and variances of its norms included", async () => {
    const watching = await pausedRun(withNorm);
    const { session, events } = watching;
    const atRest = await session.judge({ part: "validation" });
    const numbers = events.flatMap((event) => (event.event === "progress" ? [...event.points] : []));
    expect(atRest?.updates).toBe(numbers.length / 3);
    // Asked in the moment in which it goes on: nothing has been trained since.
    session.resume({ until: "batch" });
    const asItGoes = await session.judge({ part: "validation" });
    expect(asItGoes).toEqual(atRest);
  });

  it("works in slices and tells how far it is", async () => {
    let now = 0;
    // Every look at the clock takes a second, so each batch of 64 is a slice of its own.
    const { session, events } = await pausedRun(project, () => now++);
    await session.judge({ part: "validation" });
    const size = generateDataset(data).split.validation.length;
    const told = events.flatMap((event) => (event.event === "judging" ? [event] : []));
    expect(told.length).toBeGreaterThan(0);
    expect(told.every(({ done, total }) => done <= size && total === size)).toBe(true);
  });

  it("hands out the examples behind it as the network sees them", async () => {
    const { session } = await pausedRun(project);
    const dataset = generateDataset(data);
    const { values, labels, shape } = session.examples({ indices: [7, 3] });
    expect(shape).toEqual([2]);
    expect([...labels]).toEqual([dataset.labels[7], dataset.labels[3]]);
    const { scale, offset } = dataset.preprocessing;
    const seen = [14, 15, 6, 7].map((at) => Math.fround((dataset.inputs.data[at] ?? 0) * scale + offset));
    expect([...values]).toEqual(seen);
    expect(() => session.examples({ indices: [300] })).toThrow(RangeError);
  });
});

it("a look at a layer shows what the reference gives for the probe, and its kernels, and changes no bit of the run", async () => {
  const pictured: Project = {
    ...project,
    graph: graphOf({
      Input: ["input", { shape: [1, 4, 3] }],
      "Conv 1": ["conv2d", { filters: 2, padding: "zero" }],
      "Flatten 1": ["flatten"],
      "Dense 1": ["dense", { units: 3 }],
      Output: ["output"],
    }),
  };
  const blobs = generateDataset(data);
  const images: Dataset = {
    ...blobs,
    inputShape: [1, 4, 3],
    inputs: {
      kind: "floats",
      data: Float32Array.from({ length: 12 * blobs.labels.length }, (_, i) => Math.sin(i)),
    },
  };
  const watching = watched(async () => images);
  const { session, state } = watching;
  const paused = state("paused");
  await session.start({ project: pictured, until: "epoch" });
  await paused;
  const before = hashOf(watching);
  const { index } = session.chooseProbe({ index: 11 });
  const look = session.lookAtLayer({ node: "Conv 1" }).look;
  const dense = session.lookAtLayer({ node: "Dense 1" }).look;
  if (!look?.kernels || !dense) throw new Error("Both layers are there.");
  expect(look.kernels.filtersFirst).toBe(true);
  expect([look.shape, look.kernels.shape, dense.shape, dense.kernels]).toEqual([
    [2, 4, 3],
    [2, 1, 3, 3],
    [3],
    null,
  ]);
  const model = openModel(session.exportModel().text, loopKernels);
  expect([...look.kernels.values]).toEqual([...(model.weights[0] ?? [])]);
  const network = new Network(pictured.graph, { kernels: referenceKernels, batch: 1 });
  network.memory.setWeights(model.weights);
  network.forward([...session.examples({ indices: [index] }).values]);
  expect(relativeError(look.values, network.output("Conv 1"))).toBeLessThan(1e-6);
  expect(relativeError(dense.values, network.output("Dense 1"))).toBeLessThan(1e-6);
  expect(session.lookAtLayer({ node: "Conv 9" }).look).toBeNull();
  expect(hashOf(watching)).toBe(before);
});

it("gives the same bits whether anybody looks at weights and activity meanwhile or not", async () => {
  const hashes: string[] = [];
  for (const looks of [false, true]) {
    const watching = watched();
    const { session, state } = watching;
    const finished = state("finished");
    await session.start({ project, until: "end" });
    if (looks) {
      const { tensors, step } = session.lookAtWeights();
      expect(tensors.map(({ node, name }) => `${node} ${name}`)).toEqual([
        "Dense 1 weight",
        "Dense 1 bias",
        "Dense 2 weight",
        "Dense 2 bias",
      ]);
      expect(tensors.every(({ gradients }) => (gradients === null) === (step === 0))).toBe(true);
      expect(session.lookAtActivity().layers).toHaveLength(5);
    }
    await finished;
    if (looks) session.lookAtActivity();
    hashes.push(hashOf(watching));
  }
  expect(hashes[1]).toBe(hashes[0]);
});

describe("import", () => {
  describe("of a model whose data are missing", () => {
    const trouble = { title: "blobs.csv has moved or is gone", reason: "It is not there.", next: "Find it." };
    async function imported() {
      const source = watched();
      const finished = source.state("finished");
      await source.session.start({ project, until: "end" });
      await finished;
      const { text, weightsHash } = source.session.exportModel();
      let isThere = false;
      const target = watched((reference) =>
        isThere ? generated(reference) : Promise.reject(new TroubleError(trouble)),
      );
      const model = await target.session.importModel({ text });
      return { target, model, weightsHash, find: () => (isThere = true) };
    }
    const probes = ({ events }: ReturnType<typeof watched>) =>
      events.flatMap((event) => (event.event === "pictures" ? [event.pictures.probe] : []));

    it("has the trained weights, and shows what a test vector gives", async () => {
      const { target, model, weightsHash } = await imported();
      expect(model).toMatchObject({
        parameters: 51,
        verified: 4,
        missing: { trouble, card: { name: "Blobs" } },
      });
      expect(target.states().at(-1)).toBe("stopped");
      // Exported again, it is proven by the same test vectors.
      expect(openModel(target.session.exportModel().text, loopKernels)).toMatchObject({
        testVectors: 4,
        verified: 4,
      });
      expect(hashOf(target)).toBe(weightsHash);
      const [first] = probes(target);
      expect(first).toMatchObject({ index: null, label: null, targets: null });
      target.session.chooseProbe({});
      expect(probes(target).at(-1)?.values).not.toEqual(first?.values);
    });

    it("can be looked into and tried", async () => {
      const { target } = await imported();
      const { session } = target;
      session.tryInput({ input: { kind: "numbers", values: [0.25, -0.5] } });
      expect([...(probes(target).at(-1)?.values ?? [])]).toEqual([0.25, -0.5]);
      session.tryInput({ input: null });
      expect(probes(target).at(-1)).toEqual(probes(target)[0]);
      const [, dense = ""] = project.graph.nodes.map(({ id }) => id);
      expect(session.lookAtLayer({ node: dense }).look?.node).toBe(dense);
      expect(session.lookAtWeights()).toMatchObject({ seconds: expect.any(Number) });
      const found = await session.dream({ node: dense, unit: 0, settings: defaultValues(dreamFields) });
      expect(found?.values.every(Number.isFinite)).toBe(true);
    });

    it("refuses, by name, what needs the data, and keeps its weights", async () => {
      const { target, weightsHash } = await imported();
      const { session } = target;
      const words = "blobs.csv has moved or is gone";
      for (const call of [
        () => session.resume({ until: "end" }),
        () => session.extend({ epochs: 1 }),
        () => session.lookAtActivity(),
      ])
        expect(call).toThrow(words);
      for (const call of [
        () => session.start({ project, until: "end" }),
        () => session.judge({ part: "test" }),
        () => session.strongestInputs({ node: "x", unit: 0, part: "test" }),
        () => session.giveData({ data }),
      ])
        await expect(call()).rejects.toThrow(words);
      expect(hashOf(target)).toBe(weightsHash);
      expect(target.states().at(-1)).toBe("stopped");
    });

    it("goes on with its data when they are found", async () => {
      const { target, weightsHash, find } = await imported();
      find();
      await target.session.giveData({ data });
      expect(hashOf(target)).toBe(weightsHash);
      expect(probes(target).at(-1)?.index).not.toBeNull();
      expect(await target.session.judge({ part: "test" })).not.toBeNull();
      const paused = target.state("paused");
      target.session.resume({ until: "batch" });
      await paused;
      expect(hashOf(target)).not.toBe(weightsHash);
    });
  });

  it("names its own data from where the model comes to lie", async () => {
    const flowers = {
      kind: "table",
      file: "data/flowers.csv",
      sha256: "0".repeat(64),
      header: true,
      columns: [
        { use: "number", name: "length" },
        { use: "number", name: "width" },
        { use: "target", name: "kind", values: ["a", "b", "c"] },
      ],
      missing: "drop",
      malformed: "stop",
    } as const;
    const { session, state } = watched();
    const finished = state("finished");
    await session.start({ project: { ...project, data: flowers }, folder: "/work/nets", until: "end" });
    await finished;
    const dataIn = (text: string) => openModel(text, loopKernels).project.data;
    expect(dataIn(session.exportModel({ folder: "/work/models" }).text)).toMatchObject({
      file: "../nets/data/flowers.csv",
    });
    expect(dataIn(session.exportModel().text)).toEqual(flowers);
  });

  it("gives back the exported network bit for bit, and stops a run that is under way", async () => {
    const source = watched();
    const finished = source.state("finished");
    await source.session.start({ project, until: "end" });
    await finished;
    const { text, weightsHash } = source.session.exportModel();

    const target = watched();
    await target.session.start({ project: endless, until: "end" });
    expect(await target.session.importModel({ text })).toMatchObject({ verified: 4, parameters: 51 });
    expect(target.states().at(-1)).toBe("stopped");
    expect(target.session.exportModel().weightsHash).toBe(weightsHash);
    const paused = target.state("paused");
    expect(target.session.resume({ until: "batch" })).toMatch(/training|paused/);
    await paused;
    expect(target.session.exportModel().weightsHash).not.toBe(weightsHash);
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

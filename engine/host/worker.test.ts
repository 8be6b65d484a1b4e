import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gather } from "../data/batches.ts";
import { openModel } from "../export/model.ts";
import { referenceKernels } from "../kernels/reference.ts";
import { Network } from "../network.ts";
import type { Project } from "../project/project.ts";
import { unpackPictures } from "../protocol/packed-pictures.ts";
import { highestStep, valueOfStep } from "../protocol/steps.ts";
import type { NodePicture, RunState, WorkerEvent } from "../protocol.ts";
import { relativeError } from "../testing/numbers.ts";
import type { Trouble } from "../trouble.ts";
import { assetsFolder } from "./assets.ts";
import { loadDataset } from "./datasets.ts";
import { openKernels } from "./kernels.ts";
import { readTemplate } from "./templates.ts";
import { type RunningWorker, startWorker } from "./worker-thread.ts";

/** The engine's own worker thread, started as the app and the command start it. */
let worker: RunningWorker;
let fashion: Project;
const events: WorkerEvent[] = [];
const deaths: Trouble[] = [];
let heard: () => void = () => {};

beforeAll(async () => {
  fashion = (await readTemplate("fashion-classifier")).project;
  worker = startWorker(
    { assetsFolder: assetsFolder() },
    (event) => {
      events.push(event);
      heard();
    },
    (trouble) => deaths.push(trouble),
  );
});
afterAll(() => worker.end());

/** Resolves with the first event, from now on, for which `find` gives something. */
function next<Found>(find: (event: WorkerEvent) => Found | null): Promise<Found> {
  let read = events.length;
  return new Promise((resolve) => {
    const look = () => {
      for (; read < events.length; read++) {
        const event = events[read];
        const found = event && find(event);
        if (!found) continue;
        heard = () => {};
        read = events.length;
        resolve(found);
        return;
      }
    };
    heard = look;
  });
}
const nextState = (wanted: RunState) =>
  next((event) => (event.event === "state" && event.state === wanted ? event.state : null));
const nextPictures = () => next((event) => (event.event === "pictures" ? event.pictures : null));
const nextProgress = () => next((event) => (event.event === "progress" ? event.progress : null));

const calls = () => worker.client;

describe("the training thread", () => {
  it("loads a part of Fashion-MNIST, says how far it is, and stops after one batch", async () => {
    const paused = nextState("paused");
    const started = await calls().call("start", { project: fashion, until: "batch", limit: 640 });
    expect(started).toMatchObject({ epochs: 3, batchesPerEpoch: 10, trainingExamples: 640 });
    await paused;
    const loading = events.flatMap((event) => (event.event === "loading" ? [event] : []));
    expect(loading.length).toBeGreaterThan(0);
    for (const { done, total } of loading) expect(done).toBeLessThanOrEqual(total);
    const progress = events.flatMap((event) => (event.event === "progress" ? [event] : [])).at(-1);
    expect(progress?.progress).toMatchObject({ epoch: 1, batch: 1, batches: 10 });
    expect(progress?.points).toHaveLength(3);
  });

  it("shows on every node what the float64 reference computes from the exported weights", async () => {
    const shown = nextPictures();
    await calls().call("chooseProbe", { index: 123 });
    const pictures = await shown;
    const { text } = await calls().call("exportModel");
    const { weights, project } = openModel(text, (await openKernels())());
    const network = new Network(project.graph, { kernels: referenceKernels, batch: 1 });
    network.memory.setWeights(weights);

    if (!project.data) throw new Error("The exported project has no data set.");
    const dataset = await loadDataset(project.data);
    const image = new Float32Array(28 * 28);
    const labels = new Uint8Array(1);
    gather(dataset, Uint32Array.of(123), 0, 1, image, 0, labels);
    expect(pictures.probe).toMatchObject({ index: 123, label: labels[0], shape: [1, 28, 28], values: image });

    const logits = network.forward(image);
    const shownNodes = unpackPictures(pictures.nodes);
    expect(shownNodes.map(({ node }) => node)).toEqual(network.memory.plan.nodes.map(({ id }) => id));
    for (const { id, name, shape } of network.memory.plan.nodes) {
      const picture = shownNodes.find(({ node }) => node === id);
      // Of maps, half a step of what they show comes on top.
      const most = picture?.show === "maps" ? 1e-4 + 0.5 / highestStep : 1e-4;
      expect(picture && errorOf(picture, network.output(name), shape), name).toBeLessThan(most);
    }
    const sum = [...logits].reduce((total, value) => total + Math.exp(value), 0);
    const probabilities = [...logits].map((value) => Math.exp(value) / sum);
    expect(relativeError(pictures.probabilities, probabilities)).toBeLessThan(1e-4);
    expect(pictures.loss).toBeCloseTo(-Math.log(probabilities[pictures.probe.label ?? -1] ?? 0), 4);
  });

  it("pauses within 100 ms in the middle of an epoch", async () => {
    const waits: number[] = [];
    for (let time = 0; time < 3; time++) {
      const busy = nextProgress();
      await calls().call("start", { project: fashion, until: "end", limit: 20_000 });
      await busy;
      const asked = performance.now();
      expect(await calls().call("pause")).toBe("paused");
      waits.push(performance.now() - asked);
    }
    // The best of three: the machine may be busy with something else.
    expect(Math.min(...waits)).toBeLessThan(100);
  });

  it("goes on with another learning rate, at no more than ten progress events a second", async () => {
    await calls().call("setLearningRate", { learningRate: 0.0005 });
    const first = events.length;
    const begun = performance.now();
    const resumed = nextProgress();
    await calls().call("resume", { until: "end" });
    expect(await resumed).toMatchObject({ learningRate: 0.0005 });
    for (let time = 0; time < 6; time++) await nextProgress();
    await calls().call("pause");
    const seconds = (performance.now() - begun) / 1000;
    const count = (name: WorkerEvent["event"]) =>
      events.slice(first).filter(({ event }) => event === name).length;
    expect(count("progress")).toBeLessThanOrEqual(10 * seconds + 2);
    // Nobody said that pictures were shown: only the pause sends some.
    expect(count("pictures")).toBeLessThanOrEqual(2);
  });

  it("stops, keeps the weights, and forgets them at a reset", async () => {
    expect(await calls().call("stop")).toBe("stopped");
    const { weightsHash } = await calls().call("exportModel");
    expect(weightsHash).toMatch(/^[0-9a-f]{64}$/);
    expect(await calls().call("reset")).toBe("idle");
    await expect(calls().call("exportModel")).rejects.toMatchObject({
      trouble: { next: "Press Train first." },
    });
  });

  it("gives the same weights for the same seed, trained epoch by epoch or in one go, on one thread or two, and other ones for another seed", async () => {
    const short: Project = { ...fashion, training: { ...fashion.training, epochs: 2 } };
    const run = async (seed: number, byEpoch: boolean, threads = 1) => {
      const project = { ...short, training: { ...short.training, seed } };
      let done = nextState(byEpoch ? "paused" : "finished");
      await calls().call("start", { project, until: byEpoch ? "epoch" : "end", limit: 200, threads });
      await done;
      if (byEpoch) {
        done = nextState("finished");
        await calls().call("resume", { until: "end" });
        await done;
      }
      return (await calls().call("exportModel")).weightsHash;
    };
    const hash = await run(1, false);
    expect(await run(1, true)).toBe(hash);
    expect(await run(1, true, 2)).toBe(hash);
    expect(await run(2, false)).not.toBe(hash);
  });

  it("takes data sets from the folder it was started with", async () => {
    const elsewhere = startWorker(
      { assetsFolder: "/nowhere" },
      () => {},
      () => {},
    );
    await expect(elsewhere.client.call("start", { project: fashion, until: "batch" })).rejects.toMatchObject({
      trouble: { reason: expect.stringContaining("cannot be read") },
    });
    await elsewhere.end();
  });

  it("speaks the language it was started with, and another from when it is told", async () => {
    const said = "Nothing has been trained yet";
    const french = startWorker(
      {
        assetsFolder: assetsFolder(),
        words: { locale: "fr", messages: { [said]: "Rien n’a encore été entraîné" } },
      },
      () => {},
      () => {},
    );
    const refusal = () => french.client.call("judge", { part: "test" });
    await expect(refusal()).rejects.toMatchObject({ trouble: { title: "Rien n’a encore été entraîné" } });
    await french.client.call("speak", { locale: "en", messages: {} });
    await expect(refusal()).rejects.toMatchObject({ trouble: { title: said } });
    await french.end();
  });

  it("answers a bad request in words and lives on", async () => {
    await expect(calls().call("importModel", { text: "{" })).rejects.toMatchObject({
      trouble: { title: expect.stringMatching(/./), reason: expect.stringMatching(/./) },
    });
    await expect(
      calls().call("start", { project: { ...fashion, data: null }, until: "end" }),
    ).rejects.toMatchObject({ trouble: { title: "No data set is chosen" } });
    expect(
      (await calls().call("describeData", { data: { kind: "built-in", id: "fashion-mnist" } })).sizes,
    ).toEqual({
      train: 55_000,
      validation: 5_000,
      test: 10_000,
    });
    expect(deaths).toEqual([]);
  });
});

/** The distance of a picture from the outputs it should show, relative to the largest of them. */
function errorOf(picture: NodePicture, output: ArrayLike<number>, shape: readonly number[]): number {
  if (picture.show === "vector") return relativeError(picture.values, Array.from(output).slice(0, 512));
  const [channels = 0, height = 0, width = 0] = shape;
  expect([picture.height, picture.width]).toEqual([height, width]);
  const plane = height * width;
  const maps = Array.from({ length: channels }, (_, channel) =>
    Array.from(output).slice(channel * plane, (channel + 1) * plane),
  );
  const variances = maps.map((map) => {
    const mean = map.reduce((sum, value) => sum + value, 0) / plane;
    return map.reduce((sum, value) => sum + (value - mean) ** 2, 0) / plane;
  });
  expect(picture.channels).toHaveLength(Math.min(4, channels));
  const left = variances.filter((_, channel) => !picture.channels.includes(channel));
  for (const channel of picture.channels)
    expect((variances[channel] ?? 0) * (1 + 1e-4)).toBeGreaterThanOrEqual(Math.max(0, ...left));
  // Against the span of each map: its steps are parts of that.
  return Math.max(
    ...Array.from(picture.channels, (channel, map) => {
      const [low = Number.NaN, , high = Number.NaN] = picture.ranges.subarray(3 * map);
      const values = maps[channel] ?? [];
      const span = Math.max(...values) - Math.min(...values);
      const errors = values.map((value, cell) =>
        Math.abs(valueOfStep(picture.steps[map * plane + cell] ?? Number.NaN, { low, high }) - value),
      );
      return span === 0 ? Math.max(...errors) : Math.max(...errors) / span;
    }),
  );
}

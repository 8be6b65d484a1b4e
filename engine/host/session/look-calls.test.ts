import { describe, expect, it } from "vitest";
import type { Dataset } from "../../data/dataset.ts";
import { generateDataset } from "../../data/generate.ts";
import { openModel } from "../../export/model.ts";
import { graphOf } from "../../graph/graph-of.ts";
import { loopKernels } from "../../kernels/loops.ts";
import { referenceKernels } from "../../kernels/reference.ts";
import { Network } from "../../network.ts";
import type { Project } from "../../project/project.ts";
import { relativeError } from "../../testing/numbers.ts";
import {
  data,
  endless,
  finishedHash,
  generated,
  hashOf,
  project,
  watched,
  withNorm,
} from "./watched-session.ts";

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

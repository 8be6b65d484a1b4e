import { expect, it } from "vitest";
import type { Dataset } from "../data/dataset.ts";
import { limitDataset } from "../data/split.ts";
import { graphOf } from "../graph/graph-of.ts";
import { judge } from "../inspect/judgement.ts";
import { announced } from "../kernels/wasm/team.ts";
import type { Project } from "../project/project.ts";
import { Trainer } from "../training/trainer.ts";
import { loadDataset } from "./datasets.ts";
import { kernelModule } from "./kernels.ts";
import { newSession } from "./session.ts";
import { readTemplates } from "./templates.ts";
import { ThreadTeam, teamsOf } from "./threads.ts";

const modules = { reproducible: await kernelModule(), fast: await kernelModule("fast") };
const templates = await readTemplates();

/** A trainer that leads a team of so many threads, all waiting for work. */
async function led({ graph, training: settings }: Project, dataset: Dataset, threads: number) {
  const team = new ThreadTeam(modules[settings.maths ?? "reproducible"], threads);
  const trainer = new Trainer({
    graph,
    settings,
    dataset,
    kernels: team.kernels,
    crew: team,
    clock: () => 0,
  });
  const { batch, evaluationBatch: evaluation } = trainer.memory;
  await team.join({ graph, settings, batch, evaluation }, (error) => {
    throw error;
  });
  return { team, trainer };
}

/** The hash of the weights after so many steps, and losses and accuracies on the way, bit by bit. */
async function run(project: Project, dataset: Dataset, threads: number, steps: number) {
  const { team, trainer } = await led(project, dataset, threads);
  const measured: number[] = [];
  while (trainer.memory.step < steps) {
    const event = trainer.advance();
    if (event?.kind === "batch") measured.push(event.loss, event.accuracy);
    if (event?.kind === "epoch") measured.push(event.result.validationLoss, event.result.validationAccuracy);
  }
  const hash = trainer.memory.weightsHash();
  team.end();
  return { hash, measured };
}

// An odd number of examples and an odd batch size: the last batch of an epoch is a partial one.
it.each(templates)("$name gives the same bits on 1, 2, 4 and 8 threads", async ({ project }) => {
  if (!project.data) throw new Error("A template has no data set.");
  const whole = await loadDataset(project.data);
  const dataset = limitDataset(whole, Math.min(whole.split.train.length, 301));
  const odd: Project = { ...project, training: { ...project.training, batchSize: 37, epochs: 100 } };
  const one = await run(odd, dataset, 1, 200);
  for (const threads of [2, 4, 8]) expect(await run(odd, dataset, threads, 200)).toEqual(one);
});

it("gives the same bits on any number of threads with fast maths too, and others than with reproducible maths", async () => {
  const template = templates.find(({ name }) => name === "handwritten-digits");
  if (!template?.project.data) throw new Error("There is no template of digits.");
  const dataset = limitDataset(await loadDataset(template.project.data), 101);
  const settings = { ...template.project.training, batchSize: 37, epochs: 100 };
  const plain = await run({ ...template.project, training: settings }, dataset, 1, 30);
  const fast: Project = { ...template.project, training: { ...settings, maths: "fast" } };
  const one = await run(fast, dataset, 1, 30);
  expect(one.hash).not.toBe(plain.hash);
  expect(await run(fast, dataset, 3, 30)).toEqual(one);
});

it("gives the same bits with every kind of convolution", async () => {
  const template = templates.find(({ name }) => name === "handwritten-digits");
  if (!template?.project.data) throw new Error("There is no template of digits.");
  const whole = await loadDataset(template.project.data);
  const graph = graphOf({
    image: ["input", { shape: [1, 20, 20] }],
    first: ["conv2d", { filters: 6, stride: [2, 2], padding: "edge", flipKernel: true }],
    depthwise: ["conv2d", { filters: 12, groups: 6, padding: "mirror" }],
    grouped: ["conv2d", { filters: 16, groups: 2 }],
    larger: ["transposed-conv", { filters: 3 }],
    local: ["locally-connected", { filters: 2, stride: [3, 3], padding: "valid" }],
    row: ["flatten"],
    scores: ["dense", { units: 10 }],
    out: ["output"],
  });
  const project = { ...template.project, graph };
  const odd: Project = { ...project, training: { ...project.training, batchSize: 7, epochs: 100 } };
  const dataset = limitDataset(whole, 52);
  const one = await run(odd, dataset, 1, 40);
  expect(one.measured.every(Number.isFinite)).toBe(true);
  for (const threads of [2, 3]) expect(await run(odd, dataset, threads, 40)).toEqual(one);
});

it("gives the same bits with clipped gradients of several batches and early stopping", async () => {
  const template = templates.find(({ name }) => name === "handwritten-digits");
  if (!template?.project.data) throw new Error("There is no template of digits.");
  const dataset = limitDataset(await loadDataset(template.project.data), 101);
  const rules = {
    clipping: { name: "norm", settings: { limit: 0.1 } },
    updating: { name: "batches", settings: { every: 3 } },
    stopping: { name: "patience", settings: { patience: 2, gain: 0 } },
  } as const;
  for (const more of [
    rules,
    { ...rules, clipping: { name: "value", settings: { limit: 0.001 } } } as const,
  ]) {
    const training = { ...template.project.training, ...more, batchSize: 7, epochs: 100 };
    const one = await run({ ...template.project, training }, dataset, 1, 20);
    expect(one.measured.every(Number.isFinite)).toBe(true);
    for (const threads of [2, 3])
      expect(await run({ ...template.project, training }, dataset, threads, 20)).toEqual(one);
  }
});

it("judges the same on 1 and 3 threads, and the run goes on with the same bits", async () => {
  const template = templates.find(({ project }) => project.name === "Handwritten digits");
  if (!template?.project.data) throw new Error("There is no such template.");
  const dataset = limitDataset(await loadDataset(template.project.data), 100);
  const judged = async (threads: number, isAsked: boolean) => {
    const { team, trainer } = await led(template.project, dataset, threads);
    trainer.advance();
    const answers = [];
    if (isAsked) {
      const work = judge(trainer.memory, dataset, "test");
      let step = work.next();
      while (!step.done) step = work.next();
      if (step.value.task !== "classes") throw new Error("The digits are classes.");
      answers.push([...step.value.predicted], [...step.value.certainty]);
    }
    trainer.advance();
    const hash = trainer.memory.weightsHash();
    team.end();
    return { answers, hash };
  };
  const one = await judged(1, true);
  expect(await judged(3, true)).toEqual(one);
  expect(new Set(one.answers[0]).size).toBeGreaterThan(1);
  expect((await judged(3, false)).hash).toBe(one.hash);
});

it("ends the run with a message when one of its threads is gone, and trains again", async () => {
  const template = templates.find(({ name }) => name === "handwritten-digits");
  if (!template?.project.data) throw new Error("There is no template of digits.");
  const project = { ...template.project, training: { ...template.project.training, epochs: 1000 } };
  const dataset = await loadDataset(template.project.data);
  const teams: ThreadTeam[] = [];
  const messages: string[] = [];
  let ended = () => {};
  const session = newSession({
    ...teamsOf(modules.reproducible),
    newTeam: async (size) => {
      const team = new ThreadTeam(modules.reproducible, size, 200);
      teams.push(team);
      return team;
    },
    defaultThreads: 2,
    load: async () => dataset,
    clock: () => performance.now() / 1000,
    emit: (event) => {
      if (event.event === "failed") messages.push(event.message);
      if (event.event === "state" && event.state === "failed") ended();
    },
  });
  const failed = new Promise<void>((resolve) => {
    ended = resolve;
  });
  await session.start({ project, until: "end" });
  await teams[0]?.followers[0]?.terminate();
  await failed;
  expect(messages[0]).toContain("did not answer");
  const again = await session.start({ project, until: "batch" });
  expect(again.threads).toBe(2);
  session.reset();
});

it("sleeps while nothing is announced", async () => {
  const template = templates[0];
  if (!template?.project.data) throw new Error("There is no template.");
  const dataset = limitDataset(await loadDataset(template.project.data), 100);
  const { team, trainer } = await led(template.project, dataset, 4);
  trainer.advance();
  // Who sleeps is woken by this and counted, and sleeps again; who spins is not.
  const asleep = () => Atomics.notify(new Int32Array(team.control), announced);
  await expect.poll(asleep).toBe(3);
  team.end();
});

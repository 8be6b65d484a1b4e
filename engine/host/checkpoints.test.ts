import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { limitDataset } from "../data/split.ts";
import {
  blobs,
  keptRun,
  lastOf,
  limit,
  newFolder,
  odd,
  session,
  template,
  templates,
  uninterrupted,
} from "../testing/kept-runs.ts";
import { TroubleError } from "../trouble.ts";
import { checkpointsIn } from "./run-keeper.ts";

it.each(templates)(
  "$name, paused, closed and reopened on more threads, ends with the bits of a run without a break",
  async ({ project }) => {
    const folder = newFolder();
    const first = session();
    await first.made.start({
      project: odd(project),
      until: "batch",
      limit,
      checkpoints: { folder, everySeconds: 1000, projectFile: null },
    });
    await first.state("paused");
    for (let batch = 0; batch < 5; batch++) {
      first.events.length = 0;
      first.made.resume({ until: "batch" });
      await first.state("paused");
    }
    await first.made.settleCheckpoints();
    first.made.reset();

    const card = await lastOf(folder);
    expect(card).toMatchObject({ step: 6, state: "paused", name: project.name, epochs: 3 });
    const second = session();
    const reopened = await second.made.openCheckpoint({ file: card.file, everySeconds: 1000, threads: 2 });
    expect(reopened.project).toEqual(odd(project));
    const numbers = second.events.flatMap((event) => (event.event === "progress" ? [...event.points] : []));
    expect(numbers).toHaveLength(3 * 6);
    second.made.resume({ until: "end" });
    await second.state("finished");
    expect(second.made.exportModel().weightsHash).toBe(await uninterrupted(odd(project)));
    await second.made.settleCheckpoints();
    second.made.reset();
    expect(await lastOf(folder)).toMatchObject({ state: "finished", epoch: 3 });
  },
);

describe("a kept run", () => {
  it("goes back to an earlier checkpoint and on from there, with the same bits or on a branch of its own", async () => {
    const { made, state, events, cards } = await keptRun(odd(blobs, 4));
    expect(cards.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    const { weightsHash } = made.exportModel();
    const [, second] = cards;
    await made.openCheckpoint({ file: second?.file ?? "", everySeconds: 1000 });
    expect(made.exportModel().weightsHash).not.toBe(weightsHash);
    made.resume({ until: "end" });
    await state("finished");
    expect(made.exportModel().weightsHash).toBe(weightsHash);

    await made.openCheckpoint({ file: second?.file ?? "", everySeconds: 1000 });
    made.setLearningRate({ learningRate: 0.001 });
    events.length = 0;
    made.resume({ until: "epoch" });
    await state("paused");
    await made.settleCheckpoints();
    made.reset();
    const branch = await checkpointsIn(path.dirname(second?.file ?? ""));
    expect(branch.slice(0, 4)).toEqual(cards);
    expect(branch.at(-1)).toMatchObject({ epoch: 3, learningRate: 0.001 });
  });

  it("opens finished with its result, and can be given more epochs", async () => {
    const { made, cards } = await keptRun(odd(blobs, 2));
    const { weightsHash } = made.exportModel();
    made.reset();
    const file = cards.at(-1)?.file ?? "";
    const reopened = session();
    await reopened.made.openCheckpoint({ file, everySeconds: 1000 });
    expect(await reopened.event(({ event }) => event === "finished")).toMatchObject({
      result: { epochs: 2, weightsHash },
    });
    expect(reopened.made.exportModel().weightsHash).toBe(weightsHash);
    const longer = session();
    await longer.made.openCheckpoint({ file, everySeconds: 1000, epochs: 5 });
    longer.made.resume({ until: "end" });
    await longer.state("finished");
    expect(longer.made.exportModel().weightsHash).toBe(await uninterrupted(odd(blobs, 5)));
  });

  it("is bounded in number: the first and the last stay, the others are spread over the run", async () => {
    const { made, cards } = await keptRun(odd(blobs, 40));
    made.reset();
    expect(cards).toHaveLength(12);
    expect(cards[0]?.epoch).toBe(1);
    expect(cards.slice(-2).map(({ epoch }) => epoch)).toEqual([39, 40]);
    expect(await readdir(path.dirname(cards[0]?.file ?? ""))).toHaveLength(12);
  });

  it("is kept by time while it trains, and trains on when that fails", async () => {
    const folder = newFolder();
    const { made, event, state } = session();
    await made.start({
      project: odd(template("handwritten-digits"), 100_000),
      until: "end",
      limit,
      checkpoints: { folder, everySeconds: 0, projectFile: null },
    });
    await event((e) => e.event === "checkpoints" && e.cards.length > 2);
    expect(await lastOf(folder)).toMatchObject({ state: "training" });
    await rm(folder, { recursive: true });
    await event((e) => e.event === "checkpoint-failed");
    made.pause();
    await state("paused");
    made.reset();
  });

  it("refuses data that has changed, and names the set", async () => {
    const { made, cards } = await keptRun(odd(blobs, 1));
    made.reset();
    const changed = session((dataset) => limitDataset(dataset, 120));
    await expect(
      changed.made.openCheckpoint({ file: cards[0]?.file ?? "", everySeconds: 1000 }),
    ).rejects.toMatchObject({ trouble: { reason: expect.stringContaining("has changed since") } });
  });
});

it("opens a run whose data are missing with its weights, and ends with the same bits once they are found", async () => {
  const project = odd(template("three-wines"));
  const folder = newFolder();
  const first = session();
  await first.made.start({
    project,
    limit,
    until: "epoch",
    checkpoints: { folder, everySeconds: 1000, projectFile: null },
  });
  await first.state("paused");
  const { weightsHash } = first.made.exportModel();
  await first.made.settleCheckpoints();
  first.made.reset();

  let isThere = false;
  const trouble = { title: "wine.csv has moved or is gone", reason: "It is not there.", next: "Find it." };
  const second = session((dataset) => {
    if (isThere) return dataset;
    throw new TroubleError(trouble);
  });
  const { file } = await lastOf(folder);
  const reopened = await second.made.openCheckpoint({ file, everySeconds: 1000 });
  expect(reopened).toMatchObject({ epoch: 1, missing: { trouble, card: { examples: { show: "table" } } } });
  expect(second.made.exportModel().weightsHash).toBe(weightsHash);
  expect(() => second.made.resume({ until: "end" })).toThrow(trouble.title);
  // Sliders need to know what they go between: the scaling tells it.
  const { examples } = reopened.missing?.card ?? {};
  if (examples?.show !== "table") throw new Error("There is no table.");
  expect(examples.features).toHaveLength(13);
  for (const { mean, deviation } of examples.features) {
    expect(mean).toBeGreaterThan(0);
    expect(deviation).toBeGreaterThan(0);
  }

  if (!project.data) throw new Error("The template has no data.");
  await expect(second.made.giveData({ data: project.data })).rejects.toThrow(trouble.title);
  expect(second.made.exportModel().weightsHash).toBe(weightsHash);
  isThere = true;
  await second.made.giveData({ data: project.data });
  second.made.resume({ until: "end" });
  await second.state("finished");
  expect(second.made.exportModel().weightsHash).toBe(await uninterrupted(project));
});

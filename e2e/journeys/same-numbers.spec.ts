import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import type { TrainingEvent } from "../../app/contract/calls.ts";
import type { OpenedProject } from "../../app/contract/desktop.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();
const command = path.resolve(import.meta.dirname, "../../bin/layerlab.mjs");

test("window and command give the same weights for the same seed, to the last bit", async () => {
  const inWindow = await lab.page.evaluate(async () => {
    const templates = await window.desktop.listTemplates(null);
    const card = templates.ok ? templates.value.find(({ name }) => name === "fashion-classifier") : undefined;
    if (!card) throw new Error("There is no Fashion classifier.");
    const { project } = card;
    const training = { ...project.training, epochs: 1, seed: 5 };
    const finished = new Promise<string>((resolve, reject) => {
      window.addEventListener("training", ({ detail: event }) => {
        if (event.event === "finished") resolve(event.result.weightsHash);
        if (event.event === "failed") reject(new Error(event.message));
      });
    });
    const started = await window.desktop.startTraining({
      project: { ...project, training },
      until: "end",
      limit: 2000,
    });
    if (!started.ok) throw new Error(started.trouble.reason);
    return finished;
  });
  await lab.close();

  const words = ["train", "template:fashion-classifier", "--epochs", "1", "--seed", "5", "--limit", "2000"];
  const { stdout } = await promisify(execFile)(process.execPath, [command, ...words, "--json"]);
  const done = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  expect(done).toMatchObject({ event: "done", seed: 5, epochs: 1 });
  expect(done.weightsHash).toBe(inWindow);
});

// Two hundred steps of every template, the last batch of an epoch a partial one, on one thread in the window's Electron
// and on two in the command's Node.
test("every template gives the same bits in the window and in the terminal", async () => {
  test.setTimeout(240_000);
  const runs = await lab.page.evaluate(async () => {
    const templates = await window.desktop.listTemplates(null);
    if (!templates.ok) throw new Error("The templates cannot be listed.");
    const done: { name: string; project: OpenedProject["project"]; hash: string }[] = [];
    for (const { name, project: saved } of templates.value) {
      const training = { ...saved.training, batchSize: 37, epochs: 1 };
      const short = await window.desktop.startTraining({
        project: { ...saved, training },
        until: "batch",
        limit: 301,
        threads: 1,
      });
      if (!short.ok) throw new Error(`${name}: ${short.trouble.reason}`);
      const epochs = Math.ceil(200 / short.value.batchesPerEpoch);
      const project = { ...saved, training: { ...training, epochs } };
      const finished = new Promise<string>((resolve, reject) => {
        const hear = ({ detail: event }: CustomEvent<TrainingEvent>) => {
          if (event.event === "failed") reject(new Error(event.message));
          if (event.event !== "finished") return;
          window.removeEventListener("training", hear);
          resolve(event.result.weightsHash);
        };
        window.addEventListener("training", hear);
      });
      const started = await window.desktop.startTraining({ project, until: "end", limit: 301, threads: 1 });
      if (!started.ok) throw new Error(`${name}: ${started.trouble.reason}`);
      done.push({ name, project, hash: await finished });
    }
    return done;
  });
  await lab.close();
  expect(runs.length).toBeGreaterThan(5);
  for (const { name, project, hash } of runs) {
    const file = test.info().outputPath(`${name}.layerlab`);
    await writeFile(file, JSON.stringify(project));
    const words = ["train", file, "--limit", "301", "--threads", "2", "--json"];
    const { stdout } = await promisify(execFile)(process.execPath, [command, ...words]);
    const done = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    expect(done.weightsHash, name).toBe(hash);
  }
});

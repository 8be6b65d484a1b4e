import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { launchLayerlab } from "../driver.ts";

const command = path.resolve(import.meta.dirname, "../../bin/layerlab.mjs");

test("window and command give the same weights for the same seed, to the last bit", async () => {
  const lab = await launchLayerlab();
  const inWindow = await lab.page.evaluate(async () => {
    const templates = await window.desktop.listTemplates(null);
    const card = templates.ok ? templates.value.find(({ name }) => name === "fashion-classifier") : undefined;
    if (!card) throw new Error("There is no Fashion classifier.");
    const { project } = card;
    const training = { ...project.training, epochs: 1, seed: 5 };
    const finished = new Promise<string>((resolve, reject) => {
      window.desktop.onTraining((event) => {
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

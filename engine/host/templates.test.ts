import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { describeReference } from "../data/describe.ts";
import { checkProject } from "../project/check.ts";
import { projectText } from "../project/project.ts";
import { assetsFolder } from "./assets.ts";
import { readTemplate, readTemplates } from "./templates.ts";

const templates = await readTemplates();

it("has its templates under the names that window and command use", async () => {
  expect(templates.map(({ name }) => name)).toEqual([
    "fashion-classifier",
    "handwritten-digits",
    "two-spirals",
    "one-straight-line",
    "three-blobs",
    "hidden-layer",
    "iris-flowers",
    "three-wines",
    "lenet-5",
    "vgg-like",
    "resnet-8",
    "autoencoder",
    "overlapping-pooling",
    "locally-connected",
    "edge-detectors",
    "random-features",
    "curve-through-points",
    "yes-or-no",
  ]);
  const files = await readdir(path.join(assetsFolder(), "templates"));
  expect(files.sort()).toEqual([...templates.map(({ name }) => `${name}.json`), "manifest.json"].sort());
});

it("names the templates there are when asked for another", async () => {
  await expect(readTemplate("../secret")).rejects.toMatchObject({
    trouble: { reason: expect.stringContaining("two-spirals") },
  });
});

describe.each(templates)("$name", ({ name, project }) => {
  it("has no problem on its own data set", async () => {
    const { data } = project;
    if (!data) throw new Error("The template has no data set.");
    const checked = checkProject(project, describeReference(data));
    expect(checked.problems).toEqual([]);
    expect(checked.canTrain).toBe(true);
  });

  it("is stored as the app would save it", async () => {
    const text = await readFile(path.join(assetsFolder(), "templates", `${name}.json`), "utf8");
    expect(projectText(project)).toBe(text);
  });

  it("is laid out in reading lines on the 10 pixel grid, without overlaps", () => {
    const { nodes } = project.graph;
    for (const { x, y } of nodes) expect([x % 10, y % 10]).toEqual([0, 0]);
    nodes.slice(1).forEach((node, index) => {
      const previous = nodes[index];
      if (!previous) return;
      if (node.y === previous.y) expect(node.x - previous.x).toBeGreaterThanOrEqual(130);
      // A branch may lie below the line that it leaves, and come back to it.
      else expect(Math.abs(node.y - previous.y)).toBeGreaterThanOrEqual(150);
    });
  });
});

import { expect, it } from "vitest";
import { limitDataset } from "../data/split.ts";
import type { RunResult } from "../protocol.ts";
import { Trainer } from "../training/trainer.ts";
import { loadDataset } from "./datasets.ts";
import { openKernels } from "./kernels.ts";
import { readTemplates } from "./templates.ts";

const templates = await readTemplates();
const newKernels = await openKernels();

/** The score that each template reaches at least on its test examples; the picture sets on a part of their data. */
const goals: Readonly<Record<string, { accuracy: number; examples?: number; epochs?: number }>> = {
  "fashion-classifier": { accuracy: 0.7, examples: 3000, epochs: 2 },
  "handwritten-digits": { accuracy: 0.85, examples: 2000, epochs: 3 },
  "two-spirals": { accuracy: 0.95 },
  "one-straight-line": { accuracy: 0.9 },
  "three-blobs": { accuracy: 0.9 },
  "hidden-layer": { accuracy: 0.9 },
  "iris-flowers": { accuracy: 0.9 },
  "three-wines": { accuracy: 0.95 },
  "lenet-5": { accuracy: 0.65, examples: 3000, epochs: 2 },
  "vgg-like": { accuracy: 0.65, examples: 3000, epochs: 2 },
  "resnet-8": { accuracy: 0.6, examples: 3000, epochs: 2 },
  // R²: one grey for each pixel, the mean picture, would give 0.
  autoencoder: { accuracy: 0.55, examples: 3000, epochs: 4 },
  "overlapping-pooling": { accuracy: 0.85, examples: 2000, epochs: 3 },
  "locally-connected": { accuracy: 0.8, examples: 2000, epochs: 3 },
  "edge-detectors": { accuracy: 0.8, examples: 2000, epochs: 3 },
  "random-features": { accuracy: 0.9 },
  // R²: the noise alone leaves 1 - 0.1²/0.51 = 0.98.
  "curve-through-points": { accuracy: 0.95 },
  "yes-or-no": { accuracy: 0.95 },
};

it.each(templates)("$name learns as it stands", async ({ name, project }) => {
  const goal = goals[name];
  if (!goal || !project.data) throw new Error(`${name} has no goal or no data set.`);
  const dataset = await loadDataset(project.data);
  const trainer = new Trainer({
    graph: project.graph,
    settings: { ...project.training, epochs: goal.epochs ?? project.training.epochs },
    dataset: goal.examples === undefined ? dataset : limitDataset(dataset, goal.examples),
    kernels: newKernels(),
    clock: () => performance.now() / 1000,
  });
  let result: RunResult | null = null;
  for (let event = trainer.advance(); event; event = trainer.advance())
    if (event.kind === "finished") result = event.result;
  expect(result?.testAccuracy).toBeGreaterThan(goal.accuracy);
});

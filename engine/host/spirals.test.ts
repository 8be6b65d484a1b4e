import { expect, it } from "vitest";
import type { Graph } from "../graph/graph.ts";
import { Trainer } from "../training/trainer.ts";
import { loadDataset } from "./datasets.ts";
import { openKernels } from "./kernels.ts";
import { readTemplates } from "./templates.ts";

const templates = await readTemplates();
const newKernels = await openKernels();
const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

function template(name: string) {
  const found = templates.find((one) => one.name === name);
  if (!found) throw new Error(`There is no template ${name}.`);
  return found.project;
}

/** The template of frozen random units, with 16 of them, and with or without training them. */
function sixteenUnits({ trainable }: { trainable: boolean }) {
  const { graph } = template("random-features");
  return {
    ...graph,
    nodes: graph.nodes.map((node) =>
      node.kind === "dense" && node.name === "Random"
        ? { ...node, fields: { ...node.fields, units: 16, trainable } }
        : node,
    ),
  };
}

/**
 * Mean test accuracy over ten seeds, on arms of 1.25 turns. At 1.75 turns 16 random units are too few: even the best
 * weights behind them tell only 75 % of the points apart.
 */
async function meanAccuracy(graph: Graph, epochs: number): Promise<number> {
  let sum = 0;
  for (const seed of seeds) {
    const data = { kind: "generated", id: "spirals", points: 1000, noise: 0.1, turns: 1.25, seed } as const;
    const trainer = new Trainer({
      graph,
      settings: { ...template("random-features").training, seed, epochs },
      dataset: await loadDataset(data),
      kernels: newKernels(),
      clock: () => performance.now() / 1000,
    });
    for (let event = trainer.advance(); event; event = trainer.advance())
      if (event.kind === "finished") sum += event.result.testAccuracy ?? Number.NaN;
  }
  return sum / seeds.length;
}

it("spirals: a straight line fails, 16 random hidden units help much, and 16 trained ones tell the arms apart", async () => {
  expect(await meanAccuracy(template("one-straight-line").graph, 100)).toBeLessThan(0.6);
  const random = await meanAccuracy(sixteenUnits({ trainable: false }), 100);
  expect(random).toBeGreaterThan(0.78);
  expect(random).toBeLessThan(0.88);
  expect(await meanAccuracy(sixteenUnits({ trainable: true }), 300)).toBeGreaterThan(0.95);
}, 120_000);

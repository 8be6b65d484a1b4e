import { expect, it } from "vitest";
import { graphOf, type LayerWords } from "../graph/graph-of.ts";
import { openKernels } from "../host/kernels.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { blobSet } from "../testing/blob-set.ts";
import { Trainer } from "./trainer.ts";

const openWasm = await openKernels();

const dataset = blobSet(150, 0.6);

/** The same kernels, which call every function by itself. */
function withoutRecorder(): Kernels {
  const { recorder: _, ...kernels } = openWasm();
  return kernels;
}

/** How many recordings are made, and how often they are repeated. */
function counted() {
  const kernels = openWasm();
  const { recorder } = kernels;
  if (!recorder) throw new Error("One thread has no recorder.");
  const count = { made: 0, repeated: 0 };
  const end = () => {
    const again = recorder.end();
    if (!again) return null;
    count.made += 1;
    return () => {
      count.repeated += 1;
      return again();
    };
  };
  return { kernels: { ...kernels, recorder: { ...recorder, end } }, count };
}

const layers = (...middle: LayerWords[]): Readonly<Record<string, LayerWords>> => ({
  Input: ["input", { shape: [2] }],
  Dense: ["dense", { units: 8 }],
  ...Object.fromEntries(middle.map((words, index) => [`Middle ${index}`, words])),
  Logits: ["dense", { units: 3 }],
  Output: ["output"],
});

function hashAfterTwoEpochs(kernels: Kernels, middle: readonly LayerWords[], settings: object): string {
  const trainer = new Trainer({
    graph: graphOf(layers(...middle)),
    settings: {
      epochs: 2,
      batchSize: 12,
      seed: 4,
      optimizer: { name: "sgd", settings: { learningRate: 0.05, momentum: 0.9 } },
      ...settings,
    },
    dataset,
    kernels,
    clock: () => 0,
  });
  while (trainer.advance());
  return trainer.memory.weightsHash();
}

it.each([
  ["a partial last batch", [["activation", { function: "tanh" }]], {}],
  [
    "gradients of several batches added up",
    [["activation"]],
    { updating: { name: "batches", settings: { every: 3 } } },
  ],
  ["batch norm", [["batch-norm"], ["activation"]], {}],
] satisfies [string, LayerWords[], object][])(
  "a recorded step trains the same bits: %s",
  (_name, middle, settings) => {
    const { kernels, count } = counted();
    expect(hashAfterTwoEpochs(kernels, middle, settings)).toBe(
      hashAfterTwoEpochs(withoutRecorder(), middle, settings),
    );
    expect(count.made).toBeGreaterThanOrEqual(4);
    expect(count.repeated).toBeGreaterThan(2 * count.made);
  },
);

it("dropout, which draws anew for every step, is not repeated", () => {
  const { kernels, count } = counted();
  const middle: LayerWords[] = [["dropout"]];
  expect(hashAfterTwoEpochs(kernels, middle, {})).toBe(hashAfterTwoEpochs(withoutRecorder(), middle, {}));
  expect(count.repeated).toBe(0);
});

import { describe, expect, it } from "vitest";
import type { Dataset } from "../data/dataset.ts";
import { graphOf } from "../graph/graph-of.ts";
import { openKernels } from "../host/kernels.ts";
import { loopKernels } from "../kernels/loops.ts";
import { elements } from "../tensor.ts";
import { normalNumbers } from "../testing/numbers.ts";
import { advance, blobs, ofKind, trainerOf } from "../testing/small-run.ts";

/** A set of small images whose numbers the test chooses. */
function images(values: (example: number, cell: number) => number, count = 40): Dataset {
  const data = new Float32Array(count * 16);
  for (let i = 0; i < data.length; i++) data[i] = values(Math.floor(i / 16), i % 16);
  const range = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, i) => from + i);
  return {
    ...blobs,
    inputShape: [1, 4, 4],
    classNames: ["A", "B"],
    inputs: { kind: "floats", data },
    labels: Uint8Array.from({ length: count }, (_, i) => i % 2),
    split: {
      train: range(0, count - 8),
      validation: range(count - 8, count - 4),
      test: range(count - 4, count),
    },
  };
}
const noise = normalNumbers(40 * 16, 11);
const noiseAt = (example: number, cell: number) => noise[example * 16 + cell] ?? 0;

const pooled = graphOf({
  Input: ["input", { shape: [1, 4, 4] }],
  "Max pool 1": ["max-pool"],
  "Conv 1": ["conv2d", { filters: 2 }],
  Flatten: ["flatten"],
  "Dense 1": ["dense", { units: 2 }],
  Output: ["output"],
});

describe("a run that stops being finite", () => {
  it("names a layer and keeps the weights from before the failed step", () => {
    const trainer = trainerOf({ learningRate: 1e30, epochs: 5 });
    let before = trainer.memory.weightsHash();
    const events = advance(trainer, ({ kind }) => {
      if (kind === "batch") before = trainer.memory.weightsHash();
      return kind === "diverged";
    });
    const [diverged] = ofKind(events, "diverged");
    expect(["Dense 1", "Dense 2", "ReLU 1", "Output"]).toContain(diverged?.divergence.layer);
    expect(diverged?.divergence).toMatchObject({
      epoch: 1,
      batch: ofKind(events, "batch").length + 1,
      learningRate: 1e30,
      suggestedLearningRate: 1e29,
    });
    expect(trainer.memory.weightsHash()).toBe(before);
    for (const weight of trainer.memory.weights) expect(loopKernels.allFinite(weight)).toBe(true);
    expect(trainer.advance()).toBeNull();
  });

  it("can be tried again from the same batch with a smaller learning rate", () => {
    const trainer = trainerOf({ epochs: 2 });
    trainer.advance();
    const healthy = trainer.memory.weights.map((weight) => elements(weight).slice());
    trainer.memory.setWeights(healthy.map((values) => values.map(() => Number.NaN)));
    expect(trainer.advance()).toMatchObject({ kind: "diverged", divergence: { epoch: 1, batch: 2 } });
    trainer.memory.setWeights(healthy);
    trainer.learningRate = 0.001;
    trainer.retry();
    expect(trainer.advance()).toMatchObject({ kind: "batch", at: 0.4 });
    expect(advance(trainer).at(-1)).toMatchObject({ kind: "finished", result: { epochs: 2 } });
  });

  it.each([Number.POSITIVE_INFINITY, Number.NaN])("names the input when the data hold %d", (bad) => {
    const dataset = images((example, cell) => (example === 9 && cell === 5 ? bad : noiseAt(example, cell)));
    const events = advance(trainerOf({ graph: pooled, dataset }));
    expect(events.at(-1)).toMatchObject({
      kind: "diverged",
      divergence: { node: "Input", layer: "Input", where: "output" },
    });
  });

  it("stops where every unit's ReLU hides an infinite pixel: its gradient is 0 times infinity", async () => {
    const dataset = images((example, cell) =>
      example === 9 && cell === 5 ? Number.POSITIVE_INFINITY : Math.max(0, noiseAt(example, cell)),
    );
    const hiding = graphOf({
      Input: ["input", { shape: [1, 4, 4] }],
      // So many inputs that the product leaves zeros out.
      "Upsample 1": ["upsample"],
      Flatten: ["flatten"],
      "Dense 1": ["dense", { units: 64 }],
      "ReLU 1": ["activation"],
      "Dense 2": ["dense", { units: 2 }],
      Output: ["output"],
    });
    const trainer = trainerOf({ graph: hiding, dataset, kernels: (await openKernels())() });
    trainer.memory.setWeights(
      trainer.memory.weights.map((weight) =>
        [...elements(weight)].map((number) =>
          weight.shape[1] === 64 && weight.shape[0] === 64 ? -Math.abs(number) : number,
        ),
      ),
    );
    expect(advance(trainer)).toMatchObject([{ kind: "diverged", divergence: { epoch: 1, batch: 1 } }]);
  });

  it("says so when only the validation part is not finite", () => {
    const dataset = images((example, cell) =>
      example === 33 && cell === 5 ? Number.NaN : noiseAt(example, cell),
    );
    const trainer = trainerOf({ graph: pooled, dataset });
    const events = advance(trainer);
    expect(events.at(-1)).toMatchObject({
      kind: "diverged",
      divergence: { layer: "Input", where: "output", epoch: 1 },
    });
    expect(trainer.epoch).toBe(0);
  });

  it("stops before a gradient whose square would overflow in the optimiser's state", () => {
    const dataset = images((example, cell) => 1e20 * noiseAt(example, cell));
    const linear = graphOf({
      Input: ["input", { shape: [1, 4, 4] }],
      Flatten: ["flatten"],
      "Dense 1": ["dense", { units: 2, initialiser: "zeros" }],
      Output: ["output"],
    });
    const events = advance(trainerOf({ graph: linear, dataset, optimizer: "adam" }));
    expect(events).toMatchObject([
      { kind: "diverged", divergence: { layer: "Dense 1", where: "gradient", epoch: 1, batch: 1 } },
    ]);
  });
});

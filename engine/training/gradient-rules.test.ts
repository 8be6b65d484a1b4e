import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { graphOf } from "../graph/graph-of.ts";
import { planNetwork } from "../graph/plan.ts";
import { openKernels } from "../host/kernels.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { loopKernels } from "../kernels/loops.ts";
import { referenceKernels } from "../kernels/reference.ts";
import { defaultValues, type Fields, fieldsSchema } from "../layers/fields.ts";
import { elements } from "../tensor.ts";
import { readFormula } from "../testing/formulas.ts";
import { allClose } from "../testing/numbers.ts";
import { type ClippingChoice, clippings } from "./clipping.ts";
import { RunMemory } from "./memory.ts";
import { schedule } from "./schedules.ts";
import { stoppings } from "./stopping.ts";
import { type UpdatingChoice, updating, updatings } from "./updating.ts";

const numbers = z.array(z.number());
const run = z.object({ losses: numbers, weight: numbers, bias: numbers });
const oracle = z
  .object({
    x: numbers,
    labels: z.array(z.int()),
    weight: numbers,
    bias: numbers,
    runs: z.object({
      norm: run,
      value: run,
      accumulate: run,
      accumulateNorm: run,
      plateau: z.object({ losses: numbers, rates: numbers }),
    }),
  })
  .parse(
    JSON.parse(readFileSync(new URL("../testing/pytorch-gradient-rules.json", import.meta.url), "utf8")),
  );

const graph = graphOf({
  Input: ["input", { shape: [3] }],
  Dense: ["dense", { units: 3 }],
  Output: ["output"],
});
const byNorm: ClippingChoice = { name: "norm", settings: { limit: 0.3 } };
const byValue: ClippingChoice = { name: "value", settings: { limit: 0.1 } };
const after = (every: number): UpdatingChoice => ({ name: "batches", settings: { every } });

/** Four epochs of four batches in the order of the examples, as PyTorch had them. */
function train(kernels: Kernels, clipping?: ClippingChoice, chosen?: UpdatingChoice) {
  const memory = new RunMemory({
    plan: planNetwork(graph),
    kernels,
    batch: 2,
    evaluation: 1,
    settings: {
      epochs: 4,
      batchSize: 2,
      seed: 1,
      optimizer: { name: "sgd", settings: { learningRate: 0.8, momentum: 0.9, weightDecay: 0 } },
      ...(clipping ? { clipping } : {}),
      ...(chosen ? { updating: chosen } : {}),
    },
  });
  memory.setWeights([oracle.weight, oracle.bias]);
  const losses: number[] = [];
  let first: number | null = null;
  for (let step = 0; step < 16; step++) {
    const batch = step % 4;
    const end = chosen ? updating(chosen.name).end(chosen.settings, batch, 4) : batch + 1;
    if (batch === 0 || first === null) first = batch;
    const [input, target] = [memory.train.input(2), memory.train.target(2)];
    input.data.set(oracle.x.slice(6 * batch, 6 * batch + 6), input.offset);
    for (let row = 0; row < 2; row++)
      for (let k = 0; k < 3; k++)
        target.data[target.offset + 3 * row + k] = oracle.labels[2 * batch + row] === k ? 1 : 0;
    memory.trainPass(2, { scale: 1 / (2 * (end - first)), adds: batch > first });
    losses.push(memory.lastLoss / 2);
    if (batch + 1 < end) continue;
    memory.clip(Math.sqrt(memory.squaredGradientNorm()));
    memory.update(0.8);
    first = null;
  }
  return { losses, weights: memory.weights.map((weight) => [...elements(weight)]) };
}

const runs = [
  { name: "norm", clipping: byNorm, chosen: undefined },
  { name: "value", clipping: byValue, chosen: undefined },
  { name: "accumulate", clipping: undefined, chosen: after(2) },
  { name: "accumulateNorm", clipping: byNorm, chosen: after(4) },
  { name: "accumulateNorm", clipping: byNorm, chosen: { name: "epoch", settings: {} } },
] as const;

describe.each(runs)("PyTorch's $name", ({ name, clipping, chosen }) => {
  const expected = oracle.runs[name];
  const agrees = (kernels: Kernels, tolerance: number) => {
    const { losses, weights } = train(kernels, clipping, chosen);
    expect(allClose(losses, expected.losses, tolerance, tolerance / 10)).toBe(true);
    expect(allClose(weights[0] ?? [], expected.weight, tolerance, tolerance / 10)).toBe(true);
    expect(allClose(weights[1] ?? [], expected.bias, tolerance, tolerance / 10)).toBe(true);
  };
  it("comes out in float64", () => agrees(referenceKernels, 1e-11));
  it("comes out in float32", async () => {
    agrees(loopKernels, 1e-4);
    agrees((await openKernels())(), 1e-4);
  });
});

it.each([...clippings, ...updatings, ...stoppings])(
  "$title has a readable formula and defaults that a file may hold",
  ({ fields, formula }: { readonly fields: Fields; readonly formula: string }) => {
    expect(readFormula(formula)).toContain("katex");
    expect(fieldsSchema(fields).parse({})).toEqual(defaultValues(fields));
  },
);

it("lowers the rate on a plateau where PyTorch does", () => {
  const { losses, rates } = oracle.runs.plateau;
  const record = schedule("plateau");
  const settings = { patience: 2, factor: 0.5, lowest: 0.1 };
  let plateau = null;
  const seen: number[] = [];
  for (const [epoch, loss] of losses.entries()) {
    plateau = record.after?.(settings, plateau, loss) ?? null;
    seen.push(record.factor(settings, epoch, plateau));
  }
  expect(seen).toEqual(rates);
});

import { expect, it } from "vitest";
import { graphOf } from "../graph/graph-of.ts";
import { planNetwork } from "../graph/plan.ts";
import { loopKernels } from "../kernels/loops.ts";
import { defaultValues } from "../layers/fields.ts";
import { elements } from "../tensor.ts";
import { RunMemory } from "./memory.ts";
import { optimizers } from "./optimizers.ts";

const plan = planNetwork(
  graphOf({
    Input: ["input", { shape: [2, 3, 3] }],
    Norm: ["batch-norm"],
    Flatten: ["flatten"],
    Classes: ["dense", { units: 3 }],
    Output: ["output"],
  }),
);

it.each(optimizers)("$name's weight decay shrinks weights and leaves running statistics alone", (record) => {
  const settings = {
    epochs: 1,
    batchSize: 4,
    seed: 1,
    optimizer: { name: record.name, settings: { ...defaultValues(record.fields), weightDecay: 0.5 } },
  };
  const memory = new RunMemory({ plan, kernels: loopKernels, settings, batch: 4, evaluation: 4 });
  memory.weights.forEach((weight) => {
    for (let i = 0; i < weight.size; i++) weight.data[weight.offset + i] = 1;
  });
  memory.update(0.1); // the gradients are zero: only the decay acts
  plan.parameters.forEach(({ isStatistic, name }, index) => {
    const weight = memory.weights[index];
    for (const value of weight ? elements(weight) : [Number.NaN])
      if (isStatistic) expect(value, name).toBe(1);
      else expect(value, name).toBeLessThan(1);
  });
  expect(plan.parameters.some(({ isStatistic }) => isStatistic)).toBe(true);
});

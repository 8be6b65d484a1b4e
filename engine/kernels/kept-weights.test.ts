import { expect, it } from "vitest";
import { openKernels } from "../host/kernels.ts";
import { elements } from "../tensor.ts";
import { normalNumbers } from "../testing/numbers.ts";
import { tensor } from "../testing/tensors.ts";

const modules = { reproducible: (await openKernels())(), fast: (await openKernels("fast"))() };

const sizes = [
  [8, 1024],
  [9, 1001],
  [13, 1203],
  [16, 785],
  [21, 391],
  [128, 64],
  [1, 9000],
] as const;

it.each(sizes)("packed weights of a dense layer, %i by %i, give the same bits", (outputs, inputs) => {
  for (const kernels of Object.values(modules))
    for (const samples of [1, 2, 5, 12]) {
      const random = (shape: readonly number[], seed: number) => {
        const filled = tensor(kernels, shape, 0);
        elements(filled).set(normalNumbers(filled.size, seed));
        return filled;
      };
      const x = random([samples, inputs], 1);
      const weight = random([outputs, inputs], 2);
      const bias = random([outputs], 3);
      const memory = tensor(kernels, [kernels.denseKept(outputs, inputs)], Number.NaN);
      expect(memory.size).toBeGreaterThan(0);
      const kept = { memory, isCurrent: false };
      for (const start of [bias, null]) {
        const plain = tensor(kernels, [samples, outputs], Number.NaN);
        kernels.dense(x, weight, start, plain);
        for (kept.isCurrent of [false, true]) {
          const y = tensor(kernels, [samples, outputs], Number.NaN);
          kernels.dense(x, weight, start, y, kept);
          expect([...elements(y)]).toEqual([...elements(plain)]);
        }
      }
    }
});

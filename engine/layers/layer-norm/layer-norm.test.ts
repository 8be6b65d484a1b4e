import { expect, it } from "vitest";
import { kernelExports, kernelModule, newKernelMemory, openKernels } from "../../host/kernels.ts";
import { loopKernels } from "../../kernels/loops.ts";
import { referenceKernels } from "../../kernels/reference.ts";
import { createWasmKernels } from "../../kernels/wasm/kernels.ts";
import { elements, type Shape, sizeOf, view } from "../../tensor.ts";
import { runLayer } from "../../testing/layer-run.ts";
import { normalNumbers, relativeError } from "../../testing/numbers.ts";
import { layerNorm } from "./layer-norm.ts";

const fast = [loopKernels, (await openKernels())()];
const all = [referenceKernels, ...fast];

it.each(all)("brings each example to mean 0 and variance 1, with $name kernels", (kernels) => {
  const { output } = runLayer(kernels, {
    kind: layerNorm,
    fields: { epsilon: 1e-6 },
    batch: 2,
    inputs: [{ shape: [1, 2, 2], data: [1, 3, 1, 3, -10, -10, 10, 10] }],
    weights: { gamma: [1, 2, 3, 4], beta: [0, 0, 0.5, 0] },
  });
  expect(relativeError(output, [-1, 2, -2.5, 4, -1, -2, 3.5, 4])).toBeLessThanOrEqual(2e-6);
});

it.each(all)("gives β for numbers that are all alike, with $name kernels", (kernels) => {
  for (const size of [1, 6]) {
    const beta = normalNumbers(size, 3);
    const { output, gradInputs } = runLayer(kernels, {
      kind: layerNorm,
      fields: {},
      batch: 2,
      inputs: [{ shape: [size], data: Array<number>(2 * size).fill(0.1) }],
      weights: { gamma: normalNumbers(size, 2), beta },
      gradOutput: normalNumbers(2 * size, 4),
    });
    expect(relativeError(output, [...beta, ...beta])).toBeLessThanOrEqual(1e-4);
    expect(gradInputs[0]?.every(Number.isFinite)).toBe(true);
  }
});

it.each(fast)("keeps the digits of a small spread around a large mean with $name kernels", (kernels) => {
  for (const shape of [[6], [67], [16, 32, 32]] satisfies Shape[]) {
    const size = sizeOf(shape);
    const call = {
      kind: layerNorm,
      fields: {},
      batch: 3,
      inputs: [{ shape, data: normalNumbers(3 * size, 7).map((value) => Math.fround(1000 + value)) }],
      weights: { gamma: normalNumbers(size, 2), beta: normalNumbers(size, 3) },
    };
    const exact = runLayer(referenceKernels, call);
    // The values keep 24 bits of 1000, so the distances from the mean keep about 14: 6e-5 of a deviation.
    expect(relativeError(runLayer(kernels, call).output, exact.output)).toBeLessThanOrEqual(1e-4);
  }
});

it("gives the same bits however many threads share the samples", async () => {
  const module = await kernelModule();
  /** Every member's part in turn: no part needs another, so nobody has to wait. */
  function bits(members: number, rows: number, length: number) {
    const memory = newKernelMemory();
    const results = Array.from({ length: members }, (_, index) => {
      const exports = kernelExports(module, memory);
      const kernels = createWasmKernels({ exports, memory, team: { index, size: members, barrier() {} } });
      const tensor = (size: number, seed: number) => {
        const data = kernels.allocate(size);
        // The members share their memory: only the first fills it.
        if (index === 0) data.set(normalNumbers(size, seed));
        return view(data, 0, [size]);
      };
      const [x, dy] = [tensor(rows * length, 1), tensor(rows * length, 2)];
      const [y, dx] = [tensor(rows * length, 3), tensor(rows * length, 4)];
      const weights = { gamma: tensor(length, 5), beta: tensor(length, 6) };
      const gradients = { gamma: tensor(length, 7), beta: tensor(length, 8) };
      const statistics = { mean: tensor(rows, 9), inverseDeviation: tensor(rows, 10) };
      kernels.layerNorm(x, y, weights, statistics, 1e-5);
      return { kernels, x, y, dy, dx, weights, gradients, statistics };
    });
    // Forward's barrier: every sample's statistics are there before anybody goes back.
    for (const { kernels, x, dy, dx, weights, gradients, statistics } of results)
      kernels.layerNormBackward(x, dy, dx, weights, gradients, statistics);
    const [first] = results;
    return [first?.y, first?.dx, first?.gradients.gamma, first?.gradients.beta, first?.statistics.mean].map(
      (tensor) => (tensor ? [...elements(tensor)] : []),
    );
  }
  for (const [rows, length] of [
    [5, 7],
    [1, 40],
    [33, 65],
  ] as const) {
    const alone = bits(1, rows, length);
    expect(alone.flat().every(Number.isFinite)).toBe(true);
    for (const members of [2, 3, 8]) expect(bits(members, rows, length), `${members} threads`).toEqual(alone);
  }
});

import { expect, it } from "vitest";
import { kernelExports, kernelModule, newKernelMemory, openKernels } from "../../host/kernels.ts";
import { loopKernels } from "../../kernels/loops.ts";
import { referenceKernels } from "../../kernels/reference.ts";
import { createWasmKernels } from "../../kernels/wasm/kernels.ts";
import { elements, view } from "../../tensor.ts";
import { runLayer } from "../../testing/layer-run.ts";
import { normalNumbers } from "../../testing/numbers.ts";
import { prelu } from "./prelu.ts";

const all = [referenceKernels, loopKernels, (await openKernels())()];

it.each(all)("bends at 0 by the channel's own slope, NaN included, with $name kernels", (kernels) => {
  const call = {
    kind: prelu,
    fields: {},
    batch: 1,
    inputs: [{ shape: [2, 1, 3], data: [-4, 0, 3, -2, Number.NaN, 8] }],
    weights: { alpha: [0.25, -0.5] },
    gradOutput: [1, 2, 3, 4, 5, 6],
  };
  const { output, gradInputs, gradWeights } = runLayer(kernels, call);
  expect(output).toEqual([-1, 0, 3, 1, Number.NaN, 8]);
  // At 0 PyTorch's gradient is the slope.
  expect(gradInputs[0]).toEqual([0.25, 0.5, 3, -2, -2.5, 6]);
  expect(gradWeights.alpha).toEqual([-4, Number.NaN]);
});

it.each(all)("shares one slope among all channels where it is told to, with $name kernels", (kernels) => {
  const { output, gradWeights } = runLayer(kernels, {
    kind: prelu,
    fields: { perChannel: false },
    batch: 2,
    inputs: [{ shape: [3], data: [-4, 5, -2, -8, -1, 1] }],
    weights: { alpha: [0.5] },
    gradOutput: [1, 1, 1, 1, 1, 1],
  });
  expect(output).toEqual([-2, 5, -1, -4, -0.5, 1]);
  expect(gradWeights.alpha).toEqual([-15]);
});

it("gives the same bits however many threads share the runs", async () => {
  const module = await kernelModule();
  /** Every member's part in turn: no part needs another, so nobody has to wait. */
  function bits(members: number, slopes: number) {
    const memory = newKernelMemory();
    const results = Array.from({ length: members }, (_, index) => {
      const exports = kernelExports(module, memory);
      const kernels = createWasmKernels({ exports, memory, team: { index, size: members, barrier() {} } });
      const tensor = (shape: readonly number[], size: number, seed: number) => {
        const data = kernels.allocate(size);
        // The members share their memory: only the first fills it.
        if (index === 0) data.set(normalNumbers(size, seed));
        return view(data, 0, shape);
      };
      const image = (seed: number) => tensor([3, 6, 7], 126, seed);
      const [x, dy, y, dx] = [image(1), image(2), image(3), image(4)];
      const [slope, dSlope] = [tensor([slopes], slopes, 5), tensor([slopes], slopes, 6)];
      kernels.prelu(x, slope, y);
      kernels.preluBackward(x, slope, dy, dx, dSlope);
      return [y, dx, dSlope];
    });
    return (results[0] ?? []).map((tensor) => [...elements(tensor)]);
  }
  for (const slopes of [1, 6])
    for (const members of [2, 3, 8])
      expect(bits(members, slopes), `${members} threads`).toEqual(bits(1, slopes));
});

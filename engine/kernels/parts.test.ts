import { expect, it } from "vitest";
import { kernelExports, kernelModule, newKernelMemory } from "../host/kernels.ts";
import { elements, type Tensor, view } from "../tensor.ts";
import { normalNumbers } from "../testing/numbers.ts";
import type { Kernels } from "./kernels.ts";
import { createWasmKernels } from "./wasm/kernels.ts";

const size = { height: 4, width: 3 } as const;
const padding = { ...size, top: 2, left: 1, outHeight: 7, outWidth: 6 } as const;
const factors = { ...size, factorY: 2, factorX: 3 } as const;

/** Moves 15 planes of 4×3 (the small tensor) to and from larger ones. */
const deeds: Readonly<Record<string, (kernels: Kernels, small: Tensor, large: Tensor) => void>> = {
  multiplyBy: (kernels, small, large) => kernels.multiplyBy(small, { ...large, size: small.size }),
  scale: (kernels, _small, large) => kernels.scale(large, 0.3),
  addPenalty: (kernels, small, large) => kernels.addPenalty({ ...large, size: small.size }, small, 0.3, 0.7),
  clamp: (kernels, small) => kernels.clamp(small, 0.5),
  "pad mirror": (kernels, small, large) => kernels.pad(small, large, { ...padding, cells: "mirror" }),
  "pad zero": (kernels, small, large) => kernels.pad(small, large, { ...padding, cells: "zero" }),
  padBackward: (kernels, small, large) => kernels.padBackward(large, small, { ...padding, cells: "edge" }),
  "upsample nearest": (kernels, small, large) =>
    kernels.upsample(small, large, { ...factors, mode: "nearest" }),
  "upsample bilinear": (kernels, small, large) =>
    kernels.upsample(small, large, { ...factors, mode: "bilinear" }),
  upsampleBackward: (kernels, small, large) =>
    kernels.upsampleBackward(large, small, { ...factors, mode: "bilinear" }),
};

it.each(Object.entries(deeds))(
  "%s gives the same bits however many threads share it",
  async (_name, deed) => {
    const module = await kernelModule();
    /** Every member's part in turn: no part needs another, so nobody has to wait. */
    function bits(members: number): readonly number[] {
      const memory = newKernelMemory();
      const results = Array.from({ length: members }, (_, index) => {
        const exports = kernelExports(module, memory);
        const kernels = createWasmKernels({ exports, memory, team: { index, size: members, barrier() {} } });
        const tensor = (shape: readonly number[], count: number, seed: number) => {
          const data = kernels.allocate(count);
          // The members share their memory: only the first fills it.
          if (index === 0) data.set(normalNumbers(count, seed));
          return view(data, 0, shape);
        };
        const small = tensor([3, 5, 4, 3], 180, 1);
        const large = tensor([3, 5, 8, 9], 1080, 2);
        deed(kernels, small, large);
        return [...elements(small), ...elements(large)];
      });
      return results.at(-1) ?? [];
    }
    const alone = bits(1);
    expect(alone).not.toEqual([...normalNumbers(180, 1), ...normalNumbers(1080, 2)]);
    for (const members of [2, 3, 8]) expect(bits(members), `${members} threads`).toEqual(alone);
  },
);

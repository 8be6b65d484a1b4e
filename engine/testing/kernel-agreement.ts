import { expect } from "vitest";
import { openKernels } from "../host/kernels.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { loopKernels } from "../kernels/loops.ts";
import { referenceKernels } from "../kernels/reference.ts";
import type { Tensor } from "../tensor.ts";
import { relativeError } from "./numbers.ts";

const fast: readonly Kernels[] = [loopKernels, (await openKernels())(), (await openKernels("fast"))()];
/** The reference and all that must agree with it. */
export const allKernels: readonly Kernels[] = [referenceKernels, ...fast];

/** What a tensor holds. */
export function numbers({ data, offset, size }: Tensor): number[] {
  return [...data.slice(offset, offset + size)];
}

/** Runs the same calls with all kernels and compares what they leave in the tensors they return. */
export function expectAgreement(run: (kernels: Kernels) => readonly Tensor[]): void {
  const exact = run(referenceKernels).map(numbers);
  for (const kernels of fast) {
    const found = run(kernels).map(numbers);
    expect(found.length).toBe(exact.length);
    for (const [i, values] of exact.entries())
      expect(relativeError(found[i] ?? [], values), kernels.name).toBeLessThanOrEqual(1e-4);
  }
}

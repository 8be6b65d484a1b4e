import { classicKernels, kernelOfSize } from "../layers/classic-kernels.ts";
import type { StartedWeight } from "./initialisers.ts";

/**
 * Gives the filters of a weight [filters, channels, height, width] the classic kernels in turn, in the middle of theirs
 * and over the mean of the channels.
 */
export function fillClassicKernels(weight: StartedWeight): void {
  const [, , height = 1, width = 1] = weight.shape;
  fillKernels(
    weight,
    classicKernels.map(({ rows }) => kernelOfSize(rows, height, width)),
  );
}

/** The same with kernels that a person typed, one after another; none are the identity. */
export function fillTypedKernels(weight: StartedWeight): void {
  const [, , height = 1, width = 1] = weight.shape;
  const cells = height * width;
  const count = Math.floor(weight.numbers.length / cells);
  const typed = Array.from({ length: count }, (_, kernel) =>
    weight.numbers.slice(kernel * cells, (kernel + 1) * cells),
  );
  const identity = classicKernels.slice(0, 1).map(({ rows }) => kernelOfSize(rows, height, width));
  fillKernels(weight, typed.length > 0 ? typed : identity);
}

function fillKernels(
  { shape, target, offset }: StartedWeight,
  kernels: readonly (readonly number[])[],
): void {
  const [filters = 1, channels = 1] = shape;
  let write = offset;
  for (let filter = 0; filter < filters; filter += 1) {
    const kernel = kernels[filter % kernels.length] ?? [];
    for (let channel = 0; channel < channels; channel += 1)
      for (const value of kernel) {
        target[write] = value / channels;
        write += 1;
      }
  }
}

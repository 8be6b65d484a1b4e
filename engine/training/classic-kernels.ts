import { classicKernels, kernelOfSize } from "../layers/classic-kernels.ts";
import { sizeOf } from "../tensor.ts";
import type { StartedWeight } from "./initialisers.ts";

/**
 * Gives the filters of a weight [..., filters, channels, height, width] the classic kernels in turn, in the middle of
 * theirs and over the mean of the channels. Kernels that are not shared are the same at every place.
 */
export function fillClassicKernels(weight: StartedWeight): void {
  const [height = 1, width = 1] = weight.shape.slice(-2);
  fillKernels(
    weight,
    classicKernels.map(({ rows }) => kernelOfSize(rows, height, width)),
  );
}

/** The same with kernels that a person typed, one after another; none are the identity. */
export function fillTypedKernels(weight: StartedWeight): void {
  const [height = 1, width = 1] = weight.shape.slice(-2);
  const cells = height * width;
  const count = Math.floor(weight.numbers.length / cells);
  const typed = Array.from({ length: count }, (_, kernel) =>
    weight.numbers.slice(kernel * cells, (kernel + 1) * cells),
  );
  const identity = classicKernels.slice(0, 1).map(({ rows }) => kernelOfSize(rows, height, width));
  fillKernels(weight, typed.length > 0 ? typed : identity);
}

function fillKernels(
  { shape, channelsFirst, target, offset }: StartedWeight,
  kernels: readonly (readonly number[])[],
): void {
  const places = sizeOf(shape.slice(0, -4));
  const [outer = 1, inner = 1] = shape.slice(-4);
  const channels = channelsFirst ? outer : inner;
  let write = offset;
  for (let place = 0; place < places; place += 1)
    for (let i = 0; i < outer; i += 1)
      for (let j = 0; j < inner; j += 1) {
        const filter = channelsFirst ? j : i;
        for (const value of kernels[filter % kernels.length] ?? []) {
          target[write] = value / channels;
          write += 1;
        }
      }
}

import { gather } from "../data/batches.ts";
import type { Dataset } from "../data/dataset.ts";
import { framePicture } from "../data/framing.ts";
import type { TriedInput } from "../protocol.ts";
import { sizeOf } from "../tensor.ts";

/**
 * Something from outside as the network sees it: framed as the set's pictures are, and with the set's own
 * preprocessing.
 * @throws RangeError when it does not fit what the network sees.
 */
export function triedValues(dataset: Dataset, input: TriedInput): Float32Array {
  const { inputShape, framing } = dataset;
  const size = sizeOf(inputShape);
  const stored =
    input.kind === "picture" ? framePicture(input, inputShape, framing) : Float64Array.from(input.values);
  if (stored.length !== size || !stored.every(Number.isFinite))
    throw new RangeError(
      `${dataset.name} has ${size} finite numbers an example, not these ${stored.length}.`,
    );
  const values = new Float32Array(size);
  // The one way from stored to seen numbers: a set of this example alone.
  const alone: Dataset = {
    ...dataset,
    inputs: { kind: "floats", data: Float32Array.from(stored) },
    labels: new Uint8Array(1),
  };
  gather(alone, new Uint32Array(1), 0, 1, values, 0, new Uint8Array(1));
  return values;
}

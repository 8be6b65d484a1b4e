import { gather } from "../data/batches.ts";
import type { Dataset } from "../data/dataset.ts";
import { fitPicture } from "../data/fit-picture.ts";
import { framePicture, type OutsidePicture } from "../data/framing.ts";
import type { TriedInput } from "../protocol.ts";
import { sizeOf } from "../tensor.ts";

/**
 * Something from outside as the network sees it: framed as the set's pictures are, and with the set's own
 * preprocessing.
 * @throws RangeError when it does not fit what the network sees.
 */
export function triedValues(dataset: Dataset, input: TriedInput): Float32Array {
  const { inputShape } = dataset;
  const size = sizeOf(inputShape);
  const stored = Float64Array.from(input.kind === "picture" ? storedPicture(dataset, input) : input.values);
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

/** A picture as the set would store it: fitted as its own pictures were, or framed as its makers framed them. */
function storedPicture({ inputShape, fit, framing }: Dataset, picture: OutsidePicture): ArrayLike<number> {
  const [channels, height, width] = inputShape;
  if (!fit || (channels !== 1 && channels !== 3) || !height || !width)
    return framePicture(picture, inputShape, framing);
  if (picture.bytes.length !== picture.width * picture.height * picture.channels)
    throw new RangeError("These are not as many bytes as the picture's size says.");
  const stored = new Uint8Array(sizeOf(inputShape));
  fitPicture({ ...picture, data: picture.bytes }, [channels, height, width], fit, stored, 0);
  return stored;
}

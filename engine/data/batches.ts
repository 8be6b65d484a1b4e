import type { Kernels } from "../kernels/kernels.ts";
import { Random } from "../random.ts";
import { type FloatArray, sizeOf } from "../tensor.ts";
import type { ChannelScaling, Dataset, FeatureScaling } from "./dataset-record.ts";

/** The random stream that training orders are drawn from. */
const ORDER_STREAM = 0x0bde;

type ShufflingKernels = Pick<Kernels, "allocate" | "shuffle">;

/**
 * The order in which an epoch visits the training examples: a shuffle of the training part that depends on seed and
 * epoch alone, so a run that starts again in the middle sees the same batches.
 */
export class BatchOrder {
  /** The order of the current epoch, in the kernels' memory. The array is reused: do not keep it. */
  readonly indices: Uint32Array;
  readonly #examples: Uint32Array;
  readonly #seed: number;
  readonly #kernels: ShufflingKernels;

  constructor(examples: Uint32Array, seed: number, kernels: ShufflingKernels) {
    this.#examples = examples;
    this.#seed = seed;
    this.#kernels = kernels;
    const { buffer, byteOffset } = kernels.allocate(examples.length);
    this.indices = new Uint32Array(buffer, byteOffset, examples.length);
    this.indices.set(examples);
  }

  /** Draws the order of an epoch, 0 for the first. Allocates nothing of the size of the data. */
  startEpoch(epoch: number): void {
    this.indices.set(this.#examples);
    this.#kernels.shuffle(this.indices, Random.fromSeed(this.#seed, ORDER_STREAM, epoch).state());
  }
}

/** Numbers from which on a call that copies them all is quicker than a loop. */
const worthACall = 64;

/** Something numbers can be stored in, such as any typed array. */
interface NumberStore {
  readonly length: number;
  [index: number]: number;
}

/**
 * Writes `count` examples, as the network sees them, one after another from `outputOffset` on, and their classes from the
 * start of `labelsOutput`, where they are wanted. Allocates nothing.
 * @param indices example numbers, of which `start` to `start + count - 1` are taken.
 * @throws RangeError when they do not fit.
 */
export function gather(
  dataset: Dataset,
  indices: Uint32Array,
  start: number,
  count: number,
  output: FloatArray,
  outputOffset: number,
  labelsOutput?: NumberStore,
): void {
  const size = sizeOf(dataset.inputShape);
  if (start < 0 || start + count > indices.length) {
    throw new RangeError(`Examples ${start} to ${start + count - 1} of ${indices.length} were asked for.`);
  }
  if (outputOffset + count * size > output.length || count > (labelsOutput?.length ?? count)) {
    throw new RangeError(`${count} examples of ${size} numbers do not fit where they should go.`);
  }
  const { scale, offset, features, channels } = dataset.preprocessing;
  const values = dataset.inputs.data;
  const isReady = dataset.inputs.kind === "floats" && scale === 1 && offset === 0 && !features && !channels;
  let write = outputOffset;
  for (let position = 0; position < count; position += 1) {
    const example = indices[start + position] as number;
    if (labelsOutput) labelsOutput[position] = dataset.labels[example] as number;
    if (isReady && size >= worthACall) {
      output.set(values.subarray(example * size, (example + 1) * size), write);
      write += size;
      continue;
    }
    if (features) {
      for (let column = 0; column < size; column += 1) {
        const feature = features[column] as FeatureScaling;
        const value = values[example * size + column] as number;
        output[write] = Number.isNaN(value) ? 0 : value * feature.scale + feature.offset;
        write += 1;
      }
      continue;
    }
    if (channels) {
      const plane = size / channels.length;
      for (let at = 0; at < size; at += 1) {
        const channel = channels[Math.floor(at / plane)] as ChannelScaling;
        output[write] = (values[example * size + at] as number) * channel.scale + channel.offset;
        write += 1;
      }
      continue;
    }
    const end = (example + 1) * size;
    for (let read = example * size; read < end; read += 1) {
      output[write] = (values[read] as number) * scale + offset;
      write += 1;
    }
  }
}

/** Copies `count` examples as they are stored, one after another: all that `output` has room for. */
export function gatherBytes(
  values: Uint8Array,
  indices: Uint32Array,
  start: number,
  count: number,
  output: Uint8Array,
): void {
  const size = output.length / count;
  for (let position = 0; position < count; position += 1) {
    const from = (indices[start + position] as number) * size;
    output.set(values.subarray(from, from + size), position * size);
  }
}

import { gather } from "../data/batches.ts";
import type { Dataset } from "../data/dataset.ts";
import { writeTargets } from "../data/targets.ts";
import type { NodePicture, Pictures } from "../protocol.ts";
import { elements, imageSize, type Shape, sizeOf, type Tensor } from "../tensor.ts";
import type { RunMemory } from "../training/memory.ts";
import { rangeOfInput, takeCurve } from "./curve.ts";
import { squareOf, takeFields } from "./fields.ts";
import { whatIsSaid } from "./said.ts";

/** Maps shown on a node. */
const mapsPerNode = 4;
/** Longer vectors are shown by their first so many values. */
const longestVector = 512;

/** What the pictures show the way of: an example of the data set by its number, or one network input from outside. */
export type Probe = number | Float32Array;

/** Runs the probe through its workspace with the current weights; gives its class, null where none is known. */
export function runProbe({ probe: executor }: RunMemory, dataset: Dataset, probe: Probe): number | null {
  const input = executor.input(1);
  const labels = new Uint8Array(1);
  if (typeof probe === "number")
    gather(dataset, Uint32Array.of(probe), 0, 1, input.data, input.offset, labels);
  else input.data.set(probe, input.offset);
  executor.forward(1, false);
  return typeof probe === "number" && !dataset.targets ? (labels[0] ?? 0) : null;
}

/**
 * What every node shows for the probe, computed from the current weights: feature maps for images, the
 * values themselves for vectors; over the whole plane, too, where the data lie in it. All arrays are fresh, so
 * that they can be handed to another thread.
 */
export function takePictures(memory: RunMemory, dataset: Dataset, probed: Probe): Pictures {
  const { plan, probe } = memory;
  const label = runProbe(memory, dataset, probed);
  const values = Float32Array.from(elements(probe.input(1)));
  const room = sharedRoom(plan.nodes.reduce((sum, { shape }) => sum + pictureSize(shape), 0));
  const nodes = plan.nodes.map((node, position) =>
    pictureOf(node.id, node.shape, probe.output(position, 1), room),
  );
  const prediction = elements(probe.prediction(1));
  const probabilities = whatIsSaid(plan.loss.answer, dataset, prediction, prediction.length);
  const index = typeof probed === "number" ? probed : null;
  const loss = index === null ? null : lossOf(memory, dataset, index);
  const square = squareOf(dataset);
  const range = dataset.targets ? rangeOfInput(dataset) : null;
  return {
    step: memory.step,
    probe: { index, label, targets: targetsOf(dataset, index), shape: dataset.inputShape, values },
    nodes,
    curve: range && takeCurve(memory, dataset, range),
    fields: square && takeFields(memory, dataset, square),
    answer: plan.loss.answer,
    probabilities,
    loss,
  };
}

function lossOf({ probe }: RunMemory, dataset: Dataset, example: number): number {
  const target = probe.target(1);
  writeTargets(dataset, Uint32Array.of(example), 0, 1, target.data, target.offset, target.size);
  return probe.loss(1, 1);
}

function targetsOf({ targets }: Dataset, example: number | null): Float32Array | null {
  if (!targets || example === null) return null;
  const width = targets.columns.length;
  return targets.values.slice(example * width, (example + 1) * width);
}

/** Gives out parts of one buffer, so that hundreds of pictures cross to the window as one block of memory. */
function sharedRoom(size: number): (length: number) => Float32Array {
  const all = new Float32Array(size);
  let used = 0;
  return (length) => {
    used += length;
    return all.subarray(used - length, used);
  };
}

function pictureSize(shape: Shape): number {
  const image = imageSize(shape);
  return image
    ? Math.min(mapsPerNode, image.channels) * image.height * image.width
    : Math.min(longestVector, sizeOf(shape));
}

function pictureOf(
  node: string,
  shape: Shape,
  output: Tensor,
  room: (length: number) => Float32Array,
): NodePicture {
  const values = room(pictureSize(shape));
  const image = imageSize(shape);
  if (!image) {
    values.set(elements(output).subarray(0, values.length));
    return { show: "vector", node, values };
  }
  const { channels, height, width } = image;
  const chosen = liveliestChannels(output, channels, height * width);
  chosen.forEach((channel, slot) => {
    const start = output.offset + channel * height * width;
    values.set(output.data.subarray(start, start + height * width), slot * height * width);
  });
  return { show: "maps", node, channels: chosen, height, width, values };
}

/** The channels with the largest variance, ties in channel order. */
function liveliestChannels(output: Tensor, channels: number, plane: number): readonly number[] {
  const variances = Array.from({ length: channels }, (_, channel) => {
    let sum = 0;
    let squares = 0;
    const start = output.offset + channel * plane;
    for (let i = start; i < start + plane; i++) {
      const value = output.data[i] ?? 0;
      sum += value;
      squares += value * value;
    }
    return squares / plane - (sum / plane) ** 2;
  });
  return variances
    .map((variance, channel) => ({ variance: Number.isNaN(variance) ? 0 : variance, channel }))
    .sort((a, b) => b.variance - a.variance || a.channel - b.channel)
    .slice(0, mapsPerNode)
    .map(({ channel }) => channel);
}

import { gather } from "../data/batches.ts";
import type { Dataset } from "../data/dataset.ts";
import type { NodePicture, Pictures } from "../protocol.ts";
import { elements, imageSize, type Tensor } from "../tensor.ts";
import type { RunMemory } from "../training/memory.ts";
import { squareOf, takeFields } from "./fields.ts";

/** Maps shown on a node. */
const mapsPerNode = 4;
/** Longer vectors are shown by their first so many values. */
const longestVector = 512;

/** Runs one example through the probe's workspace with the current weights; gives its class. */
export function runProbe({ probe }: RunMemory, dataset: Dataset, index: number): number {
  const input = probe.input(1);
  const labels = new Uint8Array(1);
  gather(dataset, Uint32Array.of(index), 0, 1, input.data, input.offset, labels);
  probe.forward(1, false);
  return labels[0] ?? 0;
}

/**
 * What every node shows for one example, computed from the current weights: feature maps for images, the
 * values themselves for vectors; over the whole plane, too, where the data lie in it. All arrays are fresh, so that they can be handed to another thread.
 */
export function takePictures(memory: RunMemory, dataset: Dataset, index: number): Pictures {
  const { plan, probe } = memory;
  const label = runProbe(memory, dataset, index);
  const target = probe.target(1);
  target.data.fill(0, target.offset, target.offset + target.size);
  target.data[target.offset + label] = 1;
  const values = Float32Array.from(elements(probe.input(1)));
  const nodes = plan.nodes.map((node, position) => pictureOf(node.id, node.shape, probe.output(position, 1)));
  const probabilities = probabilitiesOf(memory);
  const loss = probe.loss(1, 1);
  const square = squareOf(dataset);
  return {
    step: memory.step,
    probe: { index, label, shape: dataset.inputShape, values },
    nodes,
    fields: square && takeFields(memory, square),
    probabilities,
    loss,
  };
}

function pictureOf(node: string, shape: readonly number[], output: Tensor): NodePicture {
  const image = imageSize(shape);
  if (!image)
    return { show: "vector", node, values: Float32Array.from(elements(output).subarray(0, longestVector)) };
  const { channels, height, width } = image;
  const chosen = liveliestChannels(output, channels, height * width);
  const values = new Float32Array(chosen.length * height * width);
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

/** Class probabilities: the prediction itself after a softmax layer, else softmax of it. */
function probabilitiesOf({ plan, probe, kernels }: RunMemory): Float32Array {
  const prediction = probe.prediction(1);
  if (!plan.loss.includesSoftmax) return Float32Array.from(elements(prediction));
  const length = prediction.size;
  // The loss writes its gradient there later; it has the prediction's shape.
  const room = probe.lossGradient(1);
  kernels.solo.softmax(prediction, room, { outer: 1, length, inner: 1 });
  return Float32Array.from(elements(room));
}

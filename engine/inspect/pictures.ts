import { gather } from "../data/batches.ts";
import type { Dataset } from "../data/dataset.ts";
import { writeTargets } from "../data/targets.ts";
import { roomForPictures, unpackPictures } from "../protocol/packed-pictures.ts";
import { writeSteps } from "../protocol/steps.ts";
import { summarise } from "../protocol/summary.ts";
import type { NodePicture, SentPictures } from "../protocol.ts";
import { elements, type Tensor } from "../tensor.ts";
import type { RunMemory } from "../training/memory.ts";
import { rangeOfInput, takeCurve } from "./curve.ts";
import { squareOf, takeFields } from "./fields.ts";
import { whatIsSaid } from "./said.ts";

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
export function takePictures(memory: RunMemory, dataset: Dataset, probed: Probe): SentPictures {
  const { plan, probe } = memory;
  const label = runProbe(memory, dataset, probed);
  const values = Float32Array.from(elements(probe.input(1)));
  const nodes = roomForPictures(plan.nodes);
  unpackPictures(nodes).forEach((picture, position) => {
    writePicture(picture, probe.output(position, 1));
  });
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

function writePicture(picture: NodePicture, output: Tensor): void {
  if (picture.show === "vector") {
    picture.values.set(elements(output).subarray(0, picture.values.length));
    return;
  }
  const plane = picture.height * picture.width;
  picture.channels.set(liveliestChannels(output, picture.channels.length, plane));
  picture.channels.forEach((channel, map) => {
    const start = output.offset + channel * plane;
    const { minimum: low, mean, maximum: high } = summarise(output.data, start, plane);
    picture.ranges.set([low, mean, high], 3 * map);
    writeSteps(output.data, start, { low, high }, picture.steps.subarray(map * plane, (map + 1) * plane));
  });
}

/** The `most` channels with the largest variance, ties in channel order. */
function liveliestChannels(output: Tensor, most: number, plane: number): readonly number[] {
  const variances = Array.from({ length: output.size / plane }, (_, channel) => {
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
    .slice(0, most)
    .map(({ channel }) => channel);
}

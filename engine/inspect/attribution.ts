import { elements, type FloatArray, imageSize, type Shape, sizeOf, type Tensor } from "../tensor.ts";
import type { RunMemory } from "../training/memory.ts";

/*
 * Which part of the input speaks for a class. Both functions need a memory that was laid out as inspectable, run
 * its training workspace on one example as the finished network does (no dropout, running statistics), and
 * overwrite the gradients. The score of a class is its logit where the network ends in softmax, else its output.
 */

export interface Saliency {
  readonly score: number;
  /** Gradient of the score with respect to the input, of the input's shape. */
  readonly gradient: FloatArray;
  /** H×W: the largest magnitude over the channels. The magnitudes themselves where the input is no image. */
  readonly map: FloatArray;
}

/**
 * The gradient of a class score with respect to the input, and its largest magnitude over the channels (Simonyan,
 * Vedaldi, Zisserman, Deep Inside Convolutional Networks, 2013, section 3).
 * @param input one example as the network sees it.
 * @throws RangeError when sizes or the class do not fit.
 */
export function saliency(memory: RunMemory, input: ArrayLike<number>, label: number): Saliency {
  const score = scoreOf(memory, input, label);
  memory.train.backward(1);
  const found = memory.train.inputGradient(1);
  if (!found) throw new Error("The memory was not laid out as inspectable: it has no gradient of the input.");
  const gradient = elements(found).slice();
  const { channels, plane } = planesOf(memory.plan.nodes[memory.plan.input]?.shape ?? []);
  const map = gradient.slice(0, plane).fill(0);
  for (let channel = 0; channel < channels; channel++)
    for (let cell = 0; cell < plane; cell++)
      map[cell] = Math.max(map[cell] ?? 0, Math.abs(gradient[channel * plane + cell] ?? 0));
  return { score, gradient, map };
}

export interface ClassMap {
  readonly score: number;
  /** Mean gradient of the score over each map of the layer. */
  readonly weights: FloatArray;
  readonly height: number;
  readonly width: number;
  /** H×W of the layer, not below zero. */
  readonly map: FloatArray;
}

/**
 * Grad-CAM: ReLU of the layer's maps, weighted by the mean gradient of the class score over each (Selvaraju et al.,
 * Grad-CAM, 2017, equations 1 and 2).
 * @param input one example as the network sees it.
 * @param node position in the plan of a layer that gives maps and lies before the scores.
 * @throws RangeError when sizes or the class do not fit, or the layer gives no maps.
 */
export function gradCam(memory: RunMemory, input: ArrayLike<number>, label: number, node: number): ClassMap {
  const { plan, train } = memory;
  const planned = plan.nodes[node];
  const size = imageSize(planned?.shape ?? []);
  if (!planned || !size) throw new RangeError(`${planned?.name ?? "The layer"} gives no maps.`);
  const { channels, height, width } = size;
  const plane = height * width;
  const score = scoreOf(memory, input, label);
  const maps = elements(train.output(node, 1)).slice();
  const weights = maps.slice(0, channels).fill(0);
  let met = false;
  train.backward(1, (index, gradient) => {
    if (index !== node) return;
    met = true;
    const slopes = elements(gradient);
    for (let channel = 0; channel < channels; channel++) {
      let sum = 0;
      for (let cell = 0; cell < plane; cell++) sum += slopes[channel * plane + cell] ?? 0;
      weights[channel] = sum / plane;
    }
  });
  if (!met) throw new RangeError(`${planned.name} does not lie between the input and the scores.`);
  const map = maps.slice(0, plane).fill(0);
  for (let cell = 0; cell < plane; cell++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++)
      sum += (weights[channel] ?? 0) * (maps[channel * plane + cell] ?? 0);
    map[cell] = Math.max(0, sum);
  }
  return { score, weights, height, width, map };
}

/** The number of the highest score, the first of equals: what is explained when no class is named. */
export function highestScore(scores: ArrayLike<number>): number {
  let best = 0;
  for (let index = 1; index < scores.length; index++)
    if ((scores[index] ?? Number.NaN) > (scores[best] ?? Number.NaN)) best = index;
  return best;
}

/** Runs the example forward, makes backward start from one class's score, and gives that score. */
function scoreOf(memory: RunMemory, input: ArrayLike<number>, label: number): number {
  const { train } = memory;
  const place = train.input(1);
  if (input.length !== place.size)
    throw new RangeError(`One example has ${place.size} numbers, not ${input.length}.`);
  const start = train.lossGradient(1);
  if (!(label >= 0 && label < start.size))
    throw new RangeError(`The network has ${start.size} scores; there is no number ${label}.`);
  place.data.set(input, place.offset);
  train.forward(1, false);
  const score = at(train.output(train.workspace.lossNode, 1), label);
  memory.clearGradients();
  start.data.fill(0, start.offset, start.offset + start.size);
  start.data[start.offset + label] = 1;
  return score;
}

function at(tensor: Tensor, index: number): number {
  return tensor.data[tensor.offset + index] ?? Number.NaN;
}

function planesOf(shape: Shape): { readonly channels: number; readonly plane: number } {
  const size = imageSize(shape);
  return size
    ? { channels: size.channels, plane: size.height * size.width }
    : { channels: 1, plane: sizeOf(shape) };
}

import { elements, type FloatArray, type ImageSize, imageSize, type Shape, sizeOf } from "../tensor.ts";
import type { RunMemory } from "../training/memory.ts";

/*
 * Which part of the input speaks for a class. All functions here need a memory that was laid out as inspectable, run
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
  return evidenceFor(memory, input, label, null).saliency;
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
  const { gradCam: found } = evidenceFor(memory, input, label, node);
  if (!found) throw new Error("It was asked for.");
  return found;
}

export interface Evidence {
  /** The class that was asked for, or the one with the highest score. */
  readonly label: number;
  readonly scores: FloatArray;
  readonly saliency: Saliency;
  readonly gradCam: ClassMap | null;
}

/**
 * Both at once, which costs one way forward and one back: the saliency, and Grad-CAM of a layer (null: none).
 * @param label null for the class with the highest score.
 * @throws RangeError when sizes or the class do not fit, or the layer gives no maps or lies behind the scores.
 */
export function evidenceFor(
  memory: RunMemory,
  input: ArrayLike<number>,
  label: number | null,
  node: number | null,
): Evidence {
  const { plan, train } = memory;
  const planned = node === null ? null : plan.nodes[node];
  const size = planned ? imageSize(planned.shape) : null;
  if (node !== null && !size) throw new RangeError(`${planned?.name ?? "The layer"} gives no maps.`);
  const place = train.input(1);
  if (input.length !== place.size)
    throw new RangeError(`One example has ${place.size} numbers, not ${input.length}.`);
  place.data.set(input, place.offset);
  train.forward(1, false);
  const scores = elements(train.output(train.workspace.lossNode, 1)).slice();
  const chosen = label ?? highestScore(scores);
  if (!(chosen >= 0 && chosen < scores.length))
    throw new RangeError(`The network has ${scores.length} scores; there is no number ${chosen}.`);
  const score = scores[chosen] ?? Number.NaN;
  const maps = size && node !== null ? elements(train.output(node, 1)).slice() : null;

  const start = train.lossGradient(1);
  memory.clearGradients();
  start.data.fill(0, start.offset, start.offset + start.size);
  start.data[start.offset + chosen] = 1;
  const met: FloatArray[] = [];
  train.backward(1, (index, gradient) => {
    if (index === node && size) met.push(meansOf(elements(gradient), size));
  });
  const [weights] = met;
  if (planned && !weights)
    throw new RangeError(`${planned.name} does not lie between the input and the scores.`);
  const found = train.inputGradient(1);
  if (!found) throw new Error("The memory was not laid out as inspectable: it has no gradient of the input.");
  const gradient = elements(found).slice();
  return {
    label: chosen,
    scores,
    saliency: { score, gradient, map: largestMagnitudes(gradient, plan.nodes[plan.input]?.shape ?? []) },
    gradCam: maps && size && weights ? { score, ...weighted(maps, weights, size) } : null,
  };
}

/** The largest magnitude at each cell over the channels. */
function largestMagnitudes(gradient: FloatArray, shape: Shape): FloatArray {
  const { channels, plane } = planesOf(shape);
  const map = gradient.slice(0, plane).fill(0);
  for (let channel = 0; channel < channels; channel++)
    for (let cell = 0; cell < plane; cell++)
      map[cell] = Math.max(map[cell] ?? 0, Math.abs(gradient[channel * plane + cell] ?? 0));
  return map;
}

/** The mean of each map. */
function meansOf(maps: FloatArray, { channels, height, width }: ImageSize): FloatArray {
  const plane = height * width;
  const means = maps.slice(0, channels);
  for (let channel = 0; channel < channels; channel++) {
    let sum = 0;
    for (let cell = 0; cell < plane; cell++) sum += maps[channel * plane + cell] ?? 0;
    means[channel] = sum / plane;
  }
  return means;
}

/** The maps added up, each with its weight; nothing below 0. */
function weighted(maps: FloatArray, weights: FloatArray, { channels, height, width }: ImageSize) {
  const plane = height * width;
  const map = maps.slice(0, plane).fill(0);
  for (let cell = 0; cell < plane; cell++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++)
      sum += (weights[channel] ?? 0) * (maps[channel * plane + cell] ?? 0);
    map[cell] = Math.max(0, sum);
  }
  return { weights, height, width, map };
}

/** The number of the highest score, the first of equals: what is explained when no class is named. */
export function highestScore(scores: ArrayLike<number>): number {
  let best = 0;
  for (let index = 1; index < scores.length; index++)
    if ((scores[index] ?? Number.NaN) > (scores[best] ?? Number.NaN)) best = index;
  return best;
}

function planesOf(shape: Shape): { readonly channels: number; readonly plane: number } {
  const size = imageSize(shape);
  return size
    ? { channels: size.channels, plane: size.height * size.width }
    : { channels: 1, plane: sizeOf(shape) };
}

import { gather } from "../data/batches.ts";
import type { Dataset } from "../data/dataset.ts";
import { examplesOf } from "../data/split.ts";
import type { Graph } from "../graph/graph.ts";
import { outputNode } from "../graph/rule.ts";
import { exp } from "../math.ts";
import type { OcclusionMap, StrongestInputs } from "../protocol.ts";
import { Random } from "../random.ts";
import { elements, imageSize, type Shape, sizeOf } from "../tensor.ts";
import type { RunMemory } from "../training/memory.ts";
import { highestScore } from "./attribution.ts";
import { receptiveField } from "./receptive-field.ts";
import type { DreamSettings, OcclusionSettings } from "./seek-settings.ts";

/*
 * What a unit looks for. All of it runs on a memory that is not the run's: its weights are copies, and each `next`
 * does one batch or step, so that the caller can tell how far it is, and stop.
 */

/** How far a search is. */
export interface SeekProgress {
  readonly done: number;
  readonly total: number;
  /** What there is so far, where that can be shown: an input. */
  readonly values?: Float32Array;
}

/** Examples that are shown of a unit. */
export const mostStrongest = 9;

interface Found {
  readonly example: number;
  readonly value: number;
  readonly at: readonly number[];
}

/**
 * The examples of a part that a unit answers to most: of a map its largest value and where it is, of a row of numbers the
 * number. Equal values in the order of the part.
 * @param memory with an evaluation workspace. @param node position in the plan. @param unit a channel, or a number.
 * @throws RangeError when there is no such unit.
 */
export function* strongestInputs(
  memory: RunMemory,
  dataset: Dataset,
  node: number,
  unit: number,
  part: "validation" | "test",
): Generator<SeekProgress, StrongestInputs, void> {
  const { plan, evaluation, evaluationBatch } = memory;
  const shape = plan.nodes[node]?.shape ?? [];
  const { units, plane } = unitsOf(shape);
  if (!(unit >= 0 && unit < units))
    throw new RangeError(`The layer has ${units} units; there is no number ${unit}.`);
  const examples = examplesOf(dataset, part);
  let found: Found[] = [];
  for (let start = 0; start < examples.length; start += evaluationBatch) {
    const count = Math.min(evaluationBatch, examples.length - start);
    const input = evaluation.input(count);
    gather(dataset, examples, start, count, input.data, input.offset);
    memory.look("evaluation", count, (index, output) => {
      if (index !== node) return;
      const values = elements(output);
      for (let row = 0; row < count; row++) {
        const from = row * units * plane + unit * plane;
        let best = 0;
        for (let cell = 1; cell < plane; cell++)
          if ((values[from + cell] ?? 0) > (values[from + best] ?? 0)) best = cell;
        const value = values[from + best] ?? Number.NaN;
        if (!Number.isFinite(value)) continue;
        const width = imageSize(shape)?.width ?? 1;
        const at = imageSize(shape) ? [unit, Math.floor(best / width), best % width] : [unit];
        found.push({ example: examples[start + row] ?? 0, value, at });
      }
    });
    // The sort is stable: of equal values the earlier example stays before the later.
    found = found.sort((a, b) => b.value - a.value).slice(0, mostStrongest);
    yield { done: start + count, total: examples.length };
  }
  const size = sizeOf(dataset.inputShape);
  const chosen = Uint32Array.from(found, ({ example }) => example);
  const values = new Float32Array(chosen.length * size);
  gather(dataset, chosen, 0, chosen.length, values, 0);
  return {
    node: plan.nodes[node]?.id ?? "",
    unit,
    shape: dataset.inputShape,
    examples: chosen,
    labels: dataset.targets ? null : Uint8Array.from(chosen, (example) => dataset.labels[example] ?? 0),
    answers: Float32Array.from(found, ({ value }) => value),
    seen: found.map(({ at }) => (at.length === 3 ? receptiveField(plan, node, at) : null)),
    values,
  };
}

/**
 * How much a score falls when a square of the input is painted over with the mean of its channel, at each cell the mean
 * over all squares that cover it (M. D. Zeiler and R. Fergus, "Visualizing and Understanding Convolutional Networks",
 * 2014, section 4.2).
 * @param input one example as the network sees it, an image.
 * @throws RangeError when the input is no image, or there is no such score.
 */
export function* occlusion(
  memory: RunMemory,
  input: ArrayLike<number>,
  label: number | null,
  { size, stride }: OcclusionSettings,
): Generator<SeekProgress, OcclusionMap, void> {
  const { plan, evaluation, evaluationBatch, train } = memory;
  const image = imageSize(plan.nodes[plan.input]?.shape ?? []);
  if (!image) throw new RangeError("Only a picture can be painted over.");
  const { channels, height, width } = image;
  const scoresOf = (count: number): Float32Array => {
    let found = new Float32Array();
    memory.look("evaluation", count, (index, output) => {
      if (index === train.workspace.lossNode) found = Float32Array.from(elements(output));
    });
    return found;
  };
  const place = evaluation.input(1);
  place.data.set(input, place.offset);
  const scores = scoresOf(1);
  const chosen = label ?? highestScore(scores);
  const score = scores[chosen];
  if (score === undefined)
    throw new RangeError(`The network has ${scores.length} scores; there is no number ${chosen}.`);
  const means = Array.from({ length: channels }, (_, channel) => {
    let sum = 0;
    for (let cell = 0; cell < height * width; cell++) sum += input[channel * height * width + cell] ?? 0;
    return sum / (height * width);
  });
  const corners = stops(height, size, Math.min(stride, size)).flatMap((top) =>
    stops(width, size, Math.min(stride, size)).map((left) => ({ top, left })),
  );
  const [drops, covers] = [new Float64Array(height * width), new Uint32Array(height * width)];
  for (let start = 0; start < corners.length; start += evaluationBatch) {
    const batch = corners.slice(start, start + evaluationBatch);
    const into = evaluation.input(batch.length);
    batch.forEach(({ top, left }, row) => {
      const offset = into.offset + row * channels * height * width;
      into.data.set(input, offset);
      for (let channel = 0; channel < channels; channel++)
        for (let y = top; y < Math.min(height, top + size); y++) {
          const line = offset + (channel * height + y) * width;
          into.data.fill(means[channel] ?? 0, line + left, line + Math.min(width, left + size));
        }
    });
    const found = scoresOf(batch.length);
    batch.forEach(({ top, left }, row) => {
      const drop = score - (found[row * scores.length + chosen] ?? Number.NaN);
      for (let y = top; y < Math.min(height, top + size); y++)
        for (let x = left; x < Math.min(width, left + size); x++) {
          drops[y * width + x] = (drops[y * width + x] ?? 0) + drop;
          covers[y * width + x] = (covers[y * width + x] ?? 0) + 1;
        }
    });
    yield { done: start + batch.length, total: corners.length };
  }
  return {
    label: chosen,
    score,
    height,
    width,
    drops: Float32Array.from(drops, (sum, cell) => sum / Math.max(1, covers[cell] ?? 0)),
  };
}

/** Where a patch stands along a line: every `stride` from the beginning, and once at the end, so that all is covered. */
function stops(length: number, size: number, stride: number): readonly number[] {
  const last = Math.max(0, length - size);
  const found = Array.from({ length: Math.floor(last / stride) + 1 }, (_, index) => index * stride);
  return found.at(-1) === last ? found : [...found, last];
}

/**
 * The network up to a layer, with what it gives as the answer: what such a network asks of its input, the layer does.
 * @param node id of a layer that gives something.
 */
export function endingAt(graph: Graph, node: string): Graph {
  const output = outputNode(graph);
  if (!output) return graph;
  return {
    nodes: graph.nodes.map((each) =>
      each.id === output.id ? { ...each, fields: { ...each.fields, loss: "halfSquaredError" } } : each,
    ),
    edges: [
      ...graph.edges.filter(({ to }) => to !== output.id),
      { id: "to the end", from: node, to: output.id, input: 0 },
    ],
  };
}

/**
 * An input that a unit answers to most, grown from noise by gradient ascent (D. Erhan et al., "Visualizing Higher-Layer
 * Features of a Deep Network", 2009), with jitter, blur and decay against what only a computer would see (J. Yosinski
 * et al., "Understanding Neural Networks Through Deep Visualization", 2015). What grows is the mean of a map, or a number.
 * @param memory inspectable, of the network that ends at the unit's layer (`endingAt`).
 * @param around middle and reach of the numbers that the network sees.
 * @throws RangeError when there is no such unit.
 */
export function* dream(
  memory: RunMemory,
  unit: number,
  settings: DreamSettings,
  around: { readonly mean: number; readonly deviation: number; readonly low: number; readonly high: number },
): Generator<
  SeekProgress,
  { readonly values: Float32Array; readonly from: number; readonly to: number },
  void
> {
  const { plan, train } = memory;
  const shape = plan.nodes[plan.input]?.shape ?? [];
  const { units, plane } = unitsOf(plan.nodes[train.workspace.lossNode]?.shape ?? []);
  if (!(unit >= 0 && unit < units))
    throw new RangeError(`The layer has ${units} units; there is no number ${unit}.`);
  const random = Random.fromSeed(settings.seed, dreamStream);
  const begun = Float32Array.from(
    { length: sizeOf(shape) },
    () => around.mean + 0.1 * around.deviation * random.normal(),
  );
  const values = begun.slice();
  /** Runs the input forward; gives what grows, and leaves its slope as the gradient of the input. */
  const climb = (input: Float32Array): number => {
    const into = train.input(1);
    into.data.set(input, into.offset);
    train.forward(1, false);
    const output = elements(train.output(train.workspace.lossNode, 1));
    let sum = 0;
    for (let cell = 0; cell < plane; cell++) sum += output[unit * plane + cell] ?? 0;
    memory.clearGradients();
    const start = train.lossGradient(1);
    start.data.fill(0, start.offset, start.offset + start.size);
    start.data.fill(1 / plane, start.offset + unit * plane, start.offset + (unit + 1) * plane);
    train.backward(1);
    return sum / plane;
  };
  const from = climb(values);
  for (let step = 0; step < settings.steps; step++) {
    const { jitter } = settings;
    const [down, right] = [0, 0].map(() => (jitter > 0 ? random.integerBelow(2 * jitter + 1) - jitter : 0));
    const moved = rolled(values, shape, down ?? 0, right ?? 0);
    climb(moved);
    const found = train.inputGradient(1);
    if (!found)
      throw new Error("The memory was not laid out as inspectable: it has no gradient of the input.");
    const slope = Float32Array.from(elements(found));
    const size = Math.sqrt(slope.reduce((sum, value) => sum + value * value, 0) / slope.length) || 1;
    for (let at = 0; at < moved.length; at++)
      moved[at] = (moved[at] ?? 0) + (settings.rate * around.deviation * (slope[at] ?? 0)) / size;
    values.set(rolled(moved, shape, -(down ?? 0), -(right ?? 0)));
    for (let at = 0; at < values.length; at++) {
      const value = values[at] ?? 0;
      values[at] = value + settings.decay * ((begun[at] ?? 0) - value);
    }
    if (settings.blur > 0 && step % 4 === 3 && step + 1 < settings.steps)
      values.set(blurred(values, shape, settings.blur));
    for (let at = 0; at < values.length; at++)
      values[at] = Math.max(around.low, Math.min(around.high, values[at] ?? 0));
    yield { done: step + 1, total: settings.steps, values: values.slice() };
  }
  return { values, from, to: climb(values) };
}

/** The random stream that dreams are drawn from. */
const dreamStream = 0xd3ea;

/** A picture moved round: what leaves at one side comes in at the other. Other inputs stay. */
function rolled(values: Float32Array, shape: Shape, down: number, right: number): Float32Array {
  const image = imageSize(shape);
  if (!image || (down === 0 && right === 0)) return values.slice();
  const { channels, height, width } = image;
  const moved = new Float32Array(values.length);
  for (let channel = 0; channel < channels; channel++)
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++) {
        const y = (((row - down) % height) + height) % height;
        const x = (((column - right) % width) + width) % width;
        moved[(channel * height + row) * width + column] = values[(channel * height + y) * width + x] ?? 0;
      }
  return moved;
}

/** A picture under a Gaussian of this deviation in pixels, its border carried on. Other inputs stay. */
function blurred(values: Float32Array, shape: Shape, deviation: number): Float32Array {
  const image = imageSize(shape);
  if (!image) return values;
  const { channels, height, width } = image;
  const reach = Math.ceil(3 * deviation);
  const bell = Array.from({ length: 2 * reach + 1 }, (_, at) =>
    exp(-((at - reach) ** 2) / (2 * deviation * deviation)),
  );
  const total = bell.reduce((sum, value) => sum + value, 0);
  const along = (from: Float32Array, isRow: boolean) => {
    const into = new Float32Array(from.length);
    for (let channel = 0; channel < channels; channel++)
      for (let row = 0; row < height; row++)
        for (let column = 0; column < width; column++) {
          let sum = 0;
          for (const [at, weight] of bell.entries()) {
            const y = isRow ? row : Math.max(0, Math.min(height - 1, row + at - reach));
            const x = isRow ? Math.max(0, Math.min(width - 1, column + at - reach)) : column;
            sum += weight * (from[(channel * height + y) * width + x] ?? 0);
          }
          into[(channel * height + row) * width + column] = sum / total;
        }
    return into;
  };
  return along(along(values, true), false);
}

/** A unit is a map, or a number of a row. */
function unitsOf(shape: Shape): { readonly units: number; readonly plane: number } {
  const image = imageSize(shape);
  return image
    ? { units: image.channels, plane: image.height * image.width }
    : { units: sizeOf(shape), plane: 1 };
}

import type { Graph } from "../graph/graph.ts";
import { outputNode } from "../graph/rule.ts";
import { exp } from "../math.ts";
import { Random } from "../random.ts";
import { elements, imageSize, type Shape, sizeOf } from "../tensor.ts";
import type { RunMemory } from "../training/memory.ts";
import { placeOfUnit, type SeekProgress } from "./seek.ts";
import type { DreamSettings } from "./seek-settings.ts";

/** The random stream that dreams are drawn from. */
const dreamStream = 0xd3ea;

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
  const { plane, from: first } = placeOfUnit(plan.nodes[train.workspace.lossNode]?.shape ?? [], unit);
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
    for (let cell = 0; cell < plane; cell++) sum += output[first + cell] ?? 0;
    memory.clearGradients();
    const start = train.lossGradient(1);
    start.data.fill(0, start.offset, start.offset + start.size);
    start.data.fill(1 / plane, start.offset + first, start.offset + first + plane);
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

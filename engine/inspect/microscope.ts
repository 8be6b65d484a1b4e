import type { CellLook, Cursor } from "../protocol.ts";
import { imageSize, type Shape, sizeOf } from "../tensor.ts";
import type { RunMemory } from "../training/memory.ts";
import { receptiveField } from "./receptive-field.ts";

/**
 * How one value of a layer's output came about, for the example that `runProbe` ran last: each input value that went in,
 * what it was multiplied by, and the sums on the way, in float64 from the engine's own float32 numbers. Null where
 * there is no such place.
 * @param at [channel, row, column], or [number] of a row of numbers.
 */
export function lookAtCell(memory: RunMemory, node: string, at: readonly number[]): CellLook | null {
  const { plan, probe } = memory;
  const position = plan.nodes.findIndex(({ id }) => id === node);
  const planned = plan.nodes[position];
  if (!planned || !isWithin(planned.shape, at)) return null;
  const output = probe.output(position, 1);
  const followers = followersOf(memory, position);
  const seen = plan.nodes.flatMap((later, index) => {
    const size = imageSize(later.shape);
    if (!size || !followers.has(index)) return [];
    const [channel = 0, row = 0, column = 0] = at;
    const here = imageSize(planned.shape);
    // The same place of the picture, in the cells of the later layer.
    const there =
      index === position || !here
        ? [channel, row, column]
        : [0, scaledTo(row, here.height, size.height), scaledTo(column, here.width, size.width)];
    return [{ node: later.id, name: later.name, area: receptiveField(plan, index, there) }];
  });
  const next = plan.nodes.findIndex(
    ({ inputs, layer }) => inputs[0] === position && layer.category === "activation",
  );
  const after = next < 0 ? null : probe.output(next, 1);
  const place = placeOf(planned.shape, at);
  const common = {
    node,
    at,
    value: output.data[output.offset + place] ?? Number.NaN,
    activated: after && {
      name: plan.nodes[next]?.name ?? "",
      value: after.data[after.offset + place] ?? Number.NaN,
    },
    seen,
    sources: sourcesOf(memory, position, place),
  };
  const [source] = planned.inputs;
  if (!planned.layer.terms || source === undefined) return { ...common, sum: null };
  const input = probe.output(source, 1);
  const found = planned.layer.terms(planned.fields, planned.inputShapes[0] ?? [], at);
  const tensorOf = (name: string) =>
    memory.weights[
      plan.parameters.findIndex((parameter) => parameter.node === node && parameter.name === name)
    ];
  const [weight, bias] = [tensorOf("weight"), tensorOf("bias")];
  const size = found.terms.length;
  const laidOut = asPicture(memory, source, found);
  const values = new Float32Array(size);
  const weights = weight ? new Float32Array(size) : null;
  const products = new Float64Array(size);
  const padding = new Uint8Array(size);
  found.terms.forEach((term, index) => {
    const value = term.input === null ? 0 : (input.data[input.offset + term.input] ?? Number.NaN);
    const factor =
      weight && term.weight !== null ? (weight.data[weight.offset + term.weight] ?? Number.NaN) : 1;
    values[index] = value;
    if (weights) weights[index] = factor;
    products[index] = value * factor;
    padding[index] = term.isPadding ? (term.input === null ? 1 : 2) : 0;
  });
  const perChannel = products.length / laidOut.channels;
  const channelSums = Float64Array.from({ length: laidOut.channels }, (_, channel) =>
    products
      .slice(channel * perChannel, (channel + 1) * perChannel)
      .reduce((sum, product) => sum + product, 0),
  );
  const inside = products.map((product, index) =>
    padding[index] === 1 ? Number.NEGATIVE_INFINITY : product,
  );
  return {
    ...common,
    sum: {
      combine: found.combine,
      count: found.count,
      firstChannel: found.firstChannel,
      channels: laidOut.channels,
      rows: laidOut.rows,
      columns: laidOut.columns,
      values,
      weights,
      products: Float32Array.from(products),
      padding,
      channelSums: Float32Array.from(channelSums),
      bias: bias && found.bias !== null ? (bias.data[bias.offset + found.bias] ?? Number.NaN) : null,
      winner: found.combine === "maximum" ? inside.indexOf(Math.max(...inside)) : null,
    },
  };
}

/** The same for the place under a cursor, or the nearest one that the layer has; of a row of numbers the `map`th. */
export function lookUnder(memory: RunMemory, node: string, cursor: Cursor): CellLook | null {
  const shape = memory.plan.nodes.find(({ id }) => id === node)?.shape ?? [];
  const wanted = shape.length === 1 ? [cursor.map] : [cursor.map, cursor.row, cursor.column];
  return lookAtCell(
    memory,
    node,
    wanted.map((place, axis) => Math.min(place, (shape[axis] ?? 1) - 1)),
  );
}

/** What the inputs of a layer give at a place of it, where all of them are as large as what it gives. */
function sourcesOf({ plan, probe }: RunMemory, position: number, place: number): CellLook["sources"] {
  const size = sizeOf(plan.nodes[position]?.shape ?? []);
  const inputs = plan.nodes[position]?.inputs ?? [];
  if (inputs.some((input) => sizeOf(plan.nodes[input]?.shape ?? []) !== size)) return [];
  return inputs.map((input) => {
    const { data, offset } = probe.output(input, 1);
    return { name: plan.nodes[input]?.name ?? "", value: data[offset + place] ?? Number.NaN };
  });
}

interface CellLayout {
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
}

/** Terms over all numbers of a flattened picture, laid out as it was: each map a channel. */
function asPicture({ plan }: RunMemory, source: number, found: CellLayout): CellLayout {
  const { channels, rows, columns } = found;
  let [position, planned] = [source, plan.nodes[source]];
  while (planned?.layer.isView && !imageSize(planned.shape)) {
    position = planned.inputs[0] ?? -1;
    planned = plan.nodes[position];
  }
  const image = planned && position !== source ? imageSize(planned.shape) : null;
  return image && rows === 1 && channels * columns === image.channels * image.height * image.width
    ? { channels: image.channels, rows: image.height, columns: image.width }
    : { channels, rows, columns };
}

function isWithin(shape: Shape, at: readonly number[]): boolean {
  return (
    at.length === shape.length &&
    at.every((place, axis) => Number.isInteger(place) && place >= 0 && place < (shape[axis] ?? 0))
  );
}

function placeOf(shape: Shape, at: readonly number[]): number {
  return at.reduce((place, index, axis) => place * (shape[axis] ?? 1) + index, 0);
}

function scaledTo(place: number, from: number, to: number): number {
  return Math.min(to - 1, Math.floor(((place + 0.5) * to) / from));
}

/** Positions of a layer and of all that it feeds, directly or not. */
function followersOf({ plan }: RunMemory, position: number): ReadonlySet<number> {
  const reached = new Set([position]);
  plan.nodes.forEach(({ inputs }, index) => {
    if (index > position && inputs.some((input) => reached.has(input))) reached.add(index);
  });
  return reached;
}

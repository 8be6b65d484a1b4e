import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { NodeId } from "../graph/graph.ts";
import type { NetworkPlan } from "../graph/plan.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { Random } from "../random.ts";
import type { FloatArray, Tensor } from "../tensor.ts";
import { initialise } from "./initialisers.ts";

/** Random streams of one seed, so that what uses one never shifts another. */
const initialisationStream = 1;
const ownStream = 2;

/** Writes the weights that a run begins with. @param weights views of them, in plan order. */
export function startWeights(plan: NetworkPlan, weights: readonly Tensor[], seed: number): void {
  plan.parameters.forEach((parameter, index) => {
    const { node, start, copied, shape, fans } = parameter;
    const weight = weights[index];
    if (weight && copied) {
      weight.data.set(copied(), weight.offset);
      return;
    }
    // With a seed of its own a layer starts alike wherever it stands in the network.
    const own = plan.nodes.find(({ id }) => id === node)?.parameters.indexOf(parameter) ?? 0;
    const random =
      start.seed === null
        ? Random.fromSeed(seed, initialisationStream, index)
        : Random.fromSeed(start.seed, ownStream, own);
    if (weight) initialise(start, shape, random, weight.data, weight.offset, fans);
  });
}

/** Per trained layer, ‖w - w₀‖ / ‖w‖, of parameter blocks now and before. */
export function distancesMoved(
  plan: NetworkPlan,
  now: FloatArray,
  before: FloatArray,
): Readonly<Record<NodeId, number>> {
  const sums = new Map<NodeId, { moved: number; size: number }>();
  plan.parameters.forEach(({ node, offset, size, isTrained }) => {
    if (!isTrained) return;
    const sum = sums.get(node) ?? { moved: 0, size: 0 };
    for (let at = offset; at < offset + size; at++) {
      const weight = now[at] ?? 0;
      sum.moved += (weight - (before[at] ?? 0)) ** 2;
      sum.size += weight * weight;
    }
    sums.set(node, sum);
  });
  return Object.fromEntries(
    [...sums].flatMap(([node, { moved, size }]) => (size > 0 ? [[node, Math.sqrt(moved / size)]] : [])),
  );
}

/** Norm of the gradient of each layer's weights; none of frozen layers. */
export function normsByLayer(
  kernels: Kernels,
  parameters: readonly {
    readonly node: NodeId;
    readonly isTrained: boolean;
    readonly gradient: Tensor;
  }[],
): Readonly<Record<NodeId, number>> {
  const squared = new Map<NodeId, number>();
  for (const { node, gradient, isTrained } of parameters)
    if (isTrained) squared.set(node, (squared.get(node) ?? 0) + kernels.sumOfSquares(gradient));
  return Object.fromEntries([...squared].map(([node, sum]) => [node, Math.sqrt(sum)]));
}

/** SHA-256 over tensors as little-endian float32, one after another. */
export function hashOf(tensors: readonly Tensor[]): string {
  const hash = sha256.create();
  for (const tensor of tensors) hash.update(littleEndianFloats(tensor));
  return bytesToHex(hash.digest());
}

/** The stretches of the parameter block that are trained: no update or decay may reach what lies between them. */
export function trainedRuns({
  parameters,
  parameterElements,
}: NetworkPlan): readonly { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  let from = 0;
  for (const { offset, size, isTrained } of parameters) {
    if (isTrained) continue;
    if (offset > from) runs.push({ from, to: offset });
    from = offset + size;
  }
  if (parameterElements > from) runs.push({ from, to: parameterElements });
  return runs;
}

/** The elements of a tensor as little-endian float32 bytes, whatever this machine's order is. */
export function littleEndianFloats(tensor: Tensor): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(4 * tensor.size));
  for (let index = 0; index < tensor.size; index++)
    bytes.setFloat32(4 * index, tensor.data[tensor.offset + index] ?? 0, true);
  return new Uint8Array(bytes.buffer);
}

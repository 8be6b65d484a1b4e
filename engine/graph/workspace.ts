import type { Kernels } from "../kernels/kernels.ts";
import { type Shape, shapeText, sizeOf } from "../tensor.ts";
import { type Placement, placeBuffers } from "./placement.ts";
import type { NetworkPlan } from "./plan.ts";

/** What a workspace is for: it decides how long each buffer lives. */
export interface WorkspaceUse {
  readonly batch: number;
  readonly backward: boolean;
  /** Keep every output to look at afterwards. */
  readonly keepOutputs: boolean;
  /** Also compute the gradient with respect to the network's input. */
  readonly inputGradient: boolean;
}

/** A gradient that a layer's backward writes for one of its inputs. */
export interface PlannedGradient {
  readonly offset: number;
  /** Set when another layer has written there before: compute at `offset`, then add to this place. */
  readonly addTo: number | null;
}

/** What a layer keeps from forward to backward, for each example or once for the batch. */
export interface PlannedSaved {
  readonly offset: number;
  readonly shape: Shape;
  readonly once: boolean;
}

export interface PlannedBuffers {
  readonly output: number;
  /** The next layer does its work (see `takesRectified`): it shares its input's buffers, as a view does. */
  readonly isLeftToNext: boolean;
  /** The same for the layer before (see `givesRectified`). */
  readonly isLeftToPrevious: boolean;
  readonly saved: Readonly<Record<string, PlannedSaved>>;
  /** Gradient of the loss with respect to the output; null where nobody needs it. */
  readonly gradient: number | null;
  /** Per input: where backward writes; null where nobody needs it. */
  readonly inputGradients: readonly (PlannedGradient | null)[];
}

/** Where everything of one step lies, in elements from the workspace's beginning. */
export interface WorkspacePlan {
  readonly use: WorkspaceUse;
  readonly nodes: readonly PlannedBuffers[];
  readonly target: number;
  readonly scratch: { readonly offset: number; readonly size: number };
  /** The node whose output the loss reads and to whose gradient it writes. */
  readonly lossNode: number;
  readonly total: number;
}

/**
 * Places the buffers of a step. Moments: forward of node i is i, the loss is n, backward of node i is 2n - i.
 * A buffer lives from its first writer to its last reader; views share their input's buffer. `place` decides
 * where the buffers lie.
 */
export function planWorkspace(
  plan: NetworkPlan,
  kernels: Kernels,
  use: WorkspaceUse,
  place: Placement = placeBuffers,
): WorkspacePlan {
  const { nodes } = plan;
  const count = nodes.length;
  const end = 2 * count + 1;
  const backwardAt = (index: number) => 2 * count - index;
  const lossNode = plan.loss.reads === "logits behind softmax" ? softmaxInput(plan) : plan.output;
  const lifetimes: { size: number; from: number; to: number }[] = [];
  const reserve = (shapeSize: number, from: number, to: number, samples = use.batch) =>
    lifetimes.push({ size: shapeSize * samples, from, to }) - 1;

  const none = nodes.map(() => false);
  const toNext = use.keepOutputs ? none : leftToNext(plan, lossNode);
  const toPrevious = use.keepOutputs ? none : leftToPrevious(plan, lossNode, toNext);
  const isLeft = (index: number) => toNext[index] || toPrevious[index];
  const isShared = (index: number) => isLeft(index) || nodes[index]?.layer.isView === true;
  const outputs: number[] = [];
  const saved: Record<string, Omit<PlannedSaved, "offset"> & { buffer: number }>[] = [];
  nodes.forEach((node, index) => {
    const source = node.inputs[0];
    const shared = isShared(index) && source !== undefined ? outputs[source] : undefined;
    outputs[index] = shared ?? reserve(sizeOf(node.shape), index, use.keepOutputs ? end : index);
    const until = use.backward ? backwardAt(index) : index;
    const keep = (shapes: Readonly<Record<string, Shape>> = {}, once: boolean) =>
      Object.entries(shapes).map(([name, shape]) => {
        const buffer = reserve(sizeOf(shape), index, until, once ? 1 : use.batch);
        return [name, { buffer, shape, once }] as const;
      });
    saved[index] = Object.fromEntries([
      ...keep(node.layer.saves?.(node.fields, node.inputShapes, node.shape), false),
      ...keep(node.layer.savesOnce?.(node.fields, node.inputShapes, node.shape), true),
    ]);
  });
  const extend = (buffer: number | undefined, to: number, from = to) => {
    const lifetime = buffer === undefined ? undefined : lifetimes[buffer];
    if (!lifetime) return;
    lifetime.to = Math.max(lifetime.to, to);
    lifetime.from = Math.min(lifetime.from, from);
  };
  nodes.forEach((node, index) => {
    for (const input of node.inputs) {
      extend(outputs[input], index);
      if (use.backward && !isLeft(index) && node.layer.backwardReads.inputs)
        extend(outputs[input], backwardAt(index));
      if (use.backward && toPrevious[index] && nodes[input]?.layer.givesRectified?.backwardReadsOutput)
        extend(outputs[input], backwardAt(input));
    }
    if (use.backward && !isLeft(index) && node.layer.backwardReads.output)
      extend(outputs[index], backwardAt(index));
  });
  extend(outputs[lossNode], count);
  extend(outputs[plan.output], count);

  const needed = nodesThatNeedGradients(plan, use.inputGradient);
  const gradients: (number | null)[] = nodes.map(() => null);
  const inputGradients: ({ buffer: number; addTo: number | null } | null)[][] = nodes.map(() => []);
  // The loss writes its gradient even where only its value is wanted.
  gradients[lossNode] = reserve(sizeOf(nodes[lossNode]?.shape ?? []), count, count);
  if (use.backward) for (let index = lossNode; index >= 0; index--) planBackward(index);
  const target = reserve(sizeOf(nodes[plan.output]?.shape ?? []), 0, count);
  const scratchSize = Math.max(
    0,
    ...nodes.map((node) => node.layer.scratch?.(kernels, node.fields, node.inputShapes, use.batch) ?? 0),
  );
  const scratch = lifetimes.push({ size: scratchSize, from: 0, to: end }) - 1;

  const { offsets, total } = place(lifetimes);
  const at = (buffer: number | undefined) => (buffer === undefined ? 0 : (offsets[buffer] ?? 0));
  return {
    use,
    nodes: nodes.map((_, index) => {
      const gradient = gradients[index] ?? null;
      return {
        output: at(outputs[index]),
        isLeftToNext: toNext[index] ?? false,
        isLeftToPrevious: toPrevious[index] ?? false,
        saved: Object.fromEntries(
          Object.entries(saved[index] ?? {}).map(([name, { buffer, shape, once }]) => [
            name,
            { offset: at(buffer), shape, once },
          ]),
        ),
        gradient: gradient === null ? null : at(gradient),
        inputGradients: (inputGradients[index] ?? []).map(
          (planned) =>
            planned && {
              offset: at(planned.buffer),
              addTo: planned.addTo === null ? null : at(planned.addTo),
            },
        ),
      };
    }),
    target: at(target),
    scratch: { offset: at(scratch), size: scratchSize },
    lossNode,
    total,
  };

  function planBackward(index: number): void {
    const node = nodes[index];
    const own = gradients[index];
    if (!node || own === null || own === undefined) return;
    const moment = backwardAt(index);
    extend(own, moment);
    inputGradients[index] = node.inputs.map((input) => {
      if (!needed[input]) return null;
      const earlier = gradients[input];
      const size = sizeOf(nodes[input]?.shape ?? []);
      if (earlier === null || earlier === undefined) {
        // A view's gradient is its input's gradient: same memory, nothing to move.
        const buffer = isShared(index) ? own : reserve(size, moment, moment);
        gradients[input] = buffer;
        extend(buffer, backwardAt(input));
        return { buffer, addTo: null };
      }
      extend(earlier, moment);
      const buffer = isShared(index) ? own : reserve(size, moment, moment);
      return { buffer, addTo: earlier };
    });
  }
}

/** Which layers only rectify, and only for one that can do that itself. */
function leftToNext({ nodes, output }: NetworkPlan, lossNode: number): readonly boolean[] {
  return nodes.map((node, index) => {
    if (!node.layer.rectifies?.(node.fields) || index === output || index === lossNode) return false;
    const readers = nodes.filter(({ inputs }) => inputs.includes(index));
    return readers.length === 1 && readers[0]?.layer.takesRectified === true;
  });
}

/** Which layers only rectify what a layer before them gives to nobody else, and can rectify itself. */
function leftToPrevious(
  { nodes, output }: NetworkPlan,
  lossNode: number,
  toNext: readonly boolean[],
): readonly boolean[] {
  return nodes.map((node, index) => {
    const [source] = node.inputs;
    if (!node.layer.rectifies?.(node.fields) || toNext[index] || source === undefined) return false;
    if (source === output || source === lossNode || !nodes[source]?.layer.givesRectified) return false;
    return nodes.filter(({ inputs }) => inputs.includes(source)).length === 1;
  });
}

/** A node needs its gradient when it, or something that feeds it, is trained (or is the wanted input). */
function nodesThatNeedGradients(plan: NetworkPlan, inputGradient: boolean): readonly boolean[] {
  const needed: boolean[] = [];
  plan.nodes.forEach((node, index) => {
    needed[index] =
      node.parameters.some(({ isTrained }) => isTrained) ||
      (inputGradient && index === plan.input) ||
      node.inputs.some((input) => needed[input]);
  });
  return needed;
}

/** For cross-entropy on a softmax layer: the node that gives the logits behind it. */
function softmaxInput(plan: NetworkPlan): number {
  const softmax = plan.nodes[plan.nodes[plan.output]?.inputs[0] ?? -1];
  const logits = softmax?.inputs[0];
  if (softmax?.layer.gives?.(softmax.fields) !== "softmax" || logits === undefined)
    throw new Error(
      `${plan.loss.title} needs a softmax layer before the output, which receives ${shapeText(softmax?.shape ?? [])}.`,
    );
  return logits;
}

import type { NetworkPlan } from "../graph/plan.ts";
import type { LayerLook } from "../protocol.ts";
import { elements } from "../tensor.ts";
import type { RunMemory } from "../training/memory.ts";

/** The weight of a layer that consists of planes, one kernel for each filter and channel, as its place among the parameters; -1 without. */
export function kernelsAt({ parameters }: NetworkPlan, node: string): number {
  return parameters.findIndex(({ node: owner, shape }) => owner === node && shape.length === 4);
}

/**
 * All that one layer gave for the example that `runProbe` ran last, and its kernels, from the weights as they
 * are. The arrays are fresh. Null where the run has no such layer.
 */
export function lookAtLayer({ plan, probe, weights, step }: RunMemory, node: string): LayerLook | null {
  const position = plan.nodes.findIndex(({ id }) => id === node);
  const planned = plan.nodes[position];
  if (!planned) return null;
  const kernel = kernelsAt(plan, node);
  const weight = weights[kernel];
  // A weight in another order than [outputs, inputs, ...kernel] declares its fans.
  const filtersFirst = plan.parameters[kernel]?.fans === null;
  return {
    node,
    step,
    shape: planned.shape,
    values: Float32Array.from(elements(probe.output(position, 1))),
    kernels: weight
      ? {
          shape: weight.shape,
          values: Float32Array.from(elements(weight)),
          filtersFirst,
          groups: filtersFirst ? (planned.inputShapes[0]?.[0] ?? 1) / (weight.shape[1] ?? 1) : 1,
        }
      : null,
  };
}

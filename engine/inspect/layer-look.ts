import type { LayerLook } from "../protocol.ts";
import { elements } from "../tensor.ts";
import type { RunMemory } from "../training/memory.ts";

/**
 * All that one layer gave for the example that `takePictures` ran last, and its kernels, from the weights as they
 * are. The arrays are fresh. Null where the run has no such layer.
 */
export function lookAtLayer({ plan, probe, weights, step }: RunMemory, node: string): LayerLook | null {
  const position = plan.nodes.findIndex(({ id }) => id === node);
  const planned = plan.nodes[position];
  if (!planned) return null;
  const kernel = plan.parameters.findIndex(({ node: owner, shape }) => owner === node && shape.length === 4);
  const weight = weights[kernel];
  return {
    node,
    step,
    shape: planned.shape,
    values: Float32Array.from(elements(probe.output(position, 1))),
    kernels: weight
      ? {
          shape: weight.shape,
          values: Float32Array.from(elements(weight)),
          // A weight in another order than [outputs, inputs, ...kernel] declares its fans.
          filtersFirst: plan.parameters[kernel]?.fans === null,
        }
      : null,
  };
}

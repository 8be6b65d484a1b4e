import type { Kernels } from "../kernels/kernels.ts";
import { align } from "./placement.ts";
import type { NetworkPlan } from "./plan.ts";

/** Elements of what is kept for one layer: more would take more memory than the time is worth. */
const mostOfLayer = 1_000_000;

/** Where each layer's weights lie as the kernels want them, in elements from the beginning; null where none are kept. */
export interface KeptPlan {
  readonly nodes: readonly ({ readonly offset: number; readonly size: number } | null)[];
  readonly total: number;
}

/** Places what `Layer.keeps` asks for. It depends on the network alone, so that all executors without training share it. */
export function planKept(plan: NetworkPlan, kernels: Kernels): KeptPlan {
  let total = 0;
  const nodes = plan.nodes.map(({ layer, fields, inputShapes }) => {
    const size = layer.keeps?.(kernels, fields, inputShapes) ?? 0;
    if (size === 0 || size > mostOfLayer) return null;
    const offset = total;
    total += align(size);
    return { offset, size };
  });
  return { nodes, total };
}

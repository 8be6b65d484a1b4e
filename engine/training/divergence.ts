import type { Divergence } from "../protocol.ts";
import type { Tensor } from "../tensor.ts";
import type { RunMemory } from "./memory.ts";

/**
 * Names the first layer whose numbers stopped being finite: runs the batch that is still loaded once more,
 * looking at each output; when all are finite, looks at the gradients from the last layer back. The weights
 * are those before the failed update.
 */
export function findNonFinite(
  memory: RunMemory,
  batch: number,
  loss: number,
): Pick<Divergence, "node" | "layer" | "where"> {
  const { plan, kernels, train } = memory;
  const finite = (tensor: Tensor) => kernels.allFinite(tensor);
  let firstOutput = -1;
  train.forward(batch, true, (index, output) => {
    if (firstOutput < 0 && !finite(output)) firstOutput = index;
  });
  const named = (index: number) => {
    const node = plan.nodes[index];
    return { node: node?.id ?? null, layer: node?.name ?? "the network" };
  };
  if (firstOutput >= 0) return { ...named(firstOutput), where: "output" };
  if (!Number.isFinite(loss)) return { ...named(plan.output), where: "loss" };
  const gradients = memory.gradientNorms();
  for (let index = plan.nodes.length - 1; index >= 0; index--) {
    const norm = gradients[plan.nodes[index]?.id ?? ""];
    if (norm !== undefined && !(norm < 1e30)) return { ...named(index), where: "gradient" };
  }
  return { node: null, layer: "the network", where: "gradient" };
}

import type { Divergence } from "../protocol.ts";
import { say } from "../words/say.ts";
import type { RunMemory } from "./memory.ts";

/** A larger norm of all gradients ends the run: Adam squares gradients, and float32 ends at 3.4e38. */
export const largestGradientNorm = 1e18;

type Place = Pick<Divergence, "node" | "layer" | "where">;

/**
 * Names the first layer whose numbers stopped being finite: runs the loaded batch once more,
 * looking at each output; null when all are finite. The caller loads the batch again first, because a step's
 * later buffers may lie where the input was.
 */
export function findNonFiniteOutput(
  memory: RunMemory,
  what: "train" | "evaluation",
  batch: number,
): Place | null {
  const { plan, kernels } = memory;
  let first = -1;
  memory.look(what, batch, (index, output) => {
    if (first < 0 && !kernels.allFinite(output)) first = index;
  });
  return first < 0 ? null : placeAt(plan.nodes[first], "output");
}

/** The layer nearest to the output whose gradient is not finite, else the one with the largest. */
export function findWildestGradient(memory: RunMemory): Place {
  const norms = memory.gradientNorms();
  const withWeights = memory.plan.nodes.filter(({ id }) => norms[id] !== undefined).reverse();
  const wildest = withWeights.reduce<(typeof withWeights)[number] | undefined>((most, node) => {
    const norm = most && norms[most.id];
    if (norm === undefined) return node;
    return Number.isFinite(norm) && !((norms[node.id] ?? 0) <= norm) ? node : most;
  }, undefined);
  return placeAt(wildest, "gradient");
}

/** The loss itself, when every layer's output was finite. */
export function atLoss({ plan }: RunMemory): Place {
  return placeAt(plan.nodes[plan.output], "loss");
}

function placeAt(
  node: { readonly id: string; readonly name: string } | undefined,
  where: Place["where"],
): Place {
  return { node: node?.id ?? null, layer: node?.name ?? say("the network"), where };
}

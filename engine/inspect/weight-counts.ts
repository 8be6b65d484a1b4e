import type { WeightLook } from "../protocol.ts";
import type { RunMemory } from "../training/memory.ts";
import { countNumbers } from "./histogram.ts";

/** How every layer's weights lie, and the gradients of the last batch; of statistics and frozen layers no gradients. */
export function lookAtWeights({
  plan,
  weights,
  weightGradients,
  step,
}: RunMemory): Omit<WeightLook, "seconds"> {
  return {
    step,
    tensors: plan.parameters.flatMap(({ node, name, isTrained }, index) => {
      const [weight, gradient] = [weights[index], weightGradients[index]];
      if (!weight) return [];
      return [
        {
          node,
          name,
          weights: countNumbers(weight),
          gradients: isTrained && gradient && step > 0 ? countNumbers(gradient) : null,
        },
      ];
    }),
  };
}

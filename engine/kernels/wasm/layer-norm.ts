import type { Kernels } from "../kernels.ts";
import { firstElement, from, lastElement, pointer, to, type WasmContext } from "./context.ts";

/** Each thread takes some of the samples, whole, and for the weights' gradients some of the columns, whole. */
export function layerNormKernels(context: WasmContext): Pick<Kernels, "layerNorm" | "layerNormBackward"> {
  const { exports, team } = context;
  return {
    layerNorm(x, y, { gamma, beta }, { mean, inverseDeviation }, epsilon) {
      exports.layerNorm(
        pointer(x),
        pointer(y),
        pointer(gamma),
        pointer(beta),
        pointer(mean),
        pointer(inverseDeviation),
        gamma.size,
        epsilon,
        from(context, mean.size),
        to(context, mean.size),
      );
      team.barrier();
    },

    layerNormBackward(x, dy, dx, { gamma }, gradients, { mean, inverseDeviation }) {
      exports.layerNormBackwardWeights(
        pointer(x),
        pointer(dy),
        pointer(gradients.gamma),
        pointer(gradients.beta),
        pointer(mean),
        pointer(inverseDeviation),
        mean.size,
        gamma.size,
        firstElement(context, gamma.size),
        lastElement(context, gamma.size),
      );
      if (dx)
        exports.layerNormBackwardInput(
          pointer(x),
          pointer(dy),
          pointer(dx),
          pointer(gamma),
          pointer(mean),
          pointer(inverseDeviation),
          gamma.size,
          from(context, mean.size),
          to(context, mean.size),
        );
      team.barrier();
    },
  };
}

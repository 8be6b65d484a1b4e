import type { Kernels } from "../kernels.ts";
import { from, pointer, to, type WasmContext } from "./context.ts";

/** Each thread takes some of the channels, whole: a channel's sums are one sum. */
export function batchNormKernels(
  context: WasmContext,
): Pick<Kernels, "batchNorm" | "batchNormInference" | "batchNormBackward"> {
  const { exports, team } = context;
  return {
    batchNorm(x, y, weights, batch, { outer, channels, inner, epsilon, momentum }, rectify = false) {
      exports.batchNorm(
        pointer(x),
        pointer(y),
        pointer(weights.gamma),
        pointer(weights.beta),
        pointer(weights.runningMean),
        pointer(weights.runningVariance),
        pointer(batch.mean),
        pointer(batch.inverseDeviation),
        outer,
        channels,
        inner,
        epsilon,
        momentum,
        rectify,
        from(context, channels),
        to(context, channels),
      );
      team.barrier();
    },

    batchNormInference(x, y, weights, batch, { outer, channels, inner, epsilon }, rectify = false) {
      exports.batchNormInference(
        pointer(x),
        pointer(y),
        pointer(weights.gamma),
        pointer(weights.beta),
        pointer(weights.runningMean),
        pointer(weights.runningVariance),
        pointer(batch.mean),
        pointer(batch.inverseDeviation),
        outer,
        channels,
        inner,
        epsilon,
        rectify,
        from(context, channels),
        to(context, channels),
      );
      team.barrier();
    },

    batchNormBackward(
      x,
      dy,
      dx,
      weights,
      gradients,
      batch,
      { outer, channels, inner },
      training,
      rectify = false,
    ) {
      exports.batchNormBackward(
        pointer(x),
        pointer(dy),
        dx ? pointer(dx) : 0,
        pointer(weights.gamma),
        pointer(weights.beta),
        pointer(gradients.gamma),
        pointer(gradients.beta),
        pointer(batch.mean),
        pointer(batch.inverseDeviation),
        outer,
        channels,
        inner,
        training,
        rectify,
        from(context, channels),
        to(context, channels),
      );
      team.barrier();
    },
  };
}

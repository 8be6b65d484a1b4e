import type { Kernels } from "../kernels.ts";
import { from, pointer, to, type WasmContext } from "./context.ts";

/** Each thread takes some of the channels, whole: a channel's sums are one sum. */
export function batchNormKernels(
  context: WasmContext,
): Pick<Kernels, "batchNorm" | "batchNormInference" | "batchNormBackward"> {
  const { exports, team } = context;
  return {
    batchNorm(x, y, weights, batch, { outer, channels, inner, epsilon, momentum }) {
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
        from(context, channels),
        to(context, channels),
      );
      team.barrier();
    },

    batchNormInference(x, y, weights, batch, { outer, channels, inner, epsilon }) {
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
        from(context, channels),
        to(context, channels),
      );
      team.barrier();
    },

    batchNormBackward(x, dy, dx, weights, gradients, batch, { outer, channels, inner }, training) {
      exports.batchNormBackward(
        pointer(x),
        pointer(dy),
        dx ? pointer(dx) : 0,
        pointer(weights.gamma),
        pointer(gradients.gamma),
        pointer(gradients.beta),
        pointer(batch.mean),
        pointer(batch.inverseDeviation),
        outer,
        channels,
        inner,
        training,
        from(context, channels),
        to(context, channels),
      );
      team.barrier();
    },
  };
}

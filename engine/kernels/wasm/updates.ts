import type { Kernels } from "../kernels.ts";
import { firstElement, lastElement, pointer, type WasmContext } from "./context.ts";

export function updateKernels(
  context: WasmContext,
): Pick<
  Kernels,
  | "addPenalty"
  | "sumOfSquares"
  | "sumOfMagnitudes"
  | "allFinite"
  | "sgdUpdate"
  | "adamUpdate"
  | "rmspropUpdate"
  | "adagradUpdate"
> {
  const { exports, team } = context;
  return {
    // Numbers for the caller alone: the others have no use for them and go on to the next barrier.
    sumOfSquares: (x) => (team.index === 0 ? exports.sumOfSquares(pointer(x), x.size) : 0),
    sumOfMagnitudes: (x) => (team.index === 0 ? exports.sumOfMagnitudes(pointer(x), x.size) : 0),
    allFinite: (x) => exports.allFinite(pointer(x), x.size) !== 0,

    addPenalty(weight, gradient, l1, l2) {
      const start = firstElement(context, weight.size);
      const count = lastElement(context, weight.size) - start;
      exports.addPenalty(pointer(weight) + 4 * start, pointer(gradient) + 4 * start, count, l1, l2);
      team.barrier();
    },

    sgdUpdate(weight, gradient, velocity, step) {
      const { learningRate, momentum, first, nesterov, weightDecay } = step;
      const start = firstElement(context, weight.size);
      const at = 4 * start;
      exports.sgd(
        pointer(weight) + at,
        pointer(gradient) + at,
        velocity ? pointer(velocity) + at : 0,
        lastElement(context, weight.size) - start,
        learningRate,
        momentum,
        first,
        nesterov,
        weightDecay,
      );
      team.barrier();
    },

    adamUpdate(weight, gradient, mean, square, step) {
      const start = firstElement(context, weight.size);
      const at = 4 * start;
      const { learningRate, beta1, beta2, epsilon, correction1, correction2, weightDecay, decoupled } = step;
      exports.adam(
        pointer(weight) + at,
        pointer(gradient) + at,
        pointer(mean) + at,
        pointer(square) + at,
        lastElement(context, weight.size) - start,
        learningRate / correction1,
        beta1,
        beta2,
        1 - beta1,
        1 - beta2,
        Math.sqrt(correction2),
        epsilon,
        decoupled ? 0 : weightDecay,
        decoupled ? 1 - learningRate * weightDecay : 1,
      );
      team.barrier();
    },

    rmspropUpdate(weight, gradient, square, velocity, step) {
      const start = firstElement(context, weight.size);
      const at = 4 * start;
      const { learningRate, alpha, momentum, epsilon, weightDecay } = step;
      exports.rmsprop(
        pointer(weight) + at,
        pointer(gradient) + at,
        pointer(square) + at,
        velocity ? pointer(velocity) + at : 0,
        lastElement(context, weight.size) - start,
        learningRate,
        alpha,
        1 - alpha,
        momentum,
        epsilon,
        weightDecay,
      );
      team.barrier();
    },

    adagradUpdate(weight, gradient, square, { learningRate, epsilon, weightDecay }) {
      const start = firstElement(context, weight.size);
      const at = 4 * start;
      exports.adagrad(
        pointer(weight) + at,
        pointer(gradient) + at,
        pointer(square) + at,
        lastElement(context, weight.size) - start,
        learningRate,
        epsilon,
        weightDecay,
      );
      team.barrier();
    },
  };
}

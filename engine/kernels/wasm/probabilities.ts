import type { Kernels } from "../kernels.ts";
import { from, pointer, to, type WasmContext } from "./context.ts";

export function probabilityKernels(
  context: WasmContext,
): Pick<
  Kernels,
  | "softmax"
  | "softmaxBackward"
  | "halfSquaredError"
  | "absoluteError"
  | "huberError"
  | "sigmoidCrossEntropy"
  | "softmaxCrossEntropy"
  | "countCorrect"
> {
  const { exports, team } = context;

  /** One sum has one order: the leader computes the loss, and the others wait for its gradient. */
  function ledByOne(evaluate: () => number): number {
    const loss = team.index === 0 ? evaluate() : 0;
    team.barrier();
    return loss;
  }

  return {
    softmax(x, y, { outer, length, inner }) {
      exports.softmax(pointer(x), pointer(y), length, inner, from(context, outer), to(context, outer));
      team.barrier();
    },

    softmaxBackward(y, dy, dx, { outer, length, inner }) {
      exports.softmaxBackward(
        pointer(y),
        pointer(dy),
        pointer(dx),
        length,
        inner,
        from(context, outer),
        to(context, outer),
      );
      team.barrier();
    },

    halfSquaredError: (y, target, dy, scale) =>
      ledByOne(() => exports.halfSquaredError(pointer(y), pointer(target), pointer(dy), y.size, scale)),

    absoluteError: (y, target, dy, scale) =>
      ledByOne(() => exports.absoluteError(pointer(y), pointer(target), pointer(dy), y.size, scale)),

    huberError: (y, target, dy, scale, delta) =>
      ledByOne(() => exports.huberError(pointer(y), pointer(target), pointer(dy), y.size, scale, delta)),

    sigmoidCrossEntropy: (logits, target, dLogits, scale) =>
      ledByOne(() =>
        exports.sigmoidCrossEntropy(pointer(logits), pointer(target), pointer(dLogits), logits.size, scale),
      ),

    // For the caller alone: nobody waits for it.
    countCorrect(prediction, target) {
      const rows = prediction.shape[0] ?? 1;
      return exports.countCorrect(pointer(prediction), pointer(target), rows, prediction.size / rows);
    },

    softmaxCrossEntropy(logits, target, dLogits, scale) {
      const rows = logits.shape[0] ?? 1;
      const loss =
        team.index === 0
          ? exports.softmaxCrossEntropy(
              pointer(logits),
              pointer(target),
              pointer(dLogits),
              rows,
              logits.size / rows,
              scale,
            )
          : 0;
      team.barrier();
      return loss;
    },
  };
}

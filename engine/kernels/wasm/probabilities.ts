import type { Kernels } from "../kernels.ts";
import { from, pointer, to, type WasmContext } from "./context.ts";

export function probabilityKernels(
  context: WasmContext,
): Pick<Kernels, "softmax" | "softmaxBackward" | "halfSquaredError" | "softmaxCrossEntropy"> {
  const { exports, team } = context;
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

    halfSquaredError(y, target, dy, scale) {
      const loss =
        team.index === 0
          ? exports.halfSquaredError(pointer(y), pointer(target), pointer(dy), y.size, scale)
          : 0;
      team.barrier();
      return loss;
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

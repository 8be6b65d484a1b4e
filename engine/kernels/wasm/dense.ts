import type { Kernels } from "../kernels.ts";
import { firstColumn, from, lastColumn, matrix, pointer, to, type WasmContext } from "./context.ts";

export function denseKernels(
  context: WasmContext,
): Pick<Kernels, "dense" | "denseKept" | "denseBackwardInput" | "denseBackwardWeight"> {
  const { exports, team, panel } = context;
  return {
    denseKept: (outputs, inputs) => exports.packedFloats(outputs, inputs),

    dense(x, weight, bias, y, kept) {
      const [outputs, inputs] = matrix(weight);
      const samples = y.size / outputs;
      if (kept && !kept.isCurrent) {
        const panels = Math.ceil(outputs / 8);
        exports.packColumns(
          pointer(weight),
          4,
          4 * inputs,
          inputs,
          outputs,
          pointer(kept.memory),
          from(context, panels),
          to(context, panels),
        );
        team.barrier();
      }
      exports.gemm(
        samples,
        outputs,
        inputs,
        pointer(x),
        4 * inputs,
        4,
        pointer(weight),
        4,
        4 * inputs,
        pointer(y),
        4 * outputs,
        bias ? 3 : 0,
        bias ? pointer(bias) : 0,
        panel,
        firstColumn(context, outputs),
        lastColumn(context, outputs),
        kept ? pointer(kept.memory) : 0,
      );
      team.barrier();
    },

    denseBackwardInput(dy, weight, dx) {
      const [outputs, inputs] = matrix(weight);
      const samples = dy.size / outputs;
      exports.gemm(
        samples,
        inputs,
        outputs,
        pointer(dy),
        4 * outputs,
        4,
        pointer(weight),
        4 * inputs,
        4,
        pointer(dx),
        4 * inputs,
        0,
        0,
        panel,
        firstColumn(context, inputs),
        lastColumn(context, inputs),
        0,
      );
      team.barrier();
    },

    denseBackwardWeight(x, dy, dWeight, dBias) {
      const [outputs, inputs] = matrix(dWeight);
      const samples = dy.size / outputs;
      exports.gemm(
        outputs,
        inputs,
        samples,
        pointer(dy),
        4,
        4 * outputs,
        pointer(x),
        4 * inputs,
        4,
        pointer(dWeight),
        4 * inputs,
        1,
        0,
        panel,
        firstColumn(context, inputs),
        lastColumn(context, inputs),
        0,
      );
      if (dBias)
        exports.addColumnSums(
          pointer(dy),
          samples,
          outputs,
          pointer(dBias),
          from(context, outputs),
          to(context, outputs),
        );
      team.barrier();
    },
  };
}

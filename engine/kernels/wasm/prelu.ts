import type { Kernels } from "../kernels.ts";
import { from, pointer, to, type WasmContext } from "./context.ts";

/** Each thread takes some of the runs, and some of the slopes' sums, whole. */
export function preluKernels(context: WasmContext): Pick<Kernels, "prelu" | "preluBackward"> {
  const { exports, team } = context;
  return {
    prelu(x, slope, y) {
      const runs = (x.shape[0] ?? 1) * slope.size;
      exports.prelu(
        pointer(x),
        pointer(slope),
        slope.size,
        pointer(y),
        x.size / runs,
        from(context, runs),
        to(context, runs),
      );
      team.barrier();
    },

    preluBackward(x, slope, dy, dx, dSlope) {
      const samples = x.shape[0] ?? 1;
      const runs = samples * slope.size;
      if (dx)
        exports.preluBackwardInput(
          pointer(x),
          pointer(slope),
          slope.size,
          pointer(dy),
          pointer(dx),
          x.size / runs,
          from(context, runs),
          to(context, runs),
        );
      exports.preluBackwardSlope(
        pointer(x),
        pointer(dy),
        pointer(dSlope),
        slope.size,
        samples,
        x.size / runs,
        from(context, slope.size),
        to(context, slope.size),
      );
      team.barrier();
    },
  };
}

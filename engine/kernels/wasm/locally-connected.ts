import type { ConvolutionGeometry, Kernels } from "../kernels.ts";
import { from, pointer, to, type WasmContext, writeGeometry } from "./context.ts";

/** Numbers of a patch, so many that each thread's begins at a cache line of its own. */
const patchSize = (g: ConvolutionGeometry) =>
  16 * Math.ceil((g.channels * g.kernelHeight * g.kernelWidth) / 16);

export function locallyConnectedKernels(
  context: WasmContext,
): Pick<
  Kernels,
  | "locallyConnected"
  | "locallyConnectedBackwardInput"
  | "locallyConnectedBackwardWeight"
  | "locallyConnectedScratch"
> {
  const { exports, team } = context;
  return {
    locallyConnectedScratch: (g) => team.size * patchSize(g),

    locallyConnected(x, weight, y, g, scratch) {
      const positions = g.outHeight * g.outWidth;
      exports.locallyConnected(
        writeGeometry(context, g),
        pointer(x),
        pointer(weight),
        pointer(y),
        pointer(scratch) + 4 * team.index * patchSize(g),
        y.size / (g.filters * positions),
        from(context, positions),
        to(context, positions),
      );
      team.barrier();
    },

    locallyConnectedBackwardInput(dy, weight, dx, g, scratch) {
      const images = dy.size / (g.filters * g.outHeight * g.outWidth);
      exports.locallyConnectedBackwardInput(
        writeGeometry(context, g),
        pointer(dy),
        pointer(weight),
        pointer(dx),
        pointer(scratch) + 4 * team.index * patchSize(g),
        from(context, images),
        to(context, images),
      );
      team.barrier();
    },

    locallyConnectedBackwardWeight(x, dy, dWeight, g, scratch) {
      const positions = g.outHeight * g.outWidth;
      exports.locallyConnectedBackwardWeight(
        writeGeometry(context, g),
        pointer(x),
        pointer(dy),
        pointer(dWeight),
        pointer(scratch) + 4 * team.index * patchSize(g),
        dy.size / (g.filters * positions),
        from(context, positions),
        to(context, positions),
      );
      team.barrier();
    },
  };
}

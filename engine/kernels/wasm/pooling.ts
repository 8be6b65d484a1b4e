import type { Kernels } from "../kernels.ts";
import { from, pointer, to, type WasmContext, writeWindow } from "./context.ts";

export function poolingKernels(
  context: WasmContext,
): Pick<Kernels, "maxPool" | "maxPoolBackward" | "averagePool" | "averagePoolBackward"> {
  const { exports, team } = context;
  return {
    maxPool(x, y, winners, g, rectify = false) {
      const planes = y.size / (g.outHeight * g.outWidth);
      exports.maxPool(
        writeWindow(context, g),
        pointer(x),
        pointer(y),
        pointer(winners),
        rectify,
        from(context, planes),
        to(context, planes),
      );
      team.barrier();
    },

    maxPoolBackward(dy, winners, dx, g) {
      const planes = dy.size / (g.outHeight * g.outWidth);
      exports.maxPoolBackward(
        writeWindow(context, g),
        pointer(dy),
        pointer(winners),
        pointer(dx),
        from(context, planes),
        to(context, planes),
      );
      team.barrier();
    },

    averagePool(x, y, g, countPadding) {
      const planes = y.size / (g.outHeight * g.outWidth);
      exports.averagePool(
        writeWindow(context, g),
        pointer(x),
        pointer(y),
        countPadding,
        from(context, planes),
        to(context, planes),
      );
      team.barrier();
    },

    averagePoolBackward(dy, dx, g, countPadding) {
      const planes = dy.size / (g.outHeight * g.outWidth);
      exports.averagePoolBackward(
        writeWindow(context, g),
        pointer(dy),
        pointer(dx),
        countPadding,
        from(context, planes),
        to(context, planes),
      );
      team.barrier();
    },
  };
}

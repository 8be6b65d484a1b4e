import type { Kernels } from "../kernels.ts";
import { from, pointer, to, type WasmContext } from "./context.ts";

/** Each thread takes some of the planes, whole. */
export function upsampleKernels(context: WasmContext): Pick<Kernels, "upsample" | "upsampleBackward"> {
  const { exports, team } = context;
  return {
    upsample(x, y, { height, width, factorY, factorX, mode }) {
      const planes = x.size / (height * width);
      exports.upsample(
        pointer(x),
        pointer(y),
        height,
        width,
        factorY,
        factorX,
        mode === "bilinear",
        from(context, planes),
        to(context, planes),
      );
      team.barrier();
    },

    upsampleBackward(dy, dx, { height, width, factorY, factorX, mode }) {
      const planes = dx.size / (height * width);
      exports.upsampleBackward(
        pointer(dy),
        pointer(dx),
        height,
        width,
        factorY,
        factorX,
        mode === "bilinear",
        from(context, planes),
        to(context, planes),
      );
      team.barrier();
    },
  };
}

import type { Kernels, PadGeometry } from "../kernels.ts";
import { from, pointer, to, type WasmContext } from "./context.ts";

const paddingCodes: Readonly<Record<PadGeometry["cells"], number>> = { zero: 0, mirror: 1, edge: 2 };

/** Each thread takes some of the planes, whole. */
export function padKernels(context: WasmContext): Pick<Kernels, "pad" | "padBackward"> {
  const { exports, team } = context;
  return {
    pad(x, y, g) {
      const planes = x.size / (g.height * g.width);
      exports.pad(
        pointer(x),
        pointer(y),
        g.height,
        g.width,
        g.top,
        g.left,
        g.outHeight,
        g.outWidth,
        paddingCodes[g.cells],
        from(context, planes),
        to(context, planes),
      );
      team.barrier();
    },

    padBackward(dy, dx, g) {
      const planes = dx.size / (g.height * g.width);
      exports.padBackward(
        pointer(dy),
        pointer(dx),
        g.height,
        g.width,
        g.top,
        g.left,
        g.outHeight,
        g.outWidth,
        paddingCodes[g.cells],
        from(context, planes),
        to(context, planes),
      );
      team.barrier();
    },
  };
}

import type { ConvolutionGeometry, Kernels } from "../kernels.ts";
import { from, pointer, to, type WasmContext, writeGeometry } from "./context.ts";

/** A weight gradient is summed from at most this many parts of the batch, in order, on any number of threads. */
const mostParts = 8;
/** Fewer parts for large kernels, so that their partial sums stay within 16 MB. */
const mostPartialElements = 4_000_000;

const partialSize = (g: ConvolutionGeometry) =>
  g.channels * g.kernelHeight * g.kernelWidth * 4 * Math.ceil(g.filters / 4);
const mostPartsOf = (g: ConvolutionGeometry) =>
  Math.max(1, Math.min(mostParts, Math.floor(mostPartialElements / partialSize(g))));

export function convolutionKernels(
  context: WasmContext,
): Pick<Kernels, "conv2d" | "conv2dBackwardInput" | "conv2dBackwardWeight" | "conv2dScratch"> {
  const { exports, team, geometry } = context;
  const threadScratch = (g: ConvolutionGeometry) => exports.convolutionScratch(writeGeometry(context, g));
  return {
    conv2dScratch: (g) => team.size * threadScratch(g) + mostPartsOf(g) * partialSize(g),

    conv2d(x, weight, bias, y, g, scratch) {
      const images = y.size / (g.filters * g.outHeight * g.outWidth);
      const own = pointer(scratch) + 4 * team.index * threadScratch(g);
      exports.convolve(
        geometry.byteOffset,
        pointer(x),
        pointer(weight),
        bias ? pointer(bias) : 0,
        pointer(y),
        own,
        from(context, images),
        to(context, images),
      );
      team.barrier();
    },

    conv2dBackwardInput(dy, weight, dx, g, scratch) {
      const images = dy.size / (g.filters * g.outHeight * g.outWidth);
      const own = pointer(scratch) + 4 * team.index * threadScratch(g);
      exports.convolveBackwardInput(
        geometry.byteOffset,
        pointer(dy),
        pointer(weight),
        pointer(dx),
        own,
        from(context, images),
        to(context, images),
      );
      team.barrier();
    },

    conv2dBackwardWeight(x, dy, dWeight, dBias, g, scratch) {
      const plane = g.outHeight * g.outWidth;
      const images = dy.size / (g.filters * plane);
      const size = threadScratch(g);
      const own = pointer(scratch) + 4 * team.index * size;
      const partials = pointer(scratch) + 4 * team.size * size;
      // The parts depend on the batch alone, so the sums do not depend on the number of threads.
      const parts = Math.min(images, mostPartsOf(g));
      for (let part = from(context, parts); part < to(context, parts); part++)
        exports.convolveBackwardWeight(
          geometry.byteOffset,
          pointer(x),
          pointer(dy),
          partials + 4 * part * partialSize(g),
          own,
          Math.floor((images * part) / parts),
          Math.floor((images * (part + 1)) / parts),
        );
      if (dBias)
        exports.addMapSums(
          pointer(dy),
          images,
          g.filters,
          plane,
          pointer(dBias),
          from(context, g.filters),
          to(context, g.filters),
        );
      team.barrier();
      exports.addWeightPartials(
        geometry.byteOffset,
        partials,
        parts,
        pointer(dWeight),
        from(context, g.filters),
        to(context, g.filters),
      );
      team.barrier();
    },
  };
}

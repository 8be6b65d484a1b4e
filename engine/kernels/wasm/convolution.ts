import type { Tensor } from "../../tensor.ts";
import type { ConvolutionGeometry, Kernels } from "../kernels.ts";
import { from, pointer, to, type WasmContext, writeGeometry } from "./context.ts";

/** A weight gradient is summed from at most this many parts of the batch, in order, on any number of threads. */
const mostParts = 8;
/** Fewer parts for large kernels, so that their partial sums stay within 16 MB. */
const mostPartialElements = 4_000_000;

/** Floats of one group's weight gradient from one part of the batch. */
const partialSize = (g: ConvolutionGeometry) =>
  (g.channels / g.groups) * g.kernelHeight * g.kernelWidth * 4 * Math.ceil(g.filters / g.groups / 4);
const mostPartsOf = (g: ConvolutionGeometry) =>
  Math.max(1, Math.min(mostParts, Math.floor(mostPartialElements / (g.groups * partialSize(g)))));

/** Bytes from one group to the next: in images, in maps, and in weights. */
const imageStep = (g: ConvolutionGeometry) => (4 * g.channels * g.height * g.width) / g.groups;
const mapStep = (g: ConvolutionGeometry) => (4 * g.filters * g.outHeight * g.outWidth) / g.groups;
const weightStep = (g: ConvolutionGeometry) =>
  4 * (g.filters / g.groups) * (g.channels / g.groups) * g.kernelHeight * g.kernelWidth;

/** Each group is a convolution of its own over a slice of the channels. */
export function convolutionKernels(
  context: WasmContext,
): Pick<
  Kernels,
  | "addBias"
  | "addBiasBackward"
  | "conv2d"
  | "conv2dBackwardInput"
  | "conv2dBackwardWeight"
  | "conv2dKept"
  | "conv2dScratch"
> {
  const { exports, team, geometry } = context;
  const threadScratch = (g: ConvolutionGeometry) => exports.convolutionScratch(writeGeometry(context, g));
  const addMapSums = (dy: Tensor, dBias: Tensor) => {
    const images = dy.shape[0] ?? 1;
    exports.addMapSums(
      pointer(dy),
      images,
      dBias.size,
      dy.size / (images * dBias.size),
      pointer(dBias),
      from(context, dBias.size),
      to(context, dBias.size),
    );
  };
  return {
    addBias(bias, y) {
      const images = y.shape[0] ?? 1;
      const plane = y.size / (images * bias.size);
      exports.addMapBias(
        pointer(bias),
        bias.size,
        plane,
        pointer(y),
        from(context, images),
        to(context, images),
      );
      team.barrier();
    },

    addBiasBackward(dy, dBias) {
      addMapSums(dy, dBias);
      team.barrier();
    },

    conv2dScratch: (g) => team.size * threadScratch(g) + mostPartsOf(g) * g.groups * partialSize(g),

    conv2dKept: (g) => g.groups * exports.keptWeights(writeGeometry(context, g)),

    conv2d(x, weight, bias, y, g, scratch, kept) {
      const images = y.size / (g.filters * g.outHeight * g.outWidth);
      const own = pointer(scratch) + 4 * team.index * threadScratch(g);
      const fours = Math.ceil(g.filters / g.groups / 4);
      // Fewer images than threads are shared by their maps: a pool behind then finds its part where it was computed.
      const sharesImages = images >= Math.min(team.size, fours);
      const keptStep = kept ? (4 * kept.memory.size) / g.groups : 0;
      if (kept && !kept.isCurrent) {
        for (let group = 0; group < g.groups; group++)
          exports.transformWeights(
            geometry.byteOffset,
            pointer(weight) + group * weightStep(g),
            pointer(kept.memory) + group * keptStep,
            own,
            from(context, fours),
            to(context, fours),
          );
        team.barrier();
      }
      for (let group = 0; group < g.groups; group++)
        exports.convolve(
          geometry.byteOffset,
          pointer(x) + group * imageStep(g),
          pointer(weight) + group * weightStep(g),
          bias ? pointer(bias) + (group * 4 * g.filters) / g.groups : 0,
          pointer(y) + group * mapStep(g),
          own,
          sharesImages ? from(context, images) : 0,
          sharesImages ? to(context, images) : images,
          sharesImages ? 0 : from(context, fours),
          sharesImages ? fours : to(context, fours),
          kept ? pointer(kept.memory) + group * keptStep : 0,
        );
      team.barrier();
    },

    conv2dBackwardInput(dy, weight, dx, g, scratch) {
      const images = dy.size / (g.filters * g.outHeight * g.outWidth);
      const own = pointer(scratch) + 4 * team.index * threadScratch(g);
      for (let group = 0; group < g.groups; group++)
        exports.convolveBackwardInput(
          geometry.byteOffset,
          pointer(dy) + group * mapStep(g),
          pointer(weight) + group * weightStep(g),
          pointer(dx) + group * imageStep(g),
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
      const parts = Math.min(Math.ceil(images / 2), mostPartsOf(g));
      const filters = g.filters / g.groups;
      const partial = 4 * partialSize(g);
      for (let group = 0; group < g.groups; group++)
        for (let part = from(context, parts); part < to(context, parts); part++)
          exports.convolveBackwardWeight(
            geometry.byteOffset,
            pointer(x) + group * imageStep(g),
            pointer(dy) + group * mapStep(g),
            partials + (group * parts + part) * partial,
            own,
            Math.floor((images * part) / parts),
            Math.floor((images * (part + 1)) / parts),
          );
      if (dBias) addMapSums(dy, dBias);
      team.barrier();
      for (let group = 0; group < g.groups; group++)
        exports.addWeightPartials(
          geometry.byteOffset,
          partials + group * parts * partial,
          parts,
          pointer(dWeight) + group * weightStep(g),
          from(context, filters),
          to(context, filters),
        );
      team.barrier();
    },
  };
}

import type { FloatArray, Tensor } from "../../tensor.ts";
import type { ConvolutionGeometry, Kernels } from "../kernels.ts";
import { loopKernels } from "../loops.ts";
import type { KernelExports } from "./exports.ts";

/** The threads that share one run. Each runs the same program and takes its own part of every primitive. */
export interface Team {
  readonly index: number;
  readonly size: number;
  /** Waits until all have come here. */
  barrier(): void;
}

export const alone: Team = { index: 0, size: 1, barrier() {} };

/** A WebAssembly.Memory, of which only this is used. Its buffer is another object after it has grown. */
export interface GrowingMemory {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}

export interface WasmParts {
  readonly exports: KernelExports;
  readonly memory: GrowingMemory;
  readonly team: Team;
}

const pageBytes = 65_536;
/** Kernels may read, and never use, a few numbers past the end of a tensor. */
const slackBytes = 256;
/** A weight gradient is summed from at most this many parts of the batch, in order, on any number of threads. */
const mostParts = 8;
/** Fewer parts for large kernels, so that their partial sums stay within 16 MB. */
const mostPartialElements = 4_000_000;
const panelElements = 8 * 384;
const geometryInts = 17;

/** SIMD kernels in WebAssembly. Every number is one sum in one order, whatever the team's size. */
export function createWasmKernels({ exports, memory, team }: WasmParts): Kernels {
  let used = pageBytes;
  const reserve = (bytes: number): number => {
    const start = used;
    used += Math.ceil(bytes / 64) * 64;
    const missing = used + slackBytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
    return start;
  };
  // Each thread has its own: they differ in nothing but who may write them.
  const geometryAt: number[] = [];
  const panelAt: number[] = [];
  for (let thread = 0; thread < team.size; thread++) {
    geometryAt.push(reserve(4 * geometryInts));
    panelAt.push(reserve(4 * panelElements));
  }
  const geometryPointer = geometryAt[team.index] ?? 0;
  const panel = panelAt[team.index] ?? 0;
  const from = (units: number) => Math.floor((units * team.index) / team.size);
  const to = (units: number) => Math.floor((units * (team.index + 1)) / team.size);
  /** Columns in whole panels of eight. */
  const firstColumn = (columns: number) => 8 * from(Math.ceil(columns / 8));
  const lastColumn = (columns: number) => Math.min(columns, 8 * to(Math.ceil(columns / 8)));
  const writeGeometry = (g: ConvolutionGeometry): number => {
    const ints = new Int32Array(memory.buffer, geometryPointer, geometryInts);
    ints[0] = g.channels;
    ints[1] = g.height;
    ints[2] = g.width;
    ints[3] = g.kernelHeight;
    ints[4] = g.kernelWidth;
    ints[5] = g.strideY;
    ints[6] = g.strideX;
    ints[7] = g.dilationY;
    ints[8] = g.dilationX;
    ints[9] = g.padTop;
    ints[10] = g.padLeft;
    ints[11] = g.padBottom;
    ints[12] = g.padRight;
    ints[13] = g.outHeight;
    ints[14] = g.outWidth;
    ints[15] = g.filters;
    ints[16] = g.paddingCells === "mirror" ? 1 : 0;
    return geometryPointer;
  };
  const partialSize = (g: ConvolutionGeometry) =>
    g.channels * g.kernelHeight * g.kernelWidth * 4 * Math.ceil(g.filters / 4);
  const mostPartsOf = (g: ConvolutionGeometry) =>
    Math.max(1, Math.min(mostParts, Math.floor(mostPartialElements / partialSize(g))));
  const threadScratch = (g: ConvolutionGeometry) => exports.convolutionScratch(writeGeometry(g));

  return {
    ...loopKernels,
    name: "wasm",

    allocate(elements): FloatArray {
      const start = reserve(4 * elements); // may grow the memory: read its buffer afterwards
      return new Float32Array(memory.buffer, start, elements);
    },

    dense(x, weight, bias, y) {
      const [outputs, inputs] = matrix(weight);
      const samples = y.size / outputs;
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
        firstColumn(outputs),
        lastColumn(outputs),
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
        firstColumn(inputs),
        lastColumn(inputs),
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
        firstColumn(inputs),
        lastColumn(inputs),
      );
      if (dBias)
        exports.addColumnSums(pointer(dy), samples, outputs, pointer(dBias), from(outputs), to(outputs));
      team.barrier();
    },

    conv2dScratch: (g) => team.size * threadScratch(g) + mostPartsOf(g) * partialSize(g),

    conv2d(x, weight, bias, y, g, scratch) {
      const images = y.size / (g.filters * g.outHeight * g.outWidth);
      const own = pointer(scratch) + 4 * team.index * threadScratch(g);
      exports.convolve(
        geometryPointer,
        pointer(x),
        pointer(weight),
        bias ? pointer(bias) : 0,
        pointer(y),
        own,
        from(images),
        to(images),
      );
      team.barrier();
    },

    conv2dBackwardInput(dy, weight, dx, g, scratch) {
      const images = dy.size / (g.filters * g.outHeight * g.outWidth);
      const own = pointer(scratch) + 4 * team.index * threadScratch(g);
      exports.convolveBackwardInput(
        geometryPointer,
        pointer(dy),
        pointer(weight),
        pointer(dx),
        own,
        from(images),
        to(images),
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
      for (let part = from(parts); part < to(parts); part++)
        exports.convolveBackwardWeight(
          geometryPointer,
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
          from(g.filters),
          to(g.filters),
        );
      team.barrier();
      exports.addWeightPartials(
        geometryPointer,
        partials,
        parts,
        pointer(dWeight),
        from(g.filters),
        to(g.filters),
      );
      team.barrier();
    },
  };
}

function pointer(tensor: Tensor): number {
  return tensor.data.byteOffset + 4 * tensor.offset;
}

function matrix(weight: Tensor): readonly [number, number] {
  return [weight.shape[0] ?? 0, weight.shape[1] ?? 0];
}

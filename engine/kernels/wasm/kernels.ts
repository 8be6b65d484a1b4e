import { hash3 } from "../../random.ts";
import type { FloatArray, Tensor } from "../../tensor.ts";
import type { ElementwiseFunction } from "../elementwise.ts";
import type { ConvolutionGeometry, Kernels, WindowGeometry } from "../kernels.ts";
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
const tailElements = 16;

/** The functions that the module has, in its order; others run in plain loops. */
const activationCodes: Partial<Record<ElementwiseFunction, number>> = {
  relu: 0,
  leakyRelu: 1,
  elu: 2,
  sigmoid: 3,
  tanh: 4,
  softplus: 5,
};

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
  const firstElement = (size: number) => tailElements * from(Math.ceil(size / tailElements));
  const lastElement = (size: number) => Math.min(size, tailElements * to(Math.ceil(size / tailElements)));
  const ints = new Int32Array(memory.buffer, geometryPointer, geometryInts);
  const writeWindow = (g: WindowGeometry): number => {
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
    return geometryPointer;
  };
  const writeGeometry = (g: ConvolutionGeometry): number => {
    writeWindow(g);
    ints[15] = g.filters;
    ints[16] = g.paddingCells === "mirror" ? 1 : 0;
    return geometryPointer;
  };
  const dropout: Kernels["dropout"] = (x, y, rate, { seed, step, layer }) => {
    const threshold = Math.ceil(rate * 4294967296);
    const prefix = hash3(seed, step, layer);
    const scale = 1 / (1 - rate);
    exports.dropout(
      pointer(x),
      pointer(y),
      firstElement(y.size),
      lastElement(y.size),
      prefix,
      threshold,
      scale,
    );
    team.barrier();
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

    fill(target, value) {
      const first = firstElement(target.size);
      exports.fill(pointer(target) + 4 * first, lastElement(target.size) - first, value);
      team.barrier();
    },

    addTo(source, target) {
      const first = firstElement(target.size);
      const count = lastElement(target.size) - first;
      exports.addTo(pointer(source) + 4 * first, pointer(target) + 4 * first, count);
      team.barrier();
    },

    activation(name, alpha, x, y) {
      const code = activationCodes[name];
      const first = 4 * firstElement(y.size);
      const count = lastElement(y.size) - first / 4;
      if (code !== undefined) exports.activate(code, pointer(x) + first, pointer(y) + first, count, alpha);
      else if (team.index === 0) loopKernels.activation(name, alpha, x, y);
      team.barrier();
    },

    activationBackward(name, alpha, x, y, dy, dx) {
      const code = activationCodes[name];
      const first = 4 * firstElement(y.size);
      const count = lastElement(y.size) - first / 4;
      if (code !== undefined)
        exports.activateBackward(
          code,
          pointer(x) + first,
          pointer(y) + first,
          pointer(dy) + first,
          pointer(dx) + first,
          count,
          alpha,
        );
      else if (team.index === 0) loopKernels.activationBackward(name, alpha, x, y, dy, dx);
      team.barrier();
    },

    softmax(x, y, { outer, length, inner }) {
      exports.softmax(pointer(x), pointer(y), length, inner, from(outer), to(outer));
      team.barrier();
    },

    softmaxBackward(y, dy, dx, { outer, length, inner }) {
      exports.softmaxBackward(pointer(y), pointer(dy), pointer(dx), length, inner, from(outer), to(outer));
      team.barrier();
    },

    dropout,
    dropoutBackward: dropout,

    maxPool(x, y, winners, g) {
      const planes = y.size / (g.outHeight * g.outWidth);
      exports.maxPool(writeWindow(g), pointer(x), pointer(y), pointer(winners), from(planes), to(planes));
      team.barrier();
    },

    maxPoolBackward(dy, winners, dx, g) {
      const planes = dy.size / (g.outHeight * g.outWidth);
      exports.maxPoolBackward(
        writeWindow(g),
        pointer(dy),
        pointer(winners),
        pointer(dx),
        from(planes),
        to(planes),
      );
      team.barrier();
    },

    averagePool(x, y, g, countPadding) {
      const planes = y.size / (g.outHeight * g.outWidth);
      exports.averagePool(writeWindow(g), pointer(x), pointer(y), countPadding, from(planes), to(planes));
      team.barrier();
    },

    averagePoolBackward(dy, dx, g, countPadding) {
      const planes = dy.size / (g.outHeight * g.outWidth);
      exports.averagePoolBackward(
        writeWindow(g),
        pointer(dy),
        pointer(dx),
        countPadding,
        from(planes),
        to(planes),
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

    // Numbers for the caller alone: the others have no use for them and go on to the next barrier.
    sumOfSquares: (x) => (team.index === 0 ? exports.sumOfSquares(pointer(x), x.size) : 0),
    allFinite: (x) => exports.allFinite(pointer(x), x.size) !== 0,

    sgdUpdate(weight, gradient, velocity, { learningRate, momentum, first }) {
      const start = firstElement(weight.size);
      const at = 4 * start;
      exports.sgd(
        pointer(weight) + at,
        pointer(gradient) + at,
        velocity ? pointer(velocity) + at : 0,
        lastElement(weight.size) - start,
        learningRate,
        momentum,
        first,
      );
      team.barrier();
    },

    adamUpdate(weight, gradient, mean, square, step) {
      const start = firstElement(weight.size);
      const at = 4 * start;
      const { learningRate, beta1, beta2, epsilon, correction1, correction2 } = step;
      exports.adam(
        pointer(weight) + at,
        pointer(gradient) + at,
        pointer(mean) + at,
        pointer(square) + at,
        lastElement(weight.size) - start,
        learningRate / correction1,
        beta1,
        beta2,
        1 - beta1,
        1 - beta2,
        Math.sqrt(correction2),
        epsilon,
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

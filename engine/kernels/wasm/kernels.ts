import type { FloatArray } from "../../tensor.ts";
import type { Kernels } from "../kernels.ts";
import { batchNormKernels } from "./batch-norm.ts";
import { geometryInts, panelElements, type WasmContext } from "./context.ts";
import { convolutionKernels } from "./convolution.ts";
import { denseKernels } from "./dense.ts";
import { elementwiseKernels } from "./elementwise.ts";
import type { KernelExports } from "./exports.ts";
import { layerNormKernels } from "./layer-norm.ts";
import { locallyConnectedKernels } from "./locally-connected.ts";
import { padKernels } from "./pad.ts";
import { poolingKernels } from "./pooling.ts";
import { preluKernels } from "./prelu.ts";
import { probabilityKernels } from "./probabilities.ts";
import { kernelRecorder } from "./recorder.ts";
import { alone, type Team } from "./team.ts";
import { updateKernels } from "./updates.ts";
import { upsampleKernels } from "./upsample.ts";

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
const lineBytes = 64;
const inLines = (bytes: number) => Math.ceil(bytes / lineBytes) * lineBytes;

/** Bytes of the memory of a run in which so many threads share so many elements: pages, and what each thread packs. */
export function kernelMemoryBytes(threads: number, elements: number): number {
  const places = threads * (inLines(4 * geometryInts) + inLines(4 * panelElements));
  return Math.ceil((pageBytes + places + inLines(4 * elements) + slackBytes) / pageBytes) * pageBytes;
}

/**
 * SIMD kernels in WebAssembly for one thread of a team. Every number is one sum in one order, whatever the
 * team's size. Threads that reserve the same in the same order find it at the same addresses.
 */
export function createWasmKernels({ exports, memory, team }: WasmParts): Kernels {
  let used = pageBytes;
  const reserve = (bytes: number): number => {
    const start = used;
    used += inLines(bytes);
    const missing = used + slackBytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
    return start;
  };
  // Each thread has its own: they differ in nothing but who may write them.
  const places = Array.from({ length: team.size }, () => ({
    geometry: reserve(4 * geometryInts),
    panel: reserve(4 * panelElements),
  }));
  const own = places[team.index] ?? { geometry: 0, panel: 0 };
  const geometry = new Int32Array(memory.buffer, own.geometry, geometryInts);
  const allocate = (elements: number): FloatArray => {
    const start = reserve(4 * elements); // may grow the memory: read its buffer afterwards
    return new Float32Array(memory.buffer, start, elements);
  };
  const primitives = (context: WasmContext): Omit<Kernels, "solo"> => ({
    name: "wasm",
    precision: "float32",
    allocate,
    shuffle: (items, state) => context.exports.shuffle(items.byteOffset, items.length, ...state),
    ...denseKernels(context),
    ...convolutionKernels(context),
    ...locallyConnectedKernels(context),
    ...poolingKernels(context),
    ...padKernels(context),
    ...upsampleKernels(context),
    ...batchNormKernels(context),
    ...layerNormKernels(context),
    ...elementwiseKernels(context),
    ...preluKernels(context),
    ...probabilityKernels(context),
    ...updateKernels(context),
  });
  const onOneThread = (functions: KernelExports): Kernels => {
    const solo: Kernels = {
      ...primitives({ exports: functions, team: alone, geometry, panel: own.panel }),
      get solo() {
        return solo;
      },
    };
    return solo;
  };
  return {
    ...primitives({ exports, team, geometry, panel: own.panel }),
    solo: onOneThread(exports),
    ...(team.size === 1 ? { recorder: kernelRecorder(exports, geometry, allocate, onOneThread) } : {}),
  };
}

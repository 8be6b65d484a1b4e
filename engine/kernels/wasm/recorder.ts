import type { FloatArray } from "../../tensor.ts";
import type { Kernels } from "../kernels.ts";
import type { KernelRecorder } from "../recorder.ts";
import { geometryInts } from "./context.ts";
import type { KernelExports } from "./exports.ts";
import { type Recording, recordedSteps } from "./steps.ts";

/**
 * The functions whose calls can be recorded, with their arguments: whole numbers and addresses (i), float32 (f), float64
 * (d), and the address of a window (g), which is copied because the next call describes another at the same place. The
 * order is that of assembly/play.ts.
 */
const recordedCalls = {
  fill: "iif",
  copy: "iii",
  copyRows: "iiiiiii",
  addTo: "iii",
  multiplyBy: "iii",
  gemm: "iiiiiiiiiiiiiiiii",
  addColumnSums: "iiiiii",
  activate: "iiiif",
  activateBackward: "iiiiiif",
  softmax: "iiiiii",
  softmaxBackward: "iiiiiii",
  softmaxCrossEntropy: "iiiiif",
  halfSquaredError: "iiiif",
  absoluteError: "iiiif",
  huberError: "iiiiff",
  sigmoidCrossEntropy: "iiiif",
  convolve: "giiiiiiiiii",
  convolveBackwardInput: "giiiiii",
  convolveBackwardWeight: "giiiiii",
  addWeightPartials: "giiiii",
  addMapBias: "iiiiii",
  addMapSums: "iiiiiii",
  maxPool: "giiiiii",
  maxPoolBackward: "giiiii",
  averagePool: "giiiii",
  averagePoolBackward: "giiiii",
  batchNorm: "iiiiiiiiiiiddiii",
  batchNormBackward: "iiiiiiiiiiiiiiii",
  layerNorm: "iiiiiiidii",
  layerNormBackwardInput: "iiiiiiiii",
  layerNormBackwardWeights: "iiiiiiiiii",
  sum: "iiiii",
  countCorrect: "iiii",
  sumOfSquares: "ii",
  sgd: "iiiiffiif",
  rmsprop: "iiiiiffffff",
  adagrad: "iiiifff",
  adam: "iiiiifffffffff",
} as const satisfies Partial<Record<keyof KernelExports, string>>;

/** What they ask and do not do: nothing to repeat. */
const questions: ReadonlySet<string> = new Set<keyof KernelExports>(["convolutionScratch"]);
const questionKernels: ReadonlySet<string> = new Set<keyof Kernels>(["allocate", "conv2dScratch"]);

/**
 * Kernels that do their work as ever and remember the calls. Only for a thread that is alone: others have no place in a
 * recording. A call that cannot be repeated (dropout draws anew for every step) makes the recording fail, never the work.
 * @param make kernels on other functions than the module's own.
 */
export function kernelRecorder(
  exports: KernelExports,
  geometry: Int32Array,
  allocate: (elements: number) => FloatArray,
  make: (exports: KernelExports) => Kernels,
): KernelRecorder {
  let words: number[] = [];
  let calls = 0;
  let names = new Set<string>();
  /** Where a call names its window, and the window. */
  let windows: { readonly at: number; readonly numbers: readonly number[] }[] = [];
  let isWhole = true;
  /** Calls are remembered and not made. */
  let isDry = false;
  const real = new Float64Array(1);
  const single = new Float32Array(1);
  const realWords = new Int32Array(real.buffer);
  const singleWords = new Int32Array(single.buffer);

  function remember(code: number, kinds: string, values: readonly (number | boolean)[]): void {
    const begin = words.length;
    words.push(code, 0);
    values.forEach((value, index) => {
      const kind = kinds[index];
      if (kind === "d") {
        real[0] = Number(value);
        words.push(...realWords);
      } else if (kind === "f") {
        single[0] = Number(value);
        words.push(...singleWords);
      } else {
        if (kind === "g") windows.push({ at: words.length, numbers: [...geometry] });
        words.push(Number(value) | 0);
      }
    });
    words[begin + 1] = 4 * (words.length - begin);
    calls += 1;
  }

  const codes = Object.keys(recordedCalls);
  const recording = Object.fromEntries(
    Object.entries(exports).map(([name, call]: [string, (...values: (number | boolean)[]) => unknown]) => {
      const code = codes.indexOf(name);
      const kinds = Object.values(recordedCalls)[code] ?? "";
      const recorded = (...values: (number | boolean)[]) => {
        names.add(name);
        if (code >= 0) remember(code, kinds, values);
        else if (!questions.has(name)) isWhole = false;
        return isDry && !questions.has(name) ? 0 : call(...values);
      };
      return [name, recorded];
    }),
  ) as unknown as KernelExports;

  function begin(): void {
    words = [];
    windows = [];
    calls = 0;
    names = new Set();
    isWhole = true;
  }

  /** Writes what was remembered to where `take` has room for it; null when it is not whole. */
  function end(take = allocate): Recording | null {
    if (!isWhole) return null;
    const place = take(words.length + windows.length * geometryInts);
    const target = new Int32Array(place.buffer, place.byteOffset, place.length);
    const start = place.byteOffset;
    const end = start + 4 * words.length;
    windows.forEach(({ at, numbers }, index) => {
      words[at] = end + 4 * geometryInts * index;
      target.set(numbers, words.length + geometryInts * index);
    });
    target.set(words);
    return { start, end, names };
  }

  const kernels = watched(make(recording));
  return {
    kernels,
    begin,
    end() {
      const recorded = end();
      return recorded && (() => exports.play(recorded.start, recorded.end));
    },
    steps: (parts) =>
      recordedSteps(parts, {
        exports,
        allocate,
        record(work, take) {
          begin();
          isDry = true;
          try {
            work(kernels);
          } finally {
            isDry = false;
          }
          return end(take);
        },
      }),
  };

  /** A kernel that calls nothing of the module has worked in a plain loop, which no recording has. */
  function watched(kernels: Kernels): Kernels {
    const entries = Object.entries(kernels).map(([name, kernel]) => {
      if (typeof kernel !== "function" || questionKernels.has(name)) return [name, kernel];
      return [
        name,
        (...values: unknown[]) => {
          const before = calls;
          const result: unknown = kernel(...values);
          if (calls === before) isWhole = false;
          return result;
        },
      ];
    });
    return Object.fromEntries(entries) as Kernels;
  }
}

import { describe, expect, it } from "vitest";
import { kernelExports, kernelModule, newKernelMemory, openKernels, soloKernels } from "../host/kernels.ts";
import { Random } from "../random.ts";
import { elements, type Shape, sizeOf, view } from "../tensor.ts";
import { normalNumbers, relativeError } from "../testing/numbers.ts";
import { tensor } from "../testing/tensors.ts";
import type { Kernels } from "./kernels.ts";
import { referenceKernels } from "./reference.ts";
import { createWasmKernels } from "./wasm/kernels.ts";

/*
 * Dense layers whose inputs and gradients are full of zeros, which the kernels leave out. What a product must be to the
 * last bit is computed here in single precision, one rounding after the other and zeros included.
 */

interface Numbers {
  readonly samples: number;
  readonly outputs: number;
  readonly inputs: number;
  readonly x: number[];
  readonly weight: number[];
  readonly bias: number[];
  readonly dy: number[];
}

type Sizes = readonly [samples: number, outputs: number, inputs: number];
type Results = Readonly<Record<"y" | "dx" | "dWeight", readonly number[]>>;

const startOfGradient = 0.25;

/** A share of numbers in random places, and 0 elsewhere. */
function withZeros(count: number, share: number, seed: number): number[] {
  const random = Random.fromSeed(seed, count, 2);
  return normalNumbers(count, seed).map((number) => (random.uniform() < share ? number : 0));
}

function numbersOf([samples, outputs, inputs]: Sizes, share: number): Numbers {
  return {
    ...{ samples, outputs, inputs },
    x: withZeros(samples * inputs, share, 1),
    weight: normalNumbers(outputs * inputs, 2),
    bias: normalNumbers(outputs, 3),
    dy: withZeros(samples * outputs, share, 4),
  };
}

/** A layer forward and backward. Of threads that share a memory only the first writes the numbers into it. */
function run(kernels: Kernels, numbers: Numbers, writes = true): Results {
  const { samples, outputs, inputs } = numbers;
  const place = (shape: Shape, data: number | number[]) =>
    writes ? tensor(kernels, shape, data) : view(kernels.allocate(sizeOf(shape) + 7), 3, shape);
  const x = place([samples, inputs], numbers.x);
  const weight = place([outputs, inputs], numbers.weight);
  const bias = place([outputs], numbers.bias);
  const dy = place([samples, outputs], numbers.dy);
  const y = place([samples, outputs], Number.NaN);
  const dx = place([samples, inputs], Number.NaN);
  const dWeight = place([outputs, inputs], startOfGradient);
  kernels.dense(x, weight, bias, y);
  kernels.denseBackwardInput(dy, weight, dx);
  kernels.denseBackwardWeight(x, dy, dWeight, null);
  return { y: [...elements(y)], dx: [...elements(dx)], dWeight: [...elements(dWeight)] };
}

/** start[j] + Σ_k a[i,k] b[k,j], rounded after every product and every sum. */
function product(
  [rows, columns, terms]: Sizes,
  start: (column: number) => number | undefined,
  a: (row: number, term: number) => number | undefined,
  b: (term: number, column: number) => number | undefined,
): number[] {
  return Array.from({ length: rows * columns }, (_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    let sum = start(column) ?? Number.NaN;
    for (let term = 0; term < terms; term++)
      sum = Math.fround(sum + Math.fround((a(row, term) ?? Number.NaN) * (b(term, column) ?? Number.NaN)));
    return sum;
  });
}

function inSinglePrecision({ samples, outputs, inputs, x, weight, bias, dy }: Numbers): Results {
  return {
    y: product(
      [samples, outputs, inputs],
      (o) => bias[o],
      (n, i) => x[n * inputs + i],
      (i, o) => weight[o * inputs + i],
    ),
    dx: product(
      [samples, inputs, outputs],
      () => 0,
      (n, o) => dy[n * outputs + o],
      (o, i) => weight[o * inputs + i],
    ),
    dWeight: product(
      [outputs, inputs, samples],
      () => startOfGradient,
      (o, n) => dy[n * outputs + o],
      (n, i) => x[n * inputs + i],
    ),
  };
}

const module = await kernelModule();

/** Every thread's part in turn: no part needs another, so nobody has to wait. */
function shared(members: number, numbers: Numbers): Results | undefined {
  const memory = newKernelMemory();
  return Array.from({ length: members }, (_, index) => {
    const exports = kernelExports(module, memory);
    const kernels = createWasmKernels({ exports, memory, team: { index, size: members, barrier() {} } });
    return run(kernels, numbers, index === 0);
  }).at(-1);
}

describe.each([
  { title: "whole panels", sizes: [64, 96, 64] },
  { title: "odd sizes", sizes: [63, 77, 211] },
  { title: "narrow panels", sizes: [37, 56, 49] },
  { title: "a small last batch", sizes: [5, 77, 211] },
  { title: "more inputs than a panel holds", sizes: [33, 40, 523] },
  { title: "more examples than are compressed at a time", sizes: [530, 34, 36] },
  { title: "more units than are compressed at a time", sizes: [35, 601, 40] },
] as const)("a dense layer on numbers that are mostly 0: $title", ({ sizes }) => {
  it.each([0, 0.1, 0.5, 0.62, 0.64, 1])("gives the bits that adding zeros gives (%d not 0)", (share) => {
    const numbers = numbersOf(sizes, share);
    expect(run(soloKernels(module), numbers)).toEqual(inSinglePrecision(numbers));
  });

  it("gives them however many threads share it", () => {
    const numbers = numbersOf(sizes, 0.4);
    const alone = run(soloKernels(module), numbers);
    for (const members of [2, 3, 8]) expect(shared(members, numbers), `${members} threads`).toEqual(alone);
  });

  it("agrees with float64 in fast maths, too", async () => {
    const numbers = numbersOf(sizes, 0.4);
    const exact = run(referenceKernels, numbers);
    const fast = run((await openKernels("fast"))(), numbers);
    for (const name of ["y", "dx", "dWeight"] as const)
      expect(relativeError(fast[name], exact[name]), name).toBeLessThanOrEqual(1e-4);
  });
});

it("leaves out whole examples and units that are 0", () => {
  const numbers = numbersOf([40, 48, 70], 0.5);
  const x = numbers.x.map((number, at) => (Math.floor(at / 70) % 3 === 0 || at % 70 > 60 ? 0 : number));
  const dy = numbers.dy.map((number, at) => (Math.floor(at / 48) % 5 === 0 || at % 48 < 9 ? 0 : number));
  const empty = { ...numbers, x, dy };
  expect(run(soloKernels(module), empty)).toEqual(inSinglePrecision(empty));
});

describe("NaN and infinity beside zeros", () => {
  const sizes = [40, 104, 250] as const;
  const bad = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

  it.each(bad)("are kept where they are among the zeros: %d", (number) => {
    const numbers = numbersOf(sizes, 0.4);
    numbers.x[3 * 250 + 17] = number;
    numbers.dy[8 * 104 + 99] = number;
    expect(run(soloKernels(module), numbers)).toEqual(inSinglePrecision(numbers));
  });

  it.each(bad)("make NaN of a 0 that they are multiplied by: %d", (number) => {
    const numbers = numbersOf(sizes, 0.4);
    // Weights of one input in the second panel of the forward product, and an input that no gradient comes back to.
    for (const output of [40, 41, 103]) numbers.weight[output * 250 + 7] = number;
    for (let sample = 0; sample < 40; sample++) numbers.x[sample * 250 + 7] = 0;
    numbers.x[9 * 250 + 77] = number;
    numbers.dy.fill(0, 9 * 104, 10 * 104);
    const found = run(soloKernels(module), numbers);
    expect(found).toEqual(inSinglePrecision(numbers));
    expect(found.dWeight[5 * 250 + 77]).toBeNaN();
    expect(found.y[103]).toBeNaN();
  });
});

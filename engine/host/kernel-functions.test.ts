/// <reference path="./webassembly.d.ts" />
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import { describe, expect, it } from "vitest";
import { erf, exp, expm1, log, log1p, tanh } from "../math.ts";

/*
 * The kernels' own functions against the portable float64 ones, which are held to a higher-precision oracle by
 * math.test.ts. An ulp is the distance of neighbouring float32 numbers at the exact result.
 */

const folder = fileURLToPath(new URL("../kernels/wasm/assembly/", import.meta.url));
const entry = `
import { erf4, exp4, expm1of4, logOfSum4, sigmoid4, softplus4, tanh4 } from "./functions";
export function run(which: i32, x: usize, y: usize, count: i32): void {
  for (let i = 0; i < count; i += 4) {
    const at = <usize>i << 2;
    const v = v128.load(x + at);
    if (which == 0) v128.store(y + at, exp4(v));
    if (which == 1) v128.store(y + at, expm1of4(v));
    if (which == 2) v128.store(y + at, tanh4(v));
    if (which == 3) v128.store(y + at, sigmoid4(v));
    if (which == 4) v128.store(y + at, softplus4(v));
    if (which == 5) v128.store(y + at, erf4(v));
    if (which == 6) v128.store(y + at, logOfSum4(v));
  }
}`;

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  run(which: number, x: number, y: number, count: number): void;
}

async function compileFunctions(): Promise<Exports> {
  let code: Uint8Array = new Uint8Array();
  const { error, stderr } = await asc.main(
    [
      "entry.ts",
      "--outFile",
      "out.wasm",
      "--runtime",
      "stub",
      "-O3",
      "--enable",
      "simd",
      "--initialMemory",
      "64",
    ],
    {
      readFile: async (name) => {
        if (name === "entry.ts") return entry;
        return readFile(path.join(folder, path.basename(name)), "utf8").catch(() => null);
      },
      writeFile: (_name, contents) => {
        if (typeof contents !== "string") code = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(stderr.toString());
  return new WebAssembly.Instance<Exports>(await WebAssembly.compile(code), {}).exports;
}

const functions = await compileFunctions();
const count = 40_000;
const from = 1024;
const to = from + 4 * count;

/** Numbers over a range, evenly and, from `smallest` on, evenly in their logarithm on both sides of zero. */
function spread(least: number, most: number, smallest: number): Float32Array {
  const half = count / 2;
  return Float32Array.from({ length: count }, (_, index) => {
    if (index < half) return least + ((most - least) * index) / (half - 1);
    const side = index % 2 === 0 ? most : least;
    return side * (smallest / Math.abs(side || 1)) ** ((index - half) / half);
  });
}

function ulpAt(value: number): number {
  const size = Math.max(Math.abs(value), 2 ** -126);
  return 2 ** (Math.floor(Math.log2(size)) - 23);
}

const cases = [
  { name: "exp", exact: exp, inputs: spread(-87, 88.7, 1e-6), bound: 2 },
  { name: "expm1", exact: expm1, inputs: spread(-30, 88, 1e-6), bound: 3 },
  { name: "tanh", exact: tanh, inputs: spread(-12, 12, 1e-6), bound: 4 },
  { name: "sigmoid", exact: (x: number) => 1 / (1 + exp(-x)), inputs: spread(-80, 80, 1e-6), bound: 3 },
  {
    name: "softplus",
    exact: (x: number) => Math.max(x, 0) + log1p(exp(-Math.abs(x))),
    inputs: spread(-80, 80, 1e-6),
    bound: 4,
  },
  { name: "erf", exact: erf, inputs: spread(-6, 6, 1e-6), bound: 4 },
  { name: "log of a sum", exact: log, inputs: spread(1, 8e6, 1), bound: 4 },
] as const;

describe("the kernels' own functions", () => {
  it.each(cases.map((each, which) => ({ ...each, which })))(
    "$name is at most $bound ulps off",
    ({ exact, inputs, bound, which }) => {
      new Float32Array(functions.memory.buffer, from, count).set(inputs);
      functions.run(which, from, to, count);
      const found = new Float32Array(functions.memory.buffer, to, count);
      let worst = 0;
      inputs.forEach((x, index) => {
        const value = exact(x);
        worst = Math.max(worst, Math.abs((found[index] ?? Number.NaN) - value) / ulpAt(value));
      });
      expect(worst).toBeLessThanOrEqual(bound);
      expect(worst).toBeGreaterThan(0);
    },
  );

  // The logarithm sees finite numbers from 1 on, and expm1 none above 88.
  const unbounded = cases.map(({ name }, which) => ({ name, which }));
  it.each(unbounded.filter(({ name }) => name !== "log of a sum" && name !== "expm1"))(
    "$name keeps NaN and takes infinity",
    ({ which }) => {
      const inputs = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
      new Float32Array(functions.memory.buffer, from, 4).set(inputs);
      functions.run(which, from, to, 4);
      const [nan, high, low] = new Float32Array(functions.memory.buffer, to, 4);
      expect(nan).toBeNaN();
      const { exact } = cases[which] ?? cases[0];
      expect(high).toBe(exact(Number.POSITIVE_INFINITY));
      expect(low).toBe(exact(Number.NEGATIVE_INFINITY));
    },
  );
});

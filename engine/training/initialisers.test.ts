import { describe, expect, it } from "vitest";
import { graphOf, type LayerWords } from "../graph/graph-of.ts";
import { referenceKernels } from "../kernels/reference.ts";
import { kernelInitialiserField, unitInitialiserField } from "../layers/initialiser-field.ts";
import type { InitialiserName } from "../layers/layer.ts";
import { type LayerKindName, layerKinds } from "../layers/registry.ts";
import { Network } from "../network.ts";
import { Random } from "../random.ts";
import { readFormula } from "../testing/formulas.ts";
import { normalNumbers } from "../testing/numbers.ts";
import { initialise, initialisers } from "./initialisers.ts";
import { defaultTrainingSettings } from "./settings.ts";

/** A dense layer of 100 units with 50 inputs, and 20 filters of 5×5 on 2 channels: 50 inputs each. */
const shapes = [
  { shape: [100, 50], fanIn: 50, fanOut: 100 },
  { shape: [20, 2, 5, 5], fanIn: 50, fanOut: 500 },
] as const;

function drawn(name: InitialiserName, shape: readonly number[], seed = 1, gain = 1): number[] {
  const size = shape.reduce((product, length) => product * length, 1);
  const memory = new Float64Array(size + 4).fill(99);
  initialise({ name, gain }, shape, Random.fromSeed(seed), memory, 2);
  expect([...memory.slice(0, 2), ...memory.slice(-2)]).toEqual([99, 99, 99, 99]);
  return [...memory.slice(2, 2 + size)];
}

function deviation(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

describe.each(shapes)("a weight of $shape", ({ shape, fanIn, fanOut }) => {
  // A uniform variable in ±a has the standard deviation a/√3.
  it.each([
    { name: "he", bound: Math.sqrt(6 / fanIn), expected: Math.sqrt(2 / fanIn) },
    { name: "glorot", bound: Math.sqrt(6 / (fanIn + fanOut)), expected: Math.sqrt(2 / (fanIn + fanOut)) },
    { name: "heNormal", bound: 6 * Math.sqrt(2 / fanIn), expected: Math.sqrt(2 / fanIn) },
    {
      name: "glorotNormal",
      bound: 6 * Math.sqrt(2 / (fanIn + fanOut)),
      expected: Math.sqrt(2 / (fanIn + fanOut)),
    },
    { name: "lecun", bound: Math.sqrt(3 / fanIn), expected: Math.sqrt(1 / fanIn) },
    { name: "lecunNormal", bound: 6 * Math.sqrt(1 / fanIn), expected: Math.sqrt(1 / fanIn) },
    { name: "direction", bound: 1, expected: Math.sqrt(1 / fanIn) },
    { name: "orthogonal", bound: 1, expected: Math.sqrt(Math.min(1 / fanIn, 1 / shape[0])) },
    { name: "uniform", bound: 1, expected: Math.sqrt(1 / 3) },
    { name: "normal", bound: 0.05 * 6, expected: 0.05 },
  ] as const)("starts by $name within its bound, around 0, with its spread", ({ name, bound, expected }) => {
    const values = drawn(name, shape);
    for (const value of values) expect(Math.abs(value)).toBeLessThanOrEqual(bound);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    // Five standard errors; the seed is fixed, so this cannot waver.
    expect(Math.abs(mean)).toBeLessThan((5 * expected) / Math.sqrt(values.length));
    expect(Math.abs(deviation(values) / expected - 1)).toBeLessThan(5 / Math.sqrt(2 * values.length));
  });

  it("starts at zero by zeros, at one by ones and at a quarter by quarter", () => {
    expect(new Set(drawn("zeros", shape))).toEqual(new Set([0]));
    expect(new Set(drawn("ones", shape))).toEqual(new Set([1]));
    expect(new Set(drawn("quarter", shape))).toEqual(new Set([0.25]));
  });

  it("starts with units at right angles by orthogonal, and with units of length 1 by directions", () => {
    const [rows, columns] = [shape[0], fanIn];
    const product = (
      values: readonly number[],
      a: number,
      b: number,
      stride: number,
      step: number,
      count: number,
    ) =>
      Array.from(
        { length: count },
        (_, i) => (values[a * stride + i * step] ?? 0) * (values[b * stride + i * step] ?? 0),
      ).reduce((sum, value) => sum + value, 0);
    const values = drawn("orthogonal", shape, 3);
    const [count, stride, step, length] =
      rows <= columns ? [rows, columns, 1, columns] : [columns, 1, columns, rows];
    for (let a = 0; a < count; a++)
      for (let b = 0; b <= a; b++)
        expect(product(values, a, b, stride, step, length)).toBeCloseTo(a === b ? 1 : 0, 12);
    const directions = drawn("direction", shape, 3);
    for (let row = 0; row < rows; row++)
      expect(product(directions, row, row, columns, 1, columns)).toBeCloseTo(1, 12);
  });

  it("starts with everything times the gain", () => {
    for (const name of ["he", "orthogonal", "normal", "ones"] as const)
      expect(drawn(name, shape, 1, 3)).toEqual(drawn(name, shape).map((value) => 3 * value));
  });

  it("starts the same for the same seed only", () => {
    expect(drawn("he", shape)).toEqual(drawn("he", shape));
    expect(drawn("he", shape, 2)).not.toEqual(drawn("he", shape));
  });
});

it("gives filters the classic kernels in turn, in the middle and over the mean of the channels", () => {
  const kernels = (shape: readonly number[]) => drawn("classic", shape);
  const [identity, boxcar, gaussian, sobelX, sobelY, laplacian, again] = Array.from(
    { length: 7 },
    (_, filter) => kernels([7, 1, 3, 3]).slice(9 * filter, 9 * filter + 9),
  );
  expect(identity).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0]);
  expect(again).toEqual(identity);
  for (const smooth of [boxcar, gaussian]) expect(smooth?.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  expect(gaussian?.[4]).toBe(0.25);
  expect(sobelX).toEqual([-1, 0, 1, -2, 0, 2, -1, 0, 1]);
  expect(sobelY).toEqual([-1, -2, -1, 0, 0, 0, 1, 2, 1]);
  expect(laplacian?.reduce((a, b) => a + b)).toBe(0);
  const wide = kernels([1, 2, 5, 4]);
  expect(wide.filter((value) => value !== 0)).toEqual([0.5, 0.5]);
  expect(wide[2 * 4 + 1]).toBe(0.5);
  expect(kernels([1, 1, 1, 1])).toEqual([1]);
});

it("gives filters the kernels that were typed, in turn, and the identity where there are none", () => {
  const start = (typedKernels: readonly number[], gain = 1) =>
    new Network(
      graphOf({
        Input: ["input", { shape: [2, 4, 4] }],
        Layer: ["conv2d", { filters: 3, kernel: [1, 2], initialiser: "typed", typedKernels, gain }],
        Flatten: ["flatten"],
        Output: ["output"],
      }),
    ).weight("Layer", "weight");
  // Two channels take half of a kernel each.
  expect([...start([2, -4, 6, 8])]).toEqual([1, -2, 1, -2, 3, 4, 3, 4, 1, -2, 1, -2]);
  expect([...start([2, -4], 3)].slice(0, 4)).toEqual([3, -6, 3, -6]);
  expect([...start([])].slice(0, 4)).toEqual(Array.from(drawn("classic", [1, 2, 1, 2])));
});

describe.each(layerKinds.filter((layer) => "typedKernels" in layer.fields))(
  "kernels given to $title",
  ({ kind }) => {
    /** What the layer makes of an image of three channels, when it keeps its size. */
    const seen = (of: LayerKindName, fields: object) => {
      // Each kind keeps the size of an image under 3×3 kernels in its own words.
      const padding = of === "transposed-conv" ? [1, 1] : "zero";
      const settings = { filters: 8, kernel: [3, 3], stride: [1, 1], bias: false, padding, ...fields };
      const network = new Network(
        graphOf({
          Input: ["input", { shape: [3, 5, 6] }],
          Layer: [of, settings],
          Flatten: ["flatten"],
          Output: ["output", { loss: "halfSquaredError" }],
        }),
        { kernels: referenceKernels, batch: 1 },
      );
      return network.forward(normalNumbers(3 * 5 * 6, 4));
    };
    // A transposed convolution writes its kernel where a convolution reads it: that is one with the kernel flipped.
    const flipped = kind === "transposed-conv" ? { flipKernel: true } : {};

    it.each([
      ["classic", {}],
      ["typed", { typedKernels: [1, 2, 3, 4, 5, 6, 7, 8, 9, -1, 0, 2, 0, 3, 0, 4, 0, -5] }],
      ["typed", { gain: 2 }],
    ])("find what a convolution with them finds: %s, %o", (initialiser, fields) => {
      const expected = seen("conv2d", { initialiser, ...fields, ...flipped });
      const found = seen(kind, { initialiser, ...fields });
      expect(found.length).toBe(8 * 5 * 6);
      found.forEach((value, index) => {
        expect(value).toBeCloseTo(expected[index] ?? Number.NaN, 12);
      });
      expect(found.some((value) => Math.abs(value) > 0.1)).toBe(true);
    });
  },
);

it("gives each input channel of a transposed convolution its share of a filter's kernel", () => {
  const weight = new Network(
    graphOf({
      Input: ["input", { shape: [2, 4, 4] }],
      Layer: [
        "transposed-conv",
        { filters: 3, kernel: [1, 2], initialiser: "typed", typedKernels: [2, -4, 6, 8] },
      ],
      Flatten: ["flatten"],
      Output: ["output", { loss: "halfSquaredError" }],
    }),
  ).weight("Layer", "weight");
  // [channels, filters, 1, 2]: the three filters take the two kernels in turn.
  expect([...weight]).toEqual([1, -2, 3, 4, 1, -2, 1, -2, 3, 4, 1, -2]);
});

it("gives the units of a dense layer the rows that were typed, times the gain, and their biases", () => {
  const network = (fields: object) =>
    new Network(
      graphOf({
        Input: ["input", { shape: [3] }],
        Layer: ["dense", { units: 2, initialiser: "typedWeights", ...fields }],
        Output: ["output", { loss: "halfSquaredError" }],
      }),
      { kernels: referenceKernels, batch: 1 },
    );
  const typed = { typedWeights: [1, 2, 3, -4, 0.5, 0], typedBiases: [10, -10], gain: 2, biasSpread: 5 };
  // 2 · (1·1 + 2·10 + 3·100) + 10 and 2 · (-4·1 + 0.5·10) - 10
  expect([...network(typed).forward(Float64Array.of(1, 10, 100))]).toEqual([652, -8]);
  expect([...network({}).forward(Float64Array.of(1, 10, 100))]).toEqual([1, 10]);
  expect([...network({ typedWeights: typed.typedWeights }).weight("Layer", "bias")]).toEqual([0, 0]);
  expect([...network({ ...typed, initialiser: "zeros", biasSpread: 0 }).weight("Layer", "bias")]).toEqual([
    0, 0,
  ]);
});

it("draws a layer's weights by its own seed wherever it stands, its biases spread where it says so", () => {
  const weightsOf = (before: Readonly<Record<string, LayerWords>>, fields: object, seed: number) => {
    const network = new Network(
      graphOf({
        Input: ["input", { shape: [4] }],
        ...before,
        Layer: ["dense", { units: 3, ...fields }],
        Output: ["output"],
      }),
      { settings: { ...defaultTrainingSettings, seed } },
    );
    return [network.weight("Layer", "weight"), network.weight("Layer", "bias")];
  };
  const more = { More: ["dense", { units: 4 }] } as const;
  expect(weightsOf({}, { startSeed: 5 }, 1)).toEqual(weightsOf(more, { startSeed: 5 }, 2));
  expect(weightsOf({}, { startSeed: 5 }, 1)).not.toEqual(weightsOf({}, { startSeed: 6 }, 1));
  expect(weightsOf({}, {}, 1)).not.toEqual(weightsOf({}, {}, 2));
  const [weight, bias] = weightsOf({}, { biasSpread: 2, gain: 10 }, 1);
  expect(weight).toEqual(weightsOf({}, {}, 1)[0]?.map((value) => 10 * value));
  expect(new Set(bias).size).toBe(3);
  expect(Math.max(...(bias ?? []).map(Math.abs))).toBeGreaterThan(0.5);
});

it("every initialiser can be chosen and states its distribution", () => {
  const titles = new Map(
    [...kernelInitialiserField.options, ...unitInitialiserField.options].map(({ value, label }) => [
      value as string,
      label as string,
    ]),
  );
  // A quarter is for slopes, which nobody chooses.
  expect(Object.entries(initialisers).map(([name, { title }]) => [name, title])).toEqual([
    ...titles,
    ["quarter", "Quarter"],
  ]);
  for (const { formula, summary } of Object.values(initialisers)) {
    expect(readFormula(formula)).toContain("katex");
    expect(summary).toMatch(/^[A-Z].*\.$/s);
  }
});

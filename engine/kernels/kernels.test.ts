import { describe, expect, it } from "vitest";
import { openKernels } from "../host/kernels.ts";
import { type Shape, sizeOf, type Tensor } from "../tensor.ts";
import { readFormula } from "../testing/formulas.ts";
import { awayFromKinks, normalNumbers, relativeError } from "../testing/numbers.ts";
import { runConvolution, tensor } from "../testing/tensors.ts";
import { type Elementwise, type ElementwiseFunction, elementwiseFunctions } from "./elementwise.ts";
import type { ConvolutionGeometry, Kernels } from "./kernels.ts";
import { loopKernels } from "./loops.ts";
import { referenceKernels } from "./reference.ts";

const wasmKernels = (await openKernels())();
const fast: readonly Kernels[] = [loopKernels, wasmKernels, (await openKernels("fast"))()];
const all: readonly Kernels[] = [referenceKernels, ...fast];

function numbers({ data, offset, size }: Tensor): number[] {
  return [...data.slice(offset, offset + size)];
}

/** Runs the same calls with all kernels and compares what they leave in the tensors they return. */
function expectAgreement(run: (kernels: Kernels) => readonly Tensor[]): void {
  const exact = run(referenceKernels).map(numbers);
  for (const kernels of fast) {
    const found = run(kernels).map(numbers);
    expect(found.length).toBe(exact.length);
    for (const [i, values] of exact.entries())
      expect(relativeError(found[i] ?? [], values), kernels.name).toBeLessThanOrEqual(1e-4);
  }
}

function outputs(length: number, kernel: number, stride: number, dilation: number, padding: number): number {
  return Math.floor((length + padding - dilation * (kernel - 1) - 1) / stride) + 1;
}

const kernelSizes = [
  [1, 1],
  [3, 3],
  [2, 5],
  [4, 1],
] as const;
const strides = [
  [1, 1],
  [2, 3],
  [5, 1],
] as const;
const dilations = [
  [1, 1],
  [2, 1],
  [1, 3],
] as const;
const paddings = [
  { paddingCells: "zero", pads: [0, 0, 0, 0] },
  { paddingCells: "zero", pads: [1, 2, 0, 3] },
  { paddingCells: "zero", pads: [9, 9, 9, 9] },
  { paddingCells: "mirror", pads: [2, 1, 1, 2] },
  { paddingCells: "mirror", pads: [6, 6, 4, 4] },
  { paddingCells: "edge", pads: [7, 2, 0, 6] },
] as const;
const image = { channels: 3, height: 7, width: 5 } as const;

const geometries: (ConvolutionGeometry & { readonly title: string })[] = kernelSizes
  .flatMap(([kernelHeight, kernelWidth]) =>
    strides.flatMap(([strideY, strideX]) =>
      dilations.flatMap(([dilationY, dilationX]) =>
        paddings.map(({ paddingCells, pads: [padTop, padBottom, padLeft, padRight] }) => ({
          title: `${kernelHeight}×${kernelWidth} stride ${strideY}×${strideX} dilation ${dilationY}×${dilationX} ${paddingCells} ${padTop} ${padBottom} ${padLeft} ${padRight}`,
          ...image,
          filters: 4,
          groups: 1,
          flipKernel: false,
          kernelHeight,
          kernelWidth,
          strideY,
          strideX,
          dilationY,
          dilationX,
          padTop,
          padBottom,
          padLeft,
          padRight,
          paddingCells,
          outHeight: outputs(image.height, kernelHeight, strideY, dilationY, padTop + padBottom),
          outWidth: outputs(image.width, kernelWidth, strideX, dilationX, padLeft + padRight),
        })),
      ),
    ),
  )
  .filter(({ outHeight, outWidth }) => outHeight > 0 && outWidth > 0);

const plain3x3 = {
  ...{
    title: "3×3 at stride 1",
    channels: 1,
    filters: 1,
    groups: 1,
    flipKernel: false,
    paddingCells: "zero",
  },
  height: 12,
  width: 8,
  outHeight: 12,
  outWidth: 8,
  kernelHeight: 3,
  kernelWidth: 3,
  strideY: 1,
  strideX: 1,
  dilationY: 1,
  dilationX: 1,
  padTop: 1,
  padBottom: 1,
  padLeft: 1,
  padRight: 1,
} as const satisfies ConvolutionGeometry & { title: string };

describe("convolution", () => {
  it.each(geometries)("$title", (g) => {
    expectAgreement((kernels) => runConvolution(kernels, g, 2));
  });

  const groupings = [
    { channels: 4, filters: 6, groups: 2 },
    { channels: 3, filters: 3, groups: 3 },
    { channels: 3, filters: 15, groups: 3 },
    // Enough channels a group for 3×3 to be computed in Winograd's domain.
    { channels: 18, filters: 16, groups: 2 },
  ];
  const layouts = geometries.filter((_, index) => index % 5 === 0);
  it.each(
    groupings.flatMap((grouping) =>
      [false, true].flatMap((flipKernel) =>
        [...layouts, plain3x3].map((g) => ({ ...g, ...grouping, flipKernel })),
      ),
    ),
  )("$groups groups of $channels channels, $filters filters, flipped $flipKernel: $title", (g) => {
    expectAgreement((kernels) => runConvolution(kernels, g, 2));
  });

  // Weight gradients go by tiles of four filters, of one or two that are left over, and of up to four kernel cells.
  it.each([1, 2, 3, 5, 6].flatMap((filters) => [1, 2, 3].map((channels) => ({ filters, channels }))))(
    "the weights' gradient of $filters filters over $channels channels",
    ({ filters, channels }) => {
      const cells = { kernelHeight: 5, kernelWidth: 5, strideY: 1, strideX: 1, dilationY: 1, dilationX: 1 };
      const pads = { padTop: 2, padBottom: 2, padLeft: 2, padRight: 2, paddingCells: "zero" } as const;
      const whole = { groups: 1, flipKernel: false } as const;
      const g = {
        ...whole,
        filters,
        channels,
        height: 7,
        width: 10,
        outHeight: 7,
        outWidth: 10,
        ...cells,
        ...pads,
      };
      expectAgreement((kernels) => {
        const x = tensor(kernels, [3, channels, 7, 10], normalNumbers(210 * channels, 1));
        const dy = tensor(kernels, [3, filters, 7, 10], normalNumbers(210 * filters, 2));
        const scratch = tensor(kernels, [kernels.conv2dScratch(g)], Number.NaN);
        const dWeight = tensor(kernels, [filters, channels, 5, 5], 0.25);
        kernels.conv2dBackwardWeight(x, dy, dWeight, null, g, scratch);
        return [dWeight];
      });
    },
  );

  it.each(geometries.filter((_, index) => index % 3 === 0))(
    "with weights of its own at every position: $title",
    (g) => {
      expectAgreement((kernels) => {
        const xShape = [2, g.channels, g.height, g.width];
        const yShape = [2, g.filters, g.outHeight, g.outWidth];
        const wShape = [g.outHeight, g.outWidth, g.filters, g.channels, g.kernelHeight, g.kernelWidth];
        const x = tensor(kernels, xShape, normalNumbers(sizeOf(xShape), 1));
        const weight = tensor(kernels, wShape, normalNumbers(sizeOf(wShape), 2));
        const dy = tensor(kernels, yShape, normalNumbers(sizeOf(yShape), 3));
        const scratch = tensor(kernels, [kernels.locallyConnectedScratch(g)], Number.NaN);
        const y = tensor(kernels, yShape, Number.NaN);
        const dx = tensor(kernels, xShape, Number.NaN);
        const dWeight = tensor(kernels, wShape, 0.25);
        kernels.locallyConnected(x, weight, y, g, scratch);
        kernels.locallyConnectedBackwardInput(dy, weight, dx, g, scratch);
        kernels.locallyConnectedBackwardWeight(x, dy, dWeight, g, scratch);
        return [y, dx, dWeight];
      });
    },
  );

  it("is checked over zero and mirror padding, strides, dilations and kernels", () => {
    expect(geometries.length).toBeGreaterThan(120);
  });
});

describe("pooling", () => {
  const pools = geometries.filter(
    (g) =>
      g.paddingCells === "zero" &&
      g.dilationX === 1 &&
      g.dilationY === 1 &&
      g.padTop < g.kernelHeight &&
      g.padBottom < g.kernelHeight &&
      g.padLeft < g.kernelWidth &&
      g.padRight < g.kernelWidth,
  );

  it.each(pools)("$title", (g) => {
    const xShape = [2, g.channels, g.height, g.width];
    const yShape = [2, g.channels, g.outHeight, g.outWidth];
    expectAgreement((kernels) => {
      const x = tensor(kernels, xShape, awayFromKinks(sizeOf(xShape), 1));
      const dy = tensor(kernels, yShape, normalNumbers(sizeOf(yShape), 3));
      const fresh = (shape: Shape) => tensor(kernels, shape, Number.NaN);
      const [y, winners, dx] = [fresh(yShape), fresh(yShape), fresh(xShape)] as const;
      kernels.maxPool(x, y, winners, g);
      kernels.maxPoolBackward(dy, winners, dx, g);
      const means = [true, false].flatMap((countPadding) => {
        const [mean, dMean] = [fresh(yShape), fresh(xShape)] as const;
        kernels.averagePool(x, mean, g, countPadding);
        kernels.averagePoolBackward(dy, dMean, g, countPadding);
        return [mean, dMean];
      });
      return [y, winners, dx, ...means];
    });
  });

  it("is checked with and without padding and overlap", () => {
    expect(pools.length).toBeGreaterThanOrEqual(8);
  });
});

describe("dense products", () => {
  it.each([
    [1, 1, 1],
    [1, 7, 5],
    [2, 3, 4],
    [4, 4, 4],
    [5, 10, 13],
    [8, 17, 3],
    [3, 2, 64],
    [1, 41, 22],
    [1, 34, 16],
    [10, 8, 2],
    // Too many to be multiplied without packing, or too long sums.
    [2, 3, 70],
    [6, 10, 84],
    [13, 29, 37],
  ])("of %i samples, %i outputs, %i inputs", (samples, outputCount, inputCount) => {
    expectAgreement((kernels) => {
      const x = tensor(kernels, [samples, inputCount], normalNumbers(samples * inputCount, 1));
      const weight = tensor(kernels, [outputCount, inputCount], normalNumbers(outputCount * inputCount, 2));
      const bias = tensor(kernels, [outputCount], normalNumbers(outputCount, 3));
      const dy = tensor(kernels, [samples, outputCount], normalNumbers(samples * outputCount, 4));
      const y = tensor(kernels, [samples, outputCount], Number.NaN);
      const plain = tensor(kernels, [samples, outputCount], Number.NaN);
      const dx = tensor(kernels, [samples, inputCount], Number.NaN);
      const dWeight = tensor(kernels, [outputCount, inputCount], 0.25);
      const dBias = tensor(kernels, [outputCount], 0.5);
      kernels.dense(x, weight, bias, y);
      kernels.dense(x, weight, null, plain);
      kernels.denseBackwardInput(dy, weight, dx);
      kernels.denseBackwardWeight(x, dy, dWeight, dBias);
      return [y, plain, dx, dWeight, dBias];
    });
  });
});

describe("batch norm that rectifies", () => {
  const batches = [
    { outer: 5, channels: 3, inner: 13 },
    { outer: 9, channels: 6, inner: 1 },
  ];
  it.each(batches.flatMap((batch) => [true, false].map((training) => ({ ...batch, training }))))(
    "gives the bits of batch norm and a ReLU behind it: $outer×$channels×$inner, training $training",
    ({ training, ...sizes }) => {
      const { outer, channels, inner } = sizes;
      const axis = { ...sizes, epsilon: 1e-5, momentum: 0.1 };
      const shape = [outer, channels, inner];
      const count = sizeOf(shape);
      for (const kernels of all) {
        const run = (together: boolean) => {
          const x = tensor(kernels, shape, normalNumbers(count, 1));
          const dy = tensor(kernels, shape, normalNumbers(count, 2));
          const perChannel = (seed: number) => tensor(kernels, [channels], normalNumbers(channels, seed));
          const weights = {
            gamma: perChannel(3),
            beta: perChannel(4),
            runningMean: perChannel(5),
            runningVariance: tensor(kernels, [channels], 1.5),
          };
          const batch = { mean: perChannel(6), inverseDeviation: perChannel(7) };
          const gradients = { gamma: perChannel(8), beta: perChannel(9) };
          const [plain, y, slopes, dx] = [0, 0, 0, 0].map(() => tensor(kernels, shape, Number.NaN));
          if (!plain || !y || !slopes || !dx) throw new Error("four tensors");
          const forward = training ? kernels.batchNorm : kernels.batchNormInference;
          if (together) {
            forward(x, y, weights, batch, axis, true);
            kernels.batchNormBackward(x, dy, dx, weights, gradients, batch, axis, training, true);
          } else {
            forward(x, plain, weights, batch, axis);
            kernels.activation("relu", 0, plain, y);
            kernels.activationBackward("relu", 0, plain, y, dy, slopes);
            kernels.batchNormBackward(x, slopes, dx, weights, gradients, batch, axis, training);
          }
          return [y, dx, gradients.gamma, gradients.beta].map(numbers);
        };
        expect(run(true), kernels.name).toEqual(run(false));
      }
    },
  );
});

it.each([
  { samples: 3, channels: 2, run: 5 },
  { samples: 2, channels: 12, run: 1 },
  { samples: 1, channels: 1, run: 9 },
])("biases of $channels runs of $run in $samples samples", ({ samples, channels, run }) => {
  const shape = [samples, channels, run];
  expectAgreement((kernels) => {
    const y = tensor(kernels, shape, normalNumbers(sizeOf(shape), 1));
    const dBias = tensor(kernels, [channels], 0.5);
    kernels.addBias(tensor(kernels, [channels], normalNumbers(channels, 2)), y);
    kernels.addBiasBackward(y, dBias);
    return [y, dBias];
  });
});

describe("softmax", () => {
  it.each([
    { outer: 1, length: 1, inner: 1 },
    { outer: 5, length: 10, inner: 1 },
    { outer: 2, length: 3, inner: 7 },
  ])("along $length of $outer × $length × $inner", (axis) => {
    const shape = [axis.outer, axis.length, axis.inner];
    // Not wider: where y is nearly 1, float32 itself loses the digits of 1 - y that the gradient is made of.
    const x = normalNumbers(sizeOf(shape), 5).map((value) => 4 * value);
    expectAgreement((kernels) => {
      const y = tensor(kernels, shape, Number.NaN);
      const dx = tensor(kernels, shape, Number.NaN);
      kernels.softmax(tensor(kernels, shape, x), y, axis);
      kernels.softmaxBackward(y, tensor(kernels, shape, normalNumbers(sizeOf(shape), 6)), dx, axis);
      // A softmax of one number has no gradient at all, not even a rounding error to compare.
      return axis.length === 1 ? [y] : [y, dx];
    });
  });
});

describe.each(all)("$name kernels", (kernels) => {
  it("copy, add, fill and move rows within their tensors", () => {
    const target = tensor(kernels, [2, 3], 1);
    kernels.addTo(tensor(kernels, [2, 3], [1, 2, 3, 4, 5, 6]), target);
    expect(numbers(target)).toEqual([2, 3, 4, 5, 6, 7]);
    kernels.multiplyBy(tensor(kernels, [2, 3], [1, 2, 0.5, 1, -1, 0]), target);
    expect(numbers(target)).toEqual([2, 6, 2, 5, -6, 0]);
    const total = tensor(kernels, [5], Number.NaN);
    const minus = tensor(kernels, [5], [-3, 1, -1, Number.NaN, -8]);
    kernels.sum(tensor(kernels, [5], [1, 2, 1, 4, 5]), minus, total);
    expect(numbers(total)).toEqual([-2, 3, 0, Number.NaN, -3]);
    kernels.sum(total, tensor(kernels, [5], [0.5, 1, -1, 1, 4]), total, true);
    expect(numbers(total)).toEqual([0, 4, 0, Number.NaN, 1]);
    kernels.scale(target, -0.5);
    expect(numbers(target)).toEqual([-1, -3, -1, -2.5, 3, -0]);
    kernels.clamp(target, 2);
    expect(numbers(target)).toEqual([-1, -2, -1, -2, 2, -0]);
    const pulled = tensor(kernels, [6], [1, 1, 1, 1, 1, 1]);
    kernels.addPenalty(tensor(kernels, [6], [2, -2, 0, -0, 0.5, -4]), pulled, 0.25, 0.5);
    expect(numbers(pulled)).toEqual([2.25, -0.25, 1, 1, 1.5, -1.25]);
    const broken = tensor(kernels, [2], [Number.NaN, Number.POSITIVE_INFINITY]);
    kernels.clamp(broken, 2);
    expect(numbers(broken)).toEqual([Number.NaN, 2]);
    const pixels = tensor(kernels, [21], Number.NaN);
    const bytes = Array.from({ length: 21 }, (_, index) => (index * 97) % 256);
    new Uint8Array(pixels.data.buffer, pixels.address, 21).set(bytes);
    kernels.fromBytes(pixels, 1 / 255, -0.5);
    const exact = bytes.map((byte) => byte * (1 / 255) - 0.5);
    expect(numbers(pixels)).toEqual(kernels.precision === "float64" ? exact : exact.map(Math.fround));
    kernels.copy(tensor(kernels, [2, 3], [6, 5, 4, 3, 2, 1]), target);
    expect(numbers(target)).toEqual([6, 5, 4, 3, 2, 1]);
    const rows = { rows: 2, length: 2, sourceStart: 1, sourceStride: 3, targetStart: 0, targetStride: 4 };
    const wide = tensor(kernels, [2, 4], 0);
    kernels.copyRows(target, wide, rows);
    expect(numbers(wide)).toEqual([5, 4, 0, 0, 2, 1, 0, 0]);
    kernels.fill(target, 9);
    expect(numbers(target)).toEqual([9, 9, 9, 9, 9, 9]);
    expect(target.data[2]).toBeNaN();
    expect(target.data[9]).toBeNaN();
  });

  it("measure their tensor alone", () => {
    expect(kernels.sumOfSquares(tensor(kernels, [3], [1, -2, 3]))).toBe(14);
    expect(kernels.sumOfMagnitudes(tensor(kernels, [7], [1, -2, 3, -4, 5, -6, -7]))).toBe(28);
    expect(kernels.allFinite(tensor(kernels, [3], [1, -2, 3]))).toBe(true);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      expect(kernels.allFinite(tensor(kernels, [3], [1, value, 3]))).toBe(false);
  });

  it("count a row as correct when its first largest number is the target's", () => {
    const prediction = [3, 1, 2, 5, 5, 0, 0, Number.NaN, 9, 1, 2, 3];
    const target = [1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0];
    expect(kernels.countCorrect(tensor(kernels, [4, 3], prediction), tensor(kernels, [4, 3], target))).toBe(
      2,
    );
  });

  it("start SGD's velocity with the gradient at the first step, whatever the memory holds", () => {
    const weight = tensor(kernels, [2], [1, 1]);
    const velocity = tensor(kernels, [2], [40, 40]);
    const step = { learningRate: 0.5, momentum: 0.5, first: true, nesterov: false, weightDecay: 0 };
    kernels.sgdUpdate(weight, tensor(kernels, [2], [1, -1]), velocity, step);
    expect(numbers(weight)).toEqual([0.5, 1.5]);
    expect(numbers(velocity)).toEqual([1, -1]);
  });

  it("drop what the noise says, at the rate asked for, and scale up the rest", () => {
    const count = 20_000;
    const x = tensor(kernels, [count], 1);
    const draw = (noise: { seed: number; step: number; layer: number }, kernel = kernels.dropout) => {
      const y = tensor(kernels, [count], Number.NaN);
      kernel(x, y, 0.2, noise);
      return numbers(y);
    };
    const noise = { seed: 1, step: 2, layer: 3 };
    const first = draw(noise);
    expect(new Set(first)).toEqual(new Set([0, kernels.precision === "float32" ? Math.fround(1.25) : 1.25]));
    // Four standard deviations of a binomial count around its mean.
    const dropped = first.filter((value) => value === 0).length;
    expect(Math.abs(dropped - 0.2 * count)).toBeLessThan(4 * Math.sqrt(count * 0.2 * 0.8));
    expect(draw(noise)).toEqual(first);
    expect(draw(noise, kernels.dropoutBackward)).toEqual(first);
    for (const other of [
      { ...noise, seed: 9 },
      { ...noise, step: 9 },
      { ...noise, layer: 9 },
    ])
      expect(draw(other)).not.toEqual(first);
  });

  it.each(Object.keys(elementwiseFunctions) as ElementwiseFunction[])(
    "pass NaN and large numbers through %s",
    (name) => {
      const x = tensor(kernels, [3], [Number.NaN, 500, -500]);
      const y = tensor(kernels, [3], 0);
      kernels.activation(name, 0.5, x, y);
      const [notANumber, high, low] = numbers(y);
      expect(notANumber).toBeNaN();
      // Every one of these functions is linear or bounded to the right, and never steeper than a line to the left.
      const { output }: Elementwise = elementwiseFunctions[name];
      expect(Math.abs((high ?? Number.NaN) / output(500, 0.5) - 1)).toBeLessThan(1e-6);
      expect(high).toBeGreaterThan(0.99);
      expect(high).toBeLessThan(526);
      expect(Math.abs(low ?? Number.NaN)).toBeLessThanOrEqual(250);
    },
  );
});

describe("sums", () => {
  it("do not depend on how many rows are computed together", () => {
    const weight = tensor(loopKernels, [7, 11], normalNumbers(77, 1));
    const x = normalNumbers(55, 2);
    const together = tensor(loopKernels, [5, 7], Number.NaN);
    loopKernels.dense(tensor(loopKernels, [5, 11], x), weight, null, together);
    for (let row = 0; row < 5; row += 1) {
      const alone = tensor(loopKernels, [1, 7], Number.NaN);
      loopKernels.dense(tensor(loopKernels, [1, 11], x.slice(row * 11, row * 11 + 11)), weight, null, alone);
      expect(numbers(alone)).toEqual(numbers(together).slice(row * 7, row * 7 + 7));
    }
  });
});

describe.each(
  Object.entries(elementwiseFunctions).map(([name, record]) => ({ name, record: record as Elementwise })),
)("$name", ({ record }) => {
  it("has formulas that can be read", () => {
    expect(readFormula(record.formula)).toContain("katex");
    expect(readFormula(record.derivativeFormula)).toContain("katex");
  });

  it("has the derivative that central differences have, on both sides of its kink", () => {
    for (const x of [-30, -6, -2.5, -0.75, -0.01, 0.01, 0.75, 2.5, 6, 30]) {
      const y = record.output(x, 0.3);
      const numeric = (record.output(x + 1e-5, 0.3) - record.output(x - 1e-5, 0.3)) / 2e-5;
      expect(Math.abs(record.derivative(x, y, 0.3) - numeric)).toBeLessThan(1e-9 + 1e-9 * Math.abs(x));
    }
  });
});

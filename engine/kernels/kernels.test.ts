import { describe, expect, it } from "vitest";
import { sizeOf } from "../tensor.ts";
import { allKernels, expectAgreement, numbers } from "../testing/kernel-agreement.ts";
import { normalNumbers } from "../testing/numbers.ts";
import { tensor } from "../testing/tensors.ts";
import { type Elementwise, type ElementwiseFunction, elementwiseFunctions } from "./elementwise.ts";
import { loopKernels } from "./loops.ts";

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
      for (const kernels of allKernels) {
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

describe.each(allKernels)("$name kernels", (kernels) => {
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

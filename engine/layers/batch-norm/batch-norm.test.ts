import { expect, it } from "vitest";
import { kernelExports, kernelModule, newKernelMemory, openKernels } from "../../host/kernels.ts";
import { loopKernels } from "../../kernels/loops.ts";
import { referenceKernels } from "../../kernels/reference.ts";
import { createWasmKernels } from "../../kernels/wasm/kernels.ts";
import { elements, type Shape, sizeOf, view } from "../../tensor.ts";
import { type LayerCall, runLayer } from "../../testing/layer-run.ts";
import { normalNumbers, relativeError } from "../../testing/numbers.ts";
import { batchNorm } from "./batch-norm.ts";

const fast = [loopKernels, (await openKernels())()];
const all = [referenceKernels, ...fast];

function callOf(shape: Shape, batch: number, more: Partial<LayerCall> = {}): LayerCall {
  const channels = shape[0] ?? 1;
  return {
    kind: batchNorm,
    fields: {},
    batch,
    inputs: [{ shape, data: normalNumbers(batch * sizeOf(shape), 1) }],
    weights: {
      gamma: normalNumbers(channels, 2),
      beta: normalNumbers(channels, 3),
      runningMean: normalNumbers(channels, 4),
      runningVariance: normalNumbers(channels, 5).map((value) => Math.fround(0.5 + value * value)),
    },
    gradOutput: normalNumbers(batch * sizeOf(shape), 6),
    ...more,
  };
}

const sizes = [
  { shape: [1], batch: 2 },
  { shape: [6], batch: 9 },
  { shape: [67], batch: 33 },
  { shape: [3, 1, 2], batch: 3 },
  { shape: [5, 3, 5], batch: 4 },
  { shape: [2, 16, 16], batch: 1 },
  { shape: [16, 32, 32], batch: 5 },
] as const;

it.each(fast.flatMap((kernels) => sizes.map((size) => ({ ...size, kernels, name: kernels.name }))))(
  "moves the running statistics of $shape by $batch examples as the reference does, with $name",
  ({ kernels, shape, batch }) => {
    const found = runLayer(kernels, callOf(shape, batch));
    const exact = runLayer(referenceKernels, callOf(shape, batch));
    for (const [name, values] of Object.entries(exact.weights))
      expect(relativeError(found.weights[name] ?? [], values), name).toBeLessThanOrEqual(1e-6);
    if (sizeOf(shape) * batch > 2)
      expect(relativeError(found.gradInputs[0] ?? [], exact.gradInputs[0] ?? [])).toBeLessThanOrEqual(1e-4);
  },
);

it.each(fast)("keeps the digits of a small spread around a large mean with $name kernels", (kernels) => {
  for (const { shape, batch } of sizes.slice(1)) {
    const data = normalNumbers(batch * sizeOf(shape), 7).map((value) => Math.fround(1000 + value));
    const call = callOf(shape, batch, { inputs: [{ shape, data }] });
    const exact = runLayer(referenceKernels, call);
    // The values keep 24 bits of 1000, so the distances from the mean keep about 14: 6e-5 of a deviation.
    expect(relativeError(runLayer(kernels, call).output, exact.output)).toBeLessThanOrEqual(1e-4);
  }
});

it.each(all)(
  "gives β for a batch of one value, and keeps the running variance, with $name kernels",
  (kernels) => {
    const call = callOf([7], 1);
    const { output, gradInputs, weights } = runLayer(kernels, call);
    expect(output).toEqual(call.weights?.beta);
    expect(gradInputs[0]?.every((slope) => slope === 0)).toBe(true);
    expect(weights.runningVariance).toEqual(call.weights?.runningVariance);
    expect(weights.runningMean?.every(Number.isFinite)).toBe(true);
    expect(weights.runningMean).not.toEqual(call.weights?.runningMean);
  },
);

it.each(all)("remembers nothing of a batch that is not finite, with $name kernels", (kernels) => {
  for (const shape of [[6], [2, 3, 3]]) {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const data = normalNumbers(4 * sizeOf(shape), 1).fill(bad, 0, 1);
      const call = callOf(shape, 4, { inputs: [{ shape, data }] });
      const { output, weights } = runLayer(kernels, call);
      expect(output[0]).toBeNaN();
      for (const name of ["runningMean", "runningVariance"]) {
        expect(weights[name]?.[0]).toBe(call.weights?.[name]?.[0]);
        expect(weights[name]?.[1]).not.toBe(call.weights?.[name]?.[1]);
        expect(weights[name]?.every(Number.isFinite)).toBe(true);
      }
    }
  }
});

it.each(all)("takes the running statistics as constants outside training, with $name kernels", (kernels) => {
  for (const { shape, batch } of sizes) {
    const call = callOf(shape, batch, { training: false });
    const { output, gradInputs, gradWeights, weights } = runLayer(kernels, call);
    expect(weights).toEqual(call.weights);
    const channels = shape[0];
    const inner = sizeOf(shape) / channels;
    const channelOf = (i: number) => Math.floor(i / inner) % channels;
    const at = (name: string, i: number) => call.weights?.[name]?.[channelOf(i)] ?? Number.NaN;
    // The affine map by hand: y = γ z + β with z = (x - mean) / √(variance + ε), dx = γ / √(variance + ε) dy.
    const x = Array.from(call.inputs[0]?.data ?? []);
    const dy = Array.from(call.gradOutput ?? []);
    const inverse = x.map((_, i) => 1 / Math.sqrt(at("runningVariance", i) + 1e-5));
    const z = x.map((value, i) => (value - at("runningMean", i)) * (inverse[i] ?? Number.NaN));
    const sums = (values: readonly number[]) => {
      const total = Array<number>(channels).fill(0);
      for (const [i, value] of values.entries()) total[channelOf(i)] = (total[channelOf(i)] ?? 0) + value;
      return total;
    };
    const wanted = {
      output: z.map((value, i) => at("gamma", i) * value + at("beta", i)),
      dx: dy.map((slope, i) => at("gamma", i) * (inverse[i] ?? Number.NaN) * slope),
    };
    expect(relativeError(output, wanted.output)).toBeLessThanOrEqual(1e-6);
    expect(relativeError(gradInputs[0] ?? [], wanted.dx)).toBeLessThanOrEqual(1e-6);
    const dGamma = sums(dy.map((slope, i) => slope * (z[i] ?? Number.NaN)));
    expect(relativeError(gradWeights.gamma ?? [], dGamma)).toBeLessThanOrEqual(1e-5);
    expect(relativeError(gradWeights.beta ?? [], sums(dy))).toBeLessThanOrEqual(1e-5);
  }
});

it("gives the same bits however many threads share the channels", async () => {
  const module = await kernelModule();
  /** Every member's part in turn: no channel needs another, so nobody has to wait. */
  function bits(members: number, { outer, channels, inner }: Record<"outer" | "channels" | "inner", number>) {
    const memory = newKernelMemory();
    const axis = { outer, channels, inner, epsilon: 1e-5, momentum: 0.1 };
    const results = Array.from({ length: members }, (_, index) => {
      const exports = kernelExports(module, memory);
      const kernels = createWasmKernels({ exports, memory, team: { index, size: members, barrier() {} } });
      const tensor = (size: number, seed: number) => {
        const data = kernels.allocate(size);
        // The members share their memory: only the first fills it.
        if (index === 0)
          data.set(normalNumbers(size, seed).map((value) => (seed === 9 ? value * value : value)));
        return view(data, 0, [size]);
      };
      const size = outer * channels * inner;
      const [x, dy, y, dx] = [tensor(size, 1), tensor(size, 2), tensor(size, 3), tensor(size, 4)] as const;
      const one = (seed: number) => tensor(channels, seed);
      const weights = { gamma: one(5), beta: one(6), runningMean: one(8), runningVariance: one(9) };
      const gradients = { gamma: one(10), beta: one(11) };
      const batch = { mean: one(12), inverseDeviation: one(13) };
      kernels.batchNorm(x, y, weights, batch, axis);
      kernels.batchNormBackward(x, dy, dx, weights, gradients, batch, axis, true);
      return [y, dx, ...[weights, gradients, batch].flatMap((group) => Object.values(group))];
    });
    return (results[0] ?? []).map((tensor) => [...elements(tensor)]);
  }
  for (const axis of [
    { outer: 5, channels: 7, inner: 1 },
    { outer: 3, channels: 33, inner: 1 },
    { outer: 3, channels: 5, inner: 49 },
  ]) {
    const alone = bits(1, axis);
    expect(alone.flat().every(Number.isFinite)).toBe(true);
    for (const members of [2, 3, 8]) expect(bits(members, axis), `${members} threads`).toEqual(alone);
  }
});

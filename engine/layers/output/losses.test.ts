import { describe, expect, it } from "vitest";
import { openKernels } from "../../host/kernels.ts";
import type { Kernels } from "../../kernels/kernels.ts";
import { loopKernels } from "../../kernels/loops.ts";
import { referenceKernels } from "../../kernels/reference.ts";
import { view } from "../../tensor.ts";
import { readFormula } from "../../testing/formulas.ts";
import { normalNumbers, relativeError } from "../../testing/numbers.ts";
import { type Loss, losses, lossOf } from "./losses.ts";
import { output } from "./output.ts";

function evaluate(
  kernels: Kernels,
  loss: Loss,
  shape: readonly number[],
  prediction: ArrayLike<number>,
  target: ArrayLike<number>,
  scale: number,
  delta = 0.7,
) {
  const tensor = (data: ArrayLike<number>) => {
    const memory = kernels.allocate(data.length);
    memory.set(data);
    return view(memory, 0, shape);
  };
  const gradient = tensor(Array.from(prediction, () => Number.NaN));
  const sum = loss.evaluate(kernels, tensor(prediction), tensor(target), gradient, scale, { delta });
  return { sum, gradient: gradient.data };
}

const all = [referenceKernels, loopKernels, (await openKernels())()];

const named = losses.map((loss: Loss) => ({ loss, name: loss.name }));

describe.each(named)("$name", ({ loss }) => {
  const shape = [5, 3];
  const prediction = normalNumbers(15, 1);
  const target = loss.forClasses
    ? [1, 0, 0, 0, 0, 1, 0.2, 0.5, 0.3, 0, 1, 0, 0.5, 0, 0]
    : normalNumbers(15, 2);

  it("has the gradient that central differences have, times its scale", () => {
    const { gradient } = evaluate(referenceKernels, loss, shape, prediction, target, 1 / 5);
    const numeric = prediction.map((value, i) => {
      const at = (moved: number) =>
        evaluate(referenceKernels, loss, shape, prediction.with(i, moved), target, 1).sum / 5;
      return (at(value + 1e-4) - at(value - 1e-4)) / 2e-4;
    });
    expect(relativeError(gradient, numeric)).toBeLessThanOrEqual(1e-6);
  });

  it("is the same in float32", () => {
    const exact = evaluate(referenceKernels, loss, shape, prediction, target, 0.2);
    for (const kernels of all) {
      const fast = evaluate(kernels, loss, shape, prediction, target, 0.2);
      expect(relativeError([fast.sum], [exact.sum]), kernels.name).toBeLessThanOrEqual(1e-4);
      expect(relativeError(fast.gradient, exact.gradient), kernels.name).toBeLessThanOrEqual(1e-4);
    }
  });

  it("has readable formulas and is one of the output's choices", () => {
    expect(readFormula(loss.formula)).toContain("katex");
    expect(readFormula(loss.gradientFormula)).toContain("katex");
    expect(output.fields.loss.options.map(({ value }) => value)).toContain(loss.name);
    expect(lossOf({ loss: loss.name })).toBe(loss);
  });
});

describe.each([referenceKernels, loopKernels])("cross-entropy with $name kernels", (kernels) => {
  const loss = lossOf({ loss: "crossEntropy" });

  it("is log K when all logits are equal", () => {
    const { sum, gradient } = evaluate(kernels, loss, [1, 4], [7, 7, 7, 7], [0, 1, 0, 0], 1);
    expect(sum).toBeCloseTo(1.3862943611198906, 12);
    expect(relativeError(gradient, [0.25, -0.75, 0.25, 0.25])).toBeLessThan(1e-12);
  });

  it("neither overflows nor takes the logarithm of zero", () => {
    const { sum, gradient } = evaluate(kernels, loss, [2, 2], [1000, -1000, -1000, 1000], [0, 1, 0, 1], 1);
    expect(sum).toBe(2000);
    expect([...gradient]).toEqual([1, -1, 0, 0]);
  });

  it("does not hide NaN", () => {
    expect(evaluate(kernels, loss, [1, 3], [1, Number.NaN, 2], [1, 0, 0], 1).sum).toBeNaN();
  });

  it("bears a logit of minus infinity for a class that is not asked for", () => {
    expect(evaluate(kernels, loss, [1, 2], [0, -Infinity], [1, 0], 1).sum).toBe(0);
  });
});

describe.each([referenceKernels, loopKernels])("mean squared error with $name kernels", (kernels) => {
  it("is the mean over the outputs of each example, summed over the batch", () => {
    const { sum, gradient } = evaluate(
      kernels,
      lossOf({ loss: "meanSquaredError" }),
      [2, 4],
      [1, 2, 3, 4, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 2, 0, 0],
      0.5,
    );
    expect(sum).toBe((1 + 4 + 9 + 16) / 4 + 4 / 4);
    expect([...gradient]).toEqual([0.25, 0.5, 0.75, 1, 0, -0.5, 0, 0]);
  });
});

describe.each(all)("losses of single outputs with $name kernels", (kernels) => {
  const evaluateOne = (name: string, prediction: readonly number[], target: readonly number[], delta = 1) =>
    evaluate(kernels, lossOf({ loss: name }), [1, prediction.length], prediction, target, 1, delta);

  it("squares within delta and goes on in a straight line, as PyTorch's HuberLoss", () => {
    const { sum, gradient } = evaluateOne("huber", [0.5, 2, -2, 6], [0, 0, 0, 0], 2);
    expect(sum).toBe((0.125 + 2 + 2 + 2 * (6 - 1)) / 4);
    expect([...gradient]).toEqual([0.125, 0.5, -0.5, 0.5]);
  });

  it("takes the mean size of the differences, whose gradient is zero where there is none", () => {
    const { sum, gradient } = evaluateOne("meanAbsoluteError", [1, -3, 2, 2], [0, 0, 2, 4]);
    expect(sum).toBe(6 / 4);
    expect([...gradient]).toEqual([0.25, -0.25, 0, -0.25]);
  });

  it("is log 2 at a logit of zero, and neither overflows nor takes the logarithm of zero", () => {
    expect(evaluateOne("binaryCrossEntropy", [0], [1]).sum).toBeCloseTo(Math.LN2, 6);
    const sure = evaluateOne("binaryCrossEntropy", [1000, -1000], [1, 0]);
    expect(sure.sum).toBe(0);
    expect([...sure.gradient]).toEqual([0, 0]);
    const wrong = evaluateOne("binaryCrossEntropy", [1000, -1000], [0, 1]);
    expect(wrong.sum).toBe(1000);
    expect([...wrong.gradient]).toEqual([0.5, -0.5]);
  });

  it("keeps what is left of the surprise where the answer is nearly sure", () => {
    expect(evaluateOne("binaryCrossEntropy", [12], [1]).sum / Math.log1p(Math.exp(-12))).toBeCloseTo(1, 5);
  });

  it.each(["huber", "meanAbsoluteError", "binaryCrossEntropy"])("does not hide NaN in %s", (name) => {
    const { sum, gradient } = evaluateOne(name, [Number.NaN, 1], [0, 1]);
    expect(sum).toBeNaN();
    expect(gradient[0]).toBeNaN();
  });
});

it("offers every loss in the output's form, and no other", () => {
  expect(output.fields.loss.options.map(({ value }) => value)).toEqual(losses.map(({ name }) => name));
});

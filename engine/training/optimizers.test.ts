import { describe, expect, it } from "vitest";
import { openKernels } from "../host/kernels.ts";
import { loopKernels } from "../kernels/loops.ts";
import { referenceKernels } from "../kernels/reference.ts";
import { defaultValues, fieldsSchema } from "../layers/fields.ts";
import { view } from "../tensor.ts";
import { readFormula } from "../testing/formulas.ts";
import { type Optimizer, optimizer, optimizers } from "./optimizers.ts";

/** Weights after each step on the given gradients, starting at 1. */
function path(
  kernels: typeof referenceKernels,
  record: Optimizer,
  settings: Record<string, number>,
  gradients: readonly number[],
): number[] {
  const tensor = (value: number) => {
    const memory = kernels.allocate(3);
    memory[1] = value;
    return view(memory, 1, [1]);
  };
  const weight = tensor(1);
  const slots = Array.from({ length: record.stateSlots }, () => tensor(0));
  return gradients.map((gradient, step) => {
    record.begin(settings, settings.learningRate ?? Number.NaN, step);
    record.update(kernels, weight, tensor(gradient), slots);
    return weight.data[1] ?? Number.NaN;
  });
}

describe.each([referenceKernels, loopKernels, (await openKernels())()])(
  "optimisers with $name kernels",
  (kernels) => {
    const digits = kernels.precision === "float64" ? 12 : 6;

    // From PyTorch 1.13: weights 1, -2, 0.5 after three steps on these gradients, in float64.
    it.each([
      ["sgd", { momentum: 0.5, nesterov: true }, [1.130837875, -2.0772095, 0.601927375]],
      ["adam", {}, [0.835903494885, -1.941618893857, 0.487613023564]],
      ["adamw", {}, [0.814725568414, -1.909959585934, 0.485780130594]],
      ["rmsprop", { alpha: 0.9, momentum: 0.5 }, [0.515271435582, -1.837201316234, 0.391444915896]],
      ["adagrad", {}, [0.944658518866, -1.97882298842, 0.490527971924]],
    ] as const)("%s with weight decay does as PyTorch does", (name, own, expected) => {
      const record: Optimizer = optimizer(name);
      const settings = { ...defaultValues(record.fields), weightDecay: 0.1, ...own };
      const tensor = (values: readonly number[]) => {
        const memory = kernels.allocate(values.length);
        memory.set(values);
        return view(memory, 0, [values.length]);
      };
      const weight = tensor([1, -2, 0.5]);
      const slots = Array.from({ length: record.stateSlots }, () => tensor([0, 0, 0]));
      const gradients = [
        [1, -1, 0.25],
        [0.5, 2, -1],
        [-3, 0.1, 0],
      ];
      for (const [step, gradient] of gradients.entries()) {
        record.begin(settings, 0.1, step);
        record.update(kernels, weight, tensor(gradient), slots);
      }
      for (const [i, value] of expected.entries()) expect(weight.data[i]).toBeCloseTo(value, digits - 1);
    });

    it("SGD steps against the gradient", () => {
      const weights = path(kernels, optimizer("sgd"), { learningRate: 0.5, momentum: 0 }, [1, -2, 0]);
      expect(weights).toEqual([0.5, 1.5, 1.5]);
    });

    it("SGD with momentum starts with the gradient itself and then rolls on", () => {
      // v = 1; 0.5·1 + 1 = 1.5; 0.5·1.5 + 0 = 0.75; w falls by a quarter of each.
      const weights = path(kernels, optimizer("sgd"), { learningRate: 0.25, momentum: 0.5 }, [1, 1, 0]);
      expect(weights).toEqual([0.75, 0.375, 0.1875]);
    });

    it("Adam's first step is the learning rate, whatever the gradient's size", () => {
      for (const gradient of [1e-3, 7]) {
        const settings = { learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
        const [first] = path(kernels, optimizer("adam"), settings, [gradient]);
        expect(first).toBeCloseTo(0.9, 5);
      }
    });

    it("Adam corrects its running means by the step count", () => {
      // By hand with β1 = β2 = ½, γ = 0.1, ε = 0 and g = 1, 3: m = ½, 1¾; v = ½, 4¾; corrections ½, ¾.
      const settings = { learningRate: 0.1, beta1: 0.5, beta2: 0.5, epsilon: 0 };
      const [first, second] = path(kernels, optimizer("adam"), settings, [1, 3]);
      expect(first).toBeCloseTo(0.9, digits);
      expect(second).toBeCloseTo(0.9 - (0.1 * (1.75 / 0.75)) / Math.sqrt(4.75 / 0.75), digits);
    });
  },
);

describe.each(optimizers.map((record: Optimizer) => ({ record, name: record.name })))(
  "$name",
  ({ record }) => {
    it("explains itself and starts from settings its own schema accepts", () => {
      expect(readFormula(record.formula)).toContain("katex");
      expect(record.summary).toMatch(/^[A-Z].*\.$/s);
      for (const field of Object.values(record.fields)) expect(field.help).toMatch(/^[A-Z].*\.$/s);
      expect(fieldsSchema(record.fields).parse({})).toEqual(defaultValues(record.fields));
    });
  },
);

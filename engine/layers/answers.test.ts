import { describe, expect, it } from "vitest";
import { loopKernels } from "../kernels/loops.ts";
import { referenceKernels } from "../kernels/reference.ts";
import { view } from "../tensor.ts";
import { readFormula } from "../testing/formulas.ts";
import { normalNumbers, relativeError } from "../testing/numbers.ts";
import { type Answer, answerNamed, answers, answersOf } from "./answers.ts";
import { losses } from "./output/losses.ts";

describe.each(answers.map((answer: Answer) => ({ answer, name: answer.name })))("$name", ({ answer }) => {
  it("is the function of its formula, example by example", () => {
    const numbers = normalNumbers(12, 4);
    const expected = {
      none: (row: readonly number[]) => [...row],
      softmax: (row: readonly number[]) =>
        row.map((a) => Math.exp(a) / row.reduce((sum, b) => sum + Math.exp(b), 0)),
      sigmoid: (row: readonly number[]) => row.map((a) => 1 / (1 + Math.exp(-a))),
    }[answer.name as "none" | "softmax" | "sigmoid"];
    const rows = [0, 4, 8].flatMap((start) => expected(numbers.slice(start, start + 4)));
    expect(relativeError(answersOf(answer.name as "none", numbers, 4), rows)).toBeLessThan(1e-6);
    expect(readFormula(answer.formula)).toContain("katex");
  });

  it("bears the largest numbers and does not hide NaN", () => {
    expect(answersOf(answer.name as "none", [1000, -1000], 2).every(Number.isFinite)).toBe(true);
    expect(answersOf(answer.name as "none", [Number.NaN, 1], 2)[0]).toBeNaN();
  });
});

it("gives what the gradient of its loss is taken against: prediction minus target, over the outputs it averages", () => {
  const logits = normalNumbers(4, 9);
  const target = [0, 1, 0, 0];
  for (const loss of losses.filter(({ answer }) => answerNamed(answer).givesProbabilities)) {
    const tensor = (data: readonly number[]) => {
      const memory = referenceKernels.allocate(4);
      memory.set(data);
      return view(memory, 0, [1, 4]);
    };
    const gradient = tensor([0, 0, 0, 0]);
    const sum = loss.evaluate(referenceKernels, tensor(logits), tensor(target), gradient, 1, { delta: 1 });
    expect(sum).toBeGreaterThan(0);
    const factor = loss.answer === "sigmoid" ? 4 : 1;
    const said = answersOf(loss.answer, logits, 4);
    expect(
      relativeError(
        Array.from(said, (y, k) => y - (target[k] ?? 0)),
        Array.from(gradient.data, (slope) => slope * factor),
      ),
    ).toBeLessThan(1e-6);
  }
});

it("agrees with the kernels' softmax and sigmoid", () => {
  const numbers = Float32Array.from(normalNumbers(6, 3));
  const input = loopKernels.allocate(6);
  const output = loopKernels.allocate(6);
  input.set(numbers);
  loopKernels.softmax(view(input, 0, [2, 3]), view(output, 0, [2, 3]), { outer: 2, length: 3, inner: 1 });
  expect(relativeError(answersOf("softmax", numbers, 3), [...output])).toBeLessThan(1e-6);
  loopKernels.activation("sigmoid", 1, view(input, 0, [2, 3]), view(output, 0, [2, 3]));
  expect(relativeError(answersOf("sigmoid", numbers, 3), [...output])).toBeLessThan(1e-6);
});

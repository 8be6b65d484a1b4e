import { exp } from "../math.ts";
import { recordNamed } from "../named.ts";
import type { FloatArray } from "../tensor.ts";

/** How the plain numbers of a network's last layer become what it says of an example. */
export interface Answer<Name extends string = string> {
  readonly name: Name;
  /** TeX, of the numbers a. */
  readonly formula: string;
  /** Each number becomes a probability, 0 to 1. */
  readonly givesProbabilities: boolean;
  /** The plain number that says yes as much as no, where an output of its own stands for it. */
  readonly half: number;
  /** Works in place on the numbers of one example. NaN stays NaN. Portable: the same bits on every machine. */
  apply(numbers: FloatArray): void;
}

/** Every answer function. A loss names the one that belongs to it: everything that is shown goes through it. */
export const answers = [
  { name: "none", formula: "y = a", givesProbabilities: false, half: 0.5, apply() {} },
  {
    name: "softmax",
    formula: String.raw`y_k = \frac{e^{a_k}}{\sum_l e^{a_l}}`,
    givesProbabilities: true,
    half: 0.5,
    apply(numbers) {
      let largest = Number.NEGATIVE_INFINITY;
      for (const number of numbers) largest = Math.max(largest, number);
      let sum = 0;
      for (const number of numbers) sum += exp(number - largest);
      for (const [index, number] of numbers.entries()) numbers[index] = exp(number - largest) / sum;
    },
  },
  {
    name: "sigmoid",
    formula: String.raw`y_k = \frac{1}{1 + e^{-a_k}}`,
    givesProbabilities: true,
    half: 0,
    apply(numbers) {
      for (const [index, number] of numbers.entries()) {
        // Of the two equal forms, the one whose power cannot overflow.
        const power = exp(-Math.abs(number));
        numbers[index] = (number < 0 ? power : 1) / (1 + power);
      }
    },
  },
] as const satisfies readonly Answer[];

export type AnswerName = (typeof answers)[number]["name"];

/** The answer function of a name. */
export function answerNamed(name: AnswerName): Answer<AnswerName> {
  return recordNamed<Answer<AnswerName>>(answers, name, "answer function");
}

/** What a network says, of numbers that its last layer gave: a fresh array, `size` numbers for each example. */
export function answersOf(name: AnswerName, numbers: ArrayLike<number>, size: number): Float32Array {
  const said = Float32Array.from(numbers);
  const answer = answerNamed(name);
  for (let start = 0; start < said.length; start += size) answer.apply(said.subarray(start, start + size));
  return said;
}

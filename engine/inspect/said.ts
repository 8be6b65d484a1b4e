import type { FeatureScaling } from "../data/dataset.ts";
import { inUnits } from "../data/targets.ts";
import { type AnswerName, answersOf } from "../layers/answers.ts";
import type { Task } from "../layers/output/tasks.ts";

/** What is known of the data that a network was trained on: a loaded set, or a model file. */
export interface AskedOf {
  /** Left out by a model file, whose network says it. */
  readonly task?: Task | undefined;
  readonly classNames: readonly string[];
  readonly targets?: { readonly columns: readonly FeatureScaling[] } | undefined;
}

/** Numbers that a network says of one example: one for each class or target. */
export function saidWidth(asked: AskedOf, outputs: number): number {
  return speaksForTwo(asked, outputs) ? 2 : outputs;
}

/**
 * What a network says, of the numbers that its last layer gave for some examples, `outputs` each: probabilities where
 * its loss has an answer function, and numbers to predict in the units of the data. One output that tells two classes
 * apart speaks for the first of them, too. The array is fresh.
 */
export function whatIsSaid(
  answer: AnswerName,
  asked: AskedOf,
  numbers: ArrayLike<number>,
  outputs: number,
): Float32Array {
  const said = answersOf(answer, numbers, outputs);
  if (asked.targets) {
    inUnits(asked.targets.columns, said);
    return said;
  }
  if (!speaksForTwo(asked, outputs)) return said;
  return Float32Array.from({ length: 2 * said.length }, (_, at) => {
    const second = said[at >> 1] ?? Number.NaN;
    return at % 2 === 1 ? second : 1 - second;
  });
}

function speaksForTwo({ task, classNames, targets }: AskedOf, outputs: number): boolean {
  return outputs === 1 && classNames.length === 2 && !targets && task !== "reconstruction";
}

import type { ClassJudgement, ClassMeasures } from "../../engine/protocol.ts";
import { csv } from "../views/csv.ts";

/** A cell of the matrix: examples of one class that were taken for another, or rightly for itself. */
export interface Cell {
  readonly truth: number;
  readonly guess: number;
}

/** Examples that are shown together: those of a cell, the mistakes it was surest of, or the answers it was least sure of. */
export type ExampleList = ({ readonly show: "cell" } & Cell) | { readonly show: "most wrong" | "least sure" };

export function countIn({ counts, classNames }: ClassJudgement, { truth, guess }: Cell): number {
  return counts[truth * classNames.length + guess] ?? 0;
}

/** Places in the judgement of a list's examples, the surest first; of the least sure ones, the least sure. */
export function placesIn({ labels, predicted, certainty }: ClassJudgement, list: ExampleList): number[] {
  const places = [...labels.keys()].filter((place) => {
    const [label, guess] = [labels[place], predicted[place] ?? -1];
    if (list.show === "cell") return label === list.truth && guess === list.guess;
    return guess >= 0 && (list.show === "least sure" || label !== guess);
  });
  const sign = list.show === "least sure" ? 1 : -1;
  return places.sort((a, b) => sign * ((certainty[a] ?? 0) - (certainty[b] ?? 0)));
}

/** The examples at these places as CSV, with what they are, what they were taken for, and how surely. */
export function placesCsv(
  { examples, labels, predicted, certainty, classNames }: ClassJudgement,
  places: readonly number[],
): string {
  return csv([
    ["example", "true class", "taken for", "certainty"],
    ...places.map((place) => [
      examples[place] ?? null,
      classNames[labels[place] ?? -1] ?? null,
      classNames[predicted[place] ?? -1] ?? null,
      certainty[place] ?? null,
    ]),
  ]);
}

/** The most frequent mistake, the first of equals; null where there is none. */
export function worstCell(judgement: ClassJudgement): Cell | null {
  const classes = judgement.classNames.length;
  let [worst, most]: [Cell | null, number] = [null, 0];
  for (let truth = 0; truth < classes; truth++)
    for (let guess = 0; guess < classes; guess++) {
      const count = countIn(judgement, { truth, guess });
      if (truth !== guess && count > most) [worst, most] = [{ truth, guess }, count];
    }
  return worst;
}

/** Right answers, and examples for which the network gave something that is no number. */
export function totalsOf({ measures, predicted }: ClassJudgement): {
  readonly right: number;
  readonly unanswered: number;
} {
  return {
    right: measures.reduce((sum, { right }) => sum + right, 0),
    unanswered: predicted.reduce((sum, guess) => sum + (guess < 0 ? 1 : 0), 0),
  };
}

/** The plain mean over the classes that have the measure (macro average); null where none has. */
export function meanOf(
  measures: readonly ClassMeasures[],
  name: "precision" | "recall" | "f1",
): number | null {
  const values = measures.flatMap((ofClass) => ofClass[name] ?? []);
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
}

/** The matrix as CSV (RFC 4180): a row for each true class, a column for each class taken for it. */
export function matrixCsv(judgement: ClassJudgement): string {
  const { classNames } = judgement;
  const rows = classNames.map((name, truth) => [
    name,
    ...classNames.map((_, guess) => countIn(judgement, { truth, guess })),
  ]);
  return csv([["true class", ...classNames.map((name) => `taken for ${name}`)], ...rows]);
}

/** The measures as CSV with a point for decimals, whatever the locale; what cannot be told is left empty. */
export function measuresCsv({ classNames, measures }: ClassJudgement): string {
  const rows = measures.map(({ examples, guesses, right, precision, recall, f1 }, label) => [
    classNames[label] ?? ["class", label].join(" "),
    examples,
    guesses,
    right,
    precision,
    recall,
    f1,
  ]);
  return csv([["class", "examples", "taken for it", "right", "precision", "recall", "F1"], ...rows]);
}

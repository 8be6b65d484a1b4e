import type { AnswerName } from "../../engine/layers/answers.ts";
import type { ValueSummary } from "../../engine/protocol/summary.ts";
import { say } from "../../engine/words/say.ts";
import { formatValue } from "./format.ts";

/** The summary in words, the accessible name of a picture. */
export function summaryText({ minimum, mean, maximum, notFinite }: ValueSummary): string {
  if (Number.isNaN(mean)) return say("no finite value");
  const broken = notFinite > 0 ? `, ${say("{count, number} not finite", { count: notFinite })}` : "";
  const text = say("minimum {minimum}, mean {mean}, maximum {maximum}", {
    minimum: formatValue(minimum),
    mean: formatValue(mean),
    maximum: formatValue(maximum),
  });
  return text + broken;
}

/**
 * Whether what a network says are probabilities: none outside 0 to 1, and one in all, as float32 adds up. Those of an
 * answer function that asks yes or no of each output need not be one in all.
 */
export function areProbabilities(values: ArrayLike<number>, answer: AnswerName = "none"): boolean {
  let sum = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? Number.NaN;
    if (!(value >= 0 && value <= 1.0001)) return false;
    sum += value;
  }
  return answer === "sigmoid" || Math.abs(sum - 1) < 1e-3;
}

import { numberFormat } from "../../engine/words/numbers.ts";
import { say } from "../../engine/words/say.ts";

/** What number fields accept and say. Text that is refused stays in the field; the reason stands below it. */

export interface NumberLimits {
  readonly minimum: number;
  readonly maximum: number;
  readonly integer: boolean;
}

export type ParsedNumber = { readonly value: number } | { readonly reason: string };

const spaces = /[\s\u00a0\u202f'_]/g;

/** The number as text of a field: no thousands, the locale's decimal sign; tiny ones as powers of ten. */
export function numberText(value: number, locale?: string): string {
  if (value !== 0 && Math.abs(value) < 1e-4) return value.toExponential().replaceAll("-", "\u2212");
  return numberFormat({ useGrouping: false, maximumSignificantDigits: 12 }, locale).format(value);
}

/**
 * Reads what a person typed: spaces between thousands, comma or point as decimal sign, a true minus and powers
 * of ten are all understood.
 */
export function parseNumber(text: string, limits: NumberLimits): ParsedNumber {
  const plain = text.replace(spaces, "").replaceAll("\u2212", "-").replace(",", ".");
  const value = Number(plain);
  if (plain === "" || !Number.isFinite(value) || /[^\d.eE+-]/.test(plain))
    return { reason: limits.integer ? say("Type a whole number.") : say("Type a number.") };
  if (limits.integer && !Number.isInteger(value)) return { reason: say("This must be a whole number.") };
  if (value < limits.minimum)
    return {
      reason: say("The smallest possible value is {number}.", { number: numberText(limits.minimum) }),
    };
  if (value > limits.maximum)
    return { reason: say("The largest possible value is {number}.", { number: numberText(limits.maximum) }) };
  return { value };
}

/** One step up or down, within the limits, without the noise of binary fractions: 0.1 + 0.2 is 0.3. */
export function stepNumber(value: number, step: number, limits: NumberLimits): number {
  const next = Number((value + step).toPrecision(12));
  return Math.min(limits.maximum, Math.max(limits.minimum, next));
}

/** The step of an arrow key: a tenth of the number's power of ten where the usual step would be too coarse. */
export function usefulStep(value: number, step: number): number {
  const size = Math.abs(value);
  if (size === 0 || size > step * 1.5) return step;
  return 10 ** (Math.floor(Math.log10(size)) - 1);
}

/** Numbers as text, so many on a line. */
export function numbersText(numbers: readonly number[], rowLength: number, locale?: string): string {
  const rows: string[] = [];
  for (let from = 0; from < numbers.length; from += rowLength)
    rows.push(
      numbers
        .slice(from, from + rowLength)
        .map((number) => numberText(number, locale))
        .join("  "),
    );
  return rows.join("\n");
}

/** Numbers as people type them, apart by spaces, semicolons or new lines; commas are decimal signs. */
export function parseNumbers(
  text: string,
  { limit, most }: { readonly limit: number; readonly most: number },
): { readonly value: readonly number[] } | { readonly reason: string } {
  const words = text.split(/[\s;]+/).filter((word) => word !== "");
  if (words.length > most)
    return { reason: say("There can be {most, number} numbers at the most.", { most }) };
  const value: number[] = [];
  for (const word of words) {
    const parsed = parseNumber(word, { minimum: -limit, maximum: limit, integer: false });
    if ("reason" in parsed) return { reason: `"${word.slice(0, 20)}": ${parsed.reason}` };
    value.push(parsed.value);
  }
  return { value };
}

/** A shape as people type it: `1×28×28`, `1x28x28`, `1 28 28`. */
export function parseShape(
  text: string,
): { readonly value: readonly number[] } | { readonly reason: string } {
  const parts = text.split(/[×x*,;\s]+/i).filter((part) => part !== "");
  const sizes = parts.map(Number);
  if (sizes.length !== 1 && sizes.length !== 3)
    return { reason: say("Type one size, or channels×rows×columns such as 1×28×28.") };
  if (sizes.some((size) => !Number.isInteger(size) || size < 1 || size > 1_000_000))
    return { reason: say("Every size must be a whole number from 1 to 1000000.") };
  return { value: sizes };
}

import { IntlMessageFormat } from "intl-messageformat";

/*
 * What the app says, in the language of the person. Code says it in English; the English message is the key under
 * which `assets/locales` holds the other languages. Messages are ICU messages: `{count, plural, one {# layer}
 * other {# layers}}`. Each process (window, main, worker) is told its language once with `setWords`; until then,
 * and in the command line, it speaks English.
 */

export interface Words {
  /** For Intl: numbers, dates and plurals. */
  readonly locale: string;
  /** From the English message to the one of the language; empty for English itself. */
  readonly messages: Readonly<Record<string, string>>;
}

type Value = string | number | boolean | null | undefined;
export type Values = Readonly<Record<string, Value>>;

const english: Words = { locale: "en", messages: {} };

let words = english;
let decimals = decimalsOf(english);
const formats = new Map<string, IntlMessageFormat>();
const rich = new Map<string, IntlMessageFormat>();
const listeners = new Set<() => void>();

/** The language from now on. Who keeps texts that were said before says them anew: see `onWords`. */
export function setWords(next: Words): void {
  words = next;
  decimals = decimalsOf(next);
  formats.clear();
  rich.clear();
  for (const listener of listeners) listener();
}

/** Calls after each change of the language; returns the function that stops. */
export function onWords(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** The words that are spoken now, to hand them to another process. */
export function currentWords(): Words {
  return words;
}

/** The locale of numbers, dates and plurals, as BCP 47. */
export function currentLocale(): string {
  return words.locale;
}

/**
 * A message in the person's language. It is written here as a literal, so that `scripts/locales.mjs` finds it; its
 * values are named in braces. Throws when a value is missing.
 */
export function say(message: string, values?: Values): string {
  return translate(message, values);
}

/** Marks a text that stands in a table or a record and is said later, with `translate`, where it is shown. */
export function phrase<const Text extends string>(text: Text): Text {
  return text;
}

/** A text that was declared elsewhere, in a record or by `phrase`, in the person's language. */
export function translate(text: string, values?: Values): string {
  const message = words.messages[text] ?? text;
  if (!message.includes("{")) return message;
  return String(formatOf(message, formats, true).format(values && withDecimals(message, values)));
}

/** A message with tags, such as `Press <b>Train</b>`: its parts, each tag as what its value makes of its inside. */
export function sayParts<Part>(
  message: string,
  values: Readonly<Record<string, Value | Part | ((inside: (string | Part)[]) => Part)>>,
): readonly (string | Part)[] {
  const text = words.messages[message] ?? message;
  const format = formatOf(text, rich, false);
  const said = format.format<Part>(withDecimals(text, values) as Parameters<typeof format.format<Part>>[0]);
  return Array.isArray(said) ? said : [said];
}

function decimalsOf({ locale }: Words): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, { useGrouping: false, maximumSignificantDigits: 12 });
}

/** `{name}` stands for a whole number as it is, which may be a name, but for a fraction in the language's way. */
function withDecimals<Values extends Readonly<Record<string, unknown>>>(
  message: string,
  values: Values,
): Values {
  const isFraction = (value: unknown) => typeof value === "number" && !Number.isInteger(value);
  if (!Object.values(values).some(isFraction)) return values;
  const said = Object.entries(values).map(([name, value]) => [
    name,
    isFraction(value) && message.includes(`{${name}}`) ? decimals.format(Number(value)) : value,
  ]);
  return Object.fromEntries(said) as Values; // the same names
}

function formatOf(
  message: string,
  known: Map<string, IntlMessageFormat>,
  ignoreTag: boolean,
): IntlMessageFormat {
  const found = known.get(message);
  if (found) return found;
  const made = new IntlMessageFormat(message, words.locale, undefined, { ignoreTag });
  known.set(message, made);
  return made;
}

import { currentLocale } from "./say.ts";

/** Making a format takes longer than using it, and a table has many numbers. */
const formats = new Map<string, Intl.NumberFormat>();

/** The format of numbers with these options, in the person's language or in the one that is named. */
export function numberFormat(
  options: Intl.NumberFormatOptions,
  locale: string = currentLocale(),
): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, options);
  formats.set(key, made);
  return made;
}

/** `60,000`, `0.125`: a number with the groups and the decimal sign of the person's language, three decimals at most. */
export function formatNumber(value: number): string {
  return numberFormat({}).format(value);
}

/** The format of lists, such as `a, b and c`. */
export function listFormat(): Intl.ListFormat {
  return new Intl.ListFormat(currentLocale(), { type: "conjunction" });
}

/** A number as a setting holds it, every digit of it, with the decimal sign of the person's language. */
export function exactNumber(value: number): string {
  const sign =
    numberFormat({})
      .formatToParts(0.5)
      .find(({ type }) => type === "decimal")?.value ?? ".";
  return String(value).replace(".", sign);
}

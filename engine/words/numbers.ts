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

/** The format of lists, such as `a, b and c`. */
export function listFormat(): Intl.ListFormat {
  return new Intl.ListFormat(currentLocale(), { type: "conjunction" });
}

import { numberFormat } from "../../engine/words/numbers.ts";
import { currentLocale, phrase, say, translate } from "../../engine/words/say.ts";

/** Numbers in the words of the status bar: the locale's thousands and decimals, a unit that people know. */

export interface Measure {
  readonly value: string;
  readonly unit: string;
}

/** A whole number with the locale's thousands. */
export function formatCount(count: number, locale?: string): string {
  return numberFormat({ maximumFractionDigits: 0 }, locale).format(count);
}

/** Floating-point operations in decimal units, three digits: `1.23 MFLOPs`. */
export function measureFlops(flops: number, locale?: string): Measure {
  return scaled(flops, 1000, ["FLOPs", "kFLOPs", "MFLOPs", "GFLOPs", "TFLOPs"], locale);
}

/** Bytes in decimal units, three digits: `148 MB`. */
export function measureBytes(bytes: number, locale?: string): Measure {
  return scaled(
    bytes,
    1000,
    [phrase("bytes"), phrase("kB"), phrase("MB"), phrase("GB"), phrase("TB")],
    locale,
  );
}

/** The time of day as `10:24`. */
export function formatClock(milliseconds: number, locale = currentLocale()): string {
  return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(
    milliseconds,
  );
}

const day = 86_400_000;

/** When something happened, told from `now`: `today 10:24`, `yesterday`, `5 Mar`, `5 Mar 2024`. */
export function formatWhen(milliseconds: number, now: number, locale = currentLocale()): string {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  if (milliseconds >= midnight) return say("today {time}", { time: formatClock(milliseconds, locale) });
  if (milliseconds >= midnight - day) return say("yesterday");
  const sameYear = new Date(milliseconds).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(milliseconds);
}

function scaled(value: number, base: number, units: readonly string[], locale: string | undefined): Measure {
  let size = value;
  let step = 0;
  // 999.5 would be shown as 1000 of the smaller unit.
  while (size >= base - 0.5 && step < units.length - 1) {
    size /= base;
    step++;
  }
  const digits = step === 0 || size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
  const format = numberFormat({ minimumFractionDigits: digits, maximumFractionDigits: digits }, locale);
  return { value: format.format(size), unit: translate(units[step] ?? "") };
}

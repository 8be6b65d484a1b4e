import { formatNumber } from "./format.ts";

/** Ends of a scale and the values that get a grid line. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

/** As many ticks as have room, at least one: all, or every second, third, … */
export function thinned(ticks: readonly number[], room: number): readonly number[] {
  const every = Math.ceil(ticks.length / Math.max(1, Math.floor(room)));
  return ticks.filter((_, index) => index % every === 0);
}

/** Steps that people read without thinking: 1, 2, 2.5 and 5 times a power of ten. */
export function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const part = rough / power;
  return power * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 2.5 ? 2.5 : part <= 5 ? 5 : 10);
}

/** A linear scale around the values with at most five ticks, its ends on ticks, kept within the limits. */
export function linearScale(
  low: number,
  high: number,
  limits: { readonly low?: number; readonly high?: number } = {},
): Scale {
  if (!(high >= low)) return { low: 0, high: 1, ticks: [0, 0.5, 1] };
  // One value alone stands in the middle between 0 and its double: closer ticks would all read the same.
  const spread = high - low || Math.abs(high) * 2 || 1;
  const [from, to] = high > low ? [low, high] : [low - spread / 2, high + spread / 2];
  let step = niceStep(spread / 5);
  while (Math.ceil(to / step - 1e-9) - Math.floor(from / step + 1e-9) > 4) step = niceStep(step * 1.01);
  let first = Math.floor(from / step + 1e-9);
  let last = Math.ceil(to / step - 1e-9);
  if (limits.low !== undefined) first = Math.max(first, Math.round(limits.low / step));
  if (limits.high !== undefined) last = Math.min(last, Math.round(limits.high / step));
  if (last <= first) first = last - 1;
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => tidy((first + index) * step));
  return { low: ticks[0] ?? 0, high: ticks.at(-1) ?? 1, ticks };
}

/** A logarithmic scale: octaves, parts or powers of ten as ticks, about five at most; both ends in sight. */
export function logScale(low: number, high: number): Scale {
  if (!(low > 0) || !(high >= low)) return { low: 0.1, high: 10, ticks: [0.1, 1, 10] };
  // Some air on both sides, more below, where a run spends its time.
  const ratio = Math.max(high / low, 1.5);
  const [from, to] = [low / ratio ** 0.12, high * ratio ** 0.04];
  // Less than two octaves hold too few powers of two, so the ticks are even steps there.
  if (to / from < 4) {
    const step = niceStep((to - from) / 4);
    const ticks: number[] = [];
    for (let count = Math.ceil(from / step); count * step <= to; count++)
      if (count > 0) ticks.push(tidy(count * step));
    return { low: from, high: to, ticks };
  }
  for (const candidates of logSteps) {
    const ticks = candidates(from, to);
    if (ticks.length > 0 && ticks.length <= 5) return { low: from, high: to, ticks };
  }
  return { low: from, high: to, ticks: [] };
}

type TicksBetween = (low: number, high: number) => readonly number[];

/** Powers of `base`, times each of the multiples, between two values. */
function powers(base: number, multiples: readonly number[] = [1]): TicksBetween {
  return (low, high) => {
    const first = Math.floor(Math.log(low) / Math.log(base)) - 1;
    const last = Math.ceil(Math.log(high) / Math.log(base));
    const ticks: number[] = [];
    for (let power = first; power <= last; power++)
      for (const multiple of multiples) ticks.push(tidy(multiple * base ** power));
    return ticks.filter((tick) => tick >= low && tick <= high);
  };
}

/** Halves and doubles, as long as they read well: below a quarter come 0.125 and 0.0625. */
const octaves: TicksBetween = (low, high) => (low <= 0.125 ? [] : powers(2)(low, high));

/** From fine to coarse: octaves, 1, 2, 5, then 1, 3, then powers of ten, every second one, and so on. */
const logSteps: readonly TicksBetween[] = [
  octaves,
  powers(10, [1, 2, 5]),
  powers(10, [1, 3]),
  ...[1, 2, 3, 6, 12, 25, 50, 100].map((decades) => powers(10 ** decades)),
];

/** Whole numbers from 0 to `end`, in at most `most` steps of 1, 2 or 5 times a power of ten. */
export function countTicks(end: number, most = 8): readonly number[] {
  const rough = Math.max(1, end / Math.max(1, most));
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((multiple) => multiple * power >= rough - 1e-9) ?? 10);
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
}

/** 0.30000000000000004 is 0.3. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** The powers of ten from one value to another, for the ticks. */
export function powersBetween(low: number, high: number): number[] {
  const [from, to] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => 10 ** (from + index));
}

/** A power of ten as it is written here: 0.01 or 0,01, 1, 100, and 1e−6 beyond. */
export function power(value: number): string {
  if (value < 1e-3 || value > 1e3) return value.toExponential(0).replace("+", "").replace("-", "\u2212");
  return formatNumber(value, Math.max(0, -Math.floor(Math.log10(value) + 1e-9)));
}

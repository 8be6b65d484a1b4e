import { countBefore, drawnIndices } from "./buckets.ts";
import { csv } from "./csv.ts";
import { linearScale, logScale, type Scale } from "./ticks.ts";

/** A dense line: the raw trace and its running average over the same places. Only the first `length` count. */
export interface ChartTrace {
  readonly name: string;
  readonly at: ArrayLike<number>;
  readonly raw: ArrayLike<number>;
  readonly smooth: ArrayLike<number>;
  readonly length: number;
}

/** A sparse line with a dot at every value. Only the first `length` count. */
export interface ChartMarks {
  readonly name: string;
  readonly at: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  readonly length: number;
}

export type ChartScale = "linear" | "log";

/** What a line chart shows at one moment. */
export interface ChartContent {
  readonly trace: ChartTrace;
  readonly marks: ChartMarks | null;
  /** End of the horizontal axis, in epochs. */
  readonly end: number;
  /** Where the run is; what lies behind is shaded. Null shades nothing. */
  readonly now: number | null;
  readonly scale: ChartScale;
  readonly limits: { readonly low?: number; readonly high?: number };
  /** For labels and readings, and for the ticks of the vertical axis. */
  format(value: number): string;
  formatTick(value: number): string;
}

/** More points than a chart has pixels are thinned before they are drawn. */
const drawnPoints = 6000;
const drawnMarks = 1500;
const everywhere = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;

/** Columns for drawing what lies between two places: places, raw and smooth values on the scale; null is a gap. */
export function columns(
  { trace, scale }: ChartContent,
  between: readonly [number, number] = everywhere,
  most = drawnPoints,
): [number[], (number | null)[], (number | null)[]] {
  const { at, raw, smooth, length } = trace;
  const indices = drawnIndices({ at, values: raw, length }, between, most);
  const drawn = (values: ArrayLike<number>) =>
    indices.map((index) => onScale(values[index] ?? Number.NaN, scale));
  return [indices.map((index) => at[index] ?? 0), drawn(raw), drawn(smooth)];
}

/** The marks to draw between two places, as places and values on the scale. */
export function drawnMarksOf(
  { marks, scale }: ChartContent,
  between: readonly [number, number],
  most = drawnMarks,
): readonly { readonly at: number; readonly value: number | null }[] {
  if (!marks) return [];
  return drawnIndices(marks, between, most).map((index) => ({
    at: marks.at[index] ?? 0,
    value: onScale(marks.values[index] ?? Number.NaN, scale),
  }));
}

/** Where a value lies on the axis; null where it has no place: NaN, infinity, and nothing above 0 on a log scale. */
export function onScale(value: number, scale: ChartScale): number | null {
  if (!Number.isFinite(value)) return null;
  if (scale === "linear") return value;
  return value > 0 ? Math.log10(value) : null;
}

/** The first part of a run is a fall from a height that would flatten all the rest; it may leave the chart. */
const openingShare = 0.02;
/** Of the raw trace all but the wildest values on either side stay in sight. */
const wildShare = 0.02;
/** So many raw values are enough to know where they lie. */
const sampled = 1000;

/**
 * Ends and ticks of the vertical axis: around averages, marks and all but the wildest raw values; between two
 * places only, where the chart is zoomed.
 */
export function verticalScale(
  { trace, marks, scale, limits }: ChartContent,
  zoom: readonly [number, number] | null = null,
): Scale {
  const [from, to] = zoom ?? everywhere;
  const start = zoom ? countBefore(trace.at, trace.length, from) : Math.floor(trace.length * openingShare);
  const end = countBefore(trace.at, trace.length, to);
  const fits = (value: number) => onScale(value, scale) !== null;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const take = (value: number | undefined) => {
    if (value === undefined || !fits(value)) return;
    if (value < low) low = value;
    if (value > high) high = value;
  };
  for (let index = start; index < end; index++) take(trace.smooth[index]);
  if (marks)
    for (let index = countBefore(marks.at, marks.length, from); index < marks.length; index++)
      if ((marks.at[index] ?? 0) <= to) take(marks.values[index]);
  const raw: number[] = [];
  const stride = Math.max(1, Math.floor((end - start) / sampled));
  for (let index = start; index < end; index += stride) raw.push(trace.raw[index] ?? Number.NaN);
  const usual = raw.filter(fits).sort((first, second) => first - second);
  take(usual[Math.floor(usual.length * wildShare)]);
  take(usual[Math.ceil(usual.length * (1 - wildShare)) - 1]);
  return scale === "log" ? logScale(low, high) : linearScale(low, high, limits);
}

/** The latest value of each line that has one: the running average of the trace, the last mark. */
export function latestValues(
  content: ChartContent,
): readonly { readonly name: string; readonly value: number }[] {
  const { trace, marks } = content;
  const latest: { name: string; value: number }[] = [];
  for (let index = trace.length - 1; index >= 0; index--) {
    const value = trace.smooth[index] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    latest.push({ name: trace.name, value });
    break;
  }
  const mark = marks?.values[marks.length - 1];
  if (marks && mark !== undefined && marks.length > 0) latest.push({ name: marks.name, value: mark });
  return latest;
}

/** Whether dots at these places on the screen would be closer than `least` on the average, so that the line alone says more. */
export function areCrowded(
  places: readonly (readonly [x: number, y: number] | null)[],
  least: number,
): boolean {
  const dots = places.filter((place) => place !== null);
  const [first, last] = [dots[0], dots.at(-1)];
  if (!first || !last || dots.length < 2) return false;
  return (last[0] - first[0]) / (dots.length - 1) < least;
}

/** The values nearest to a place on the horizontal axis, for the crosshair. */
export function valuesNear(content: ChartContent, place: number) {
  const { trace, marks } = content;
  const index = nearest(trace.at, trace.length, place);
  const mark = marks ? nearest(marks.at, marks.length, place) : null;
  return {
    index,
    at: index === null ? null : (trace.at[index] ?? null),
    raw: index === null ? null : (trace.raw[index] ?? null),
    smooth: index === null ? null : (trace.smooth[index] ?? null),
    mark: mark === null ? null : (marks?.values[mark] ?? null),
    markAt: mark === null ? null : (marks?.at[mark] ?? null),
  };
}

/** Index of the entry of a rising list that is nearest to `place`; null for an empty list. */
export function nearest(at: ArrayLike<number>, length: number, place: number): number | null {
  if (length === 0) return null;
  const low = Math.min(length - 1, countBefore(at, length, place));
  const before = low - 1;
  return before >= 0 && place - (at[before] ?? 0) < (at[low] ?? 0) - place ? before : low;
}

/** The chart as a table, tab-separated, one row for each point and mark; every value in full. */
export function asTable(content: ChartContent): string {
  return rowsOf(content)
    .map((row) => row.join("\t"))
    .join("\n");
}

/** The same as CSV. */
export function asCsv(content: ChartContent): string {
  return csv(rowsOf(content));
}

/** A line that is not smoothed has one column, and one without marks none for them. */
function rowsOf({ trace, marks }: ChartContent): readonly (readonly (string | number)[])[] {
  const rows: (readonly [number, ...(string | number)[]])[] = [];
  const value = (from: ArrayLike<number>, index: number) => from[index] ?? Number.NaN;
  const isSmoothed = trace.smooth !== trace.raw;
  for (let index = 0; index < trace.length; index++)
    rows.push([
      value(trace.at, index),
      value(trace.raw, index),
      ...(isSmoothed ? [value(trace.smooth, index)] : []),
      ...(marks ? [""] : []),
    ]);
  for (let index = 0; marks && index < marks.length; index++)
    rows.push([value(marks.at, index), "", ...(isSmoothed ? [""] : []), value(marks.values, index)]);
  rows.sort(([first], [second]) => first - second);
  const name = trace.name.toLowerCase();
  const head = ["epoch", name];
  if (isSmoothed) head.push([name, "smoothed"].join(", "));
  if (marks) head.push(marks.name.toLowerCase());
  return [head, ...rows];
}

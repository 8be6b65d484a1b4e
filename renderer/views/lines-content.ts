import { drawnIndices } from "./buckets.ts";
import { nearest } from "./chart-content.ts";
import { csv } from "./csv.ts";

/** One of several lines over the same axis. Only the first `length` count. */
export interface Line {
  readonly name: string;
  readonly at: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  readonly length: number;
}

/** More points than a chart has pixels are thinned before they are drawn. */
const drawnPoints = 1500;

const everywhere = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;

/**
 * A table with one row for each place that any line has within `ends` and just outside, rising; null where a line
 * has no value above 0 there.
 */
export function alignedColumns(
  lines: readonly Line[],
  ends: readonly [number, number] = everywhere,
  most = drawnPoints,
): { readonly at: readonly number[]; readonly columns: readonly (readonly (number | null)[])[] } {
  const drawn = lines.map((line) =>
    drawnIndices(line, ends, most).map(
      (index) => [line.at[index] ?? 0, line.values[index] ?? Number.NaN] as const,
    ),
  );
  const at = [...new Set(drawn.flatMap((points) => points.map(([place]) => place)))].sort((a, b) => a - b);
  const rows = new Map(at.map((place, row) => [place, row]));
  const columns = drawn.map((points) => {
    const column: (number | null)[] = at.map(() => null);
    for (const [place, value] of points)
      column[rows.get(place) ?? 0] = value > 0 && Number.isFinite(value) ? value : null;
    return column;
  });
  return { at, columns };
}

/** Whole decades around all values that are shown, for a logarithmic axis. */
export function decadesAround(lines: readonly Line[]): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, 0];
  for (const { values, length } of lines)
    for (let index = 0; index < length; index++) {
      const value = values[index] ?? Number.NaN;
      if (!(value > 0) || !Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  if (high === 0) return [1e-3, 1];
  return [10 ** Math.floor(Math.log10(low)), 10 ** Math.ceil(Math.log10(high) + 1e-9)];
}

/** The line with the most points: the crosshair goes along these. */
export function fullestLine(lines: readonly Line[]): Line | null {
  return lines.reduce<Line | null>((most, line) => (line.length > (most?.length ?? 0) ? line : most), null);
}

/**
 * What a crosshair reads: the point of the fullest line that is nearest to a place, and each line's own value nearest
 * to that, of all its points, drawn or not. NaN for a line without any.
 */
export function readLines(lines: readonly Line[], place: number) {
  const fullest = fullestLine(lines);
  const index = fullest && nearest(fullest.at, fullest.length, place);
  const at = index === null ? null : (fullest?.at[index] ?? null);
  const values = lines.map((line) => {
    const own = at === null ? null : nearest(line.at, line.length, at);
    return own === null ? Number.NaN : (line.values[own] ?? Number.NaN);
  });
  return { index, at, values };
}

/** The latest value of a line; NaN where it has none. */
export function latestOfLine({ values, length }: Line): number {
  return length > 0 ? (values[length - 1] ?? Number.NaN) : Number.NaN;
}

/** All lines as rows: places, then one column a line; nothing where a line has no value. */
function rowsOf(lines: readonly Line[]): readonly (readonly (string | number | null)[])[] {
  const { at, columns } = alignedColumns(lines, everywhere, Number.POSITIVE_INFINITY);
  return [
    ["epoch", ...lines.map(({ name }) => name)],
    ...at.map((place, row) => [place, ...columns.map((column) => column[row] ?? null)]),
  ];
}

export function linesTable(lines: readonly Line[]): string {
  return rowsOf(lines)
    .map((row) => row.map((cell) => cell ?? "").join("\t"))
    .join("\n");
}

export function linesCsv(lines: readonly Line[]): string {
  return csv(rowsOf(lines));
}

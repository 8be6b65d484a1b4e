import { drawnIndices } from "./buckets.ts";
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

/** A table with one row for each place that any line has, rising; null where a line has no value above 0 there. */
export function alignedColumns(
  lines: readonly Line[],
  most = drawnPoints,
): { readonly at: readonly number[]; readonly columns: readonly (readonly (number | null)[])[] } {
  const everywhere = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
  const drawn = lines.map((line) =>
    drawnIndices(line, everywhere, most).map(
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

/** The latest value of a line; NaN where it has none. */
export function latestOfLine({ values, length }: Line): number {
  return length > 0 ? (values[length - 1] ?? Number.NaN) : Number.NaN;
}

/** All lines as rows: places, then one column a line; nothing where a line has no value. */
function rowsOf(lines: readonly Line[]): readonly (readonly (string | number | null)[])[] {
  const { at, columns } = alignedColumns(lines, Number.POSITIVE_INFINITY);
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

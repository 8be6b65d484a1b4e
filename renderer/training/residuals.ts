import type { TargetJudgement } from "../../engine/protocol.ts";
import { csv } from "../views/csv.ts";

/** One target of a judgement: what was wanted and said of each example, and how far off that is. */
export interface TargetColumn {
  readonly wanted: Float32Array;
  readonly said: Float32Array;
  /** Said minus wanted. */
  readonly residuals: Float32Array;
}

/** The column of a target, by its position. */
export function columnOf({ wanted, said, names, examples }: TargetJudgement, target: number): TargetColumn {
  const width = names.length;
  const column = (values: Float32Array) =>
    Float32Array.from(examples, (_, place) => values[place * width + target] ?? Number.NaN);
  const [ownWanted, ownSaid] = [column(wanted), column(said)];
  const residuals = ownSaid.map((value, place) => value - (ownWanted[place] ?? Number.NaN));
  return { wanted: ownWanted, said: ownSaid, residuals };
}

/** Places of the examples with the largest residuals, the largest first; what is no number comes first of all. */
export function furthestOff({ residuals }: TargetColumn, most: number): number[] {
  const size = (place: number) => {
    const off = Math.abs(residuals[place] ?? Number.NaN);
    return Number.isNaN(off) ? Number.POSITIVE_INFINITY : off;
  };
  return [...residuals.keys()].sort((a, b) => size(b) - size(a) || a - b).slice(0, most);
}

/** Equal bins over all finite residuals, the middle one around 0. */
export interface Histogram {
  /** Half the width of the whole. */
  readonly reach: number;
  readonly counts: readonly number[];
}

const binCount = 21;

/** How many residuals lie how far off; null where none is finite. */
export function histogramOf(residuals: Float32Array): Histogram | null {
  const finite = residuals.filter(Number.isFinite);
  if (finite.length === 0) return null;
  const largest = finite.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // All exactly right: one bar in the middle of any scale.
  const reach = largest > 0 ? largest * 1.0001 : 1;
  const counts = new Array<number>(binCount).fill(0);
  for (const value of finite) {
    const bin = Math.floor(((value + reach) / (2 * reach)) * binCount);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { reach, counts };
}

/** The bars as CSV: their edges, and how many residuals lie between them. */
export function histogramCsv({ reach, counts }: Histogram): string {
  const edge = (bin: number) => -reach + (2 * reach * bin) / counts.length;
  return csv([
    ["from", "below", "residuals"],
    ...counts.map((count, bin) => [edge(bin), edge(bin + 1), count]),
  ]);
}

/**
 * Examples as CSV: their numbers, and for each target what is true, what was said, and the difference.
 * @param places which ones, by their places in the judgement; all where none are named
 */
export function answersCsv(judgement: TargetJudgement, places?: readonly number[]): string {
  const { names, examples } = judgement;
  const columns = names.map((_, target) => columnOf(judgement, target));
  const said = judgement.task === "regression" ? "predicted" : "probability";
  return csv([
    ["example", ...names.flatMap((name) => [`${name} true`, `${name} ${said}`, `${name} residual`])],
    ...(places ?? [...examples.keys()]).map((place) => [
      examples[place] ?? null,
      ...columns.flatMap(({ wanted, said: given, residuals }) =>
        [wanted, given, residuals].map((values) => {
          const value = values[place] ?? Number.NaN;
          return Number.isFinite(value) ? value : null;
        }),
      ),
    ]),
  ]);
}

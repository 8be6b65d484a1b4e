import type { NumberCounts } from "../../../engine/protocol.ts";
import { csv } from "../../views/csv.ts";

export type BinScale = "linear" | "log";

/** Counts of several moments in the same bins. */
export interface CommonBins {
  readonly scale: BinScale;
  /** One row for each moment, in their order. */
  readonly rows: readonly Uint32Array[];
  /** Both ends of each bin, from low to high. */
  readonly edges: readonly number[];
}

/**
 * Brings moments to the same bins: the widest ones where they are equal, at most `most` of them; octaves always are the
 * same. Their cuts are powers of two, so counts are added up and none is guessed.
 */
export function inCommonBins(
  moments: readonly NumberCounts[],
  scale: BinScale,
  most = Number.POSITIVE_INFINITY,
): CommonBins {
  const first = moments[0];
  if (!first) return { scale, rows: [], edges: [] };
  if (scale === "log")
    return { scale, rows: moments.map(({ octaves }) => octaves), edges: octaveEdges(first) };
  const extent = Math.max(...moments.map((moment) => moment.extent));
  const bins = first.linear.length;
  let merged = 1;
  while (bins / merged > most) merged *= 2;
  const count = bins / merged;
  const end = 2 ** extent;
  return {
    scale,
    rows: moments.map((moment) => widened(moment.linear, merged * 2 ** (extent - moment.extent), count)),
    edges: Array.from({ length: count + 1 }, (_, edge) => (end * (2 * edge - count)) / count),
  };
}

/** Counts in bins that are `factor` times as wide, with the same middle. */
function widened(counts: Uint32Array, factor: number, bins: number): Uint32Array {
  const wide = new Uint32Array(bins);
  for (const [bin, count] of counts.entries()) {
    const place = Math.floor((bin - counts.length / 2) / factor) + bins / 2;
    wide[place] = (wide[place] ?? 0) + count;
  }
  return wide;
}

function octaveEdges({ octaves, firstOctave }: NumberCounts): readonly number[] {
  const each = (octaves.length - 1) / 2;
  const positive = Array.from({ length: each + 1 }, (_, octave) => 2 ** (firstOctave + octave));
  return [...positive.map((edge) => -edge).reverse(), ...positive];
}

/** Where a number lies between the first and the last edge, 0 to 1: within an octave by its logarithm. */
export function placeOf(value: number, { edges, scale }: CommonBins): number {
  const bins = edges.length - 1;
  const [low, high] = [edges[0] ?? 0, edges.at(-1) ?? 0];
  if (scale === "linear") return (value - low) / (high - low);
  const [middle, each] = [bins / 2, (bins - 1) / 2];
  const smallest = edges[each + 1] ?? 1;
  const away = Math.abs(value) < smallest ? 0 : 0.5 + Math.log2(Math.abs(value) / smallest);
  return (middle + Math.sign(value) * away) / bins;
}

/** Counts as CSV: a line for each bin with both its ends, a column for each moment. */
export function countsTable(
  tensors: readonly { readonly what: string; readonly moments: readonly NumberCounts[] }[],
  steps: readonly number[],
  scale: BinScale,
): string {
  return csv([
    ["what", "from", "below", ...steps.map((step) => `at update ${step}`)],
    ...tensors.flatMap(({ what, moments }) => {
      const { rows, edges } = inCommonBins(moments, scale);
      // Of the first moments there may be no gradients.
      const missing = Array.from({ length: steps.length - rows.length }, () => null);
      return edges
        .slice(1)
        .map((high, bin) => [what, edges[bin] ?? 0, high, ...missing, ...rows.map((row) => row[bin] ?? 0)]);
    }),
  ]);
}

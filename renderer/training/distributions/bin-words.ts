import { formatNumber, formatShare, formatValue } from "../../views/format.ts";
import type { CommonBins } from "./common-bins.ts";

/** One bar of one moment: how many numbers lie in it, and between which values. */
export interface ReadBin {
  readonly bin: number;
  /** Moments back from the newest. */
  readonly back: number;
}

/** The nearest bar and moment that there are. */
export function withinBins({ rows, edges }: CommonBins, { bin, back }: ReadBin): ReadBin {
  const within = (place: number, count: number) => Math.max(0, Math.min(count - 1, place));
  return { bin: within(bin, edges.length - 1), back: within(back, rows.length) };
}

/** What a bar holds, in words. @param steps updates at each moment, oldest first. */
export function binWords(bins: CommonBins, read: ReadBin, steps: readonly number[]): string {
  const { bin, back } = withinBins(bins, read);
  const { rows, edges, scale } = bins;
  const row = rows[rows.length - 1 - back] ?? new Uint32Array();
  const count = row[bin] ?? 0;
  const all = row.reduce((sum, each) => sum + each, 0);
  const [low, high] = [edges[bin] ?? 0, edges[bin + 1] ?? 0];
  // The outermost octaves hold what is larger, too.
  const isOutermost = scale === "log" && (bin === 0 || bin === edges.length - 2);
  const range = isOutermost
    ? bin === 0
      ? `below ${formatValue(high)}`
      : `${formatValue(low)} and more`
    : `${formatValue(low)} to ${formatValue(high)}`;
  const share = all > 0 ? ` (${formatShare(count / all)})` : "";
  const step = steps[rows.length - 1 - back];
  const when = back === 0 || step === undefined ? "" : `, after ${formatNumber(step)} updates`;
  return `${range}: ${formatNumber(count)} of ${formatNumber(all)}${share}${when}`;
}

import { say } from "../../../engine/words/say.ts";
import { formatShare, formatValue } from "../../views/format.ts";
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
      ? say("below {high}", { high: formatValue(high) })
      : say("{low} and more", { low: formatValue(low) })
    : say("{low} to {high}", { low: formatValue(low), high: formatValue(high) });
  const share = all > 0 ? ` (${formatShare(count / all)})` : "";
  const step = steps[rows.length - 1 - back];
  const when =
    back === 0 || step === undefined
      ? ""
      : `, ${say("after {count, plural, one {# update} other {# updates}}", { count: step })}`;
  return say("{range}: {count, number} of {all, number}", { range, count, all }) + share + when;
}

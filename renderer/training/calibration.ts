import type { ClassJudgement } from "../../engine/protocol.ts";
import { csv } from "../views/csv.ts";

/** Examples whose certainty lies within a tenth of the scale. */
export interface CalibrationBin {
  readonly low: number;
  readonly high: number;
  readonly examples: number;
  readonly right: number;
  /** Mean certainty of its examples; NaN without any. */
  readonly certainty: number;
}

export interface Calibration {
  readonly bins: readonly CalibrationBin[];
  /** Expected calibration error, 0 to 1. */
  readonly error: number;
}

const binCount = 10;

/**
 * How often the network is right for how sure it is, in ten equal bins (lowest end excluded), and the expected
 * calibration error Σ n/N · |share right - mean certainty| (C. Guo et al., On calibration of modern neural
 * networks, 2017, section 2). Null where a certainty is no probability.
 */
export function calibrationOf({ labels, predicted, certainty }: ClassJudgement): Calibration | null {
  const sums = Array.from({ length: binCount }, () => ({ examples: 0, right: 0, certainty: 0 }));
  let total = 0;
  for (let place = 0; place < labels.length; place++) {
    // What got no answer has no certainty either.
    if ((predicted[place] ?? -1) < 0) continue;
    const sure = certainty[place] ?? Number.NaN;
    if (!(sure >= 0 && sure <= 1.0001)) return null;
    const bin = sums[Math.max(0, Math.min(binCount, Math.ceil(sure * binCount)) - 1)];
    if (!bin) continue;
    bin.examples += 1;
    bin.right += predicted[place] === labels[place] ? 1 : 0;
    bin.certainty += sure;
    total += 1;
  }
  if (total === 0) return null;
  return {
    bins: sums.map(({ examples, right, certainty: sum }, index) => ({
      low: index / binCount,
      high: (index + 1) / binCount,
      examples,
      right,
      certainty: sum / examples,
    })),
    error: sums.reduce((error, { right, certainty: sum }) => error + Math.abs(right - sum) / total, 0),
  };
}

/** The bins as CSV; what an empty one cannot tell is left empty. */
export function calibrationCsv({ bins }: Calibration): string {
  return csv([
    ["certainty above", "up to", "examples", "share right", "mean certainty"],
    ...bins.map(({ low, high, examples, right, certainty }) => [
      low,
      high,
      examples,
      examples > 0 ? right / examples : null,
      examples > 0 ? certainty : null,
    ]),
  ]);
}

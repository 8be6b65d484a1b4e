/**
 * Shares of a run's time that looking into it may take, each kind of look on its own. Together 2 % at most: what is looked at
 * costs more than the look itself, messages and a cold cache, and all of it is to stay under 3 %.
 */
export const lookShares = {
  /** What all nodes show for the probe. */
  pictures: 0.008,
  /** How far an update moved the weights. */
  updates: 0.0015,
  /** All maps of one layer, with the value under the cursor. */
  layer: 0.004,
  /** The value under a cursor that a person moves. */
  cell: 0.002,
  explanation: 0.001,
  weights: 0.001,
  activity: 0.0015,
} as const;

export interface PaceOptions {
  /** Seconds between two looks at the least. */
  readonly shortest?: number;
  /** Seconds without looks that may be made up for: so many at most are saved for a few looks in a row. */
  readonly saved?: number;
}

/** When the next look of a kind may come, so that all of them take no more than their share of the time. */
export class LookPace {
  private readonly share: number;
  private readonly shortest: number;
  private readonly saved: number;
  private next = Number.NEGATIVE_INFINITY;

  constructor(share: number, { shortest = 0, saved = 0 }: PaceOptions = {}) {
    this.share = share;
    this.shortest = shortest;
    this.saved = saved;
  }

  /** Seconds from `now` until the next look may come; 0 when it may. */
  wait(now: number): number {
    return Math.max(0, this.next - now);
  }

  /** Counts a look that took the run so many seconds and ended `now`, also one that came too early. */
  took(seconds: number, now: number): void {
    this.next = Math.max(this.next, now - this.saved) + Math.max(this.shortest, seconds / this.share);
  }
}

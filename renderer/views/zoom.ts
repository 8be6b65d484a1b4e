/** First and last place of a chart's horizontal axis that are in sight. */
export type Ends = readonly [low: number, high: number];

/** Nothing is zoomed to less than this share of the whole. */
const leastShare = 1e-4;

/** What is in sight of a horizontal axis: the whole, or a part of it that stays while the whole grows. */
export class Zoom {
  private part: Ends | null = null;
  private readonly whole: () => Ends;
  private readonly onChange: () => void;

  constructor(whole: () => Ends, onChange: () => void) {
    this.whole = whole;
    this.onChange = onChange;
  }

  ends(): Ends {
    return this.part ?? this.whole();
  }

  isPart(): boolean {
    return this.part !== null;
  }

  /** Shows the part between two places; the whole, when it would be longer than that. */
  to(low: number, high: number): void {
    const [start, end] = this.whole();
    if (high - low < (end - start) * leastShare) return;
    const isWhole = high - low >= end - start;
    this.part = isWhole ? null : [Math.max(start, low), Math.min(end, high)];
    this.onChange();
  }

  /** Makes the part in sight `factor` times as long, around a place from 0 (left) to 1 (right). */
  by(factor: number, around = 0.5): void {
    const [low, high] = this.ends();
    const place = low + (high - low) * around;
    this.to(place - (place - low) * factor, place + (high - place) * factor);
  }

  /** Moves the part in sight by this share of its length. */
  pan(share: number): void {
    if (!this.part) return;
    const [low, high] = this.part;
    const [start, end] = this.whole();
    const by = Math.max(start - low, Math.min(end - high, (high - low) * share));
    this.to(low + by, high + by);
  }

  reset(): void {
    this.part = null;
    this.onChange();
  }

  /** After the whole has changed: a part that it does not have any more gives way to it. */
  keepWithin(): void {
    if (this.part && this.part[1] > this.whole()[1]) this.part = null;
  }
}

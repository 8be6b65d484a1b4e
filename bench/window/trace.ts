/** An event of Chromium's trace, as far as it is read here; times in microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** Processor time of the thread within the event. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly data?: { readonly message?: string } };
}

/** The main thread of the window between the beginnings of two frames, in milliseconds. */
export interface FrameCost {
  /** Time within tasks. */
  readonly busy: number;
  /** Processor time of these tasks: on a machine with other work, what they would take alone. */
  readonly processor: number;
}

/**
 * What each frame between the two marks took the window's main thread: all its tasks since the frame before began,
 * so that input, scripts, style, layout and paint count alike.
 * @param marks names of `performance.mark`s that the window set
 */
export function frameCosts(
  events: readonly TraceEvent[],
  marks: { readonly from: string; readonly to: string },
): readonly FrameCost[] {
  const begin = events.find(({ name }) => name === marks.from);
  const end = events.find(({ name }) => name === marks.to);
  if (!begin || !end) throw new Error(`The trace has no marks ${marks.from} and ${marks.to}.`);
  const own = events
    .filter(({ pid, tid, ts }) => pid === begin.pid && tid === begin.tid && ts >= begin.ts && ts <= end.ts)
    .sort((a, b) => a.ts - b.ts);
  const frames = own.filter(({ name }) => name === "BeginMainThreadFrame").map(({ ts }) => ts);
  const costs = frames.slice(1).map(() => ({ busy: 0, processor: 0 }));
  let frame = -1;
  for (const { name, ph, ts, dur = 0, tdur = dur } of own) {
    if (ph !== "X" || name !== "RunTask") continue;
    // The task that begins a frame belongs to it: its start lies before the frame's own mark.
    while (frame + 1 < frames.length && ts + dur >= (frames[frame + 1] ?? 0)) frame++;
    const cost = costs[frame];
    if (!cost) continue;
    cost.busy += dur / 1000;
    cost.processor += tdur / 1000;
  }
  return costs;
}

/** The value that a share of all values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

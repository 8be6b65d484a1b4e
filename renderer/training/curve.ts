import { countBefore, keptIndices } from "../views/buckets.ts";
import { type Average, addTo, averageOf, noAverage } from "./smoothing.ts";

/** Every point of a run up to here; then older ones are thinned. */
export const fullCurve = 100_000;
/** Neighbours per bucket when a full curve is thinned; at most five of them stay. */
const bucket = 10;

/** A growing line of numbers over epochs, with its running average beside it. Only the first `length` count. */
export interface Curve {
  readonly at: Float64Array;
  /** NaN and infinity are kept: they are a state that charts show as a gap. */
  readonly values: Float64Array;
  readonly smooth: Float64Array;
  readonly length: number;
  readonly average: Average;
  /** Weight of the past in the running average, 0 to 1. */
  readonly keep: number;
  readonly capacity: number;
  /** How far the shared arrays are written, so that only the newest curve may append in place. */
  readonly written: { length: number };
}

/** `keep` is the weight of the past in the running average; `capacity` the points held before thinning. */
export function emptyCurve(keep = 0.97, capacity = fullCurve): Curve {
  const room = Math.min(capacity, 256);
  return { ...arrays(room), length: 0, average: noAverage, keep, capacity, written: { length: 0 } };
}

/** The curve with one more point. The given curve stays what it was, though both share their memory. */
export function append(curve: Curve, at: number, value: number): Curve {
  return appendAll(curve, [at], [value]);
}

/** The same for many points at once: `values[i]` at `at[i]`. */
export function appendAll(curve: Curve, at: ArrayLike<number>, values: ArrayLike<number>): Curve {
  let grown = curve;
  let { average, length } = curve;
  for (let index = 0; index < at.length; index++) {
    if (length >= grown.capacity || length >= grown.at.length || grown.written.length !== length) {
      grown = withRoom({ ...grown, length, average });
      length = grown.length;
    }
    const value = values[index] ?? Number.NaN;
    average = addTo(average, value, grown.keep);
    grown.at[length] = at[index] ?? Number.NaN;
    grown.values[length] = value;
    grown.smooth[length] = Number.isFinite(value) ? averageOf(average) : Number.NaN;
    length += 1;
    grown.written.length = length;
  }
  return { ...grown, length, average };
}

/** The points before a place on the axis; its running average goes on from the last of them. */
export function beginningOf(curve: Curve, at: number): Curve {
  if (!(endOf(curve) >= at)) return curve;
  const length = countBefore(curve.at, curve.length, at);
  const smooth = curve.smooth[length - 1] ?? Number.NaN;
  return { ...curve, length, average: addTo(noAverage, smooth, curve.keep) };
}

/** Where the curve ends, in epochs; minus infinity for an empty one. */
export function endOf(curve: Curve): number {
  return curve.length > 0 ? (curve.at[curve.length - 1] ?? 0) : Number.NEGATIVE_INFINITY;
}

/** The latest value, running average first choice; null for an empty curve. */
export function latestOf(curve: Curve): { readonly value: number; readonly smooth: number } | null {
  const index = curve.length - 1;
  if (index < 0) return null;
  return { value: curve.values[index] ?? Number.NaN, smooth: curve.smooth[index] ?? Number.NaN };
}

/** Arrays with a free place at the end that no other curve has written; a full curve is thinned for it. */
function withRoom(curve: Curve): Curve {
  if (curve.length >= curve.capacity)
    return copied(curve, keptIndices(curve.values, curve.length, bucket), curve.at.length);
  const all = Array.from({ length: curve.length }, (_, index) => index);
  const room = curve.length < curve.at.length ? curve.at.length : curve.at.length * 2;
  return copied(curve, all, Math.min(room, Math.max(curve.capacity, curve.length + 1)));
}

function copied(curve: Curve, indices: readonly number[], room: number): Curve {
  const made = arrays(Math.max(room, indices.length + 1));
  indices.forEach((from, to) => {
    made.at[to] = curve.at[from] ?? 0;
    made.values[to] = curve.values[from] ?? Number.NaN;
    made.smooth[to] = curve.smooth[from] ?? Number.NaN;
  });
  return { ...curve, ...made, length: indices.length, written: { length: indices.length } };
}

function arrays(room: number) {
  return { at: new Float64Array(room), values: new Float64Array(room), smooth: new Float64Array(room) };
}

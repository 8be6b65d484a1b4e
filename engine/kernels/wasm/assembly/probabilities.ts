import { exp4, logOfSum4, sigmoid4, softplus4 } from "./functions";
import { store4 } from "./tile";

@inline
function expOf(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0);
}

/** Softmax along the middle of [outer, length, inner], for outer blocks `first` to `last`. */
export function softmax(x: usize, y: usize, length: i32, inner: i32, first: i32, last: i32): void {
  const block = <usize>(length * inner) << 2;
  if (inner == 1) {
    softmaxRows(x + <usize>first * block, y + <usize>first * block, block, last - first);
    return;
  }
  const step = <usize>inner << 2;
  for (let o = first; o < last; o++) {
    const at = <usize>o * block;
    let i = 0;
    for (; i + 4 <= inner; i += 4) softmaxColumns(x + at + (<usize>i << 2), y + at + (<usize>i << 2), length, step, 4);
    if (i < inner) softmaxColumns(x + at + (<usize>i << 2), y + at + (<usize>i << 2), length, step, inner - i);
  }
}

/** Up to four neighbouring columns, `step` bytes from row to row. What lies behind them is read and not written. */
@inline
function softmaxColumns(x: usize, y: usize, length: i32, step: usize, columns: i32): void {
  let largest = v128.load(x);
  for (let k = 1; k < length; k++) largest = f32x4.max(largest, v128.load(x + <usize>k * step));
  let sum = f32x4.splat(0);
  for (let k = 0; k < length; k++) {
    const e = exp4(f32x4.sub(v128.load(x + <usize>k * step), largest));
    store4(y + <usize>k * step, e, columns);
    sum = f32x4.add(sum, e);
  }
  for (let k = 0; k < length; k++) {
    const cell = y + <usize>k * step;
    store4(cell, f32x4.div(v128.load(cell), sum), columns);
  }
}

/** `count` rows of so many bytes, one after another. */
function softmaxRows(x: usize, y: usize, bytes: usize, count: i32): void {
  const end = y + <usize>count * bytes;
  for (let row = y; row < end; row += bytes, x += bytes) {
    let largest = f32.load(x);
    for (let k: usize = 4; k < bytes; k += 4) largest = max(largest, f32.load(x + k));
    for (let k: usize = 0; k < bytes; k += 4) f32.store(row + k, f32.load(x + k) - largest);
  }
  exponentials(y, end);
  for (let row = y; row < end; row += bytes) {
    let sum: f32 = 0;
    for (let k: usize = 0; k < bytes; k += 4) sum += f32.load(row + k);
    for (let k: usize = 0; k < bytes; k += 4) f32.store(row + k, f32.load(row + k) / sum);
  }
}

/** e^x of all numbers from `p` to `end`, in place. */
@inline
function exponentials(p: usize, end: usize): void {
  for (; p + 16 <= end; p += 16) v128.store(p, exp4(v128.load(p)));
  for (; p < end; p += 4) f32.store(p, expOf(f32.load(p)));
}

/** dx = y (dy - Σ y dy) along the middle axis. */
export function softmaxBackward(
  y: usize, dy: usize, dx: usize, length: i32, inner: i32, first: i32, last: i32,
): void {
  const step = <usize>inner << 2;
  for (let o = first; o < last; o++)
    for (let i = 0; i < inner; i++) {
      const at = <usize>(o * length * inner + i) << 2;
      let dot: f32 = 0;
      for (let k = 0; k < length; k++)
        dot += f32.load(y + at + <usize>k * step) * f32.load(dy + at + <usize>k * step);
      for (let k = 0; k < length; k++) {
        const cell = at + <usize>k * step;
        f32.store(dx + cell, f32.load(y + cell) * (f32.load(dy + cell) - dot));
      }
    }
}

/** Σ over rows of -Σ d log softmax(x), by log-sum-exp; writes scale (softmax(x) Σd - d). Rows of `length`. */
export function softmaxCrossEntropy(
  x: usize, target: usize, dx: usize, rows: i32, length: i32, scale: f32,
): f64 {
  let loss: f64 = 0;
  const bytes = <usize>length << 2, end = dx + <usize>rows * bytes;
  for (let row = dx, d = target; row < end; row += bytes, x += bytes, d += bytes) {
    let largest = f32.load(x);
    for (let k: usize = 4; k < bytes; k += 4) largest = max(largest, f32.load(x + k));
    for (let k: usize = 0; k < bytes; k += 4) {
      const shifted = f32.load(x + k) - largest, share = f32.load(d + k);
      // 0 · -infinity must stay 0: only classes with a target count.
      if (share != 0) loss -= <f64>share * <f64>shifted;
      f32.store(row + k, shifted);
    }
  }
  // Rows are short: the exponentials of all of them are taken in one sweep, four at a time.
  exponentials(dx, end);
  const fours = dx + (<usize>rows & ~3) * bytes;
  let row = dx, d = target;
  // Their logarithms are taken for four rows at a time.
  for (; row < fours; row += 4 * bytes, d += 4 * bytes) {
    const row1 = row + bytes, row2 = row1 + bytes, row3 = row2 + bytes, d1 = d + bytes, d2 = d1 + bytes, d3 = d2 + bytes;
    const s0 = sumOf(row, bytes), s1 = sumOf(row1, bytes), s2 = sumOf(row2, bytes), s3 = sumOf(row3, bytes);
    const logs = logOfSum4(f32x4.replace_lane(f32x4.replace_lane(f32x4.replace_lane(f32x4.splat(s0), 1, s1), 2, s2), 3, s3));
    const w0 = sumOf(d, bytes), w1 = sumOf(d1, bytes), w2 = sumOf(d2, bytes), w3 = sumOf(d3, bytes);
    loss += <f64>w0 * <f64>f32x4.extract_lane(logs, 0);
    loss += <f64>w1 * <f64>f32x4.extract_lane(logs, 1);
    loss += <f64>w2 * <f64>f32x4.extract_lane(logs, 2);
    loss += <f64>w3 * <f64>f32x4.extract_lane(logs, 3);
    slopes(row, d, bytes, scale, s0, w0);
    slopes(row1, d1, bytes, scale, s1, w1);
    slopes(row2, d2, bytes, scale, s2, w2);
    slopes(row3, d3, bytes, scale, s3, w3);
  }
  for (; row < end; row += bytes, d += bytes) {
    const sum = sumOf(row, bytes), weight = sumOf(d, bytes);
    loss += <f64>weight * <f64>f32x4.extract_lane(logOfSum4(f32x4.splat(sum)), 0);
    slopes(row, d, bytes, scale, sum, weight);
  }
  return loss;
}

@inline
function sumOf(row: usize, bytes: usize): f32 {
  let sum: f32 = 0;
  for (let k: usize = 0; k < bytes; k += 4) sum += f32.load(row + k);
  return sum;
}

/** scale (softmax(x) Σd - d), where the row holds exponentials. */
@inline
function slopes(row: usize, d: usize, bytes: usize, scale: f32, sum: f32, weight: f32): void {
  for (let k: usize = 0; k < bytes; k += 4)
    f32.store(row + k, scale * ((f32.load(row + k) / sum) * weight - f32.load(d + k)));
}

/** The place of the first largest of `bytes` / 4 numbers; -1 when one is not a number. */
@inline
function firstLargest(x: usize, bytes: usize): i32 {
  let best = f32.load(x), place: i32 = 0, isNumber = best == best;
  for (let k: usize = 4; k < bytes; k += 4) {
    const value = f32.load(x + k), better = value > best;
    best = select(value, best, better);
    place = select(<i32>k, place, better);
    isNumber = isNumber && value == value;
  }
  return select(place, -1, isNumber);
}

/** Rows of `length` numbers whose first largest lies where the target has its own. */
export function countCorrect(x: usize, target: usize, rows: i32, length: i32): i32 {
  const bytes = <usize>length << 2;
  let correct = 0;
  for (let row = 0; row < rows; row++) {
    const guess = firstLargest(x, bytes);
    correct += i32(guess >= 0 && guess == firstLargest(target, bytes));
    x += bytes;
    target += bytes;
  }
  return correct;
}

export function halfSquaredError(y: usize, target: usize, dy: usize, count: i32, scale: f32): f64 {
  let loss: f64 = 0;
  for (let i = 0; i < count; i++) {
    const at = <usize>i << 2;
    const difference = f32.load(y + at) - f32.load(target + at);
    loss += 0.5 * <f64>difference * <f64>difference;
    f32.store(dy + at, scale * difference);
  }
  return loss;
}

export function absoluteError(y: usize, target: usize, dy: usize, count: i32, scale: f32): f64 {
  let loss: f64 = 0;
  for (let i = 0; i < count; i++) {
    const at = <usize>i << 2;
    const difference = f32.load(y + at) - f32.load(target + at);
    loss += <f64>abs(difference);
    f32.store(dy + at, difference == 0 ? 0 : scale * (difference / abs(difference)));
  }
  return loss;
}

/** With e clipped to ±delta, Huber's loss is e (difference - e/2). Not a number stays that: min and max keep it. */
export function huberError(y: usize, target: usize, dy: usize, count: i32, scale: f32, delta: f32): f64 {
  let loss: f64 = 0;
  for (let i = 0; i < count; i++) {
    const at = <usize>i << 2;
    const difference = f32.load(y + at) - f32.load(target + at);
    const clipped = max(-delta, min(delta, difference));
    loss += <f64>clipped * (<f64>difference - 0.5 * <f64>clipped);
    f32.store(dy + at, scale * clipped);
  }
  return loss;
}

/** Σ max(x,0) - x d + log(1 + e^-|x|); writes scale (sigmoid(x) - d). */
export function sigmoidCrossEntropy(x: usize, target: usize, dx: usize, count: i32, scale: f32): f64 {
  let loss: f64 = 0;
  for (let i = 0; i < count; i++) {
    const at = <usize>i << 2;
    const logit = f32.load(x + at), share = f32.load(target + at);
    const tail = f32x4.extract_lane(softplus4(f32x4.splat(-abs(logit))), 0);
    loss += <f64>max(logit, 0) - <f64>logit * <f64>share + <f64>tail;
    f32.store(dx + at, scale * (f32x4.extract_lane(sigmoid4(f32x4.splat(logit)), 0) - share));
  }
  return loss;
}

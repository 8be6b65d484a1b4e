import { evens, interleaveHigh, interleaveLow, odds } from "./lanes";
import { put } from "./elementwise";
import {
  dilationXOf, dilationYOf, heightOf, kernelHeightOf, kernelWidthOf, outHeightOf, outWidthOf, padLeftOf, padTopOf,
  strideXOf, strideYOf, widthOf,
} from "./geometry";

/** Where `value` beats `best`: it is larger, or the first NaN. */
@inline
function beats(value: v128, best: v128): v128 {
  return v128.andnot(f32x4.eq(best, best), f32x4.le(value, best));
}

/** A window of 2×2 with stride 2 that never leaves the image: the common one, four outputs at a time. */
@inline
function isPlain2(g: usize): bool {
  return kernelHeightOf(g) == 2 && kernelWidthOf(g) == 2 && strideYOf(g) == 2 && strideXOf(g) == 2 && dilationYOf(g) == 1 &&
    dilationXOf(g) == 1 && padTopOf(g) == 0 && padLeftOf(g) == 0 && 2 * outHeightOf(g) <= heightOf(g) && 2 * outWidthOf(g) <= widthOf(g);
}

function maxPool2(
  x: usize, y: usize, winners: usize, height: i32, width: i32, rows: i32, columns: i32, rectify: bool, first: i32, last: i32,
): void {
  const cut = rectify ? f32x4.splat(0) : f32x4.splat(-Infinity), none = f32x4.splat(-1);
  const line = <usize>width << 2;
  const one = f32x4.splat(1), down = f32x4.splat(<f32>width);
  for (let plane = first; plane < last; plane++)
    for (let i = 0; i < rows; i++) {
      let top = x + (<usize>((plane * height + 2 * i) * width) << 2);
      let at = <usize>((plane * rows + i) * columns) << 2;
      const start: i32 = 2 * i * width;
      let position = f32x4.add(f32x4.splat(<f32>start), f32x4(0, 2, 4, 6));
      for (let j = 0; j < columns; j += 4) {
        // The last group may reach past its row: those lanes are read and not stored.
        const a0 = v128.load(top), a1 = v128.load(top, 16);
        const b0 = v128.load(top + line), b1 = v128.load(top + line, 16);
        // The better of each line, then of both: the first of equals wins all the same.
        const ul = evens(a0, a1), ur = odds(a0, a1);
        const ll = evens(b0, b1), lr = odds(b0, b1);
        let best: v128, winner: v128, shown: v128;
        const total = f32x4.add(f32x4.add(ul, ur), f32x4.add(ll, lr));
        if (i32x4.bitmask(f32x4.ne(total, total)) == 0) {
          // No NaN among them: a comparison says all.
          const upper = f32x4.pmax(ul, ur), lower = f32x4.pmax(ll, lr);
          const upperAt = v128.and(f32x4.lt(ul, ur), one), lowerAt = f32x4.add(v128.and(f32x4.lt(ll, lr), one), down);
          winner = v128.bitselect(lowerAt, upperAt, f32x4.lt(upper, lower));
          best = f32x4.pmax(upper, lower);
          shown = f32x4.pmax(cut, best);
        } else {
          let better = beats(ur, ul);
          const upper = v128.bitselect(ur, ul, better), upperAt = v128.and(better, one);
          better = beats(lr, ll);
          const lower = v128.bitselect(lr, ll, better), lowerAt = f32x4.add(v128.and(better, one), down);
          better = beats(lower, upper);
          winner = v128.bitselect(lowerAt, upperAt, better);
          best = v128.bitselect(lower, upper, better);
          shown = f32x4.max(cut, best); // keeps NaN
        }
        winner = f32x4.add(position, winner);
        put(y + at, shown, columns - j);
        put(winners + at, rectify ? v128.bitselect(none, winner, f32x4.le(best, cut)) : winner, columns - j);
        position = f32x4.add(position, f32x4.splat(8));
        top += 32;
        at += 16;
      }
    }
}

/** Its gradient: every cell of the image is written once. */
function maxPoolBackward2(
  dy: usize, winners: usize, dx: usize, height: i32, width: i32, rows: i32, columns: i32, first: i32, last: i32,
): void {
  const line = <usize>width << 2, whole = columns & ~3;
  const one = f32x4.splat(1), down = f32x4.splat(<f32>width), zero = f32x4.splat(0);
  for (let plane = first; plane < last; plane++) {
    const image = dx + (<usize>(plane * height * width) << 2);
    for (let i = 0; i < rows; i++) {
      let top = image + (<usize>(2 * i * width) << 2);
      const end = top + line;
      let at = <usize>((plane * rows + i) * columns) << 2;
      const start: i32 = 2 * i * width;
      let position = f32x4.add(f32x4.splat(<f32>start), f32x4(0, 2, 4, 6));
      for (let j = 0; j < whole; j += 4) {
        const d = f32x4.add(v128.load(dy + at), zero); // as when it is added to a zero: -0 becomes 0
        const winner = f32x4.sub(v128.load(winners + at), position), below = f32x4.sub(winner, down);
        let even = v128.and(d, f32x4.eq(winner, zero)), odd = v128.and(d, f32x4.eq(winner, one));
        v128.store(top, interleaveLow(even, odd));
        v128.store(top, interleaveHigh(even, odd), 16);
        even = v128.and(d, f32x4.eq(below, zero)), odd = v128.and(d, f32x4.eq(below, one));
        v128.store(top + line, interleaveLow(even, odd));
        v128.store(top + line, interleaveHigh(even, odd), 16);
        position = f32x4.add(position, f32x4.splat(8));
        top += 32;
        at += 16;
      }
      for (; top < end; top += 4) {
        f32.store(top, 0);
        f32.store(top + line, 0);
      }
      for (let j = whole; j < columns; j++, at += 4) {
        // Nothing else is written to the row's last cells.
        const winner = <i32>f32.load(winners + at);
        if (winner >= 0) f32.store(image + (<usize>winner << 2), <f32>0 + f32.load(dy + at));
      }
    }
    memory.fill(image + <usize>(2 * rows) * line, 0, <usize>(height - 2 * rows) * line);
  }
}

/** Planes `first` to `last`: the maximum of each window and where it lies. Padding is ignored, the first of equals wins, a NaN over all; where maxima are rectified, nobody wins below. */
export function maxPool(g: usize, x: usize, y: usize, winners: usize, rectify: bool, first: i32, last: i32): void {
  const height = heightOf(g), width = widthOf(g), kh = kernelHeightOf(g), kw = kernelWidthOf(g);
  const sy = strideYOf(g), sx = strideXOf(g), dy = dilationYOf(g), dx = dilationXOf(g);
  const rows = outHeightOf(g), columns = outWidthOf(g), up = padTopOf(g), left = padLeftOf(g);
  if (isPlain2(g)) {
    maxPool2(x, y, winners, height, width, rows, columns, rectify, first, last);
    return;
  }
  y += <usize>(first * rows * columns) << 2;
  winners += <usize>(first * rows * columns) << 2;
  for (let plane = first; plane < last; plane++) {
    const image = x + (<usize>(plane * height * width) << 2);
    for (let i = 0; i < rows; i++) {
      const top = i * sy - up;
      for (let j = 0; j < columns; j++) {
        const start = j * sx - left;
        let best: f32 = -Infinity;
        let winner = -1;
        for (let u = 0; u < kh; u++) {
          const row = top + u * dy;
          if (<u32>row >= <u32>height) continue;
          for (let v = 0; v < kw; v++) {
            const column = start + v * dx;
            if (<u32>column >= <u32>width) continue;
            const position = row * width + column;
            const value = f32.load(image + (<usize>position << 2));
            // The last clause lets the first NaN in; no comparison lets anything follow it.
            if (value > best || winner < 0 || (value != value && best == best)) {
              best = value;
              winner = position;
            }
          }
        }
        const isCut = rectify && best <= 0;
        f32.store(y, isCut ? 0 : best);
        f32.store(winners, isCut ? -1 : <f32>winner);
        y += 4;
        winners += 4;
      }
    }
  }
}

/** Sends each gradient of planes `first` to `last` to the winner of its window, if it has one. */
export function maxPoolBackward(g: usize, dy: usize, winners: usize, dx: usize, first: i32, last: i32): void {
  if (isPlain2(g)) {
    maxPoolBackward2(dy, winners, dx, heightOf(g), widthOf(g), outHeightOf(g), outWidthOf(g), first, last);
    return;
  }
  const outputs = outHeightOf(g) * outWidthOf(g), inputs = heightOf(g) * widthOf(g);
  memory.fill(dx + (<usize>(first * inputs) << 2), 0, <usize>((last - first) * inputs) << 2);
  for (let plane = first; plane < last; plane++) {
    const image = dx + (<usize>(plane * inputs) << 2);
    const from = <usize>(plane * outputs) << 2;
    for (let i: usize = 0; i < <usize>outputs << 2; i += 4) {
      const winner = <i32>f32.load(winners + from + i);
      if (winner < 0) continue;
      const cell = image + (<usize>winner << 2);
      f32.store(cell, f32.load(cell) + f32.load(dy + from + i));
    }
  }
}

/** Mean of each window of planes `first` to `last`, over the whole window or over its cells inside the image. */
export function averagePool(g: usize, x: usize, y: usize, countPadding: bool, first: i32, last: i32): void {
  walkAverages(g, x, y, countPadding, first, last, false);
}

/** Shares each gradient among the cells of its window. */
export function averagePoolBackward(g: usize, dy: usize, dx: usize, countPadding: bool, first: i32, last: i32): void {
  const inputs = heightOf(g) * widthOf(g);
  memory.fill(dx + (<usize>(first * inputs) << 2), 0, <usize>((last - first) * inputs) << 2);
  walkAverages(g, dx, dy, countPadding, first, last, true);
}

@inline
function walkAverages(g: usize, x: usize, y: usize, countPadding: bool, first: i32, last: i32, back: bool): void {
  const height = heightOf(g), width = widthOf(g), kh = kernelHeightOf(g), kw = kernelWidthOf(g);
  const sy = strideYOf(g), sx = strideXOf(g), dy = dilationYOf(g), dx = dilationXOf(g);
  const rows = outHeightOf(g), columns = outWidthOf(g), up = padTopOf(g), left = padLeftOf(g);
  y += <usize>(first * rows * columns) << 2;
  for (let plane = first; plane < last; plane++) {
    const image = x + (<usize>(plane * height * width) << 2);
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) {
        let inside = 0;
        let sum: f32 = 0;
        for (let u = 0; u < kh; u++)
          for (let v = 0; v < kw; v++) {
            const row = i * sy - up + u * dy, column = j * sx - left + v * dx;
            if (<u32>row >= <u32>height || <u32>column >= <u32>width) continue;
            inside++;
            if (!back) sum += f32.load(image + (<usize>(row * width + column) << 2));
          }
        const cells = <f32>(countPadding ? kh * kw : inside);
        if (!back) f32.store(y, sum / cells);
        else {
          const share = f32.load(y) / cells;
          for (let u = 0; u < kh; u++)
            for (let v = 0; v < kw; v++) {
              const row = i * sy - up + u * dy, column = j * sx - left + v * dx;
              if (<u32>row >= <u32>height || <u32>column >= <u32>width) continue;
              const cell = image + (<usize>(row * width + column) << 2);
              f32.store(cell, f32.load(cell) + share);
            }
        }
        y += 4;
      }
  }
}

import { put } from "./elementwise";
import {
  dilationXOf, dilationYOf, heightOf, kernelHeightOf, kernelWidthOf, outHeightOf, outWidthOf, padLeftOf, padTopOf,
  strideXOf, strideYOf, widthOf,
} from "./geometry";

/** `value` where it beats `best`: it is larger, or the first NaN. */
@inline
function beats(value: v128, best: v128): v128 {
  return v128.or(f32x4.gt(value, best), v128.and(f32x4.ne(value, value), f32x4.eq(best, best)));
}

/** The common window, 2×2 with stride 2 and no padding, four outputs at a time. */
function maxPool2(x: usize, y: usize, winners: usize, height: i32, width: i32, rows: i32, columns: i32, first: i32, last: i32): void {
  const line = <usize>width << 2;
  const diagonal: f32 = <f32>width + 1;
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
        let best = v128.shuffle<f32>(a0, a1, 0, 2, 4, 6);
        let winner = position;
        let value = v128.shuffle<f32>(a0, a1, 1, 3, 5, 7);
        let better = beats(value, best);
        best = v128.bitselect(value, best, better);
        winner = v128.bitselect(f32x4.add(position, f32x4.splat(1)), winner, better);
        value = v128.shuffle<f32>(b0, b1, 0, 2, 4, 6);
        better = beats(value, best);
        best = v128.bitselect(value, best, better);
        winner = v128.bitselect(f32x4.add(position, f32x4.splat(<f32>width)), winner, better);
        value = v128.shuffle<f32>(b0, b1, 1, 3, 5, 7);
        better = beats(value, best);
        best = v128.bitselect(value, best, better);
        winner = v128.bitselect(f32x4.add(position, f32x4.splat(diagonal)), winner, better);
        put(y + at, best, columns - j);
        put(winners + at, winner, columns - j);
        position = f32x4.add(position, f32x4.splat(8));
        top += 32;
        at += 16;
      }
    }
}

/** Planes `first` to `last`: the maximum of each window and where it lies. Padding is ignored, the first of equals wins, a NaN over all. */
export function maxPool(g: usize, x: usize, y: usize, winners: usize, first: i32, last: i32): void {
  const height = heightOf(g), width = widthOf(g), kh = kernelHeightOf(g), kw = kernelWidthOf(g);
  const sy = strideYOf(g), sx = strideXOf(g), dy = dilationYOf(g), dx = dilationXOf(g);
  const rows = outHeightOf(g), columns = outWidthOf(g), up = padTopOf(g), left = padLeftOf(g);
  const plain = dy == 1 && dx == 1 && up == 0 && left == 0 && 2 * rows <= height && 2 * columns <= width;
  if (plain && kh == 2 && kw == 2 && sy == 2 && sx == 2) {
    maxPool2(x, y, winners, height, width, rows, columns, first, last);
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
        f32.store(y, best);
        f32.store(winners, <f32>winner);
        y += 4;
        winners += 4;
      }
    }
  }
}

/** Sends each gradient of planes `first` to `last` to the winner of its window. */
export function maxPoolBackward(g: usize, dy: usize, winners: usize, dx: usize, first: i32, last: i32): void {
  const outputs = outHeightOf(g) * outWidthOf(g), inputs = heightOf(g) * widthOf(g);
  memory.fill(dx + (<usize>(first * inputs) << 2), 0, <usize>((last - first) * inputs) << 2);
  for (let plane = first; plane < last; plane++) {
    const image = dx + (<usize>(plane * inputs) << 2);
    const from = <usize>(plane * outputs) << 2;
    for (let i: usize = 0; i < <usize>outputs << 2; i += 4) {
      const cell = image + (<usize>(<i32>f32.load(winners + from + i)) << 2);
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

import {
  dilationXOf, dilationYOf, heightOf, kernelHeightOf, kernelWidthOf, outHeightOf, outWidthOf, padLeftOf, padTopOf,
  strideXOf, strideYOf, widthOf,
} from "./geometry";

/** Planes `first` to `last`: the maximum of each window and where it lies. Padding is ignored, the first of equals wins, a NaN over all. */
export function maxPool(g: usize, x: usize, y: usize, winners: usize, first: i32, last: i32): void {
  const height = heightOf(g), width = widthOf(g), kh = kernelHeightOf(g), kw = kernelWidthOf(g);
  const sy = strideYOf(g), sx = strideXOf(g), dy = dilationYOf(g), dx = dilationXOf(g);
  const rows = outHeightOf(g), columns = outWidthOf(g), up = padTopOf(g), left = padLeftOf(g);
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

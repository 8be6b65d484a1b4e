import { addTo } from "./elementwise";

/* In the order of `paddingCodes` in pad.ts: zeros, the image mirrored, copies of its border. */
@inline const zero: i32 = 0;
@inline const mirror: i32 = 1;

/** Where the cell at `position` of a line takes its number from; -1 for a zero. */
@inline
function source(position: i32, length: i32, cells: i32): i32 {
  if (<u32>position < <u32>length) return position;
  if (cells == zero) return -1;
  if (cells == mirror) return position < 0 ? -position : 2 * (length - 1) - position;
  return position < 0 ? 0 : length - 1;
}

/** Planes `first` to `last`, `top` rows and `left` columns of padding before the image's first. */
export function pad(
  x: usize, y: usize, height: i32, width: i32, top: i32, left: i32, outHeight: i32, outWidth: i32, cells: i32,
  first: i32, last: i32,
): void {
  let line = y + (<usize>(first * outHeight * outWidth) << 2);
  for (let plane = first; plane < last; plane++)
    for (let i = 0; i < outHeight; i++) {
      const row = source(i - top, height, cells);
      if (row < 0) memory.fill(line, 0, <usize>outWidth << 2);
      else {
        const from = x + (<usize>((plane * height + row) * width) << 2);
        for (let j = 0; j < left; j++) putCell(line, from, j, source(j - left, width, cells));
        memory.copy(line + (<usize>left << 2), from, <usize>width << 2);
        for (let j = left + width; j < outWidth; j++) putCell(line, from, j, source(j - left, width, cells));
      }
      line += <usize>outWidth << 2;
    }
}

@inline
function putCell(line: usize, from: usize, j: i32, column: i32): void {
  f32.store(line + (<usize>j << 2), column < 0 ? 0 : f32.load(from + (<usize>column << 2)));
}

/** Sends every gradient of planes `first` to `last` back to the cell that its number came from, in order. */
export function padBackward(
  dy: usize, dx: usize, height: i32, width: i32, top: i32, left: i32, outHeight: i32, outWidth: i32, cells: i32,
  first: i32, last: i32,
): void {
  const plane = <usize>(height * width) << 2;
  memory.fill(dx + <usize>first * plane, 0, <usize>(last - first) * plane);
  let line = dy + (<usize>(first * outHeight * outWidth) << 2);
  for (let image = first; image < last; image++)
    for (let i = 0; i < outHeight; i++) {
      const row = source(i - top, height, cells);
      if (row >= 0) {
        const to = dx + <usize>image * plane + (<usize>(row * width) << 2);
        for (let j = 0; j < left; j++) addCell(line, to, j, source(j - left, width, cells));
        addTo(line + (<usize>left << 2), to, width);
        for (let j = left + width; j < outWidth; j++) addCell(line, to, j, source(j - left, width, cells));
      }
      line += <usize>outWidth << 2;
    }
}

@inline
function addCell(line: usize, to: usize, j: i32, column: i32): void {
  if (column < 0) return;
  const cell = to + (<usize>column << 2);
  f32.store(cell, f32.load(cell) + f32.load(line + (<usize>j << 2)));
}

/*
 * Planes `first` to `last` with every cell made `factorY` by `factorX` cells. Bilinear lies at
 * (i + 1/2) / factor - 1/2 between the middles of two cells, not before the first and not behind the last.
 */

/** The place along an axis, in cells from the middle of the first. */
@inline
function place(i: i32, factor: i32): f32 {
  return max<f32>((<f32>i + 0.5) / <f32>factor - 0.5, 0);
}

export function upsample(
  x: usize, y: usize, height: i32, width: i32, factorY: i32, factorX: i32, bilinear: bool, first: i32, last: i32,
): void {
  const outHeight = height * factorY, outWidth = width * factorX;
  const line = <usize>width << 2, outLine = <usize>outWidth << 2;
  let to = y + <usize>(first * outHeight) * outLine;
  for (let plane = first; plane < last; plane++) {
    const image = x + <usize>(plane * height) * line;
    for (let i = 0; i < outHeight; i++) {
      if (!bilinear) {
        if (i % factorY > 0) memory.copy(to, to - outLine, outLine);
        else {
          let cell = to, from = image + <usize>(i / factorY) * line;
          for (const end = from + line; from < end; from += 4) {
            const value = f32.load(from);
            for (let k = 0; k < factorX; k++, cell += 4) f32.store(cell, value);
          }
        }
      } else {
        const down = place(i, factorY);
        const row = <i32>down;
        const below: f32 = down - <f32>row, above: f32 = <f32>1 - below;
        const upper = image + <usize>row * line, lower = image + <usize>min(row + 1, height - 1) * line;
        for (let j = 0; j < outWidth; j++) {
          const across = place(j, factorX);
          const left = <i32>across;
          const beside: f32 = across - <f32>left, near: f32 = <f32>1 - beside;
          const l = <usize>left << 2, r = <usize>min(left + 1, width - 1) << 2;
          const top = near * f32.load(upper + l) + beside * f32.load(upper + r);
          const bottom = near * f32.load(lower + l) + beside * f32.load(lower + r);
          f32.store(to + (<usize>j << 2), above * top + below * bottom);
        }
      }
      to += outLine;
    }
  }
}

@inline
function add(cell: usize, value: f32): void {
  f32.store(cell, f32.load(cell) + value);
}

/** Sends every gradient back to the cells that its number was mixed from, in order. */
export function upsampleBackward(
  dy: usize, dx: usize, height: i32, width: i32, factorY: i32, factorX: i32, bilinear: bool, first: i32, last: i32,
): void {
  const outHeight = height * factorY, outWidth = width * factorX;
  const line = <usize>width << 2, outLine = <usize>outWidth << 2;
  memory.fill(dx + <usize>(first * height) * line, 0, <usize>((last - first) * height) * line);
  let from = dy + <usize>(first * outHeight) * outLine;
  for (let plane = first; plane < last; plane++) {
    const image = dx + <usize>(plane * height) * line;
    for (let i = 0; i < outHeight; i++) {
      if (!bilinear) {
        let slope = from, cell = image + <usize>(i / factorY) * line;
        for (const end = cell + line; cell < end; cell += 4)
          for (let k = 0; k < factorX; k++, slope += 4) add(cell, f32.load(slope));
      } else {
        const down = place(i, factorY);
        const row = <i32>down;
        const below: f32 = down - <f32>row, above: f32 = <f32>1 - below;
        const upper = image + <usize>row * line, lower = image + <usize>min(row + 1, height - 1) * line;
        for (let j = 0; j < outWidth; j++) {
          const across = place(j, factorX);
          const left = <i32>across;
          const beside: f32 = across - <f32>left, near: f32 = <f32>1 - beside;
          const l = <usize>left << 2, r = <usize>min(left + 1, width - 1) << 2;
          const slope = f32.load(from + (<usize>j << 2));
          const top = above * slope, bottom = below * slope;
          add(upper + l, near * top);
          add(upper + r, beside * top);
          add(lower + l, near * bottom);
          add(lower + r, beside * bottom);
        }
      }
      from += outLine;
    }
  }
}

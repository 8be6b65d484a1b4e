/** A square part of the plane; `left` and `bottom` are where it begins, one unit is equally long on both axes. */
export interface PlaneSquare {
  readonly left: number;
  readonly bottom: number;
  readonly side: number;
}

/** The square around all finite points (`x0, y0, x1, y1, ...`) with a margin of 6 %; around 0 where there are none. */
export function squareAround(coordinates: ArrayLike<number>): PlaneSquare {
  let [left, right, bottom, top] = [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (let index = 0; index + 1 < coordinates.length; index += 2) {
    const x = coordinates[index] ?? Number.NaN;
    const y = coordinates[index + 1] ?? Number.NaN;
    if (!Number.isFinite(x + y)) continue;
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [bottom, top] = [Math.min(bottom, y), Math.max(top, y)];
  }
  if (left > right) return { left: -1, bottom: -1, side: 2 };
  const side = (Math.max(right - left, top - bottom) || 1) * 1.12;
  return { left: (left + right - side) / 2, bottom: (bottom + top - side) / 2, side };
}

/**
 * The centres of `cells`×`cells` equal parts of a square, `x0, y0, x1, y1, ...`, row by row from the upper left
 * corner on, as pictures lie in memory.
 */
export function cellCentres({ left, bottom, side }: PlaneSquare, cells: number): Float32Array {
  const centres = new Float32Array(2 * cells * cells);
  for (let row = 0; row < cells; row++)
    for (let column = 0; column < cells; column++) {
      const at = 2 * (row * cells + column);
      centres[at] = left + ((column + 0.5) / cells) * side;
      centres[at + 1] = bottom + side - ((row + 0.5) / cells) * side;
    }
  return centres;
}

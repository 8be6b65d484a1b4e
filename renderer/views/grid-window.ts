/** Which items of a grid are made, and the room in pixels that stands for the rows above and below them. */
export interface GridWindow {
  readonly from: number;
  readonly to: number;
  readonly above: number;
  readonly below: number;
}

/** Rows that are made beyond the screen on either side, so that the next one is there when the focus goes on to it. */
const spareRows = 1;

/**
 * The rows of a grid that a screen of `height` pixels shows, whose upper edge is `top` below the grid's.
 * @param pitch height of a row with its gap.
 */
export function windowOf(grid: {
  readonly count: number;
  readonly columns: number;
  readonly pitch: number;
  readonly top: number;
  readonly height: number;
}): GridWindow {
  const { count, columns, pitch, top, height } = grid;
  const rows = Math.ceil(count / columns);
  if (pitch <= 0) return { from: 0, to: count, above: 0, below: 0 };
  const within = (row: number) => Math.max(0, Math.min(rows, row));
  const first = within(Math.min(Math.floor(top / pitch) - spareRows, rows - 1));
  const last = Math.max(first + 1, within(Math.ceil((top + height) / pitch) + spareRows));
  return {
    from: first * columns,
    to: Math.min(count, last * columns),
    above: first * pitch,
    below: Math.max(0, rows - last) * pitch,
  };
}

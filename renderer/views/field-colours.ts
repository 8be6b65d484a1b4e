/** Planes of numbers over a square: one after another, `cells`×`cells` each, row-major from the upper left. */
export interface AnswerPlanes {
  readonly answers: Float32Array;
  readonly cells: number;
}

/** What is drawn at one pixel of an answer field. */
export interface FieldPixels {
  /** The class whose answer is the largest; -1 where an answer is no number. */
  readonly best: Int16Array;
  /** How far it is ahead of the next one, 0 to 1. */
  readonly lead: Float32Array;
}

/**
 * The largest answer at each of `pixels`×`pixels` places, interpolated bilinearly between the middles of the
 * cells and carried on evenly beyond the outermost ones.
 */
export function fieldPixels({ answers, cells }: AnswerPlanes, pixels: number): FieldPixels {
  const classes = answers.length / (cells * cells);
  const best = new Int16Array(pixels * pixels);
  const lead = new Float32Array(pixels * pixels);
  const line = new Float32Array(classes * cells);
  for (let row = 0; row < pixels; row++) {
    const across = placeAmong(row, pixels, cells);
    for (let label = 0; label < classes; label++)
      for (let column = 0; column < cells; column++) {
        const at = (label * cells + across.cell) * cells + column;
        const [above, below] = [answers[at] ?? Number.NaN, answers[at + across.next * cells] ?? Number.NaN];
        line[label * cells + column] = above + (below - above) * across.part;
      }
    for (let column = 0; column < pixels; column++) {
      const along = placeAmong(column, pixels, cells);
      let [first, second, label] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, -1];
      for (let candidate = 0; candidate < classes; candidate++) {
        const at = candidate * cells + along.cell;
        const [left, right] = [line[at] ?? Number.NaN, line[at + along.next] ?? Number.NaN];
        const value = left + (right - left) * along.part;
        if (Number.isNaN(value)) {
          label = -1;
          break;
        }
        if (value > first) [first, second, label] = [value, first, candidate];
        else if (value > second) second = value;
      }
      best[row * pixels + column] = label;
      lead[row * pixels + column] = Math.max(0, Math.min(1, first - second));
    }
  }
  return { best, lead };
}

/** Between which two cells the middle of a pixel lies: the first, whether there is a next, and how far towards it. */
function placeAmong(pixel: number, pixels: number, cells: number) {
  const place = Math.max(0, Math.min(cells - 1, ((pixel + 0.5) / pixels) * cells - 0.5));
  const cell = Math.floor(place);
  return { cell, next: cell < cells - 1 ? 1 : 0, part: place - cell };
}

/** Rows of small pictures in a strip. */
export interface StripGrid {
  readonly cell: number;
  readonly columns: number;
  readonly rows: number;
}

/** The largest squares of which `count` fit in a strip; of too many for squares of 4 pixels, as many as fit. */
export function stripGrid(count: number, width: number, height: number, gap: number): StripGrid {
  for (let rows = 1; ; rows++) {
    const cell = Math.floor((height - (rows - 1) * gap) / rows);
    const columns = Math.max(1, Math.floor((width + gap) / (cell + gap)));
    if (rows * columns >= count || cell <= 4) return { cell, columns, rows };
  }
}

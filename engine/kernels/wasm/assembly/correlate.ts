import { taps2, taps4 } from "./tile";

/*
 * Where group v of four outputs lies: row v / perRow, columns 4 (v % perRow) and on. Kept in globals, because
 * a function here gives one number back, and three are wanted.
 */
let source: usize = 0;
let target: usize = 0;
let count: i32 = 0;

@inline
function place(v: i32, groups: i32, perRow: i32, width: i32, b: usize, br: usize, c: usize, cl: usize): void {
  // Past the end: the last group again, with nothing to store.
  const group = min(v, groups - 1);
  const row = group / perRow, column = (group - row * perRow) << 2;
  source = b + <usize>row * br + (<usize>column << 2);
  target = c + <usize>row * cl + (<usize>column << 2);
  count = v < groups ? min(4, width - column) : 0;
}

/**
 * For each of m rows of A (k weights each, packed by packRows) and each position of a rows×width output:
 * c = bias + Σ_i a[i] · b[position + taps[i]]. `br`, `cl`, `cm` are the bytes between lines of the source, lines
 * of the target and target planes of two rows of A. Every sum runs over the taps in order.
 */
export function correlate(
  m: i32, k: i32, a: usize, bias: usize, taps: usize,
  b: usize, br: usize, c: usize, cl: usize, cm: usize, rows: i32, width: i32,
): void {
  const perRow = (width + 3) >> 2, groups = rows * perRow;
  for (let i = 0; i < m; i += 4) {
    const left = min(4, m - i);
    const ai = a + (<usize>(i * k) << 2), ci = c + <usize>i * cm;
    const bi = bias == 0 ? <usize>0 : bias + (<usize>i << 2);
    if (left > 2) {
      for (let v = 0; v < groups; v += 2) {
        place(v, groups, perRow, width, b, br, ci, cl);
        const b0 = source, c0 = target, n0 = count;
        place(v + 1, groups, perRow, width, b, br, ci, cl);
        taps4(ai, taps, k, bi, left, b0, c0, n0, source, target, count, cm);
      }
      continue;
    }
    for (let v = 0; v < groups; v += 4) {
      place(v, groups, perRow, width, b, br, ci, cl);
      const b0 = source, c0 = target, n0 = count;
      place(v + 1, groups, perRow, width, b, br, ci, cl);
      const b1 = source, c1 = target, n1 = count;
      place(v + 2, groups, perRow, width, b, br, ci, cl);
      const b2 = source, c2 = target, n2 = count;
      place(v + 3, groups, perRow, width, b, br, ci, cl);
      taps2(ai, taps, k, bi, left, b0, c0, n0, b1, c1, n1, b2, c2, n2, source, target, count, cm);
    }
  }
}

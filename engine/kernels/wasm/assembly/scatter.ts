import { multiplyAdd } from "./lanes";
import { store4 } from "./tile";

/*
 * The gradient of an image from its maps, the other way round: each map position adds its weights to the cells
 * it was computed from. Where the maps are much smaller than the image (a large kernel without padding), this
 * multiplies nothing with padding's zeros.
 */

@inline
function addTo4(cell: usize, value: v128, count: i32): void {
  store4(cell, f32x4.add(v128.load(cell), value), count);
}

/**
 * image[offset(k) + position] += Σ_f w[f][k] dy[f][position], for all k taps, for one image that was cleared.
 * `taps` holds byte offsets into the image; `line` is the image's line in bytes; maps are rows×width.
 */
export function scatter(
  k: i32, filters: i32, w: usize, taps: usize, dy: usize, image: usize, line: usize, rows: i32, width: i32,
): void {
  const plane = <usize>(rows * width) << 2, step = <usize>k << 2;
  const perRow = (width + 3) >> 2, groups = rows * perRow;
  for (let i = 0; i < k; i += 4) {
    // The last taps go again with a weight row each of their own, and nothing to add.
    const a = w + (<usize>i << 2);
    const taken = min(4, k - i);
    const t0 = <usize>load<u32>(taps + (<usize>i << 2));
    const t1 = taken > 1 ? <usize>load<u32>(taps + (<usize>(i + 1) << 2)) : t0;
    const t2 = taken > 2 ? <usize>load<u32>(taps + (<usize>(i + 2) << 2)) : t0;
    const t3 = taken > 3 ? <usize>load<u32>(taps + (<usize>(i + 3) << 2)) : t0;
    for (let v = 0; v < groups; v += 2) {
      // Two groups of four neighbouring positions, wherever they lie: no row's end is wasted.
      const row0 = v / perRow, column0 = (v - row0 * perRow) << 2, count0 = min(4, width - column0);
      const next = min(v + 1, groups - 1);
      const row1 = next / perRow, column1 = (next - row1 * perRow) << 2;
      const count1 = v + 1 < groups ? min(4, width - column1) : 0;
      let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
      let b = dy + (<usize>(row0 * width + column0) << 2);
      let c = dy + (<usize>(row1 * width + column1) << 2);
      let p = a;
      for (let f = 0; f < filters; f++) {
        const b0 = v128.load(b), b1 = v128.load(c);
        let w4 = v128.load_splat<f32>(p);
        s00 = multiplyAdd(w4, b0, s00);
        s01 = multiplyAdd(w4, b1, s01);
        w4 = v128.load_splat<f32>(p, 4);
        s10 = multiplyAdd(w4, b0, s10);
        s11 = multiplyAdd(w4, b1, s11);
        w4 = v128.load_splat<f32>(p, 8);
        s20 = multiplyAdd(w4, b0, s20);
        s21 = multiplyAdd(w4, b1, s21);
        w4 = v128.load_splat<f32>(p, 12);
        s30 = multiplyAdd(w4, b0, s30);
        s31 = multiplyAdd(w4, b1, s31);
        p += step;
        b += plane;
        c += plane;
      }
      const cell0 = image + <usize>row0 * line + (<usize>column0 << 2);
      const cell1 = image + <usize>row1 * line + (<usize>column1 << 2);
      addTo4(cell0 + t0, s00, count0);
      addTo4(cell1 + t0, s01, count1);
      if (taken > 1) {
        addTo4(cell0 + t1, s10, count0);
        addTo4(cell1 + t1, s11, count1);
      }
      if (taken > 2) {
        addTo4(cell0 + t2, s20, count0);
        addTo4(cell1 + t2, s21, count1);
      }
      if (taken > 3) {
        addTo4(cell0 + t3, s30, count0);
        addTo4(cell1 + t3, s31, count1);
      }
    }
  }
}

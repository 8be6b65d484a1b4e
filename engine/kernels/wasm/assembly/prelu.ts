import { put } from "./elementwise";

/** Runs `first` to `last`: y = x, or x times the slope of the run where x is not above 0. */
export function prelu(x: usize, slope: usize, slopes: i32, y: usize, run: i32, first: i32, last: i32): void {
  const zero = f32x4.splat(0);
  for (let r = first; r < last; r++) {
    const below = f32.load(slope + (<usize>(r % slopes) << 2));
    const start = <usize>(r * run) << 2;
    for (let i = 0; i < run; i += 4) {
      const at = start + (<usize>i << 2);
      const v = v128.load(x + at);
      put(y + at, v128.bitselect(v, f32x4.mul(f32x4.splat(below), v), f32x4.gt(v, zero)), run - i);
    }
  }
}

/** Runs `first` to `last`: dx = dy, or dy times the slope of the run where x is not above 0. */
export function preluBackwardInput(
  x: usize, slope: usize, slopes: i32, dy: usize, dx: usize, run: i32, first: i32, last: i32,
): void {
  const zero = f32x4.splat(0);
  for (let r = first; r < last; r++) {
    const below = f32.load(slope + (<usize>(r % slopes) << 2));
    const start = <usize>(r * run) << 2;
    for (let i = 0; i < run; i += 4) {
      const at = start + (<usize>i << 2);
      const g = v128.load(dy + at);
      put(dx + at, v128.bitselect(g, f32x4.mul(f32x4.splat(below), g), f32x4.gt(v128.load(x + at), zero)), run - i);
    }
  }
}

/** Slopes `first` to `last`: adds Σ dy x over the x not above 0, in float64, samples in order. */
export function preluBackwardSlope(
  x: usize, dy: usize, dSlope: usize, slopes: i32, samples: i32, run: i32, first: i32, last: i32,
): void {
  for (let c = first; c < last; c++) {
    let sum: f64 = 0;
    for (let n = 0; n < samples; n++) {
      let at = <usize>((n * slopes + c) * run) << 2;
      const end = at + (<usize>run << 2);
      for (; at < end; at += 4) {
        const v = f32.load(x + at);
        if (!(v > 0)) sum += <f64>f32.load(dy + at) * <f64>v;
      }
    }
    const target = dSlope + (<usize>c << 2);
    f32.store(target, f32.load(target) + <f32>sum);
  }
}

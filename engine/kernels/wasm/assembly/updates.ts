import { put } from "./elementwise";

/* Optimiser steps on runs of parameters. */

/** PyTorch's SGD: v = μ v + g (v = g at the first step), w -= γ v; without momentum `v` is 0. */
export function sgd(w: usize, g: usize, v: usize, count: i32, rate: f32, momentum: f32, first: bool): void {
  const r = f32x4.splat(rate), m = f32x4.splat(momentum);
  for (let i = 0; i < count; i += 4) {
    let direction = v128.load(g);
    if (v != 0) {
      if (!first) direction = f32x4.add(direction, f32x4.mul(m, v128.load(v)));
      put(v, direction, count - i);
      v += 16;
    }
    put(w, f32x4.sub(v128.load(w), f32x4.mul(r, direction)), count - i);
    w += 16;
    g += 16;
  }
}

/** PyTorch's Adam; `rate` is γ / (1 - β1^t), `root` is sqrt(1 - β2^t). */
export function adam(
  w: usize, g: usize, m: usize, v: usize, count: i32,
  rate: f32, beta1: f32, beta2: f32, rest1: f32, rest2: f32, root: f32, epsilon: f32,
): void {
  const r = f32x4.splat(rate), b1 = f32x4.splat(beta1), b2 = f32x4.splat(beta2);
  const o1 = f32x4.splat(rest1), o2 = f32x4.splat(rest2), c = f32x4.splat(root), e = f32x4.splat(epsilon);
  for (let i = 0; i < count; i += 4) {
    const slope = v128.load(g);
    const mean = f32x4.add(f32x4.mul(b1, v128.load(m)), f32x4.mul(o1, slope));
    const square = f32x4.add(f32x4.mul(b2, v128.load(v)), f32x4.mul(f32x4.mul(o2, slope), slope));
    put(m, mean, count - i);
    put(v, square, count - i);
    const change = f32x4.div(f32x4.mul(r, mean), f32x4.add(f32x4.div(f32x4.sqrt(square), c), e));
    put(w, f32x4.sub(v128.load(w), change), count - i);
    w += 16;
    g += 16;
    m += 16;
    v += 16;
  }
}

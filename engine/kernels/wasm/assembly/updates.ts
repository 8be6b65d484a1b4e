import { put } from "./elementwise";

/* Optimiser steps on runs of parameters. */

/** g + λ w. */
@inline
function decayed(g: usize, weight: v128, decay: f32): v128 {
  const slope = v128.load(g);
  return decay == 0 ? slope : f32x4.add(slope, f32x4.mul(f32x4.splat(decay), weight));
}

/**
 * PyTorch's SGD on g + λ w: v = μ v + g (v = g at the first step), w -= γ v, or γ (g + μ v) with Nesterov;
 * without momentum `v` is 0.
 */
export function sgd(
  w: usize, g: usize, v: usize, count: i32, rate: f32, momentum: f32, first: bool, nesterov: bool, decay: f32,
): void {
  // The common ways each have a loop of their own, in which nothing is decided.
  if (v == 0 && decay == 0) sgdRun(w, g, 0, count, rate, 0, false, false, 0);
  else if (v != 0 && decay == 0 && !first && !nesterov) sgdRun(w, g, v, count, rate, momentum, false, false, 0);
  else sgdRun(w, g, v, count, rate, momentum, first, nesterov, decay);
}

@inline
function sgdRun(
  w: usize, g: usize, v: usize, count: i32, rate: f32, momentum: f32, first: bool, nesterov: bool, decay: f32,
): void {
  const r = f32x4.splat(rate), m = f32x4.splat(momentum);
  for (let left = count; left > 0; left -= 4) {
    const weight = v128.load(w), slope = decayed(g, weight, decay);
    let direction = slope;
    if (v != 0) {
      if (!first) direction = f32x4.add(direction, f32x4.mul(m, v128.load(v)));
      put(v, direction, left);
      if (nesterov) direction = f32x4.add(slope, f32x4.mul(m, direction));
      v += 16;
    }
    put(w, f32x4.sub(weight, f32x4.mul(r, direction)), left);
    w += 16;
    g += 16;
  }
}

/** PyTorch's Adam; `rate` is γ / (1 - β1^t), `root` is sqrt(1 - β2^t), `keep` is AdamW's 1 - γ λ. */
export function adam(
  w: usize, g: usize, m: usize, v: usize, count: i32,
  rate: f32, beta1: f32, beta2: f32, rest1: f32, rest2: f32, root: f32, epsilon: f32, decay: f32, keep: f32,
): void {
  const r = f32x4.splat(rate), b1 = f32x4.splat(beta1), b2 = f32x4.splat(beta2), k = f32x4.splat(keep);
  const o1 = f32x4.splat(rest1), o2 = f32x4.splat(rest2), c = f32x4.splat(root), e = f32x4.splat(epsilon);
  for (let i = 0; i < count; i += 4) {
    const weight = v128.load(w), slope = decayed(g, weight, decay);
    const mean = f32x4.add(f32x4.mul(b1, v128.load(m)), f32x4.mul(o1, slope));
    const square = f32x4.add(f32x4.mul(b2, v128.load(v)), f32x4.mul(f32x4.mul(o2, slope), slope));
    put(m, mean, count - i);
    put(v, square, count - i);
    const change = f32x4.div(f32x4.mul(r, mean), f32x4.add(f32x4.div(f32x4.sqrt(square), c), e));
    put(w, f32x4.sub(f32x4.mul(k, weight), change), count - i);
    w += 16;
    g += 16;
    m += 16;
    v += 16;
  }
}

/** PyTorch's RMSprop: s = α s + (1 - α) g², u = g / (√s + ε); without momentum `v` is 0. */
export function rmsprop(
  w: usize, g: usize, s: usize, v: usize, count: i32, rate: f32, alpha: f32, rest: f32, momentum: f32, epsilon: f32, decay: f32,
): void {
  const r = f32x4.splat(rate), a = f32x4.splat(alpha), o = f32x4.splat(rest), m = f32x4.splat(momentum), e = f32x4.splat(epsilon);
  for (let i = 0; i < count; i += 4) {
    const weight = v128.load(w), slope = decayed(g, weight, decay);
    const square = f32x4.add(f32x4.mul(a, v128.load(s)), f32x4.mul(f32x4.mul(o, slope), slope));
    put(s, square, count - i);
    let direction = f32x4.div(slope, f32x4.add(f32x4.sqrt(square), e));
    if (v != 0) {
      direction = f32x4.add(direction, f32x4.mul(m, v128.load(v)));
      put(v, direction, count - i);
      v += 16;
    }
    put(w, f32x4.sub(weight, f32x4.mul(r, direction)), count - i);
    w += 16;
    g += 16;
    s += 16;
  }
}

/** PyTorch's Adagrad: s += g², w -= γ g / (√s + ε). */
export function adagrad(w: usize, g: usize, s: usize, count: i32, rate: f32, epsilon: f32, decay: f32): void {
  const r = f32x4.splat(rate), e = f32x4.splat(epsilon);
  for (let i = 0; i < count; i += 4) {
    const weight = v128.load(w), slope = decayed(g, weight, decay);
    const square = f32x4.add(v128.load(s), f32x4.mul(slope, slope));
    put(s, square, count - i);
    put(w, f32x4.sub(weight, f32x4.div(f32x4.mul(r, slope), f32x4.add(f32x4.sqrt(square), e))), count - i);
    w += 16;
    g += 16;
    s += 16;
  }
}

/** gradient += l1 · sign(weight) + l2 · weight. */
export function addPenalty(weight: usize, gradient: usize, count: i32, l1: f32, l2: f32): void {
  const first = f32x4.splat(l1), second = f32x4.splat(l2), zero = f32x4.splat(0);
  const signBit = f32x4.splat(-0.0);
  for (let i = 0; i < count; i += 4) {
    const w = v128.load(weight);
    // l1 with the sign of w, and nothing where w is zero.
    const pull = v128.and(v128.or(first, v128.and(w, signBit)), f32x4.ne(w, zero));
    const sum = f32x4.add(pull, f32x4.mul(second, w));
    put(gradient, f32x4.add(v128.load(gradient), sum), count - i);
    weight += 16;
    gradient += 16;
  }
}

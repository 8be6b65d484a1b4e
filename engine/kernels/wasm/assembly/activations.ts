import { density4, expm1of4, normal4, sigmoid4, softplus4, tanh4 } from "./functions";
import { put } from "./elementwise";

/*
 * y = f(x) and dx = dy f'(x) on runs of numbers. The last, incomplete four go through the same arithmetic: what
 * lies behind them is read and not written.
 */

/** In the order of `activationCodes` in kernels.ts. */
@inline const relu: i32 = 0;
@inline const leakyRelu: i32 = 1;
@inline const elu: i32 = 2;
@inline const sigmoid: i32 = 3;
@inline const tanh: i32 = 4;
@inline const softplus: i32 = 5;
@inline const silu: i32 = 6;
@inline const selu: i32 = 7;
@inline const hardSigmoid: i32 = 8;
@inline const softsign: i32 = 9;
@inline const gelu: i32 = 10;

/** As in elementwise.ts, the second times the first. */
@inline const seluScale: f32 = 1.0507009873554805;
@inline const seluLeft: f32 = 1.7580993408473766;

@inline
function forward(code: i32, x: v128, alpha: v128): v128 {
  const zero = f32x4.splat(0);
  if (code == relu) return f32x4.max(zero, x); // keeps NaN
  if (code == leakyRelu) return v128.bitselect(x, f32x4.mul(alpha, x), f32x4.gt(x, zero));
  if (code == elu) return v128.bitselect(x, f32x4.mul(alpha, expm1of4(f32x4.min(x, zero))), f32x4.gt(x, zero));
  if (code == sigmoid) return sigmoid4(x);
  if (code == tanh) return tanh4(x);
  if (code == silu) return f32x4.mul(x, sigmoid4(x));
  if (code == selu)
    return v128.bitselect(
      f32x4.mul(f32x4.splat(seluScale), x), f32x4.mul(f32x4.splat(seluLeft), expm1of4(f32x4.min(x, zero))), f32x4.gt(x, zero),
    );
  if (code == hardSigmoid) {
    const line = f32x4.add(f32x4.div(x, f32x4.splat(6)), f32x4.splat(0.5));
    return f32x4.min(f32x4.splat(1), f32x4.max(zero, line)); // keeps NaN
  }
  if (code == softsign) return f32x4.div(x, f32x4.add(f32x4.splat(1), f32x4.abs(x)));
  if (code == gelu) return f32x4.mul(x, normal4(x));
  return softplus4(x);
}

/** Reads x or y, whichever it needs: a load that nobody uses is not optimised away, because it could trap. */
@inline
function derivative(code: i32, xAt: usize, yAt: usize, alpha: v128): v128 {
  const zero = f32x4.splat(0), one = f32x4.splat(1);
  if (code == relu) return v128.andnot(one, f32x4.le(v128.load(xAt), zero));
  if (code == leakyRelu) return v128.bitselect(one, alpha, f32x4.gt(v128.load(xAt), zero));
  if (code == elu)
    return v128.bitselect(one, f32x4.add(v128.load(yAt), alpha), f32x4.gt(v128.load(xAt), zero));
  if (code == sigmoid) {
    const y = v128.load(yAt);
    return f32x4.mul(y, f32x4.sub(one, y));
  }
  if (code == tanh) {
    const y = v128.load(yAt);
    return f32x4.sub(one, f32x4.mul(y, y));
  }
  const x = v128.load(xAt);
  if (code == silu) {
    const share = sigmoid4(x);
    return f32x4.mul(share, f32x4.add(one, f32x4.mul(x, f32x4.sub(one, share))));
  }
  if (code == selu)
    return v128.bitselect(f32x4.splat(seluScale), f32x4.add(v128.load(yAt), f32x4.splat(seluLeft)), f32x4.gt(x, zero));
  if (code == hardSigmoid)
    return v128.andnot(f32x4.splat(1.0 / 6.0), f32x4.ge(f32x4.abs(x), f32x4.splat(3)));
  if (code == softsign) {
    const share = f32x4.div(one, f32x4.add(one, f32x4.abs(x)));
    return f32x4.mul(share, share);
  }
  if (code == gelu) return f32x4.add(normal4(x), f32x4.mul(x, density4(x)));
  return sigmoid4(x);
}

@inline
function run(code: i32, x: usize, y: usize, count: i32, alpha: f32): void {
  const a = f32x4.splat(alpha), whole = x + (<usize>(count & ~3) << 2), fours = x + (<usize>(count & ~15) << 2);
  // Four vectors a turn: V8 makes the functions' constants anew in each.
  while (x < fours) {
    const p = v128.load(x), q = v128.load(x, 16), r = v128.load(x, 32), s = v128.load(x, 48);
    v128.store(y, forward(code, p, a));
    v128.store(y, forward(code, q, a), 16);
    v128.store(y, forward(code, r, a), 32);
    v128.store(y, forward(code, s, a), 48);
    x += 64;
    y += 64;
  }
  while (x < whole) {
    v128.store(y, forward(code, v128.load(x), a));
    x += 16;
    y += 16;
  }
  if (count & 3) put(y, forward(code, v128.load(x), a), count & 3);
}

@inline
function runBackward(code: i32, x: usize, y: usize, dy: usize, dx: usize, count: i32, alpha: f32): void {
  const a = f32x4.splat(alpha), whole = dx + (<usize>(count & ~3) << 2);
  while (dx < whole) {
    v128.store(dx, f32x4.mul(v128.load(dy), derivative(code, x, y, a)));
    x += 16;
    y += 16;
    dy += 16;
    dx += 16;
  }
  if (count & 3) put(dx, f32x4.mul(v128.load(dy), derivative(code, x, y, a)), count & 3);
}

/*
 * A loop for each function: the code is a constant in each, so nothing is decided inside. They are exported although
 * nobody outside calls them, because the optimiser would put all of them into their only caller: the engine compiles a
 * function when it is used much, and all eleven together take it 30 ms and 4 MB, where one takes a few.
 */

export function reluRun(x: usize, y: usize, count: i32, alpha: f32): void {
  run(relu, x, y, count, alpha);
}
export function reluBackwardRun(x: usize, y: usize, dy: usize, dx: usize, count: i32, alpha: f32): void {
  runBackward(relu, x, y, dy, dx, count, alpha);
}

export function leakyReluRun(x: usize, y: usize, count: i32, alpha: f32): void {
  run(leakyRelu, x, y, count, alpha);
}
export function leakyReluBackwardRun(x: usize, y: usize, dy: usize, dx: usize, count: i32, alpha: f32): void {
  runBackward(leakyRelu, x, y, dy, dx, count, alpha);
}

export function eluRun(x: usize, y: usize, count: i32, alpha: f32): void {
  run(elu, x, y, count, alpha);
}
export function eluBackwardRun(x: usize, y: usize, dy: usize, dx: usize, count: i32, alpha: f32): void {
  runBackward(elu, x, y, dy, dx, count, alpha);
}

export function sigmoidRun(x: usize, y: usize, count: i32, alpha: f32): void {
  run(sigmoid, x, y, count, alpha);
}
export function sigmoidBackwardRun(x: usize, y: usize, dy: usize, dx: usize, count: i32, alpha: f32): void {
  runBackward(sigmoid, x, y, dy, dx, count, alpha);
}

export function tanhRun(x: usize, y: usize, count: i32, alpha: f32): void {
  run(tanh, x, y, count, alpha);
}
export function tanhBackwardRun(x: usize, y: usize, dy: usize, dx: usize, count: i32, alpha: f32): void {
  runBackward(tanh, x, y, dy, dx, count, alpha);
}

export function siluRun(x: usize, y: usize, count: i32, alpha: f32): void {
  run(silu, x, y, count, alpha);
}
export function siluBackwardRun(x: usize, y: usize, dy: usize, dx: usize, count: i32, alpha: f32): void {
  runBackward(silu, x, y, dy, dx, count, alpha);
}

export function seluRun(x: usize, y: usize, count: i32, alpha: f32): void {
  run(selu, x, y, count, alpha);
}
export function seluBackwardRun(x: usize, y: usize, dy: usize, dx: usize, count: i32, alpha: f32): void {
  runBackward(selu, x, y, dy, dx, count, alpha);
}

export function hardSigmoidRun(x: usize, y: usize, count: i32, alpha: f32): void {
  run(hardSigmoid, x, y, count, alpha);
}
export function hardSigmoidBackwardRun(x: usize, y: usize, dy: usize, dx: usize, count: i32, alpha: f32): void {
  runBackward(hardSigmoid, x, y, dy, dx, count, alpha);
}

export function softsignRun(x: usize, y: usize, count: i32, alpha: f32): void {
  run(softsign, x, y, count, alpha);
}
export function softsignBackwardRun(x: usize, y: usize, dy: usize, dx: usize, count: i32, alpha: f32): void {
  runBackward(softsign, x, y, dy, dx, count, alpha);
}

export function geluRun(x: usize, y: usize, count: i32, alpha: f32): void {
  run(gelu, x, y, count, alpha);
}
export function geluBackwardRun(x: usize, y: usize, dy: usize, dx: usize, count: i32, alpha: f32): void {
  runBackward(gelu, x, y, dy, dx, count, alpha);
}

export function softplusRun(x: usize, y: usize, count: i32, alpha: f32): void {
  run(softplus, x, y, count, alpha);
}
export function softplusBackwardRun(x: usize, y: usize, dy: usize, dx: usize, count: i32, alpha: f32): void {
  runBackward(softplus, x, y, dy, dx, count, alpha);
}

export function activate(code: i32, x: usize, y: usize, count: i32, alpha: f32): void {
  if (code == relu) reluRun(x, y, count, alpha);
  else if (code == leakyRelu) leakyReluRun(x, y, count, alpha);
  else if (code == elu) eluRun(x, y, count, alpha);
  else if (code == sigmoid) sigmoidRun(x, y, count, alpha);
  else if (code == tanh) tanhRun(x, y, count, alpha);
  else if (code == silu) siluRun(x, y, count, alpha);
  else if (code == selu) seluRun(x, y, count, alpha);
  else if (code == hardSigmoid) hardSigmoidRun(x, y, count, alpha);
  else if (code == softsign) softsignRun(x, y, count, alpha);
  else if (code == gelu) geluRun(x, y, count, alpha);
  else softplusRun(x, y, count, alpha);
}

export function activateBackward(
  code: i32, x: usize, y: usize, dy: usize, dx: usize, count: i32, alpha: f32,
): void {
  if (code == relu) reluBackwardRun(x, y, dy, dx, count, alpha);
  else if (code == leakyRelu) leakyReluBackwardRun(x, y, dy, dx, count, alpha);
  else if (code == elu) eluBackwardRun(x, y, dy, dx, count, alpha);
  else if (code == sigmoid) sigmoidBackwardRun(x, y, dy, dx, count, alpha);
  else if (code == tanh) tanhBackwardRun(x, y, dy, dx, count, alpha);
  else if (code == silu) siluBackwardRun(x, y, dy, dx, count, alpha);
  else if (code == selu) seluBackwardRun(x, y, dy, dx, count, alpha);
  else if (code == hardSigmoid) hardSigmoidBackwardRun(x, y, dy, dx, count, alpha);
  else if (code == softsign) softsignBackwardRun(x, y, dy, dx, count, alpha);
  else if (code == gelu) geluBackwardRun(x, y, dy, dx, count, alpha);
  else softplusBackwardRun(x, y, dy, dx, count, alpha);
}

import { exp, log, log1p } from "../../math.ts";
import { elements, type Tensor } from "../../tensor.ts";
import type { SoftmaxAxis } from "../kernels.ts";

/** log softmax(x)_k = x_k - log Σ_l e^(x_l), with the largest x taken out of the sum. */
function logSoftmax(x: readonly number[]): number[] {
  const shift = Math.max(...x);
  const logSum = shift + log(x.reduce((sum, value) => sum + exp(value - shift), 0));
  return x.map((value) => value - logSum);
}

/** Positions, from the tensor's beginning, of each line along the middle axis of [outer, length, inner]. */
function linesOf({ outer, length, inner }: SoftmaxAxis): number[][] {
  return Array.from({ length: outer * inner }, (_, line) => {
    const start = Math.floor(line / inner) * length * inner + (line % inner);
    return Array.from({ length }, (_cell, k) => start + k * inner);
  });
}

/** y = softmax(x) along the middle axis. */
export function softmax(x: Tensor, y: Tensor, axis: SoftmaxAxis): void {
  for (const line of linesOf(axis)) {
    const logarithms = logSoftmax(line.map((at) => x.data[x.offset + at] as number));
    line.forEach((at, k) => {
      y.data[y.offset + at] = exp(logarithms[k] as number);
    });
  }
}

/** dx_k = Σ_l dy_l ∂y_l/∂x_k with ∂y_l/∂x_k = y_l (δ_kl - y_k). */
export function softmaxBackward(y: Tensor, dy: Tensor, dx: Tensor, axis: SoftmaxAxis): void {
  for (const line of linesOf(axis)) {
    for (const k of line) {
      const yk = y.data[y.offset + k] as number;
      let sum = 0;
      for (const l of line) {
        const yl = y.data[y.offset + l] as number;
        sum += (dy.data[dy.offset + l] as number) * yl * ((k === l ? 1 : 0) - yk);
      }
      dx.data[dx.offset + k] = sum;
    }
  }
}

/** Σ ½(y-d)²; dy = scale·(y-d). */
export function halfSquaredError(y: Tensor, target: Tensor, dy: Tensor, scale: number): number {
  const wanted = elements(target);
  let loss = 0;
  elements(y).forEach((value, i) => {
    const error = value - (wanted[i] as number);
    loss += 0.5 * error * error;
    dy.data[dy.offset + i] = scale * error;
  });
  return loss;
}

/** Σ|y-d|; dy = scale·sign(y-d). */
export function absoluteError(y: Tensor, target: Tensor, dy: Tensor, scale: number): number {
  const wanted = elements(target);
  let loss = 0;
  elements(y).forEach((value, i) => {
    const error = value - (wanted[i] as number);
    loss += Math.abs(error);
    dy.data[dy.offset + i] = scale * Math.sign(error);
  });
  return loss;
}

/** Σ of half the square up to delta and of the line that goes on from there; dy = scale times the clipped error. */
export function huberError(y: Tensor, target: Tensor, dy: Tensor, scale: number, delta: number): number {
  const wanted = elements(target);
  let loss = 0;
  elements(y).forEach((value, i) => {
    const error = value - (wanted[i] as number);
    const size = Math.abs(error);
    loss += size > delta ? delta * (size - 0.5 * delta) : 0.5 * error * error;
    dy.data[dy.offset + i] = scale * (size > delta ? delta * Math.sign(error) : error);
  });
  return loss;
}

/** Σ max(x,0) - x d + log(1 + e^-|x|); dx = scale·(σ(x) - d), with σ(x) = e^-log(1 + e^-x). */
export function sigmoidCrossEntropy(logits: Tensor, target: Tensor, dLogits: Tensor, scale: number): number {
  const wanted = elements(target);
  let loss = 0;
  elements(logits).forEach((x, i) => {
    const share = wanted[i] as number;
    const tail = log1p(exp(-Math.abs(x)));
    loss += Math.max(x, 0) - x * share + tail;
    dLogits.data[dLogits.offset + i] = scale * (exp(Math.min(x, 0) - tail) - share);
  });
  return loss;
}

/** -Σ_n Σ_k d log softmax(x); dx = scale·(softmax(x)·Σ_k d - d). */
export function softmaxCrossEntropy(logits: Tensor, target: Tensor, dLogits: Tensor, scale: number): number {
  const classes = logits.shape[1] ?? 1;
  let loss = 0;
  for (let row = 0; row < logits.size; row += classes) {
    const at = logits.offset + row;
    const logarithms = logSoftmax([...logits.data.slice(at, at + classes)]);
    const wanted = [...target.data.slice(target.offset + row, target.offset + row + classes)];
    const mass = wanted.reduce((sum, share) => sum + share, 0);
    logarithms.forEach((logarithm, k) => {
      const share = wanted[k] as number;
      if (share !== 0) loss -= share * logarithm;
      dLogits.data[dLogits.offset + row + k] = scale * (exp(logarithm) * mass - share);
    });
  }
  return loss;
}

/** Rows of [N,K] whose first largest element is where the target has its own; a row with NaN is wrong. */
export function countCorrect(prediction: Tensor, target: Tensor): number {
  const classes = prediction.shape[1] ?? 1;
  const guesses = elements(prediction);
  const wanted = elements(target);
  let correct = 0;
  for (let row = 0; row < guesses.length; row += classes) {
    const guess = [...guesses.slice(row, row + classes)];
    const want = [...wanted.slice(row, row + classes)];
    if (guess.some(Number.isNaN)) continue;
    if (guess.indexOf(Math.max(...guess)) === want.indexOf(Math.max(...want))) correct += 1;
  }
  return correct;
}

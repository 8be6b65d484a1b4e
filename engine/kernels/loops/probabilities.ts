import { exp, log, log1p } from "../../math.ts";
import type { FloatArray, Tensor } from "../../tensor.ts";
import type { SoftmaxAxis } from "../kernels.ts";

/** Largest of `length` elements, `stride` apart; NaN is skipped here and comes back through the sum. */
function largest(data: FloatArray, start: number, length: number, stride: number): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < length; k += 1) {
    const value = data[start + k * stride] as number;
    if (value > best) best = value;
  }
  return best;
}

/** softmax along the middle axis of [outer, length, inner], shifted by the largest value against overflow. */
export function softmax(x: Tensor, y: Tensor, axis: SoftmaxAxis): void {
  const { outer, length, inner } = axis;
  for (let o = 0; o < outer; o += 1) {
    for (let i = 0; i < inner; i += 1) {
      const start = o * length * inner + i;
      const shift = largest(x.data, x.offset + start, length, inner);
      let sum = 0;
      for (let k = 0; k < length; k += 1)
        sum += exp((x.data[x.offset + start + k * inner] as number) - shift);
      for (let k = 0; k < length; k += 1) {
        const position = start + k * inner;
        y.data[y.offset + position] = exp((x.data[x.offset + position] as number) - shift) / sum;
      }
    }
  }
}

/** dx_k = y_k (dy_k - Σ_l dy_l y_l). */
export function softmaxBackward(y: Tensor, dy: Tensor, dx: Tensor, axis: SoftmaxAxis): void {
  const { outer, length, inner } = axis;
  for (let o = 0; o < outer; o += 1) {
    for (let i = 0; i < inner; i += 1) {
      const start = o * length * inner + i;
      let mean = 0;
      for (let k = 0; k < length; k += 1) {
        const position = start + k * inner;
        mean += (dy.data[dy.offset + position] as number) * (y.data[y.offset + position] as number);
      }
      for (let k = 0; k < length; k += 1) {
        const position = start + k * inner;
        const slope = (dy.data[dy.offset + position] as number) - mean;
        dx.data[dx.offset + position] = (y.data[y.offset + position] as number) * slope;
      }
    }
  }
}

/** Σ ½(y-d)²; dy = scale·(y-d). */
export function halfSquaredError(y: Tensor, target: Tensor, dy: Tensor, scale: number): number {
  let sum = 0;
  for (let i = 0; i < y.size; i += 1) {
    const error = (y.data[y.offset + i] as number) - (target.data[target.offset + i] as number);
    sum += error * error;
    dy.data[dy.offset + i] = scale * error;
  }
  return 0.5 * sum;
}

/** Σ|y-d|; dy = scale·sign(y-d). */
export function absoluteError(y: Tensor, target: Tensor, dy: Tensor, scale: number): number {
  let sum = 0;
  for (let i = 0; i < y.size; i += 1) {
    const error = (y.data[y.offset + i] as number) - (target.data[target.offset + i] as number);
    sum += Math.abs(error);
    dy.data[dy.offset + i] = scale * Math.sign(error);
  }
  return sum;
}

/** With e clipped to ±δ, Huber's loss is e (error - e/2), inside and beyond; dy = scale·e. */
export function huberError(y: Tensor, target: Tensor, dy: Tensor, scale: number, delta: number): number {
  let sum = 0;
  for (let i = 0; i < y.size; i += 1) {
    const error = (y.data[y.offset + i] as number) - (target.data[target.offset + i] as number);
    const clipped = Math.max(-delta, Math.min(delta, error));
    sum += clipped * (error - 0.5 * clipped);
    dy.data[dy.offset + i] = scale * clipped;
  }
  return sum;
}

/** Cross-entropy of sigmoids on logits, from e^-|x| alone, which cannot overflow. */
export function sigmoidCrossEntropy(logits: Tensor, target: Tensor, dLogits: Tensor, scale: number): number {
  let sum = 0;
  for (let i = 0; i < logits.size; i += 1) {
    const x = logits.data[logits.offset + i] as number;
    const share = target.data[target.offset + i] as number;
    const small = exp(-Math.abs(x));
    sum += Math.max(x, 0) - x * share + log1p(small);
    dLogits.data[dLogits.offset + i] = scale * ((x < 0 ? small : 1) / (1 + small) - share);
  }
  return sum;
}

/** Cross-entropy on logits: log Σ exp is shifted by the largest logit, so neither exp nor log can overflow. */
export function softmaxCrossEntropy(logits: Tensor, target: Tensor, dLogits: Tensor, scale: number): number {
  const classes = logits.shape[1] ?? 1;
  let loss = 0;
  for (let row = 0; row < logits.size; row += classes) {
    const from = logits.offset + row;
    const wanted = target.offset + row;
    const shift = largest(logits.data, from, classes, 1);
    let sum = 0;
    for (let k = 0; k < classes; k += 1) sum += exp((logits.data[from + k] as number) - shift);
    const logSum = shift + log(sum);
    let mass = 0;
    for (let k = 0; k < classes; k += 1) {
      const share = target.data[wanted + k] as number;
      mass += share;
      // A class with no share adds nothing, even where its logit is -Infinity.
      if (share !== 0) loss += share * (logSum - (logits.data[from + k] as number));
    }
    for (let k = 0; k < classes; k += 1) {
      const probability = exp((logits.data[from + k] as number) - shift) / sum;
      const slope = probability * mass - (target.data[wanted + k] as number);
      dLogits.data[dLogits.offset + row + k] = scale * slope;
    }
  }
  return loss;
}

/** Position of the first largest of `length` elements, -1 when one of them is NaN. */
function firstLargest(data: FloatArray, start: number, length: number): number {
  let best = Number.NEGATIVE_INFINITY;
  let position = -1;
  for (let k = 0; k < length; k += 1) {
    const value = data[start + k] as number;
    if (Number.isNaN(value)) return -1;
    if (position < 0 || value > best) {
      best = value;
      position = k;
    }
  }
  return position;
}

/** Rows of [N,K] whose first largest element is where the target has its own. */
export function countCorrect(prediction: Tensor, target: Tensor): number {
  const classes = prediction.shape[1] ?? 1;
  let correct = 0;
  for (let row = 0; row < prediction.size; row += classes) {
    const guess = firstLargest(prediction.data, prediction.offset + row, classes);
    if (guess >= 0 && guess === firstLargest(target.data, target.offset + row, classes)) correct += 1;
  }
  return correct;
}

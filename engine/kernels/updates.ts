import type { Tensor } from "../tensor.ts";
import type { AdagradStep, AdamStep, RmspropStep, SgdStep } from "./kernels.ts";

/** PyTorch's SGD with momentum, without dampening (Sutskever et al., 2013, for Nesterov's look ahead). */
export function sgdUpdate(weight: Tensor, gradient: Tensor, velocity: Tensor | null, step: SgdStep): void {
  const { learningRate, momentum, first, nesterov, weightDecay } = step;
  for (let i = 0; i < weight.size; i += 1) {
    const position = weight.offset + i;
    const before = weight.data[position] as number;
    let direction = (gradient.data[gradient.offset + i] as number) + weightDecay * before;
    if (velocity) {
      const slope = direction;
      if (!first) direction += momentum * (velocity.data[velocity.offset + i] as number);
      velocity.data[velocity.offset + i] = direction;
      if (nesterov) direction = slope + momentum * direction;
    }
    weight.data[position] = before - learningRate * direction;
  }
}

/**
 * PyTorch's Adam (Kingma and Ba, 2015): epsilon is added after the corrected square root. Decoupled decay is
 * AdamW's (Loshchilov and Hutter, 2019).
 */
export function adamUpdate(
  weight: Tensor,
  gradient: Tensor,
  mean: Tensor,
  square: Tensor,
  step: AdamStep,
): void {
  const { learningRate, beta1, beta2, epsilon, correction1, correction2, weightDecay, decoupled } = step;
  const rate = learningRate / correction1;
  const rootCorrection = Math.sqrt(correction2);
  const keep = decoupled ? 1 - learningRate * weightDecay : 1;
  const decay = decoupled ? 0 : weightDecay;
  for (let i = 0; i < weight.size; i += 1) {
    const position = weight.offset + i;
    const before = weight.data[position] as number;
    const slope = (gradient.data[gradient.offset + i] as number) + decay * before;
    const first = beta1 * (mean.data[mean.offset + i] as number) + (1 - beta1) * slope;
    const second = beta2 * (square.data[square.offset + i] as number) + (1 - beta2) * slope * slope;
    mean.data[mean.offset + i] = first;
    square.data[square.offset + i] = second;
    const change = (rate * first) / (Math.sqrt(second) / rootCorrection + epsilon);
    weight.data[position] = keep * before - change;
  }
}

/** PyTorch's RMSprop (Tieleman and Hinton, 2012), not centred. */
export function rmspropUpdate(
  weight: Tensor,
  gradient: Tensor,
  square: Tensor,
  velocity: Tensor | null,
  step: RmspropStep,
): void {
  const { learningRate, alpha, momentum, epsilon, weightDecay } = step;
  for (let i = 0; i < weight.size; i += 1) {
    const position = weight.offset + i;
    const before = weight.data[position] as number;
    const slope = (gradient.data[gradient.offset + i] as number) + weightDecay * before;
    const mean = alpha * (square.data[square.offset + i] as number) + (1 - alpha) * slope * slope;
    square.data[square.offset + i] = mean;
    let direction = slope / (Math.sqrt(mean) + epsilon);
    if (velocity) {
      direction += momentum * (velocity.data[velocity.offset + i] as number);
      velocity.data[velocity.offset + i] = direction;
    }
    weight.data[position] = before - learningRate * direction;
  }
}

/** PyTorch's Adagrad (Duchi et al., 2011), without decay of the learning rate. */
export function adagradUpdate(weight: Tensor, gradient: Tensor, square: Tensor, step: AdagradStep): void {
  const { learningRate, epsilon, weightDecay } = step;
  for (let i = 0; i < weight.size; i += 1) {
    const position = weight.offset + i;
    const before = weight.data[position] as number;
    const slope = (gradient.data[gradient.offset + i] as number) + weightDecay * before;
    const sum = (square.data[square.offset + i] as number) + slope * slope;
    square.data[square.offset + i] = sum;
    weight.data[position] = before - (learningRate * slope) / (Math.sqrt(sum) + epsilon);
  }
}

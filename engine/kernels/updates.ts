import type { Tensor } from "../tensor.ts";
import type { AdamStep, SgdStep } from "./kernels.ts";

/** PyTorch's SGD with momentum, without dampening. */
export function sgdUpdate(weight: Tensor, gradient: Tensor, velocity: Tensor | null, step: SgdStep): void {
  const { learningRate, momentum, first } = step;
  for (let i = 0; i < weight.size; i += 1) {
    let direction = gradient.data[gradient.offset + i] as number;
    if (velocity) {
      if (!first) direction += momentum * (velocity.data[velocity.offset + i] as number);
      velocity.data[velocity.offset + i] = direction;
    }
    const position = weight.offset + i;
    weight.data[position] = (weight.data[position] as number) - learningRate * direction;
  }
}

/** PyTorch's Adam (Kingma and Ba, 2015): epsilon is added after the corrected square root. */
export function adamUpdate(
  weight: Tensor,
  gradient: Tensor,
  mean: Tensor,
  square: Tensor,
  step: AdamStep,
): void {
  const { learningRate, beta1, beta2, epsilon, correction1, correction2 } = step;
  const rate = learningRate / correction1;
  const rootCorrection = Math.sqrt(correction2);
  for (let i = 0; i < weight.size; i += 1) {
    const slope = gradient.data[gradient.offset + i] as number;
    const first = beta1 * (mean.data[mean.offset + i] as number) + (1 - beta1) * slope;
    const second = beta2 * (square.data[square.offset + i] as number) + (1 - beta2) * slope * slope;
    mean.data[mean.offset + i] = first;
    square.data[square.offset + i] = second;
    const position = weight.offset + i;
    const change = (rate * first) / (Math.sqrt(second) / rootCorrection + epsilon);
    weight.data[position] = (weight.data[position] as number) - change;
  }
}

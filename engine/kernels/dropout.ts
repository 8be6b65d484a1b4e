import { hash4 } from "../random.ts";
import type { Tensor } from "../tensor.ts";
import type { NoiseKey } from "./kernels.ts";

/**
 * Inverted dropout (Srivastava et al., 2014): an element is zeroed with probability `rate`, the others grow by
 * 1/(1-rate), so that the expected value stays. The mask is a hash of seed, step, layer and the element's index
 * in the batch. The backward pass is the same function of dy.
 */
export function dropout(x: Tensor, y: Tensor, rate: number, noise: NoiseKey): void {
  const { seed, step, layer } = noise;
  const threshold = rate * 4294967296;
  const scale = 1 / (1 - rate);
  for (let i = 0; i < y.size; i += 1) {
    const kept = hash4(seed, step, layer, i) >= threshold;
    y.data[y.offset + i] = kept ? (x.data[x.offset + i] as number) * scale : 0;
  }
}

import type { Tensor } from "../tensor.ts";

/** y = x, or slope · x where x is not above 0; each sample falls into as many equal runs as there are slopes. */
export function prelu(x: Tensor, slope: Tensor, y: Tensor): void {
  const run = x.size / ((x.shape[0] ?? 1) * slope.size);
  for (let i = 0; i < x.size; i += 1) {
    const value = x.data[x.offset + i] as number;
    const below = slope.data[slope.offset + (Math.floor(i / run) % slope.size)] as number;
    y.data[y.offset + i] = value > 0 ? value : below * value;
  }
}

/** Adds Σ dy x over the x not above 0 to dSlope, samples in order; dx is dy, or slope · dy there. */
export function preluBackward(x: Tensor, slope: Tensor, dy: Tensor, dx: Tensor | null, dSlope: Tensor): void {
  const samples = x.shape[0] ?? 1;
  const run = x.size / (samples * slope.size);
  for (let channel = 0; channel < slope.size; channel += 1) {
    const below = slope.data[slope.offset + channel] as number;
    let sum = 0;
    for (let sample = 0; sample < samples; sample += 1) {
      const start = (sample * slope.size + channel) * run;
      for (let i = start; i < start + run; i += 1) {
        const value = x.data[x.offset + i] as number;
        const gradient = dy.data[dy.offset + i] as number;
        if (!(value > 0)) sum += gradient * value;
        if (dx) dx.data[dx.offset + i] = value > 0 ? gradient : below * gradient;
      }
    }
    dSlope.data[dSlope.offset + channel] = (dSlope.data[dSlope.offset + channel] as number) + sum;
  }
}

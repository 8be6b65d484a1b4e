import type { Tensor } from "../tensor.ts";

/** y[n,c,i] += bias[c], where each sample of y falls into as many equal runs as there are biases. */
export function addBias(bias: Tensor, y: Tensor): void {
  const run = y.size / ((y.shape[0] ?? 1) * bias.size);
  for (let start = 0; start < y.size; start += run) {
    const value = bias.data[bias.offset + ((start / run) % bias.size)] as number;
    for (let i = y.offset + start; i < y.offset + start + run; i += 1)
      y.data[i] = (y.data[i] as number) + value;
  }
}

/** Adds Σ_n Σ_i dy[n,c,i] to dBias[c], in that order. */
export function addBiasBackward(dy: Tensor, dBias: Tensor): void {
  const channels = dBias.size;
  const samples = dy.shape[0] ?? 1;
  const run = dy.size / (samples * channels);
  for (let channel = 0; channel < channels; channel += 1) {
    let sum = 0;
    for (let sample = 0; sample < samples; sample += 1) {
      const from = dy.offset + (sample * channels + channel) * run;
      for (let i = from; i < from + run; i += 1) sum += dy.data[i] as number;
    }
    const to = dBias.offset + channel;
    dBias.data[to] = (dBias.data[to] as number) + sum;
  }
}

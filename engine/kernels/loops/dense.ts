import type { Tensor } from "../../tensor.ts";
import { addBiasBackward } from "../bias.ts";
import { multiplyAdd } from "./multiply.ts";

/** Writes bias[o] (or 0) into every y[n,o,p] of a [samples, outputs, positions] block. */
export function writeBias(bias: Tensor | null, y: Tensor, outputs: number, positions: number): void {
  const samples = y.size / (outputs * positions);
  let to = y.offset;
  for (let sample = 0; sample < samples; sample += 1) {
    for (let output = 0; output < outputs; output += 1) {
      const value = bias ? (bias.data[bias.offset + output] as number) : 0;
      y.data.fill(value, to, to + positions);
      to += positions;
    }
  }
}

/** y = x·Wᵀ + b for x [N,I], W [O,I], y [N,O]. */
export function dense(x: Tensor, weight: Tensor, bias: Tensor | null, y: Tensor): void {
  const outputs = weight.shape[0] ?? 0;
  const inputs = weight.shape[1] ?? 0;
  const samples = y.size / outputs;
  writeBias(bias, y, outputs, 1);
  // biome-ignore format: one operand per line
  multiplyAdd(
    samples, outputs, inputs,
    x.data, x.offset, inputs, 1,
    weight.data, weight.offset, inputs, 1,
    y.data, y.offset, outputs,
  );
}

/** dx = dy·W. */
export function denseBackwardInput(dy: Tensor, weight: Tensor, dx: Tensor): void {
  const outputs = weight.shape[0] ?? 0;
  const inputs = weight.shape[1] ?? 0;
  dx.data.fill(0, dx.offset, dx.offset + dx.size);
  // biome-ignore format: one operand per line
  multiplyAdd(
    dy.size / outputs, inputs, outputs,
    dy.data, dy.offset, outputs, 1,
    weight.data, weight.offset, 1, inputs,
    dx.data, dx.offset, inputs,
  );
}

/** dW += dyᵀ·x and db += the column sums of dy. */
export function denseBackwardWeight(x: Tensor, dy: Tensor, dWeight: Tensor, dBias: Tensor | null): void {
  const outputs = dWeight.shape[0] ?? 0;
  const inputs = dWeight.shape[1] ?? 0;
  // biome-ignore format: one operand per line
  multiplyAdd(
    outputs, inputs, dy.size / outputs,
    dy.data, dy.offset, 1, outputs,
    x.data, x.offset, 1, inputs,
    dWeight.data, dWeight.offset, inputs,
  );
  if (dBias) addBiasBackward(dy, dBias);
}

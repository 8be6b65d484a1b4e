import { Random, type RandomState } from "../random.ts";
import type { Tensor } from "../tensor.ts";
import type { RowCopy } from "./kernels.ts";

/** target = value everywhere. */
export function fill(target: Tensor, value: number): void {
  target.data.fill(value, target.offset, target.offset + target.size);
}

/** target = source. */
export function copy(source: Tensor, target: Tensor): void {
  const from = source.data;
  const to = target.data;
  for (let i = 0; i < target.size; i += 1) to[target.offset + i] = from[source.offset + i] as number;
}

/** y = a + b, or max(0, a + b). */
export function sum(a: Tensor, b: Tensor, y: Tensor, rectify = false): void {
  for (let i = 0; i < y.size; i += 1) {
    const total = (a.data[a.offset + i] as number) + (b.data[b.offset + i] as number);
    y.data[y.offset + i] = rectify ? Math.max(0, total) : total;
  }
}

/** target += source. */
export function addTo(source: Tensor, target: Tensor): void {
  const from = source.data;
  const to = target.data;
  for (let i = 0; i < target.size; i += 1) {
    const position = target.offset + i;
    to[position] = (to[position] as number) + (from[source.offset + i] as number);
  }
}

/** target *= source. */
export function multiplyBy(source: Tensor, target: Tensor): void {
  const from = source.data;
  const to = target.data;
  for (let i = 0; i < target.size; i += 1) {
    const position = target.offset + i;
    to[position] = (to[position] as number) * (from[source.offset + i] as number);
  }
}

/** x *= factor. */
export function scale(x: Tensor, factor: number): void {
  for (let i = x.offset; i < x.offset + x.size; i += 1) x.data[i] = (x.data[i] as number) * factor;
}

/** Each number outside -limit to limit becomes the nearer of the two; NaN stays. */
export function clamp(x: Tensor, limit: number): void {
  for (let i = x.offset; i < x.offset + x.size; i += 1)
    x.data[i] = Math.max(-limit, Math.min(limit, x.data[i] as number));
}

/** Each of the first x.size bytes of x's memory becomes a number: from the last on, so that none is overwritten unread. */
export function fromBytes(
  { data, offset: start, size, address }: Tensor,
  scale: number,
  offset: number,
): void {
  const bytes = new Uint8Array(data.buffer, address, size);
  for (let i = size - 1; i >= 0; i -= 1) data[start + i] = (bytes[i] as number) * scale + offset;
}

/** gradient += l1 · sign(weight) + l2 · weight. */
export function addPenalty(weight: Tensor, gradient: Tensor, l1: number, l2: number): void {
  for (let i = 0; i < weight.size; i += 1) {
    const value = weight.data[weight.offset + i] as number;
    const position = gradient.offset + i;
    gradient.data[position] = (gradient.data[position] as number) + (l1 * Math.sign(value) + l2 * value);
  }
}

/** Copies runs of elements between two strides: joins and cuts tensors. */
export function copyRows(source: Tensor, target: Tensor, rows: RowCopy): void {
  for (let row = 0; row < rows.rows; row += 1) {
    const from = source.offset + rows.sourceStart + row * rows.sourceStride;
    const to = target.offset + rows.targetStart + row * rows.targetStride;
    for (let i = 0; i < rows.length; i += 1) target.data[to + i] = source.data[from + i] as number;
  }
}

/** Σ x², in float64 and in order. */
export function sumOfSquares(x: Tensor): number {
  let sum = 0;
  for (let i = x.offset; i < x.offset + x.size; i += 1) {
    const value = x.data[i] as number;
    sum += value * value;
  }
  return sum;
}

/** Σ |x|, in float64 and in order. */
export function sumOfMagnitudes(x: Tensor): number {
  let sum = 0;
  for (let i = x.offset; i < x.offset + x.size; i += 1) sum += Math.abs(x.data[i] as number);
  return sum;
}

/** False as soon as one element is NaN or infinite. */
export function allFinite(x: Tensor): boolean {
  for (let i = x.offset; i < x.offset + x.size; i += 1) {
    const value = x.data[i] as number;
    if (value - value !== 0) return false;
  }
  return true;
}

export function shuffle(items: Uint32Array, state: RandomState): void {
  Random.fromState(state).shuffle(items);
}

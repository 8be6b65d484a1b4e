import { fromUint8Array, toUint8Array } from "js-base64";
import type { FloatArray } from "./tensor.ts";

/** Numbers as base64 of little-endian float32, whatever this machine's byte order is. */
export function encodeFloats(values: FloatArray): string {
  return fromUint8Array(littleEndianBytes(values));
}

/** float32 numbers as little-endian bytes. */
export function littleEndianBytes(values: FloatArray): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(4 * values.length));
  for (let index = 0; index < values.length; index++) bytes.setFloat32(4 * index, values[index] ?? 0, true);
  return new Uint8Array(bytes.buffer);
}

/** Characters of the base64 text for so many float32 numbers. */
export function encodedLength(count: number): number {
  return 4 * Math.ceil((4 * count) / 3);
}

/** Exactly `count` numbers from base64; null when the text is anything else. Bits are kept. */
export function decodeFloats(text: string, count: number): Float32Array | null {
  if (text.length !== encodedLength(count) || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  const bytes = toUint8Array(text);
  if (bytes.length !== 4 * count) return null;
  const source = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numbers = new Float32Array(count);
  for (let index = 0; index < count; index++) numbers[index] = source.getFloat32(4 * index, true);
  return numbers;
}

/**
 * Two runs of bytes as one. Where the second lies behind the first in one buffer it is moved there, over what lies between
 * them; a copy of a large set would double the memory that loading it takes.
 */
export function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const size = first.length + second.length;
  const end = first.byteOffset + first.length;
  if (first.buffer === second.buffer && end <= second.byteOffset) {
    const whole = new Uint8Array(first.buffer, first.byteOffset, size);
    whole.set(second, first.length);
    return whole;
  }
  const copy = new Uint8Array(size);
  copy.set(first);
  copy.set(second, first.length);
  return copy;
}

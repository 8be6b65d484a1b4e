/* The parts of a float64, exactly: what portable functions are built with. */

/** Powers of two from 2^-1074 to 2^1023, at index exponent + 1074. Doubling is exact. */
export const POWERS_OF_TWO = new Float64Array(2098);
POWERS_OF_TWO[0] = 5e-324;
for (let index = 1; index < POWERS_OF_TWO.length; index += 1) {
  POWERS_OF_TWO[index] = (POWERS_OF_TWO[index - 1] as number) * 2;
}

const float64View = new Float64Array(1);
const uint32View = new Uint32Array(float64View.buffer);
float64View[0] = 1;
/** Which half of the view holds sign and exponent: 1 on little-endian machines, 0 on big-endian ones. */
const HIGH_WORD = uint32View[1] === 0x3ff00000 ? 1 : 0;

/** value * 2^exponent with one rounding, for value in about [1/2, 2] and exponent in [-1080, 1025]. */
export function scaleByPowerOfTwo(value: number, exponent: number): number {
  if (exponent > 1023) return value * 2 * (POWERS_OF_TWO[exponent - 1 + 1074] as number);
  if (exponent >= -1021) return value * (POWERS_OF_TWO[exponent + 1074] as number);
  // Below the normal range: the first product is exact, the second rounds once.
  return value * (POWERS_OF_TWO[exponent + 100 + 1074] as number) * (POWERS_OF_TWO[974] as number);
}

/** Floor of the base-2 logarithm of a positive finite number. */
export function exponentOf(x: number): number {
  float64View[0] = x;
  const biased = (uint32View[HIGH_WORD] as number) >>> 20;
  if (biased > 0) return biased - 1023;
  float64View[0] = x * 18014398509481984;
  return ((uint32View[HIGH_WORD] as number) >>> 20) - 1023 - 54;
}

/** x / 2^exponent, exactly, for exponent = exponentOf(x): a number in [1, 2). */
export function mantissaOf(x: number, exponent: number): number {
  if (exponent < -1022) return x * 18014398509481984 * (POWERS_OF_TWO[-exponent - 54 + 1074] as number);
  if (exponent > 1000)
    return x * (POWERS_OF_TWO[1074 - 1000] as number) * (POWERS_OF_TWO[2074 - exponent] as number);
  return x * (POWERS_OF_TWO[1074 - exponent] as number);
}

/** The rounding error of a * b, exactly (Dekker and Veltkamp), for factors below 2^996 in size. */
export function productError(a: number, b: number, product: number): number {
  const splitA = 134217729 * a;
  const highA = splitA - (splitA - a);
  const lowA = a - highA;
  const splitB = 134217729 * b;
  const highB = splitB - (splitB - b);
  const lowB = b - highB;
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}

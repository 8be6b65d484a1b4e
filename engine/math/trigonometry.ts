import { exponentOf, mantissaOf, POWERS_OF_TWO } from "./float64.ts";

/** pi/2 in three parts: 33 significant bits, 33 more, and the rest. */
const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_3 = 2.0222662487959506e-21;
const TWO_OVER_PI = 0.6366197723675814;
/** Floor of (2/pi) 2^1216: enough bits for the largest float64. */
const TWO_OVER_PI_BITS = 1216n;
const TWO_OVER_PI_DIGITS = BigInt(
  "0xa2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424dd2e006492eea09d1921cfe1deb1c" +
    "b129a73ee88235f52ebb4484e99c7026b45f7e413991d639835339f49c845f8bbdf9283b1ff897ffde05980fef2f118b5a0a6d1f6" +
    "d367ecf27cb09b74f463f669e5fea2d7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc7b6bab",
);

/** What reduceAngle left: the angle, and what its rounding lost. A typed array, because a variable would be boxed. */
const reduced = new Float64Array(2);

/** Sets reduced[0] + reduced[1] = x - k pi/2, at most pi/4 in size, and returns k modulo 4. */
function reduceAngle(x: number): number {
  if (Math.abs(x) > 1024) return reduceLargeAngle(x);
  const k = Math.floor(x * TWO_OVER_PI + 0.5);
  const first = x - k * HALF_PI_1;
  const product = k * HALF_PI_2;
  const second = first - product;
  const correction = k * HALF_PI_3 - (first - second - product);
  const angle = second - correction;
  reduced[0] = angle;
  reduced[1] = second - angle - correction;
  return k & 3;
}

/** The same for any finite x, in exact integers (the idea of Payne and Hanek). */
function reduceLargeAngle(x: number): number {
  const a = Math.abs(x);
  const exponent = exponentOf(a);
  const mantissa = BigInt(mantissaOf(a, exponent) * 4503599627370496);
  const shift = TWO_OVER_PI_BITS - BigInt(exponent - 52);
  const turns = mantissa * TWO_OVER_PI_DIGITS;
  let quarter = Number((turns >> shift) & 3n);
  let fraction = turns & ((1n << shift) - 1n);
  if (fraction >> (shift - 1n) === 1n) {
    fraction -= 1n << shift;
    quarter = (quarter + 1) & 3;
  }
  // 128 bits after the point in two float64: they hold |fraction| >= 2^-64 to full precision.
  const scaled = shift > 128n ? fraction >> (shift - 128n) : fraction << (128n - shift);
  const high = Number(scaled);
  const low = Number(scaled - BigInt(high));
  const unit = POWERS_OF_TWO[1074 - 128] as number;
  const angle = (high * unit + low * unit) * (HALF_PI_1 + HALF_PI_2);
  reduced[0] = x < 0 ? -angle : angle;
  reduced[1] = 0;
  return x < 0 ? -quarter & 3 : quarter;
}

/** Sine of reduced[0] + reduced[1], at most pi/4 in size, by the Taylor series to the 17th power. */
function sineOfReduced(): number {
  const r = reduced[0] as number;
  const z = r * r;
  const w = z * z;
  const even = -1 / 6 + w * (-1 / 5040 + w * (-1 / 39916800 - w / 1307674368000));
  const odd = 1 / 120 + w * (1 / 362880 + w * (1 / 6227020800 + w / 355687428096000));
  return r + (r * z * (even + z * odd) + (reduced[1] as number) * (1 - 0.5 * z));
}

/** Cosine of reduced[0] + reduced[1], at most pi/4 in size, by the Taylor series to the 18th power. */
function cosineOfReduced(): number {
  const r = reduced[0] as number;
  const z = r * r;
  const w = z * z;
  const half = 0.5 * z;
  const even = 1 / 24 + w * (1 / 40320 + w * (1 / 479001600 + w / 20922789888000));
  const odd = -1 / 720 + w * (-1 / 3628800 + w * (-1 / 87178291200 - w / 6402373705728000));
  const leading = 1 - half;
  return leading + (1 - leading - half + (w * (even + z * odd) - r * (reduced[1] as number)));
}

/** Sine of an angle in radians; NaN for infinities. */
export function sin(x: number): number {
  if (x - x !== 0) return Number.NaN;
  if (x === 0) return x;
  const quarter = reduceAngle(x);
  const value = (quarter & 1) === 0 ? sineOfReduced() : cosineOfReduced();
  return quarter > 1 ? -value : value;
}

/** Cosine of an angle in radians; NaN for infinities. */
export function cos(x: number): number {
  if (x - x !== 0) return Number.NaN;
  const quarter = reduceAngle(x);
  const value = (quarter & 1) === 0 ? cosineOfReduced() : sineOfReduced();
  return quarter === 1 || quarter === 2 ? -value : value;
}

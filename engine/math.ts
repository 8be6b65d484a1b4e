/**
 * Portable float64 functions: the same bits on every machine and in every JavaScript engine.
 *
 * `Math.exp` and its kin may differ in the last bit between engines and versions. These are built only from
 * `+ - * /`, `Math.sqrt`, `Math.floor`, `Math.abs` and bit views, all of which IEEE 754 rounds exactly, so
 * equal inputs give equal bits everywhere. Nothing here allocates, except sine and cosine beyond 1024.
 *
 * The method is the textbook one (J.-M. Muller, "Elementary Functions", 3rd edition): reduce the argument to
 * a short interval with a constant split in two or three parts (Cody and Waite), evaluate a series there,
 * and undo the reduction. Relative errors stay below 5e-16, about two units in the last place.
 */
import { exponentOf, mantissaOf, POWERS_OF_TWO, productError, scaleByPowerOfTwo } from "./math/float64.ts";

export { erf } from "./math/error-function.ts";
export { cos, sin } from "./math/trigonometry.ts";

/** ln 2 in two parts; the first has 32 significant bits, so that its product with an exponent is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const INVERSE_LN2 = Math.LOG2E;
const SQRT_HALF = Math.SQRT1_2;

/** (e^r - 1 - r) / r^2 for |r| <= 0.35: Taylor series to r^14, in two interleaved chains. */
function exponentialTail(r: number): number {
  const z = r * r;
  const even =
    0.5 +
    z *
      (1 / 24 + z * (1 / 720 + z * (1 / 40320 + z * (1 / 3628800 + z * (1 / 479001600 + z / 87178291200)))));
  const odd =
    1 / 6 + z * (1 / 120 + z * (1 / 5040 + z * (1 / 362880 + z * (1 / 39916800 + z * (1 / 6227020800)))));
  return even + r * odd;
}

/** e^(x + low), where low is a correction below one unit in the last place of x. */
function exponentialOfSum(x: number, low: number): number {
  if (x > 709.79) return Number.POSITIVE_INFINITY;
  if (x < -745.14) return 0;
  const k = Math.floor(x * INVERSE_LN2 + 0.5);
  const high = x - k * LN2_HIGH;
  const correction = k * LN2_LOW - low;
  const r = high - correction;
  const rest = high - r - correction;
  return scaleByPowerOfTwo(1 + (r + (r * r * exponentialTail(r) + rest)), k);
}

/** e^x. Overflows to Infinity above 709.78, underflows through the subnormal numbers to 0 below -745.13. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  return exponentialOfSum(x, 0);
}

/** e^x - 1, accurate near 0. */
export function expm1(x: number): number {
  if (Number.isNaN(x) || x === 0) return x;
  if (x > 40) return exp(x);
  if (x < -40) return -1;
  const k = Math.floor(x * INVERSE_LN2 + 0.5);
  if (k === 0) return x + x * x * exponentialTail(x);
  const high = x - k * LN2_HIGH;
  const correction = k * LN2_LOW;
  const r = high - correction;
  const rest = high - r - correction;
  const power = POWERS_OF_TWO[k + 1074] as number;
  // 2^k (1 + e) - 1; the products with a power of two are exact.
  return power * (r + (r * r * exponentialTail(r) + rest)) + (power - 1);
}

/**
 * 2/5 + 2/7 z + ... for z = s^2 <= 0.0295: from the s^5 term on, log((1 + s) / (1 - s)) is s^5 times this.
 */
function logarithmTail(z: number): number {
  const w = z * z;
  const even = 2 / 5 + w * (2 / 9 + w * (2 / 13 + w * (2 / 17 + (w * 2) / 21)));
  const odd = 2 / 7 + w * (2 / 11 + w * (2 / 15 + w * (2 / 19 + (w * 2) / 23)));
  return even + z * odd;
}

/**
 * Natural logarithm. log(0) is -Infinity, of a negative number NaN.
 * With x = 2^k (1 + f) and s = f / (2 + f): log(1 + f) = log((1 + s) / (1 - s)) = 2s + s R, R = 2/3 s^2 + ...,
 * and 2s = f - s f rewrites it as f - (f^2/2 - s (f^2/2 + R)), where the leading term is exact.
 */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  let k = 0;
  let m = x;
  if (x < SQRT_HALF || x >= 2 * SQRT_HALF) {
    k = exponentOf(x);
    m = mantissaOf(x, k);
    if (m >= 2 * SQRT_HALF) {
      m *= 0.5;
      k += 1;
    }
  }
  const f = m - 1;
  const s = f / (2 + f);
  const half = 0.5 * f * f;
  const z = s * s;
  const tail = s * (half + z * (2 / 3 + z * logarithmTail(z)));
  if (k === 0) return f - (half - tail);
  return k * LN2_HIGH - (half - (tail + k * LN2_LOW) - f);
}

/** log(1 + x), accurate near 0. log1p(-1) is -Infinity. */
export function log1p(x: number): number {
  if (x === 0 || x === Number.POSITIVE_INFINITY) return x;
  const u = 1 + x;
  if (u === 1) return x;
  // What 1 + x lost to rounding comes back to first order.
  return u > 0 ? log(u) + (x - (u - 1)) / u : log(u);
}

/** Hyperbolic tangent, accurate near 0: with t = e^(2|x|) - 1 it is t / (t + 2) = 1 - 2 / (t + 2). */
export function tanh(x: number): number {
  if (Number.isNaN(x) || x === 0) return x;
  const a = Math.abs(x);
  // The square root of half the last place: below it the cubic term is lost in rounding.
  if (a < 1e-8) return x;
  let y = 1;
  if (a < 22) {
    const t = expm1(2 * a);
    y = a < 1 ? t / (t + 2) : 1 - 2 / (t + 2);
  }
  return x < 0 ? -y : y;
}

/**
 * x to the power y, with the special cases of ECMAScript's `**`.
 * As e^(y log x) with the logarithm carried in two float64, because y log x magnifies its error up to 700 times.
 */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  if (y === 1) return x;
  if (y === 2) return x * x;
  if (y === -1) return 1 / x;
  const a = Math.abs(x);
  const whole = Math.floor(y) === y;
  const odd = whole && Math.floor(y * 0.5) * 2 !== y;
  if (y - y !== 0) {
    if (a === 1) return Number.NaN;
    return a > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0;
  }
  const negative = odd && (x < 0 || Object.is(x, -0));
  let value: number;
  if (a === 0 || a === Number.POSITIVE_INFINITY) value = (a === 0) === y > 0 ? 0 : Number.POSITIVE_INFINITY;
  else if (x < 0 && !whole) return Number.NaN;
  else if (a === 1) value = 1;
  else value = positivePower(a, y);
  return negative ? -value : value;
}

/** a^y for a positive finite a other than 1 and a finite y other than 0. */
function positivePower(a: number, y: number): number {
  let k = exponentOf(a);
  let m = mantissaOf(a, k);
  if (m >= 2 * SQRT_HALF) {
    m *= 0.5;
    k += 1;
  }
  // s = f / (2 + f) in two parts: the division's remainder is exact.
  const f = m - 1;
  const d = 2 + f;
  const dRest = f - (d - 2);
  const s = f / d;
  const sd = s * d;
  const sRest = (f - sd - productError(s, d, sd) - s * dRest) / d;
  // z = s^2 in two parts.
  const z = s * s;
  const zRest = productError(s, s, z) + 2 * s * sRest;
  // 2/3 z in two parts, then the rest of the series, whose share is small enough for one.
  const third = 2 / 3;
  const thirdRest = 3.700743415417188e-17;
  const cubic = third * z;
  const cubicRest = productError(third, z, cubic) + third * zRest + thirdRest * z;
  const higher = z * z * logarithmTail(z);
  // log m = s (2 + cubic + higher).
  const factor = 2 + cubic;
  const factorRest = cubic - (factor - 2) + (cubicRest + higher);
  const main = s * factor;
  const mainRest = productError(s, factor, main) + s * factorRest + sRest * factor;
  // Add k ln 2; k * LN2_HIGH is exact.
  const shift = k * LN2_HIGH;
  const sum = shift + main;
  const part = sum - shift;
  const sumRest = shift - (sum - part) + (main - part) + (mainRest + k * LN2_LOW);
  const high = sum + sumRest;
  const low = sumRest - (high - sum);
  // Beyond this the result is 0 or Infinity whatever the last bits, and the splitting could overflow.
  if (Math.abs(y) > 1e300) return high > 0 === y > 0 ? Number.POSITIVE_INFINITY : 0;
  const p = y * high;
  if (p > 710) return Number.POSITIVE_INFINITY;
  if (p < -746) return 0;
  return exponentialOfSum(p, productError(y, high, p) + y * low);
}

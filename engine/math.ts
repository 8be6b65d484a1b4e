/**
 * Portable float64 functions: the same bits on every machine and in every JavaScript engine.
 *
 * `Math.exp` and its kin may differ in the last bit between engines and versions. These are built only from
 * `+ - * /`, `Math.sqrt`, `Math.floor`, `Math.abs` and bit views, all of which IEEE 754 rounds exactly, so
 * equal inputs give equal bits everywhere. Nothing here allocates, except sine and cosine beyond 1024.
 *
 * The method is the textbook one (J.-M. Muller, "Elementary Functions", 3rd edition): reduce the argument to
 * a short interval with a constant split in two or three parts (Cody and Waite), evaluate a series there,
 * and undo the reduction. Relative errors stay below about two units in the last place (4e-16).
 */

/** ln 2 in two parts; the first has 32 significant bits, so that its product with an exponent is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const INVERSE_LN2 = Math.LOG2E;
const SQRT_HALF = Math.SQRT1_2;

/** Powers of two from 2^-1074 to 2^1023, at index exponent + 1074. Doubling is exact. */
const POWERS_OF_TWO = new Float64Array(2098);
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
function scaleByPowerOfTwo(value: number, exponent: number): number {
  if (exponent > 1023) return value * 2 * (POWERS_OF_TWO[exponent - 1 + 1074] as number);
  if (exponent >= -1021) return value * (POWERS_OF_TWO[exponent + 1074] as number);
  // Below the normal range: the first product is exact, the second rounds once.
  return value * (POWERS_OF_TWO[exponent + 100 + 1074] as number) * (POWERS_OF_TWO[974] as number);
}

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

/** Floor of the base-2 logarithm of a positive finite number. */
function exponentOf(x: number): number {
  float64View[0] = x;
  const biased = (uint32View[HIGH_WORD] as number) >>> 20;
  if (biased > 0) return biased - 1023;
  float64View[0] = x * 18014398509481984;
  return ((uint32View[HIGH_WORD] as number) >>> 20) - 1023 - 54;
}

/** x / 2^exponent, exactly, for exponent = exponentOf(x): a number in [1, 2). */
function mantissaOf(x: number, exponent: number): number {
  if (exponent < -1022) return x * 18014398509481984 * (POWERS_OF_TWO[-exponent - 54 + 1074] as number);
  if (exponent > 1000)
    return x * (POWERS_OF_TWO[1074 - 1000] as number) * (POWERS_OF_TWO[2074 - exponent] as number);
  return x * (POWERS_OF_TWO[1074 - exponent] as number);
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
 * Polynomials for erf, one run of coefficients per interval, lowest power first: on [0, 1] erf(x)/x in x^2,
 * then erf itself around the middle of [1, 2], [2, 3], [3, 4] and [4, 6]. Found by interpolation at Chebyshev
 * nodes in 120 decimal digits; largest error before rounding 5e-18.
 */
// biome-ignore format: one interval per block reads better than one number per line
const ERF_SMALL = new Float64Array([
  1.1283791670955126, -0.3761263890318375, 0.11283791670954879, -0.026866170645076792, 0.0052239776248180145,
  -0.000854832698083379, 0.0001205533111164271, -1.4925595266831182e-5, 1.6461000484121368e-6,
  -1.6350312701054695e-7, 1.4659775274047436e-8, -1.1372848856791674e-9, 5.957176147748911e-11,
]);
// biome-ignore format: as above
const ERF_1_2 = new Float64Array([
  0.9661051464753108, 0.11893028922362937, -0.17839543383544215, 0.1387520040942334, -0.04459885845906473,
  -0.014866286152863747, 0.019326172007209028, -0.004743053204878897, -0.002362677793021706,
  0.0017098196278538453, -9.291229551299306e-5, -0.00025444927807681647, 7.767647032419676e-5,
  1.7961323135211212e-5, -1.4038638152371658e-5, 5.712902189436902e-7, 1.4171216409416466e-6,
  -2.8346118565278276e-7,
]);
// biome-ignore format: as above
const ERF_2_3 = new Float64Array([
  0.999593047982555, 0.0021782842303526215, -0.0054457105758816855, 0.00835008954970233, -0.008622375078496586,
  0.006117348212627071, -0.0027984901560915835, 0.000542410085044007, 0.00026067014976109687,
  -0.000250285700609799, 7.880165128871086e-5, 5.1393581059377055e-6, -1.4082459537316957e-5,
  4.680983789404417e-6, 1.9195896046829407e-7, -6.193518162636853e-7, 1.5476722238695814e-7,
]);
// biome-ignore format: as above
const ERF_3_4 = new Float64Array([
  0.9999992569016276, 5.399426777369474e-6, -1.8897993720844434e-5, 4.229550975912084e-5, -6.771781083347744e-5,
  8.211628207466108e-5, -7.774424636559746e-5, 5.819275476495009e-5, -3.4259176050786964e-5,
  1.5330712903737695e-5, -4.641009273791116e-6, 4.4512347306677516e-7, 4.4370947918973666e-7,
  -3.034854952475126e-7, 9.259848442092831e-8, -1.5461167890868776e-9, -8.935225222316136e-9,
]);
// biome-ignore format: as above
const ERF_4_6 = new Float64Array([
  0.9999999999984626, 1.5670863069121574e-11, -7.835414488800324e-11, 2.559580469573351e-10,
  -6.13780855874189e-10, 1.1507490981832716e-9, -1.7542077899777294e-9, 2.2322547005723704e-9,
  -2.414556231766593e-9, 2.24767559547721e-9, -1.8180854905115246e-9, 1.2880917091400186e-9,
  -7.984136205410669e-10, 4.2742093575962434e-10, -1.996335314314108e-10, 8.509791716427474e-11,
  -3.005983570075221e-11, 5.71007705610724e-12,
]);

/** Horner's scheme in two interleaved chains, even and odd powers. */
function polynomial(coefficients: Float64Array, u: number): number {
  const z = u * u;
  let even = 0;
  let odd = 0;
  const pairs = coefficients.length >> 1;
  if (coefficients.length > 2 * pairs) even = coefficients[2 * pairs] as number;
  for (let pair = pairs - 1; pair >= 0; pair -= 1) {
    even = even * z + (coefficients[2 * pair] as number);
    odd = odd * z + (coefficients[2 * pair + 1] as number);
  }
  return even + u * odd;
}

/** The error function 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x. */
export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  const a = Math.abs(x);
  if (a < 1) return x * polynomial(ERF_SMALL, x * x);
  let y = 1;
  if (a < 2) y = polynomial(ERF_1_2, a - 1.5);
  else if (a < 3) y = polynomial(ERF_2_3, a - 2.5);
  else if (a < 4) y = polynomial(ERF_3_4, a - 3.5);
  else if (a < 6) y = polynomial(ERF_4_6, a - 5);
  return x < 0 ? -y : y;
}

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

/** The rounding error of a * b, exactly (Dekker and Veltkamp), for factors below 2^996 in size. */
function productError(a: number, b: number, product: number): number {
  const splitA = 134217729 * a;
  const highA = splitA - (splitA - a);
  const lowA = a - highA;
  const splitB = 134217729 * b;
  const highB = splitB - (splitB - b);
  const lowB = b - highB;
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
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

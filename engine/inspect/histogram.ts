import type { NumberCounts } from "../protocol.ts";
import { elements, type FloatArray, type Tensor } from "../tensor.ts";

/** Equal bins between both ends. */
const linearBins = 128;
/** The ends of the equal bins are plus and minus a power of two, at least this one. */
const smallestExtent = -40;
/** Magnitudes from 2^smallest to 2^(largest + 1) have one bin an octave for each sign; the last takes what is larger. */
export const octaves = { smallest: -24, largest: 7 } as const;
const octaveCount = octaves.largest - octaves.smallest + 1;

/** To read the exponent of a number: as exact as the number itself, where a logarithm would round. */
const bits = new DataView(new ArrayBuffer(8));

/** floor(log2 |value|) of a number that is not 0; of subnormal ones -1023. */
function exponentOf(value: number): number {
  bits.setFloat64(0, value);
  return ((bits.getUint16(0) >> 4) & 0x7ff) - 1023;
}

/**
 * How many numbers of a tensor lie where, with their range, mean and standard deviation (of all, not of a sample). Twice:
 * in equal bins from -2^extent to 2^extent, the narrowest such ends that hold all, and in octaves around 0. Both kinds of
 * bins are cut at powers of two, so that counts are exact and those of two moments can be brought to the same bins.
 */
export function countNumbers(tensor: Tensor): NumberCounts {
  const values = elements(tensor);
  const moments = new Moments();
  moments.addAll(values);
  const { minimum, maximum } = moments;
  const largest = Math.max(Math.abs(minimum), Math.abs(maximum));
  const extent = largest > 0 ? Math.max(smallestExtent, exponentOf(largest) + 1) : smallestExtent;
  const linear = new Uint32Array(linearBins);
  const octave = new Uint32Array(2 * octaveCount + 1);
  // A power of two: the product is exact, and so is its floor.
  const scale = linearBins / 2 / 2 ** extent;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    if (!Number.isFinite(value)) continue;
    const bin = Math.floor(value * scale) + linearBins / 2;
    linear[bin] = (linear[bin] as number) + 1;
    const place = octaveOf(value);
    octave[place] = (octave[place] as number) + 1;
  }
  return {
    ...moments.result(),
    count: values.length,
    extent,
    linear,
    firstOctave: octaves.smallest,
    octaves: octave,
  };
}

/** The place of a finite number: the largest negative ones first, in the middle 0 and what is too small for an octave. */
function octaveOf(value: number): number {
  if (value === 0) return octaveCount;
  const octave = Math.min(octaves.largest, exponentOf(value)) - octaves.smallest;
  if (octave < 0) return octaveCount;
  return value > 0 ? octaveCount + 1 + octave : octaveCount - 1 - octave;
}

/** Range, mean, deviation and zeros of many numbers, without keeping them. Those that are not finite are only counted. */
export class Moments {
  minimum = Number.POSITIVE_INFINITY;
  maximum = Number.NEGATIVE_INFINITY;
  private notFinite = 0;
  private zeros = 0;
  private finite = 0;
  /** Sums are taken from the first number on, so that a far mean does not swallow a small deviation. */
  private origin = 0;
  private sum = 0;
  private squares = 0;

  /** The numbers of many: sums stay in variables of the loop, which is several times as fast as one by one. */
  addAll(values: FloatArray): void {
    let { minimum, maximum, notFinite, zeros, finite, origin, sum, squares } = this;
    for (let at = 0; at < values.length; at++) {
      const value = values[at] as number;
      if (!Number.isFinite(value)) {
        notFinite++;
        continue;
      }
      if (finite === 0) origin = value;
      finite++;
      if (value === 0) zeros++;
      if (value < minimum) minimum = value;
      if (value > maximum) maximum = value;
      const away = value - origin;
      sum += away;
      squares += away * away;
    }
    this.minimum = minimum;
    this.maximum = maximum;
    this.notFinite = notFinite;
    this.zeros = zeros;
    this.finite = finite;
    this.origin = origin;
    this.sum = sum;
    this.squares = squares;
  }

  /** NaN where no number was finite. */
  result(): Pick<NumberCounts, "minimum" | "maximum" | "mean" | "deviation" | "zeros" | "notFinite"> {
    const { finite, notFinite, zeros, origin, sum, squares } = this;
    if (finite === 0)
      return {
        minimum: Number.NaN,
        maximum: Number.NaN,
        mean: Number.NaN,
        deviation: Number.NaN,
        zeros,
        notFinite,
      };
    return {
      minimum: this.minimum,
      maximum: this.maximum,
      mean: origin + sum / finite,
      deviation: Math.sqrt(Math.max(0, squares / finite - (sum / finite) ** 2)),
      zeros,
      notFinite,
    };
  }
}

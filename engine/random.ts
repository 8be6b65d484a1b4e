/**
 * Seeded random numbers: the engine's only source of randomness. Equal seeds give equal bits everywhere.
 *
 * The generator is xoshiro128** 1.1 (D. Blackman and S. Vigna, "Scrambled linear pseudorandom number
 * generators", 2021): 128 bits of state, period 2^128 - 1. Seeds and streams go through a 32-bit mixer (the
 * xor-shift-multiply form with the constants 0x21f0aaad and 0x735a2d97 found by C. Wellons's hash prospector,
 * bias 0.11), so that neighbouring seeds give unrelated streams.
 */
import { cos, log } from "./math.ts";

const GOLDEN_GAMMA = 0x9e3779b9;
const TWO_PI = 6.283185307179586;

/** A bijection of the 32-bit integers that spreads every input bit over the output. */
function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
  return (h ^ (h >>> 15)) >>> 0;
}

function absorb(hash: number, value: number): number {
  return mix((hash + GOLDEN_GAMMA) ^ mix(value + GOLDEN_GAMMA));
}

/**
 * A 32-bit hash of integers, in [0, 2^32): a pure function, so that a draw may depend on what it is for (seed,
 * step, layer, sample, index) and not on who draws first. Only the low 32 bits of each argument count.
 */
export function hash32(seed: number, ...numbers: readonly number[]): number {
  let hash = absorb(0, seed);
  for (const value of numbers) hash = absorb(hash, value);
  return hash;
}

/** hash32 of four integers without an argument array, for inner loops: hash4(a, b, c, d) = hash32(a, b, c, d). */
export function hash4(a: number, b: number, c: number, d: number): number {
  return absorb(absorb(absorb(absorb(0, a), b), c), d);
}

/** hash32 of three integers: what hash4 has absorbed before its last one. */
export function hash3(a: number, b: number, c: number): number {
  return absorb(absorb(absorb(0, a), b), c);
}

/** The four words of a generator, as plain data for a checkpoint. */
export type RandomState = readonly [number, number, number, number];

/** One stream of random numbers. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  private constructor(a: number, b: number, c: number, d: number) {
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#d = d;
  }

  /**
   * The stream for a seed (a safe integer) and any further integers that tell streams of one seed apart, for
   * example a purpose and an epoch.
   * @throws RangeError when the seed is not a safe integer.
   */
  static fromSeed(seed: number, ...stream: readonly number[]): Random {
    if (!Number.isSafeInteger(seed)) throw new RangeError(`A seed is a whole number, not ${seed}.`);
    const key = hash32(seed, Math.floor(seed / 4294967296), ...stream);
    const a = hash4(key, seed, stream.length, 1);
    const b = hash4(key, seed, stream.length, 2);
    const c = hash4(key, seed, stream.length, 3);
    // All zero is the one state that the generator cannot leave; one set bit excludes it.
    return new Random(a, b, c, (hash4(key, seed, stream.length, 4) | 1) >>> 0);
  }

  /** A generator that continues from a state taken with state(). */
  static fromState(state: RandomState): Random {
    return new Random(...state);
  }

  /** The next integer in [0, 2^32). One draw. */
  uint32(): number {
    const scrambled = Math.imul(this.#b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }

  /** Uniform in [0, 1), a multiple of 2^-53. Two draws. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) * 1.1102230246251565e-16;
  }

  /** Uniform in [from, to). Two draws. */
  uniformBetween(from: number, to: number): number {
    return from + (to - from) * this.uniform();
  }

  /**
   * Normal with mean 0 and variance 1, by Box and Muller (1958). Always four draws: the sine half of the pair is
   * not kept, so that the state is the four words alone.
   */
  normal(): number {
    const radius = Math.sqrt(-2 * log(1 - this.uniform()));
    return radius * cos(TWO_PI * this.uniform());
  }

  /**
   * A whole number in [0, count), every one equally likely: the incomplete last run of 2^32 is drawn again.
   * @throws RangeError unless count is a whole number from 1 to 2^32.
   */
  integerBelow(count: number): number {
    if (!Number.isInteger(count) || count < 1 || count > 4294967296) {
      throw new RangeError(`A range holds 1 to 2^32 whole numbers, not ${count}.`);
    }
    let draw = this.uint32();
    // The remainder of 2^32 is slow, and seldom needed: the incomplete run is shorter than `count`.
    if (draw >= 4294967296 - count) {
      const limit = 4294967296 - (4294967296 % count);
      while (draw >= limit) draw = this.uint32();
    }
    return draw % count;
  }

  /** Puts the items in random order, in place (Fisher and Yates; every order equally likely). */
  shuffle<Item>(items: { readonly length: number; [index: number]: Item }): void {
    for (let last = items.length - 1; last > 0; last -= 1) {
      const other = this.integerBelow(last + 1);
      const kept = items[last] as Item;
      items[last] = items[other] as Item;
      items[other] = kept;
    }
  }

  /** The state, to continue from later with restore or fromState. */
  state(): RandomState {
    return [this.#a >>> 0, this.#b >>> 0, this.#c >>> 0, this.#d >>> 0];
  }

  /** Continues from a state taken with state(). */
  restore(state: RandomState): void {
    [this.#a, this.#b, this.#c, this.#d] = state;
  }
}

import { describe, expect, it } from "vitest";
import { hash4, hash32, Random } from "./random.ts";

/** Sum of (observed - expected)^2 / expected. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe("Random", () => {
  it("is xoshiro128**: the first values from state 1, 2, 3, 4 of an independent implementation", () => {
    const random = Random.fromState([1, 2, 3, 4]);
    const values = Array.from({ length: 10 }, () => random.uint32());
    expect(values).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  it("keeps the first values of a seed, on which every saved run depends", () => {
    const random = Random.fromSeed(1);
    expect(Array.from({ length: 4 }, () => random.uint32())).toEqual([
      2061097794, 2530092885, 2366962125, 2079596796,
    ]);
    expect([random.uniform(), random.uniform()]).toEqual([0.7445391343683886, 0.12707556413321386]);
    expect([random.normal(), random.normal()]).toEqual([1.2604722342312247, -0.6559512066749772]);
    expect(hash32(1, 2, 3, 4)).toBe(2019110199);
    expect(hash32(0)).toBe(1178097186);
  });

  it("gives different streams for different seeds and stream numbers", () => {
    const streams = [[1], [2], [-1], [4294967297], [1, 0], [1, 1], [1, 0, 0], [1, 0, 1], [0, 1]] as const;
    const firsts = streams.map(([seed, ...rest]) => Random.fromSeed(seed, ...rest).uint32());
    expect(new Set(firsts).size).toBe(streams.length);
    expect(() => Random.fromSeed(0.5)).toThrow("A seed is a whole number, not 0.5.");
  });

  it("has uniform values in [0, 1), flat and uncorrelated with the next", () => {
    const random = Random.fromSeed(7);
    const counts = new Array<number>(100).fill(0);
    let lagged = 0;
    let before = random.uniform();
    for (let index = 0; index < 200_000; index += 1) {
      const value = random.uniform();
      const bin = Math.floor(value * 100);
      counts[bin] = (counts[bin] ?? 0) + 1;
      lagged += (value - 0.5) * (before - 0.5);
      before = value;
    }
    expect(counts.length).toBe(100);
    // 99 degrees of freedom: mean 99, standard deviation 14.
    expect(chiSquare(counts)).toBeGreaterThan(50);
    expect(chiSquare(counts)).toBeLessThan(160);
    expect(Math.abs(lagged / 200_000) * 12).toBeLessThan(0.01);
    const between = Array.from({ length: 1000 }, () => random.uniformBetween(-3, -1));
    expect(Math.min(...between)).toBeGreaterThanOrEqual(-3);
    expect(Math.max(...between)).toBeLessThan(-1);
  });

  it("has normal values with the right moments, four draws each", () => {
    const random = Random.fromSeed(11);
    const other = Random.fromSeed(11);
    const sums = [0, 0, 0, 0];
    const count = 200_000;
    for (let index = 0; index < count; index += 1) {
      const value = random.normal();
      for (let power = 0; power < 4; power += 1) sums[power] = (sums[power] ?? 0) + value ** (power + 1);
    }
    for (let index = 0; index < 4 * count; index += 1) other.uint32();
    expect(random.state()).toEqual(other.state());
    const [mean, square, cube, fourth] = sums.map((sum) => sum / count);
    expect(mean).toBeCloseTo(0, 1.9);
    expect(square).toBeCloseTo(1, 1.9);
    expect(Math.abs(cube ?? 9)).toBeLessThan(0.03);
    expect(Math.abs((fourth ?? 9) - 3)).toBeLessThan(0.08);
  });

  it("draws whole numbers without favouring any", () => {
    const random = Random.fromSeed(3);
    const counts = new Array<number>(6).fill(0);
    for (let index = 0; index < 60_000; index += 1) {
      const value = random.integerBelow(6);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    expect(counts.length).toBe(6);
    expect(chiSquare(counts)).toBeLessThan(16);
    // Three quarters of 2^32: by remainder alone the first third would come twice as often.
    const large = 3 * 2 ** 30;
    let inFirstThird = 0;
    for (let index = 0; index < 30_000; index += 1)
      if (random.integerBelow(large) < 2 ** 30) inFirstThird += 1;
    expect(Math.abs(inFirstThird - 10_000)).toBeLessThan(300);
    expect(random.integerBelow(1)).toBe(0);
    for (const count of [0, -1, 1.5, 2 ** 32 + 1])
      expect(() => random.integerBelow(count)).toThrow(RangeError);
  });

  it("shuffles to every order equally often", () => {
    const random = Random.fromSeed(5);
    const counts = new Map<string, number>();
    for (let index = 0; index < 24_000; index += 1) {
      const items = new Uint32Array([0, 1, 2, 3]);
      random.shuffle(items);
      const key = items.join("");
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(chiSquare([...counts.values()])).toBeLessThan(50);
    const words = ["a", "b", "c"];
    random.shuffle(words);
    expect([...words].sort()).toEqual(["a", "b", "c"]);
  });

  it("continues from a saved state", () => {
    const random = Random.fromSeed(9);
    random.uint32();
    const state = random.state();
    const following = [random.uint32(), random.uint32(), random.normal()];
    random.restore(state);
    expect([random.uint32(), random.uint32(), random.normal()]).toEqual(following);
    const copy = Random.fromState(state);
    expect([copy.uint32(), copy.uint32(), copy.normal()]).toEqual(following);
  });
});

describe("hash", () => {
  it("has one meaning in both forms", () => {
    for (let index = 0; index < 100; index += 1) {
      expect(hash4(index, 5, index * 3, 7)).toBe(hash32(index, 5, index * 3, 7));
    }
  });

  it("changes half of the bits when one input bit changes", () => {
    let flipped = 0;
    let cases = 0;
    for (let index = 0; index < 500; index += 1) {
      for (let bit = 0; bit < 32; bit += 1) {
        let difference = hash4(1, index, 3, index * 7) ^ hash4(1, index ^ (1 << bit), 3, index * 7);
        for (; difference !== 0; difference &= difference - 1) flipped += 1;
        cases += 1;
      }
    }
    expect(Math.abs(flipped / cases - 16)).toBeLessThan(0.1);
  });

  it("is flat over counters, as dropout uses it", () => {
    const counts = new Array<number>(64).fill(0);
    for (let sample = 0; sample < 64; sample += 1) {
      for (let index = 0; index < 1000; index += 1) {
        const bin = hash4(1, 0, sample, index) >>> 26;
        counts[bin] = (counts[bin] ?? 0) + 1;
      }
    }
    // 63 degrees of freedom: mean 63, standard deviation 11.
    expect(chiSquare(counts)).toBeLessThan(110);
  });
});

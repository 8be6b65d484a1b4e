import { expect, it } from "vitest";
import { Random } from "../random.ts";
import { type Lifetime, placeBuffers } from "./placement.ts";

function randomLifetimes(seed: number): Lifetime[] {
  const random = Random.fromSeed(seed);
  return Array.from({ length: 1 + random.integerBelow(60) }, () => {
    const from = random.integerBelow(40);
    return {
      size: random.integerBelow(5) === 0 ? 0 : random.integerBelow(300),
      from,
      to: from + random.integerBelow(15),
    };
  });
}

it("never lets two buffers that live at the same moment share an element, in 300 random cases", () => {
  for (let seed = 0; seed < 300; seed++) {
    const lifetimes = randomLifetimes(seed);
    const { offsets, total } = placeBuffers(lifetimes);
    for (let moment = 0; moment < 60; moment++) {
      const owner = new Int32Array(total).fill(-1);
      lifetimes.forEach(({ size, from, to }, index) => {
        if (moment < from || moment > to) return;
        for (let element = offsets[index] ?? -1, end = element + size; element < end; element++) {
          if (owner[element] !== -1)
            throw new Error(
              `Seed ${seed}: ${index} and ${owner[element]} share element ${element} at ${moment}.`,
            );
          owner[element] = index;
        }
      });
    }
  }
});

it("starts every buffer on a cache line of 16 floats", () => {
  const { offsets } = placeBuffers(randomLifetimes(7));
  for (const offset of offsets) expect(offset % 16).toBe(0);
});

it("needs no more than two buffers for a chain in which each lives until the next is written", () => {
  const chain = Array.from({ length: 50 }, (_, index) => ({ size: 160, from: index, to: index + 1 }));
  expect(placeBuffers(chain).total).toBe(320);
});

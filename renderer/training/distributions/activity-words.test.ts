import { expect, it } from "vitest";
import type { LayerActivity } from "../../../engine/protocol.ts";
import { deadWarning, deadWords, rangeWords } from "./activity-words.ts";

const layer = (dead: number | null, units = 50): LayerActivity => ({
  node: "r",
  minimum: 0,
  maximum: 4.5,
  mean: 0.41,
  deviation: 0.62,
  zeroShare: 0.542,
  notFinite: 0,
  units,
  dead,
});

it("warns of a layer of which a fifth is dead, and of no layer that cannot die", () => {
  expect(deadWarning(layer(19))).toMatch(/^38\s%/);
  expect([layer(9), layer(0), layer(null)].map(deadWarning)).toEqual([null, null, null]);
});

it("says what is dead in words for one and for many", () => {
  expect(deadWords(layer(1, 16), true)).toBe("1 of 16 maps is dead");
  expect(deadWords(layer(12, 64), false)).toBe("12 of 64 units are dead");
  expect(deadWords(layer(0), false)).toBe("No unit is dead");
  expect(deadWords(layer(null), true)).toBeNull();
});

it("names range, mean, deviation and zeros, and what is not finite", () => {
  expect(rangeWords(layer(0))).toMatch(
    /^0 to 4\.500, mean 0\.410, standard deviation 0\.620, 54\.2\s% zeros$/,
  );
  expect(rangeWords({ ...layer(0), notFinite: 3 })).toContain("3 not finite");
  expect(rangeWords({ ...layer(0), mean: Number.NaN })).toBe("no finite value");
});

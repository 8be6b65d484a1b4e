import { describe, expect, it } from "vitest";
import { colourCount, colourMap, packColour } from "./colour-maps.ts";
import { distance, labToRgb, rgbToLab } from "./colour-space.ts";

function labs(map: Uint32Array) {
  return [...map].map((pixel) =>
    rgbToLab([(pixel & 255) / 255, ((pixel >> 8) & 255) / 255, ((pixel >> 16) & 255) / 255]),
  );
}

describe("colour space", () => {
  it("knows the CIELAB values of the sRGB primaries", () => {
    // Bruce Lindbloom's calculator, D65.
    const red = rgbToLab([1, 0, 0]);
    expect(red[0]).toBeCloseTo(53.24, 1);
    expect(red[1]).toBeCloseTo(80.09, 1);
    expect(red[2]).toBeCloseTo(67.2, 1);
    expect(rgbToLab([1, 1, 1])[0]).toBeCloseTo(100, 3);
  });

  it("comes back to the same colour", () => {
    const [red, green, blue] = labToRgb(rgbToLab([0.2, 0.55, 0.9]));
    expect(red).toBeCloseTo(0.2, 4);
    expect(green).toBeCloseTo(0.55, 4);
    expect(blue).toBeCloseTo(0.9, 4);
  });
});

describe("colour maps", () => {
  it.each(["deep", "ember"] as const)(
    "%s rises in lightness from black to nearly white in even steps",
    (name) => {
      const way = labs(colourMap(name, "light"));
      const lightness = way.map(([value]) => value);
      for (let index = 1; index < lightness.length; index++)
        // Rounding to bytes moves a colour by at most half a unit of lightness.
        expect(lightness[index] ?? 0).toBeGreaterThan((lightness[index - 1] ?? 0) - 0.3);
      expect(lightness[0]).toBeLessThan(4);
      expect(lightness.at(-1)).toBeGreaterThan(93);
      // Sixteen steps of sixteen colours each are equally far apart.
      const strides = Array.from({ length: 15 }, (_, index) => {
        let sum = 0;
        for (let at = index * 16; at < index * 16 + 16; at++) {
          const [from, to] = [way[at], way[at + 1]];
          if (from && to) sum += distance(from, to);
        }
        return sum;
      });
      const mean = strides.reduce((sum, value) => sum + value, 0) / strides.length;
      for (const stride of strides) expect(Math.abs(stride / mean - 1)).toBeLessThan(0.25);
    },
  );

  it("deep goes through indigo and teal", () => {
    const way = labs(colourMap("deep", "light"));
    const hue = (index: number) => {
      const [, a, b] = way[index] ?? [0, 0, 0];
      return ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
    };
    expect(hue(64)).toBeGreaterThan(270);
    expect(hue(170)).toBeGreaterThan(165);
    expect(hue(170)).toBeLessThan(235);
  });

  it.each(["light", "dark"] as const)(
    "sign has the %s card in the middle and equal lightness at both ends",
    (theme) => {
      const way = labs(colourMap("sign", theme));
      const middle = way[colourCount / 2] ?? [0, 0, 0];
      const card = rgbToLab(theme === "light" ? [1, 1, 1] : [0x1d / 255, 0x28 / 255, 0x26 / 255]);
      expect(distance(middle, card)).toBeLessThan(3);
      expect(Math.abs((way[0]?.[0] ?? 0) - (way.at(-1)?.[0] ?? 99))).toBeLessThan(2);
      expect(way[0]?.[1]).toBeGreaterThan(5); // purple is on the red side
      expect(way.at(-1)?.[1]).toBeLessThan(-5); // green is not
      const away = way.map(([value]) => Math.abs(value - card[0]));
      for (let index = 129; index < 256; index++)
        expect(away[index] ?? 0).toBeGreaterThan((away[index - 1] ?? 0) - 0.3);
    },
  );

  it("grey is the stored byte and paper its negative", () => {
    expect(colourMap("grey", "dark")[200]).toBe(packColour(200, 200, 200));
    expect(colourMap("paper", "light")[200]).toBe(packColour(55, 55, 55));
  });
});

import { encode } from "jpeg-js";
import { describe, expect, it } from "vitest";
import { inflate } from "../host/inflate.ts";
import { decodeImage } from "./image.ts";

const [a, b, c, d] = [20, 90, 160, 230];

/** A JPEG file of 32×16 pixels in four quarters: a and b above, c and d below. */
function quarters(): Uint8Array {
  const data = new Uint8Array(32 * 16 * 4);
  for (let y = 0; y < 16; y += 1)
    for (let x = 0; x < 32; x += 1) {
      const [left, right] = y < 8 ? [a, b] : [c, d];
      data.fill(x < 16 ? left : right, 4 * (32 * y + x), 4 * (32 * y + x + 1));
    }
  return encode({ width: 32, height: 16, data }, 100).data;
}

/** The file with an Exif segment behind its first two bytes, which says the orientation. */
function held(orientation: number, isLittle: boolean, cut = 0): Uint8Array {
  const segment = new DataView(new ArrayBuffer(36 - cut));
  const put = (at: number, size: 2 | 4, value: number, little = isLittle) => {
    if (at + size > segment.byteLength) return;
    if (size === 2) segment.setUint16(at, value, little);
    else segment.setUint32(at, value, little);
  };
  put(0, 2, 0xffe1, false);
  put(2, 2, 34 - cut, false);
  put(4, 4, 0x45786966, false); // "Exif"
  put(10, 2, isLittle ? 0x4949 : 0x4d4d, false);
  put(12, 2, 42);
  put(14, 4, 8);
  put(18, 2, 1);
  put(20, 2, 0x0112);
  put(22, 2, 3);
  put(24, 4, 1);
  put(28, 2, orientation);
  const file = quarters();
  return Uint8Array.of(...file.subarray(0, 2), ...new Uint8Array(segment.buffer), ...file.subarray(2));
}

/** Width, height and the nearest of the four greys in the middle of each quarter. */
function seen(file: Uint8Array): readonly number[] {
  const { width, height, channels, data } = decodeImage(file, "held.jpg", inflate);
  const at = (x: number, y: number) => {
    const value = data[channels * (Math.floor(y * height) * width + Math.floor(x * width))] ?? -1;
    return [a, b, c, d].find((grey) => Math.abs(grey - value) < 8) ?? value;
  };
  return [width, height, at(0.25, 0.25), at(0.75, 0.25), at(0.25, 0.75), at(0.75, 0.75)];
}

describe("a picture of a camera that was held", () => {
  // What the Exif standard says of row 0 and column 0, drawn out by hand.
  it.each([
    [1, [32, 16, a, b, c, d]],
    [2, [32, 16, b, a, d, c]],
    [3, [32, 16, d, c, b, a]],
    [4, [32, 16, c, d, a, b]],
    [5, [16, 32, a, c, b, d]],
    [6, [16, 32, c, a, d, b]],
    [7, [16, 32, d, b, c, a]],
    [8, [16, 32, b, d, a, c]],
  ])("by orientation %i is upright", (orientation, expected) => {
    expect(seen(held(orientation, true))).toEqual(expected);
    expect(seen(held(orientation, false))).toEqual(expected);
  });

  it("in no way that there is, or told by half, is as it is stored", () => {
    const stored = [32, 16, a, b, c, d];
    expect(seen(quarters())).toEqual(stored);
    for (const orientation of [0, 9, 6000]) expect(seen(held(orientation, true))).toEqual(stored);
    expect(seen(held(6, true, 10))).toEqual(stored);
  });
});

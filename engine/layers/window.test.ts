import { describe, expect, it } from "vitest";
import { keepsSize, windowGeometry, windowPads } from "./window.ts";

const plain = { stride: [1, 1], dilation: [1, 1], padding: "valid", pads: [0, 0, 0, 0] } as const;

function sizes(length: number, settings: Parameters<typeof windowGeometry>[1]): number {
  return windowGeometry({ channels: 1, height: length, width: length }, settings).outHeight;
}

describe("the size after a window", () => {
  it("is the lecture's ceil((d - n + 1)/s) without padding", () => {
    for (let d = 1; d <= 12; d += 1)
      for (let n = 1; n <= d; n += 1)
        for (let s = 1; s <= 4; s += 1)
          expect(sizes(d, { ...plain, kernel: [n, n], stride: [s, s] })).toBe(Math.ceil((d - n + 1) / s));
  });

  it("stays the same at stride 1 with size-keeping padding, whatever kernel and dilation", () => {
    for (const padding of ["zero", "mirror", "same"] as const)
      for (let n = 1; n <= 6; n += 1)
        for (let dilation = 1; dilation <= 3; dilation += 1) {
          const settings = { ...plain, kernel: [n, n], dilation: [dilation, dilation], padding } as const;
          expect(sizes(9, settings)).toBe(9);
          expect(keepsSize(settings)).toBe(true);
        }
  });

  // By hand: floor((28 + 2 - 2·(3-1) - 1)/2) + 1 = floor(25/2) + 1.
  it.each([
    { length: 28, kernel: 3, stride: 2, dilation: 2, pads: [1, 1, 0, 0], size: 13 },
    { length: 224, kernel: 7, stride: 2, dilation: 1, pads: [3, 3, 0, 0], size: 112 },
    { length: 5, kernel: 7, stride: 1, dilation: 1, pads: [0, 0, 0, 0], size: -1 },
  ] as const)(
    "is $size for $length with kernel $kernel",
    ({ length, kernel, stride, dilation, pads, size }) => {
      const settings = {
        kernel: [kernel, kernel],
        stride: [stride, stride],
        dilation: [dilation, dilation],
        padding: "numbers",
        pads,
      } as const;
      expect(sizes(length, settings)).toBe(size);
    },
  );

  it("puts an odd padding cell after the image", () => {
    expect(windowPads({ ...plain, kernel: [2, 4], padding: "zero" })).toEqual([0, 1, 1, 2]);
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import type { Dataset } from "../data/dataset.ts";
import { framePicture, type OutsidePicture } from "../data/framing.ts";
import { triedValues } from "../inspect/tried.ts";
import { Random } from "../random.ts";
import { loadDataset } from "./datasets.ts";

/** One of the set's own pictures as somebody could have drawn it: so many times as large, somewhere on a pad. */
function enlarged(dataset: Dataset, example: number, factor: number, pad: number, at: [number, number]) {
  const side = dataset.inputShape[1] ?? 0;
  const bytes = new Uint8Array(pad * pad);
  for (let row = 0; row < side * factor; row++)
    for (let column = 0; column < side * factor; column++)
      bytes[(at[1] + row) * pad + at[0] + column] =
        dataset.inputs.data[
          example * side * side + Math.floor(row / factor) * side + Math.floor(column / factor)
        ] ?? 0;
  return bytes;
}

/** Mean difference, in bytes, between a set's example and what becomes of it as a picture from outside. */
function difference(dataset: Dataset, example: number, picture: OutsidePicture): number {
  const size = dataset.inputs.data.length / dataset.labels.length;
  const framed = framePicture(picture, dataset.inputShape, dataset.framing);
  return framed.reduce(
    (sum, value, at) => sum + Math.abs(value - (dataset.inputs.data[example * size + at] ?? 0)) / size,
    0,
  );
}

function meanOver(count: number, of: (index: number) => number): number {
  return (
    Array.from({ length: count }, (_, index) => of(index)).reduce((sum, value) => sum + value, 0) / count
  );
}

describe("the sets' own pictures, enlarged and moved, come back as the set has them", () => {
  let digits: Dataset;
  let clothes: Dataset;
  beforeAll(async () => {
    digits = await loadDataset({ kind: "built-in", id: "handwritten-digits" });
    clothes = await loadDataset({ kind: "built-in", id: "fashion-mnist" });
  });

  it("digits by their centre of mass, clothes by their box, wherever they were drawn", () => {
    const random = Random.fromSeed(1, 1);
    const moved = (dataset: Dataset, factor: number) => (index: number) => {
      const pad = 400;
      const side = (dataset.inputShape[1] ?? 0) * factor;
      const at: [number, number] = [random.integerBelow(pad - side), random.integerBelow(pad - side)];
      const example = dataset.split.train[index] ?? 0;
      const bytes = enlarged(dataset, example, factor, pad, at);
      return difference(dataset, example, { width: pad, height: pad, channels: 1, bytes, isDrawing: true });
    };
    // Scaled by a few hundredths and placed to half a pixel: two different examples are 40 and more apart.
    expect(meanOver(100, moved(digits, 11))).toBeLessThan(14);
    expect(meanOver(100, moved(clothes, 9))).toBeLessThan(9);
  });

  it("a photograph of it, dark on light paper and in colour, is the same as the drawing", () => {
    const example = digits.split.train[7] ?? 0;
    const [pad, factor] = [300, 9];
    const bytes = enlarged(digits, example, factor, pad, [40, 90]);
    const drawing = { width: pad, height: pad, channels: 1, bytes, isDrawing: true } as const;
    const photo = {
      ...drawing,
      channels: 3,
      isDrawing: false,
      bytes: Uint8Array.from({ length: 3 * bytes.length }, (_, at) => 255 - (bytes[Math.floor(at / 3)] ?? 0)),
    } as const;
    const drawn = framePicture(drawing, digits.inputShape, digits.framing);
    framePicture(photo, digits.inputShape, digits.framing).forEach((value, at) => {
      expect(value).toBeCloseTo(drawn[at] ?? Number.NaN, 6);
    });
  });

  it("is seen by the network with the set's preprocessing", () => {
    const drawing = {
      width: 4,
      height: 4,
      channels: 1,
      bytes: new Uint8Array(16).fill(255),
      isDrawing: true,
    } as const;
    const stored = framePicture(drawing, digits.inputShape, digits.framing);
    const seen = triedValues(digits, { kind: "picture", ...drawing });
    expect(Math.max(...seen)).toBeCloseTo(1, 6);
    seen.forEach((value, at) => {
      expect(value).toBeCloseTo((stored[at] ?? 0) / 255, 6);
    });
  });
});

it("every pixel is the mean of what lies under it: 16 by 16 samples of each agree", () => {
  const random = Random.fromSeed(3, 3);
  const [width, height] = [37, 23];
  const bytes = Uint8Array.from({ length: width * height }, () => random.integerBelow(256));
  const framed = framePicture({ width, height, channels: 1, bytes, isDrawing: false }, [1, 7, 9], undefined);
  const scale = Math.max(9 / width, 7 / height);
  framed.forEach((value, at) => {
    const [row, column] = [Math.floor(at / 9), at % 9];
    let sum = 0;
    const samples = 64;
    for (let y = 0; y < samples; y++)
      for (let x = 0; x < samples; x++) {
        const sourceX = (column + (x + 0.5) / samples - 4.5) / scale + width / 2;
        const sourceY = (row + (y + 0.5) / samples - 3.5) / scale + height / 2;
        const inside = sourceX >= 0 && sourceX < width && sourceY >= 0 && sourceY < height;
        sum += inside ? (bytes[Math.floor(sourceY) * width + Math.floor(sourceX)] ?? 0) : 0;
      }
    expect(Math.abs(value - sum / samples ** 2)).toBeLessThan(3);
  });
});

it("a thing that is heavy at one end is not cut at the other: all of its ink is there", () => {
  const pad = 60;
  const nail = (x: number, y: number) =>
    y >= 10 && y < 14 ? x >= 20 && x < 40 : y < 40 && x === 30 && y >= 10;
  const framing = { longestSide: 15, centre: "mass", at: [10.36, 10.35] } as const;
  for (const upsideDown of [false, true]) {
    const bytes = Uint8Array.from({ length: pad * pad }, (_, at) => {
      const [x, y] = [at % pad, Math.floor(at / pad)];
      return nail(x, upsideDown ? pad - 1 - y : y) ? 255 : 0;
    });
    const ink = bytes.reduce((sum, value) => sum + value, 0);
    const framed = framePicture(
      { width: pad, height: pad, channels: 1, bytes, isDrawing: true },
      [1, 20, 20],
      framing,
    );
    expect(framed.reduce((sum, value) => sum + value, 0) / ink).toBeCloseTo((15 / 30) ** 2, 2);
  }
});

it("refuses what is no picture of the sizes it says, and what the network cannot see", () => {
  const picture = { width: 2, height: 2, channels: 1, bytes: new Uint8Array(3), isDrawing: true } as const;
  expect(() => framePicture(picture, [1, 4, 4], undefined)).toThrow("2x2 pixels of 1 bytes are not 3 bytes");
  const whole = { ...picture, bytes: new Uint8Array(4) };
  expect(() => framePicture(whole, [2], undefined)).toThrow("grey or colour");
  const empty = framePicture(whole, [1, 4, 4], { longestSide: 3, centre: "mass", at: [2, 2] });
  expect([...empty]).toEqual(new Array(16).fill(0));
});

import { expect, test } from "vitest";
import { onePerClass } from "./examples.ts";

test("the first picture of each class, in the order of the classes", () => {
  const bytes = new Uint8Array([0, 255, 51, 51, 102, 102, 204, 204]);
  const images = onePerClass({ show: "images", shape: [1, 1, 2], labels: [2, 0, 2, 1], bytes });
  expect(images.map(({ label }) => label)).toEqual([0, 1, 2]);
  expect(images.map(({ values }) => [...values].map((value) => Math.round(value * 255)))).toEqual([
    [51, 51],
    [204, 204],
    [0, 255],
  ]);
});

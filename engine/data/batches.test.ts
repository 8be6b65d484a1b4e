import { describe, expect, it } from "vitest";
import { openKernels } from "../host/kernels.ts";
import { loopKernels } from "../kernels/loops.ts";
import { BatchOrder, gather, gatherBytes } from "./batches.ts";
import type { Dataset } from "./dataset.ts";
import { countPerClass, preview, previewImages, previewPoints } from "./preview.ts";

const pictures: Dataset = {
  id: "test",
  name: "Test pictures",
  summary: "",
  inputShape: [1, 1, 3],
  task: "classes",
  classNames: ["a", "b"],
  inputs: { kind: "bytes", data: Uint8Array.of(0, 51, 255, 10, 20, 30, 102, 153, 204, 7, 8, 9) },
  labels: Uint8Array.of(1, 0, 1, 0),
  split: { train: Uint32Array.of(2, 1, 0), validation: Uint32Array.of(3), test: new Uint32Array() },
  preprocessing: { scale: 1 / 255, offset: 0 },
  provenance: { source: "", licence: "" },
};
const points: Dataset = {
  ...pictures,
  name: "Test points",
  inputShape: [2],
  inputs: { kind: "floats", data: Float32Array.of(1, -2, 0.5, 0.25, 3, 4, 5, 6) },
  preprocessing: { scale: 1, offset: 0 },
};

const openWasm = await openKernels();

describe("BatchOrder", () => {
  it("is the same whoever shuffles", () => {
    // Draws that are drawn again come once in millions: a stream of many numbers has some.
    const many = Uint32Array.from({ length: 3_000_000 }, (_, index) => index);
    const orders = [loopKernels, openWasm()].map((kernels) => new BatchOrder(many, 7, kernels));
    for (const order of orders) order.startEpoch(2);
    const [byLoops, byWasm] = orders.map(({ indices }) => indices);
    expect(byLoops?.every((example, at) => example === byWasm?.[at])).toBe(true);
    expect(byLoops?.some((example, at) => example !== many[at])).toBe(true);
  });

  const examples = Uint32Array.from({ length: 100 }, (_, index) => 1000 + index);

  it("shuffles the training part anew each epoch, from seed and epoch alone", () => {
    const order = new BatchOrder(examples, 5, loopKernels);
    order.startEpoch(0);
    const first = [...order.indices];
    order.startEpoch(1);
    const second = [...order.indices];
    expect(first).not.toEqual(second);
    expect([...first].sort((a, b) => a - b)).toEqual([...examples]);
    const resumed = new BatchOrder(examples, 5, loopKernels);
    resumed.startEpoch(1);
    expect([...resumed.indices]).toEqual(second);
    const other = new BatchOrder(examples, 6, loopKernels);
    other.startEpoch(1);
    expect([...other.indices]).not.toEqual(second);
  });
});

describe("gather", () => {
  it("writes preprocessed examples at the offset and nothing else", () => {
    const output = new Float32Array(8).fill(9);
    const labels = new Int32Array(2);
    gather(pictures, pictures.split.train, 0, 2, output, 1, labels);
    expect([...labels]).toEqual([1, 0]);
    const expected = [9, 102 / 255, 153 / 255, 204 / 255, 10 / 255, 20 / 255, 30 / 255, 9];
    for (const [index, value] of expected.entries()) expect(output[index]).toBeCloseTo(value, 7);
  });

  it("copies stored bytes as they are", () => {
    const output = new Uint8Array(6);
    gatherBytes(Uint8Array.of(0, 51, 255, 10, 20, 30, 102, 153, 204), Uint32Array.of(1, 0, 2), 1, 2, output);
    expect([...output]).toEqual([0, 51, 255, 102, 153, 204]);
  });

  it("applies scale and offset, in float64 too", () => {
    const output = new Float64Array(3);
    const shifted: Dataset = { ...pictures, preprocessing: { scale: 2, offset: -1 } };
    gather(shifted, shifted.split.train, 2, 1, output, 0, new Uint8Array(1));
    expect([...output]).toEqual([-1, 101, 509]);
  });

  it("copies points as they are", () => {
    const output = new Float32Array(4);
    gather(points, points.split.train, 1, 2, output, 0, new Uint8Array(2));
    expect([...output]).toEqual([0.5, 0.25, 1, -2]);
  });

  it("refuses what does not fit", () => {
    const labels = new Uint8Array(4);
    const run = (start: number, count: number, offset: number, store = labels) =>
      gather(pictures, pictures.split.train, start, count, new Float32Array(6), offset, store);
    expect(() => run(2, 2, 0)).toThrow("Examples 2 to 3 of 3 were asked for.");
    expect(() => run(-1, 1, 0)).toThrow("Examples -1 to -1 of 3 were asked for.");
    expect(() => run(0, 2, 1)).toThrow("2 examples of 3 numbers do not fit where they should go.");
    expect(() => run(0, 2, 0, new Uint8Array(1))).toThrow("do not fit");
  });
});

describe("previews", () => {
  it("shows the first training pictures of each class", () => {
    const shown = previewImages(pictures, 1);
    expect(shown.labels).toEqual([0, 1]);
    expect([...shown.bytes]).toEqual([10, 20, 30, 102, 153, 204]);
    expect(previewImages(pictures, 5).labels).toEqual([0, 1, 1]);
    expect(preview(pictures).show).toBe("images");
    expect(countPerClass(pictures)).toEqual([2, 2]);
  });

  it("shows the first training points", () => {
    const shown = previewPoints(points, 2);
    expect(shown.labels).toEqual([1, 0]);
    expect([...shown.coordinates]).toEqual([3, 4, 0.5, 0.25]);
    expect(preview(points).show).toBe("points");
    expect(() => previewImages(points, 1)).toThrow("Test points has points, not pictures.");
    expect(() => previewPoints(pictures, 1)).toThrow("Test pictures has no points in the plane.");
  });
});

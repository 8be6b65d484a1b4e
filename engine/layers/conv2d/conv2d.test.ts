import { describe, expect, it } from "vitest";
import { loopKernels } from "../../kernels/loops.ts";
import { referenceKernels } from "../../kernels/reference.ts";
import { runLayer } from "../../testing/layer-run.ts";
import { lectureImage } from "../../testing/lecture-image.ts";
import { allClose } from "../../testing/numbers.ts";
import { evaluateCount } from "../../testing/parameter-count.ts";
import { fieldsSchema } from "../fields.ts";
import { conv2d } from "./conv2d.ts";

describe.each([referenceKernels, loopKernels])("convolution with $name kernels", (kernels) => {
  it("gives the lecture's 3×3 boxcar with stride 2", () => {
    const { shape, output } = runLayer(kernels, {
      kind: conv2d,
      fields: { filters: 1, kernel: [3, 3], stride: [2, 2], padding: "valid", bias: false },
      batch: 1,
      inputs: [{ shape: [1, 10, 10], data: lectureImage }],
      weights: { weight: Array.from({ length: 9 }, () => 1 / 9) },
    });
    expect(shape).toEqual([1, 1, 4, 4]);
    // A window with n nineties has the mean 10·n; counted by hand.
    // biome-ignore format: an image
    const byHand = [
       0, 20, 30, 20,
       0, 60, 90, 60,
       0, 50, 80, 60,
      10, 30, 30, 20,
    ];
    expect(allClose(output, byHand, 0, 1e-4)).toBe(true);
  });

  it("does not flip the kernel: it is cross-correlation", () => {
    const { output } = runLayer(kernels, {
      kind: conv2d,
      fields: { filters: 1, kernel: [1, 2], padding: "valid" },
      batch: 1,
      inputs: [{ shape: [1, 1, 3], data: [1, 10, 100] }],
      weights: { weight: [2, 3], bias: [0.5] },
    });
    expect(output).toEqual([2 + 30 + 0.5, 20 + 300 + 0.5]);
  });

  it("flips the kernel on demand: true convolution", () => {
    const { output } = runLayer(kernels, {
      kind: conv2d,
      fields: { filters: 1, kernel: [2, 2], padding: "valid", flipKernel: true, bias: false },
      batch: 1,
      inputs: [{ shape: [1, 2, 3], data: [1, 10, 100, 1000, 10_000, 100_000] }],
      weights: { weight: [2, 3, 4, 5] },
    });
    expect(output).toEqual([5 + 40 + 3000 + 20_000, 50 + 400 + 30_000 + 200_000]);
  });

  it("keeps groups apart: depthwise filters see one channel each", () => {
    const { output } = runLayer(kernels, {
      kind: conv2d,
      fields: { filters: 4, kernel: [1, 1], groups: 2, bias: false },
      batch: 1,
      inputs: [{ shape: [2, 1, 2], data: [1, 2, 10, 20] }],
      weights: { weight: [1, 3, 5, 7] },
    });
    expect(output).toEqual([1, 2, 3, 6, 50, 100, 70, 140]);
  });

  // The first cell of a 1×5 kernel sees two to the left, the last one two to the right.
  it.each([
    { padding: "zero", cell: 0, byHand: [0, 0, 1] },
    { padding: "zero", cell: 4, byHand: [3, 0, 0] },
    { padding: "mirror", cell: 0, byHand: [3, 2, 1] },
    { padding: "mirror", cell: 4, byHand: [3, 2, 1] },
    { padding: "edge", cell: 0, byHand: [1, 1, 1] },
    { padding: "edge", cell: 4, byHand: [3, 3, 3] },
  ])("fills $padding padding as the lecture says, kernel cell $cell", ({ padding, cell, byHand }) => {
    const { output } = runLayer(kernels, {
      kind: conv2d,
      fields: { filters: 1, kernel: [1, 5], padding, bias: false },
      batch: 1,
      inputs: [{ shape: [1, 1, 3], data: [1, 2, 3] }],
      weights: { weight: [0, 0, 0, 0, 0].with(cell, 1) },
    });
    expect(output).toEqual(byHand);
  });

  it("puts the odd padding cell of an even kernel after the image", () => {
    const { output } = runLayer(kernels, {
      kind: conv2d,
      fields: { filters: 1, kernel: [1, 2], padding: "zero", bias: false },
      batch: 1,
      inputs: [{ shape: [1, 1, 3], data: [1, 2, 3] }],
      weights: { weight: [0, 1] },
    });
    expect(output).toEqual([2, 3, 0]);
  });
});

describe("the settings of a convolution", () => {
  const start = { ...defaults(), filters: 16 };

  it("counts 16 × (16 × 3 × 3 + 1) parameters as the design shows", () => {
    const words = conv2d
      .countParameters(start, [[16, 14, 14]])
      .map((token) => (typeof token === "string" ? token : token.value))
      .join(" ");
    expect(words).toBe("16 × ( 16 × 3 × 3 + 1 )");
  });

  it("says what it is set to", () => {
    expect(conv2d.caption(start)).toBe("16 filters, 3×3, zero pad");
    expect(conv2d.caption({ ...start, filters: 1, padding: "valid", stride: [2, 1] })).toBe(
      "1 filter, 3×3, stride 2×1, no padding",
    );
  });

  it("knows the padding that keeps the size", () => {
    expect(conv2d.keepSize?.({ ...start, padding: "valid" })).toEqual({ padding: "zero" });
    expect(conv2d.keepSize?.(start)).toBeNull();
    expect(conv2d.keepSize?.({ ...start, padding: "mirror" })).toBeNull();
    expect(conv2d.keepSize?.({ ...start, padding: "numbers", pads: [1, 1, 1, 1] })).toBeNull();
    expect(conv2d.keepSize?.({ ...start, padding: "valid", stride: [2, 2] })).toBeNull();
  });

  it("counts the channels of one group only", () => {
    expect(evaluateCount(conv2d.countParameters({ ...start, groups: 16 }, [[16, 14, 14]]))).toBe(
      16 * (9 + 1),
    );
  });

  it("opens what was saved before it had groups and flipping", () => {
    const { groups, flipKernel, ...older } = start;
    expect(fieldsSchema(conv2d.fields).parse(older)).toMatchObject({
      ...start,
      groups: 1,
      flipKernel: false,
    });
  });

  it("shows the formula with its own numbers", () => {
    expect(conv2d.formula({ ...start, stride: [2, 1], kernel: [3, 5] })).toBe(
      String.raw`\fwd{y_{kij}} = b_k + \sum_{c} \sum_{u=0}^{2} \sum_{v=0}^{4} w_{kcuv}\, x_{c,\, 2i + u - 1,\, j + v - 2}`,
    );
  });
});

function defaults() {
  return {
    filters: 16,
    kernel: [3, 3],
    stride: [1, 1],
    dilation: [1, 1],
    padding: "zero",
    pads: [0, 0, 0, 0],
    groups: 1,
    flipKernel: false,
    bias: true,
    initialiser: "he",
    typedKernels: [],
  } as const;
}

import { describe, expect, it } from "vitest";
import { loopKernels } from "../../kernels/loops.ts";
import { referenceKernels } from "../../kernels/reference.ts";
import { runLayer } from "../../testing/layer-run.ts";
import { lectureImage } from "../../testing/lecture-image.ts";
import { allClose } from "../../testing/numbers.ts";
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

  // The first cell of a 1×5 kernel sees two to the left, the last one two to the right.
  it.each([
    { padding: "zero", cell: 0, byHand: [0, 0, 1] },
    { padding: "zero", cell: 4, byHand: [3, 0, 0] },
    { padding: "mirror", cell: 0, byHand: [3, 2, 1] },
    { padding: "mirror", cell: 4, byHand: [3, 2, 1] },
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
    bias: true,
    initialiser: "he",
  } as const;
}

import type { WindowGeometry } from "../../kernels/kernels.ts";
import { imageSize, type Shape, sizeOf } from "../../tensor.ts";
import { say } from "../../words/say.ts";
import { defineLayer } from "../layer.ts";
import { needsRowsAndColumns } from "../rows-and-columns.ts";
import { poolingTerms } from "../terms.ts";
import { rememberGeometry } from "../window.ts";

/** One window as large as the image. @param input without the batch. */
function oneWindow(_fields: object, input: Shape): WindowGeometry {
  const [channels = 1, height = 1, width = 1] = input;
  return {
    channels,
    height,
    width,
    kernelHeight: height,
    kernelWidth: width,
    strideY: 1,
    strideX: 1,
    dilationY: 1,
    dilationX: 1,
    padTop: 0,
    padBottom: 0,
    padLeft: 0,
    padRight: 0,
    outHeight: 1,
    outWidth: 1,
  };
}

const wholeImage = rememberGeometry(oneWindow);

/** One number per channel: its mean over all pixels. */
export const globalAveragePool = defineLayer({
  kind: "global-average-pool",
  title: "Global average pool",
  shortName: "Global pool",
  group: "Spatial",
  category: "pooling",
  appearance: "bead",
  glyph: [
    {
      d: "M2.8 2h10.4a.8.8 0 0 1 .8.8v10.4a.8.8 0 0 1-.8.8H2.8a.8.8 0 0 1-.8-.8V2.8a.8.8 0 0 1 .8-.8z",
      strokeWidth: 1.1,
    },
    { d: "M4 4l2.2 2.2M12 4L9.8 6.2M4 12l2.2-2.2M12 12L9.8 9.8", strokeWidth: 1.1 },
    { d: "M9.6 8a1.6 1.6 0 1 1-3.2 0a1.6 1.6 0 1 1 3.2 0", fill: true },
  ],
  summary:
    "Takes the mean of each whole channel: an image becomes one number per channel, whatever its size. Nothing is learned.",
  formula: () => String.raw`\fwd{y_c} = \frac{1}{H W} \sum_{i=0}^{H-1} \sum_{j=0}^{W-1} x_{cij}`,
  caption: () => say("mean of each channel"),
  inputs: { minimum: 1, maximum: 1 },
  hasOutput: true,
  fields: {},
  outputShape(_fields, inputs) {
    const input = inputs[0] ?? [];
    const image = imageSize(input);
    if (image) return [image.channels];
    return needsRowsAndColumns("Global average pool", "average", input);
  },
  weights: {},
  countParameters: () => [],
  cost: (_fields, inputs, output) => ({
    flops: sizeOf(inputs[0] ?? []) + sizeOf(output),
    bytes: 4 * (sizeOf(inputs[0] ?? []) + sizeOf(output)),
  }),
  terms: (fields, input, at) => poolingTerms(oneWindow(fields, input), at, "mean", true),
  backwardReads: { inputs: false, output: false },
  forward({ kernels, fields, inputs: [x], output }) {
    kernels.averagePool(x, output, wholeImage(fields, x.shape), true);
  },
  backward({ kernels, fields, inputs: [x], gradOutput, gradInputs: [dx] }) {
    if (dx) kernels.averagePoolBackward(gradOutput, dx, wholeImage(fields, x.shape), true);
  },
  examples: [
    { fields: {}, inputs: [[3, 4, 4]] },
    { fields: {}, inputs: [[2, 7, 5]] },
    { fields: {}, inputs: [[5, 1, 1]] },
  ],
});

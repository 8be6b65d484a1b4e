import type { ConvolutionGeometry } from "../../kernels/kernels.ts";
import { imageSize, type Shape, sizeOf } from "../../tensor.ts";
import { say } from "../../words/say.ts";
import {
  countKernels,
  filterBiasField,
  filtersCaption,
  filtersField,
  kernelField,
  strideField,
} from "../convolution-fields.ts";
import type { Fields, FieldValues } from "../fields.ts";
import { kernelInitialiserField, typedKernelsField } from "../initialiser-field.ts";
import { defineLayer, isProblem, type ShapeProblem } from "../layer.ts";
import { needsImage, positionFormula, rememberGeometry } from "../window.ts";

const fields = {
  filters: { ...filtersField, help: "How many channels the output has." },
  kernel: {
    ...kernelField,
    default: [2, 2],
    help: "Rows and columns of the patch that every input value writes.",
  },
  stride: {
    ...strideField,
    default: [2, 2],
    help: "How far apart the patches of neighbouring input values lie. A stride of 2 doubles rows and columns.",
  },
  padding: {
    type: "pair",
    label: "Padding",
    unit: "cells",
    minimum: 0,
    maximum: 255,
    default: [0, 0],
    help: "Rows cut off at top and bottom, columns cut off at left and right: the padding of the convolution that this one reverses.",
  },
  outputPadding: {
    type: "pair",
    label: "Output padding",
    unit: "cells",
    minimum: 0,
    maximum: 254,
    default: [0, 0],
    help: "Rows added at the bottom and columns added at the right. Several sizes shrink to the same one at a stride above 1; this says which of them comes back.",
  },
  bias: filterBiasField,
  initialiser: kernelInitialiserField,
  typedKernels: typedKernelsField,
} as const satisfies Fields;

type TransposedFields = FieldValues<typeof fields>;
type Axis = 0 | 1;

/** (size - 1)·stride - 2·padding + kernel + outputPadding, as PyTorch's ConvTranspose2d. */
function outputSize({ kernel, stride, padding, outputPadding }: TransposedFields, axis: Axis, size: number) {
  return (size - 1) * stride[axis] - 2 * padding[axis] + kernel[axis] + outputPadding[axis];
}

function widthProblem({ stride, outputPadding }: TransposedFields, input: Shape): ShapeProblem {
  const fitting = [
    Math.min(outputPadding[0], stride[0] - 1),
    Math.min(outputPadding[1], stride[1] - 1),
  ] as const;
  const axis = outputPadding[0] >= stride[0] ? 0 : 1;
  return {
    problem: "output-padding-too-wide",
    title: say("Output padding is not smaller than the stride"),
    explanation: say(
      "Output padding {outputPadding} with stride {stride} would add a whole step, which no input value writes to. It must be smaller than the stride in rows and in columns.",
      { outputPadding: outputPadding.join("×"), stride: stride.join("×") },
    ),
    field: "outputPadding",
    shapes: [{ shape: input, label: say("received"), wrong: true }],
    formula: String.raw`${outputPadding[axis]} \not< ${stride[axis]}`,
    fixes: [
      {
        action: "set-fields",
        label: say("Set output padding to {padding}", { padding: fitting.join("×") }),
        values: { outputPadding: fitting },
      },
    ],
  };
}

function nothingLeftProblem(settings: TransposedFields, input: Shape): ShapeProblem {
  const { kernel, stride, padding, outputPadding } = settings;
  const [, height = 1, width = 1] = input;
  const axis: Axis = outputSize(settings, 0, height) < 1 ? 0 : 1;
  const size = axis === 0 ? height : width;
  const uncut = outputSize({ ...settings, padding: [0, 0] }, axis, size);
  const most = (of: Axis, length: number) =>
    Math.min(padding[of], Math.floor((outputSize({ ...settings, padding: [0, 0] }, of, length) - 1) / 2));
  const fitting = [most(0, height), most(1, width)] as const;
  return {
    problem: "nothing-left",
    title: say("The padding cuts the whole output off"),
    explanation: say(
      "The patches cover {uncut} {isRows, select, true {rows} other {columns}}, and padding cuts off {padding} cells at either end. Less padding, or a larger kernel, leaves something.",
      { uncut, isRows: axis === 0, padding: padding[axis] },
    ),
    field: "padding",
    shapes: [{ shape: input, label: say("received"), wrong: true }],
    formula: String.raw`(${size} - 1) \cdot ${stride[axis]} - 2 \cdot ${padding[axis]} + ${kernel[axis]} + ${outputPadding[axis]} = ${outputSize(settings, axis, size)}`,
    fixes: [
      {
        action: "set-fields",
        label: say("Set padding to {padding}", { padding: fitting.join("×") }),
        values: { padding: fitting },
      },
    ],
  };
}

/** The convolution whose input's gradient this layer computes: its image is our output, its maps are our input. */
function place(settings: TransposedFields, input: Shape): ConvolutionGeometry | ShapeProblem {
  const image = imageSize(input);
  if (!image) return needsImage(input, { layer: "Transposed convolution", noun: "kernel" });
  const { kernel, stride, padding, outputPadding } = settings;
  if (outputPadding[0] >= stride[0] || outputPadding[1] >= stride[1]) return widthProblem(settings, input);
  const height = outputSize(settings, 0, image.height);
  const width = outputSize(settings, 1, image.width);
  if (height < 1 || width < 1) return nothingLeftProblem(settings, input);
  return {
    channels: settings.filters,
    height,
    width,
    filters: image.channels,
    groups: 1,
    flipKernel: false,
    kernelHeight: kernel[0],
    kernelWidth: kernel[1],
    strideY: stride[0],
    strideX: stride[1],
    dilationY: 1,
    dilationX: 1,
    padTop: padding[0],
    padBottom: padding[0],
    padLeft: padding[1],
    padRight: padding[1],
    paddingCells: "zero",
    outHeight: image.height,
    outWidth: image.width,
  };
}

function geometry(settings: TransposedFields, input: Shape): ConvolutionGeometry {
  const placed = place(settings, input);
  if (isProblem(placed)) throw new Error(`A convolution without a shape was run: ${placed.explanation}`);
  return placed;
}
const geometryOf = rememberGeometry(geometry);

/** The backward pass of a convolution, used forward: every input value writes its multiple of the kernel. */
export const transposedConv = defineLayer({
  kind: "transposed-conv",
  title: "Transposed convolution",
  shortName: "Transposed",
  group: "Spatial",
  category: "convolution",
  appearance: "card",
  glyph: [
    {
      d: "M2.6 1.8h3.2a.8.8 0 0 1 .8.8v3.2a.8.8 0 0 1-.8.8H2.6a.8.8 0 0 1-.8-.8V2.6a.8.8 0 0 1 .8-.8z",
      fill: true,
    },
    {
      d: "M7.2 5.4h5.6a1.4 1.4 0 0 1 1.4 1.4v6a1.4 1.4 0 0 1-1.4 1.4H6.8a1.4 1.4 0 0 1-1.4-1.4V9",
    },
    { d: "M7.8 7.8l3.6 3.6M11.4 8.6v2.8H8.6", strokeWidth: 1, opacity: 0.6 },
  ],
  summary:
    "Makes images larger: every input value writes its multiple of the kernel, and where patches overlap they add up. It is the backward pass of a convolution used forward.",
  formula(settings) {
    const { stride, padding } = settings;
    const row = positionFormula("i", "u", stride[0], 1, padding[0]);
    const column = positionFormula("j", "v", stride[1], 1, padding[1]);
    const target = String.raw`\fwd{y_{k,\, ${row},\, ${column}} \mathrel{+}= \sum_{c} w_{ckuv}\, x_{cij}}`;
    return String.raw`${target}, \quad y_k = ${settings.bias ? "b_k" : "0"} \text{ before}`;
  },
  caption(settings) {
    const parts = [
      filtersCaption(settings.filters),
      settings.kernel.join("×"),
      say("stride {stride}", { stride: settings.stride.join("×") }),
    ];
    if (settings.padding.some((cells) => cells > 0))
      parts.push(say("padding {padding}", { padding: settings.padding.join("×") }));
    if (settings.outputPadding.some((cells) => cells > 0))
      parts.push(say("output padding {outputPadding}", { outputPadding: settings.outputPadding.join("×") }));
    if (!settings.bias) parts.push(say("no bias"));
    return parts.join(", ");
  },
  inputs: { minimum: 1, maximum: 1 },
  hasOutput: true,
  fields,
  outputShape(settings, inputs) {
    const placed = place(settings, inputs[0] ?? []);
    return isProblem(placed) ? placed : [settings.filters, placed.height, placed.width];
  },
  outputCount: "filters",
  weights: {
    weight: {
      shape: (settings, inputs) => [inputs[0]?.[0] ?? 0, settings.filters, ...settings.kernel],
      initialiser: (settings) => settings.initialiser,
      typed: (settings) => settings.typedKernels,
      isPenalised: true,
      channelsFirst: true,
      // One output value meets only the kernel cells of its own stride phase: on average every (sy·sx)-th.
      fans: ({ filters, kernel, stride }, inputs) => ({
        inputs: ((inputs[0]?.[0] ?? 0) * kernel[0] * kernel[1]) / (stride[0] * stride[1]),
        outputs: filters * kernel[0] * kernel[1],
      }),
    },
    bias: {
      shape: (settings) => (settings.bias ? [settings.filters] : null),
      initialiser: () => "zeros",
      isBias: true,
    },
  },
  countParameters: (settings, inputs) =>
    countKernels(
      [{ value: settings.filters, label: say("filters") }],
      { value: inputs[0]?.[0] ?? 0, label: say("channels") },
      settings,
    ),
  cost(settings, inputs, output) {
    const input = inputs[0] ?? [];
    const cells = settings.filters * settings.kernel[0] * settings.kernel[1];
    const bias = settings.bias ? settings.filters : 0;
    return {
      flops: 2 * sizeOf(input) * cells + (settings.bias ? sizeOf(output) : 0),
      bytes: 4 * ((input[0] ?? 0) * cells + bias + sizeOf(input) + sizeOf(output)),
    };
  },
  scratch: (kernels, settings, inputs) => kernels.conv2dScratch(geometry(settings, inputs[0] ?? [])),
  terms(settings, input, [filter = 0, row = 0, column = 0]) {
    const g = geometry(settings, input);
    const [channels, plane] = [g.filters, g.outHeight * g.outWidth];
    // Each kernel cell (u, v) was laid here by the input value whose window began there, if there is one.
    const cells = Array.from({ length: g.kernelHeight * g.kernelWidth }, (_, index) => {
      const y = row + g.padTop - Math.floor(index / g.kernelWidth);
      const x = column + g.padLeft - (index % g.kernelWidth);
      const [i, j] = [y / g.strideY, x / g.strideX];
      const isThere =
        Number.isInteger(i) && Number.isInteger(j) && i >= 0 && j >= 0 && i < g.outHeight && j < g.outWidth;
      return isThere ? i * g.outWidth + j : null;
    });
    return {
      firstChannel: 0,
      channels,
      rows: g.kernelHeight,
      columns: g.kernelWidth,
      terms: Array.from({ length: channels }, (_, channel) =>
        cells.map((cell, index) => ({
          input: cell === null ? null : channel * plane + cell,
          isPadding: cell === null,
          weight: (channel * g.channels + filter) * cells.length + index,
        })),
      ).flat(),
      combine: "sum",
      count: channels * cells.length,
      bias: settings.bias ? filter : null,
    };
  },
  backwardReads: { inputs: true, output: false },
  forward({ kernels, fields: settings, inputs: [x], weights, output, scratch }) {
    kernels.conv2dBackwardInput(x, weights.weight, output, geometryOf(settings, x.shape), scratch);
    if (weights.bias) kernels.addBias(weights.bias, output);
  },
  backward({ kernels, fields: settings, inputs: [x], weights, gradWeights, ...step }) {
    const [dx] = step.gradInputs;
    const placed = geometryOf(settings, x.shape);
    kernels.conv2dBackwardWeight(step.gradOutput, x, gradWeights.weight, null, placed, step.scratch);
    if (gradWeights.bias) kernels.addBiasBackward(step.gradOutput, gradWeights.bias);
    if (dx) kernels.conv2d(step.gradOutput, weights.weight, null, dx, placed, step.scratch);
  },
  examples: [
    { fields: { filters: 2 }, inputs: [[3, 3, 4]] },
    { fields: { filters: 3, kernel: [3, 3], padding: [1, 1], outputPadding: [1, 0] }, inputs: [[2, 4, 3]] },
    {
      fields: { filters: 1, kernel: [2, 4], stride: [3, 1], padding: [0, 2], bias: false },
      inputs: [[2, 3, 5]],
    },
    { fields: { filters: 3, kernel: [3, 3], stride: [1, 1], padding: [1, 1] }, inputs: [[2, 3, 4]] },
    {
      fields: { filters: 2, kernel: [1, 1], stride: [3, 2], outputPadding: [2, 1], initialiser: "glorot" },
      inputs: [[1, 3, 2]],
    },
  ],
});

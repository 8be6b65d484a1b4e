import type { ConvolutionGeometry } from "../../kernels/kernels.ts";
import { type Shape, sizeOf } from "../../tensor.ts";
import { say } from "../../words/say.ts";
import {
  countKernels,
  filterBiasField,
  filtersCaption,
  filtersField,
  kernelField,
  paddingCaption,
  paddingCells,
  paddingField,
  padsField,
  strideField,
} from "../convolution-fields.ts";
import type { Fields, FieldValues } from "../fields.ts";
import { kernelInitialiserField, typedKernelsField } from "../initialiser-field.ts";
import { defineLayer, isProblem } from "../layer.ts";
import { windowCells } from "../terms.ts";
import {
  keepsSize,
  placeWindow,
  positionFormula,
  rememberGeometry,
  type WindowSettings,
  type WindowWords,
  windowPads,
} from "../window.ts";

const fields = {
  filters: {
    ...filtersField,
    default: 8,
    help: "How many kernels each place has. Each gives one channel of the output.",
  },
  kernel: kernelField,
  stride: strideField,
  padding: paddingField,
  pads: padsField,
  bias: {
    ...filterBiasField,
    help: "Adds one learned number to each output value: every filter has one for each place.",
  },
  initialiser: kernelInitialiserField,
  typedKernels: { ...typedKernelsField, help: `${typedKernelsField.help} Every place starts with the same.` },
} as const satisfies Fields;

type LocalFields = FieldValues<typeof fields>;

const words: WindowWords = {
  layer: "Locally connected",
  noun: "kernel",
  kernelField: "kernel",
  sizeKeepingPadding: { value: "zero", label: "Zero" },
};

const windowOf = (settings: LocalFields): WindowSettings => ({ ...settings, dilation: [1, 1] });

function place(settings: LocalFields, input: Shape): ConvolutionGeometry {
  const window = placeWindow(input, windowOf(settings), words);
  if (isProblem(window)) throw new Error(`A layer without a shape was run: ${window.explanation}`);
  return {
    ...window,
    filters: settings.filters,
    groups: 1,
    flipKernel: false,
    paddingCells: paddingCells(settings.padding),
  };
}
const geometryOf = rememberGeometry(place);

/** A convolution without shared weights: every place of the image has kernels of its own. */
export const locallyConnected = defineLayer({
  kind: "locally-connected",
  title: "Locally connected",
  shortName: "Local",
  group: "Spatial",
  category: "convolution",
  appearance: "card",
  glyph: [
    {
      d: "M3.2 1.8h9.6a1.4 1.4 0 0 1 1.4 1.4v9.6a1.4 1.4 0 0 1-1.4 1.4H3.2a1.4 1.4 0 0 1-1.4-1.4V3.2a1.4 1.4 0 0 1 1.4-1.4z",
    },
    { d: "M4.2 4.2h3v3h-3zM8.8 8.8h3v3h-3z", fill: true },
    { d: "M9.2 4.6h2.2v2.2H9.2zM4.6 9.2h2.2v2.2H4.6z", strokeWidth: 1, opacity: 0.6 },
  ],
  summary:
    "Like a convolution, each output value sees only a small patch of the image; but every place has weights of its own, so a pattern learned in one place is not known in another.",
  formula(settings) {
    const { kernel, stride } = settings;
    const [top, , left] = windowPads(windowOf(settings));
    const row = positionFormula("i", "u", stride[0], 1, top);
    const column = positionFormula("j", "v", stride[1], 1, left);
    const sums = String.raw`\sum_{c} \sum_{u=0}^{${kernel[0] - 1}} \sum_{v=0}^{${kernel[1] - 1}}`;
    const bias = settings.bias ? "b_{kij} + " : "";
    return String.raw`\fwd{y_{kij}} = ${bias}${sums} w_{ijkcuv}\, x_{c,\, ${row},\, ${column}}`;
  },
  caption(settings) {
    const parts = [filtersCaption(settings.filters), settings.kernel.join("×")];
    if (settings.stride.some((step) => step > 1))
      parts.push(say("stride {stride}", { stride: settings.stride.join("×") }));
    parts.push(paddingCaption(settings));
    if (!settings.bias) parts.push(say("no bias"));
    return parts.join(", ");
  },
  inputs: { minimum: 1, maximum: 1 },
  hasOutput: true,
  fields,
  outputShape(settings, inputs) {
    const window = placeWindow(inputs[0] ?? [], windowOf(settings), words);
    return isProblem(window) ? window : [settings.filters, window.outHeight, window.outWidth];
  },
  keepSize(settings) {
    if (settings.stride.some((step) => step > 1) || keepsSize(windowOf(settings))) return null;
    return { padding: "zero" };
  },
  outputCount: "filters",
  weights: {
    weight: {
      shape(settings, inputs) {
        const { outHeight, outWidth, channels } = place(settings, inputs[0] ?? []);
        return [outHeight, outWidth, settings.filters, channels, ...settings.kernel];
      },
      initialiser: (settings) => settings.initialiser,
      typed: (settings) => settings.typedKernels,
      isPenalised: true,
      fans({ filters, kernel: [rows, columns] }, inputs) {
        return { inputs: (inputs[0]?.[0] ?? 0) * rows * columns, outputs: filters * rows * columns };
      },
    },
    bias: {
      shape(settings, inputs) {
        if (!settings.bias) return null;
        const { outHeight, outWidth } = place(settings, inputs[0] ?? []);
        return [settings.filters, outHeight, outWidth];
      },
      initialiser: () => "zeros",
      isBias: true,
    },
  },
  countParameters(settings, inputs) {
    const { outHeight, outWidth, channels } = place(settings, inputs[0] ?? []);
    return countKernels(
      [
        { value: outHeight, label: say("rows") },
        "×",
        { value: outWidth, label: say("columns") },
        "×",
        { value: settings.filters, label: say("filters") },
      ],
      { value: channels, label: say("channels") },
      settings,
    );
  },
  cost(settings, inputs, output) {
    const cells = (inputs[0]?.[0] ?? 0) * settings.kernel[0] * settings.kernel[1];
    const bias = settings.bias ? 1 : 0;
    return {
      flops: sizeOf(output) * (2 * cells + bias),
      bytes: 4 * (sizeOf(output) * (cells + bias + 1) + sizeOf(inputs[0] ?? [])),
    };
  },
  scratch: (kernels, settings, inputs) => kernels.locallyConnectedScratch(place(settings, inputs[0] ?? [])),
  terms(settings, input, [filter = 0, row = 0, column = 0]) {
    const g = place(settings, input);
    const cells = windowCells(g, row, column, g.paddingCells);
    const kernel = ((row * g.outWidth + column) * g.filters + filter) * g.channels * cells.length;
    return {
      firstChannel: 0,
      channels: g.channels,
      rows: g.kernelHeight,
      columns: g.kernelWidth,
      terms: Array.from({ length: g.channels }, (_, channel) =>
        cells.map((cell, index) => ({
          input: cell.place === null ? null : channel * g.height * g.width + cell.place,
          isPadding: cell.isPadding,
          weight: kernel + channel * cells.length + index,
        })),
      ).flat(),
      combine: "sum",
      count: g.channels * cells.length,
      bias: settings.bias ? (filter * g.outHeight + row) * g.outWidth + column : null,
    };
  },
  backwardReads: { inputs: true, output: false },
  forward({ kernels, fields: settings, inputs: [x], weights, output, scratch }) {
    kernels.locallyConnected(x, weights.weight, output, geometryOf(settings, x.shape), scratch);
    if (weights.bias) kernels.addBias(weights.bias, output);
  },
  backward(step) {
    const [x] = step.inputs;
    const [dx] = step.gradInputs;
    const { kernels, weights, gradWeights, gradOutput, scratch } = step;
    const geometry = geometryOf(step.fields, x.shape);
    kernels.locallyConnectedBackwardWeight(x, gradOutput, gradWeights.weight, geometry, scratch);
    if (gradWeights.bias) kernels.addBiasBackward(gradOutput, gradWeights.bias);
    if (dx) kernels.locallyConnectedBackwardInput(gradOutput, weights.weight, dx, geometry, scratch);
  },
  examples: [
    { fields: { filters: 2 }, inputs: [[2, 3, 4]] },
    { fields: { filters: 1, kernel: [2, 5], padding: "valid", bias: false }, inputs: [[1, 3, 6]] },
    { fields: { filters: 3, kernel: [3, 2], stride: [2, 2], padding: "mirror" }, inputs: [[1, 5, 4]] },
    { fields: { filters: 2, kernel: [2, 3], stride: [1, 2], padding: "edge" }, inputs: [[2, 2, 4]] },
    {
      fields: { filters: 1, padding: "numbers", pads: [0, 2, 1, 0], initialiser: "glorot" },
      inputs: [[1, 3, 3]],
    },
  ],
});

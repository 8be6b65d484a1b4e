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
import { defineLayer, isProblem, type ShapeProblem } from "../layer.ts";
import { windowCells } from "../terms.ts";
import {
  keepsSize,
  placeWindow,
  positionFormula,
  rememberGeometry,
  type WindowWords,
  windowPads,
} from "../window.ts";

const fields = {
  filters: filtersField,
  kernel: kernelField,
  stride: strideField,
  dilation: {
    type: "pair",
    label: "Dilation",
    unit: "cells",
    minimum: 1,
    maximum: 255,
    default: [1, 1],
    help: "Distance between neighbouring kernel cells. Above 1 the kernel sees further with the same weights.",
  },
  padding: paddingField,
  pads: padsField,
  groups: {
    type: "integer",
    label: "Groups",
    minimum: 1,
    maximum: 4096,
    default: 1,
    help: "Splits channels and filters into so many equal groups that do not see each other. As many groups as channels is a depthwise convolution.",
  },
  flipKernel: {
    type: "toggle",
    label: "Flip kernel",
    default: false,
    help: "Turns the kernel by 180° before it is laid on the image: true convolution. Off, it is cross-correlation.",
  },
  bias: filterBiasField,
  initialiser: kernelInitialiserField,
  typedKernels: typedKernelsField,
} as const satisfies Fields;

type Conv2dFields = FieldValues<typeof fields>;

const words: WindowWords = {
  layer: "Convolution",
  noun: "kernel",
  kernelField: "kernel",
  sizeKeepingPadding: { value: "zero", label: "Zero" },
};

function place(settings: Conv2dFields, input: Shape): ConvolutionGeometry {
  const window = placeWindow(input, settings, words);
  if (isProblem(window)) throw new Error(`A convolution without a shape was run: ${window.explanation}`);
  return {
    ...window,
    filters: settings.filters,
    groups: settings.groups,
    flipKernel: settings.flipKernel,
    paddingCells: paddingCells(settings.padding),
  };
}
const geometryOf = rememberGeometry(place);

/** The largest number of groups, not above `most`, into which both counts fall. */
function largestGroups(channels: number, filters: number, most: number): number {
  let groups = Math.min(channels, filters, most);
  while (channels % groups > 0 || filters % groups > 0) groups -= 1;
  return groups;
}

/** Groups must be equal: they divide the channels and the filters. */
function groupsProblem({ groups, filters }: Conv2dFields, input: Shape): ShapeProblem | null {
  const channels = input[0] ?? 1;
  const channelsLeft = channels % groups;
  const filtersLeft = filters % groups;
  if (channelsLeft === 0 && filtersLeft === 0) return null;
  const fitting = largestGroups(channels, filters, groups);
  const most = fields.filters.maximum;
  const rounded = Math.min(Math.ceil(filters / groups), Math.floor(most / groups)) * groups;
  const what =
    channelsLeft > 0 ? say("{channels} input channels", { channels }) : say("{filters} filters", { filters });
  return {
    problem: "groups-not-equal",
    title: say("The {what} do not fall into {groups} groups", { what, groups }),
    explanation: say(
      "Every group has as many channels and as many filters as the others, so {groups} must divide both the {channels} input channels and the {filters} filters.",
      { groups, channels, filters },
    ),
    field: "groups",
    shapes: [{ shape: input, label: say("received"), wrong: true }],
    formula: String.raw`${channelsLeft > 0 ? channels : filters} = ${groups} \cdot ${Math.floor((channelsLeft > 0 ? channels : filters) / groups)} + ${channelsLeft > 0 ? channelsLeft : filtersLeft}`,
    fixes: [
      {
        action: "set-fields",
        label: say("Set groups to {groups}", { groups: fitting }),
        values: { groups: fitting },
      },
      ...(channelsLeft === 0
        ? [
            {
              action: "set-fields",
              label: say("Set filters to {filters}", { filters: rounded }),
              detail: say("{filters} a group", { filters: rounded / groups }),
              values: { filters: rounded },
            } as const,
          ]
        : []),
    ],
  };
}

/** Cross-correlation plus bias: the same small kernel looks at every place of the image. */
export const conv2d = defineLayer({
  kind: "conv2d",
  title: "Convolution",
  shortName: "Conv",
  shortcut: "c",
  group: "Spatial",
  category: "convolution",
  appearance: "card",
  glyph: [
    {
      d: "M3.2 1.8h9.6a1.4 1.4 0 0 1 1.4 1.4v9.6a1.4 1.4 0 0 1-1.4 1.4H3.2a1.4 1.4 0 0 1-1.4-1.4V3.2a1.4 1.4 0 0 1 1.4-1.4z",
    },
    {
      d: "M4.4 3.8h3.8a.6.6 0 0 1 .6.6v3.8a.6.6 0 0 1-.6.6H4.4a.6.6 0 0 1-.6-.6V4.4a.6.6 0 0 1 .6-.6z",
      fill: true,
    },
    { d: "M11.4 6.2v5.2H6.2", strokeWidth: 1, opacity: 0.6 },
  ],
  summary:
    "A small kernel slides over the image and answers where its pattern occurs: cross-correlation plus bias, or true convolution when the kernel is flipped. All places share the same weights.",
  formula(settings) {
    const { kernel, stride, dilation, flipKernel } = settings;
    const [top, , left] = windowPads(settings);
    const row = positionFormula("i", "u", stride[0], dilation[0], top);
    const column = positionFormula("j", "v", stride[1], dilation[1], left);
    const channels = settings.groups === 1 ? "c" : String.raw`c \in \text{group of } k`;
    const sums = String.raw`\sum_{${channels}} \sum_{u=0}^{${kernel[0] - 1}} \sum_{v=0}^{${kernel[1] - 1}}`;
    const cell = flipKernel ? String.raw`kc,\, ${kernel[0] - 1} - u,\, ${kernel[1] - 1} - v` : "kcuv";
    return String.raw`\fwd{y_{kij}} = ${settings.bias ? "b_k + " : ""}${sums} w_{${cell}}\, x_{c,\, ${row},\, ${column}}`;
  },
  caption(settings) {
    const parts = [filtersCaption(settings.filters), settings.kernel.join("×")];
    if (settings.stride.some((step) => step > 1))
      parts.push(say("stride {stride}", { stride: settings.stride.join("×") }));
    if (settings.dilation.some((step) => step > 1))
      parts.push(say("dilation {dilation}", { dilation: settings.dilation.join("×") }));
    parts.push(paddingCaption(settings));
    if (settings.groups > 1) parts.push(say("{groups} groups", { groups: settings.groups }));
    if (settings.flipKernel) parts.push("flipped");
    if (!settings.bias) parts.push(say("no bias"));
    return parts.join(", ");
  },
  inputs: { minimum: 1, maximum: 1 },
  hasOutput: true,
  fields,
  outputShape(settings, inputs) {
    const input = inputs[0] ?? [];
    const window = placeWindow(input, settings, words);
    if (isProblem(window)) return window;
    return groupsProblem(settings, input) ?? [settings.filters, window.outHeight, window.outWidth];
  },
  keepSize(settings) {
    if (settings.stride.some((step) => step > 1) || keepsSize(settings)) return null;
    return { padding: "zero" };
  },
  outputCount: "filters",
  weights: {
    weight: {
      shape: (settings, inputs) => [
        settings.filters,
        (inputs[0]?.[0] ?? 0) / settings.groups,
        ...settings.kernel,
      ],
      initialiser: (settings) => settings.initialiser,
      typed: (settings) => settings.typedKernels,
      isPenalised: true,
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
      {
        value: (inputs[0]?.[0] ?? 0) / settings.groups,
        label: settings.groups === 1 ? say("channels") : say("channels a group"),
      },
      settings,
    ),
  cost(settings, inputs, output) {
    const cells = ((inputs[0]?.[0] ?? 0) / settings.groups) * settings.kernel[0] * settings.kernel[1];
    const bias = settings.bias ? 1 : 0;
    return {
      flops: sizeOf(output) * (2 * cells + bias),
      bytes: 4 * (settings.filters * (cells + bias) + sizeOf(inputs[0] ?? []) + sizeOf(output)),
    };
  },
  scratch: (kernels, settings, inputs) => kernels.conv2dScratch(place(settings, inputs[0] ?? [])),
  keeps: (kernels, settings, inputs) => kernels.conv2dKept(place(settings, inputs[0] ?? [])),
  terms(settings, input, [filter = 0, row = 0, column = 0]) {
    const g = place(settings, input);
    const channels = g.channels / g.groups;
    const firstChannel = Math.floor((filter * g.groups) / g.filters) * channels;
    const cells = windowCells(g, row, column, g.paddingCells);
    const last = cells.length - 1;
    return {
      firstChannel,
      channels,
      rows: g.kernelHeight,
      columns: g.kernelWidth,
      terms: Array.from({ length: channels }, (_, channel) =>
        cells.map((cell, index) => ({
          input: cell.place === null ? null : (firstChannel + channel) * g.height * g.width + cell.place,
          isPadding: cell.isPadding,
          weight: (filter * channels + channel) * cells.length + (g.flipKernel ? last - index : index),
        })),
      ).flat(),
      combine: "sum",
      count: channels * cells.length,
      bias: settings.bias ? filter : null,
    };
  },
  backwardReads: { inputs: true, output: false },
  forward({ kernels, fields: settings, inputs: [x], weights, output, scratch, kept }) {
    kernels.conv2d(x, weights.weight, weights.bias, output, geometryOf(settings, x.shape), scratch, kept);
  },
  backward(step) {
    const [x] = step.inputs;
    const [dx] = step.gradInputs;
    const { kernels, weights, gradWeights, gradOutput, scratch } = step;
    const geometry = geometryOf(step.fields, x.shape);
    kernels.conv2dBackwardWeight(x, gradOutput, gradWeights.weight, gradWeights.bias, geometry, scratch);
    if (dx) kernels.conv2dBackwardInput(gradOutput, weights.weight, dx, geometry, scratch);
  },
  examples: [
    { fields: { filters: 2, padding: "zero" }, inputs: [[3, 5, 4]] },
    { fields: { filters: 3, kernel: [2, 3], stride: [2, 1], padding: "valid" }, inputs: [[2, 7, 5]] },
    { fields: { filters: 4, kernel: [5, 5], padding: "mirror" }, inputs: [[1, 7, 6]] },
    {
      fields: { filters: 2, kernel: [4, 2], stride: [3, 2], padding: "mirror", bias: false },
      inputs: [[2, 9, 5]],
    },
    { fields: { filters: 2, dilation: [2, 3], padding: "zero", initialiser: "glorot" }, inputs: [[2, 8, 7]] },
    {
      fields: { filters: 5, kernel: [3, 2], stride: [2, 3], padding: "numbers", pads: [2, 0, 1, 3] },
      inputs: [[2, 6, 7]],
    },
    { fields: { filters: 3, kernel: [1, 1], stride: [2, 2], padding: "valid" }, inputs: [[4, 5, 5]] },
    {
      fields: {
        filters: 2,
        kernel: [3, 3],
        stride: [2, 2],
        dilation: [2, 2],
        padding: "numbers",
        pads: [5, 5, 5, 5],
      },
      inputs: [[1, 4, 3]],
    },
    { fields: { filters: 3, kernel: [5, 4], stride: [1, 2], padding: "edge" }, inputs: [[2, 3, 5]] },
    { fields: { filters: 6, groups: 2, padding: "zero" }, inputs: [[4, 5, 4]] },
    {
      fields: { filters: 6, groups: 3, stride: [2, 1], padding: "mirror", bias: false },
      inputs: [[3, 5, 5]],
    },
    {
      fields: { filters: 2, kernel: [3, 2], stride: [1, 2], padding: "numbers", flipKernel: true },
      inputs: [[2, 5, 6]],
    },
    {
      fields: { filters: 4, kernel: [2, 4], groups: 2, flipKernel: true, padding: "mirror" },
      inputs: [[2, 4, 5]],
    },
  ],
});

import type { ConvolutionGeometry } from "../kernels/kernels.ts";
import { phrase, say, translate } from "../words/say.ts";
import type { ChoiceField, IntegerField, PairField, SidesField, ToggleField } from "./fields.ts";
import type { CountToken } from "./layer.ts";

/** What all layers which lay kernels on an image share: their settings, and the words for them. */

export const filtersField = {
  type: "integer",
  label: "Filters",
  minimum: 1,
  maximum: 4096,
  default: 16,
  help: "How many kernels the layer learns. Each gives one channel of the output.",
} as const satisfies IntegerField;

export const filterBiasField = {
  type: "toggle",
  label: "Bias",
  default: true,
  help: "Adds one learned number to each filter.",
} as const satisfies ToggleField;

export const kernelField = {
  type: "pair",
  label: "Kernel",
  unit: "cells",
  minimum: 1,
  maximum: 255,
  default: [3, 3],
  help: "Rows and columns that one output value looks at.",
} as const satisfies PairField;

export const strideField = {
  type: "pair",
  label: "Stride",
  unit: "cells",
  minimum: 1,
  maximum: 255,
  default: [1, 1],
  help: "How far the kernel moves from one output value to the next. A stride of 2 halves rows and columns.",
} as const satisfies PairField;

export const paddingField = {
  type: "choice",
  label: "Padding",
  options: [
    { value: "valid", label: "Valid" },
    { value: "zero", label: "Zero" },
    { value: "mirror", label: "Mirror" },
    { value: "edge", label: "Edge" },
    { value: "numbers", label: "Numbers" },
  ],
  default: "zero",
  help: "What lies around the image: nothing (the output shrinks), zeros, the image mirrored at its border, or copies of the border itself. Zero, Mirror and Edge keep the size at stride 1.",
} as const satisfies ChoiceField;

export const padsField = {
  type: "sides",
  label: "Pads",
  unit: "cells",
  maximum: 255,
  default: [1, 1, 1, 1],
  help: "Rows of zeros added at top and bottom, columns of zeros added at left and right.",
  visibleWhen: { field: "padding", equals: "numbers" },
} as const satisfies SidesField;

type Padding = (typeof paddingField)["options"][number]["value"];

const captions: Readonly<Record<Padding, string>> = {
  valid: phrase("no padding"),
  zero: phrase("zero pad"),
  mirror: phrase("mirror pad"),
  edge: phrase("edge pad"),
  numbers: phrase("pads"),
};

/** The padding as the line of settings on a node says it. */
export function paddingCaption(settings: {
  readonly padding: Padding;
  readonly pads: readonly number[];
}): string {
  const caption = translate(captions[settings.padding]);
  return settings.padding === "numbers" ? `${caption} ${settings.pads.join(" ")}` : caption;
}

/** What the cells of a padding hold. */
export function paddingCells(padding: Padding): ConvolutionGeometry["paddingCells"] {
  return padding === "mirror" || padding === "edge" ? padding : "zero";
}

/** The number of filters as the line of settings on a node says it. */
export function filtersCaption(filters: number): string {
  return say("{filters} {filters, plural, one {filter} other {filters}}", { filters });
}

/** Written out: `times` × (channels × kernel × kernel + bias), or without the bias. */
export function countKernels(
  times: readonly CountToken[],
  channels: CountToken,
  settings: { readonly kernel: readonly [number, number]; readonly bias: boolean },
): readonly CountToken[] {
  const [rows, columns] = settings.kernel;
  const cells = [
    channels,
    "×",
    { value: rows, label: say("kernel") },
    "×",
    { value: columns, label: "" },
  ] as const;
  return settings.bias
    ? [...times, "×", "(", ...cells, "+", { value: 1, label: say("bias") }, ")"]
    : [...times, "×", ...cells];
}

import type { ConvolutionGeometry } from "../kernels/kernels.ts";
import type { ChoiceField, PairField, SidesField } from "./fields.ts";

/** The settings that all layers which lay kernels on an image share. */

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
  valid: "no padding",
  zero: "zero pad",
  mirror: "mirror pad",
  edge: "edge pad",
  numbers: "pads",
};

/** The padding as the line of settings on a node says it. */
export function paddingCaption(settings: {
  readonly padding: Padding;
  readonly pads: readonly number[];
}): string {
  const caption = captions[settings.padding];
  return settings.padding === "numbers" ? `${caption} ${settings.pads.join(" ")}` : caption;
}

/** What the cells of a padding hold. */
export function paddingCells(padding: Padding): ConvolutionGeometry["paddingCells"] {
  return padding === "mirror" || padding === "edge" ? padding : "zero";
}

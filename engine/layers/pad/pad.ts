import type { PadGeometry } from "../../kernels/kernels.ts";
import { copiedCell, type ImageSize, imageSize, type Shape, sizeOf } from "../../tensor.ts";
import { say } from "../../words/say.ts";
import type { Fields, FieldValues } from "../fields.ts";
import { defineLayer, type LayerFix, type ShapeProblem } from "../layer.ts";
import { needsRowsAndColumns } from "../rows-and-columns.ts";
import { rememberGeometry } from "../window.ts";

const fields = {
  cells: {
    type: "choice",
    label: "Fill with",
    options: [
      { value: "zero", label: "Zero" },
      { value: "mirror", label: "Mirror" },
      { value: "edge", label: "Edge" },
    ],
    default: "zero",
    help: "What the new cells hold: zeros, the image mirrored at its border without repeating it, or copies of the border.",
  },
  pads: {
    type: "sides",
    label: "Pads",
    unit: "cells",
    maximum: 255,
    default: [1, 1, 1, 1],
    help: "Rows added at top and bottom, columns added at left and right.",
  },
} as const satisfies Fields;

type PadFields = FieldValues<typeof fields>;

function geometryOf({ cells, pads }: PadFields, { height, width }: ImageSize): PadGeometry {
  const [top, bottom, left, right] = pads;
  return {
    cells,
    height,
    width,
    top,
    left,
    outHeight: height + top + bottom,
    outWidth: width + left + right,
  };
}

const geometryFor = rememberGeometry((settings: PadFields, input: Shape): PadGeometry => {
  const image = imageSize(input);
  if (!image) throw new Error("A Pad layer without an image was run.");
  return geometryOf(settings, image);
});

/** A reflection without the border cell can be at most one shorter than the line it reflects. */
function mirrorProblem(settings: PadFields, image: ImageSize): ShapeProblem | null {
  if (settings.cells !== "mirror") return null;
  const [top, bottom, left, right] = settings.pads;
  const rows = Math.max(top, bottom);
  const columns = Math.max(left, right);
  const tooHigh = rows >= image.height;
  if (!tooHigh && columns < image.width) return null;
  const needed = tooHigh ? rows : columns;
  const size = tooHigh ? image.height : image.width;
  const most = [image.height, image.height, image.width, image.width] as const;
  const pads = settings.pads.map((side, index) => Math.min(side, (most[index] ?? 1) - 1));
  const fixes: readonly LayerFix[] = [
    { action: "set-fields", label: say("Fill with Edge"), values: { cells: "edge" } },
    {
      action: "set-fields",
      label: say("Set pads to {pads}", { pads: pads.join(", ") }),
      detail: say("top, bottom, left, right"),
      values: { pads },
    },
  ];
  return {
    problem: "mirror-too-wide",
    title: say("Mirror padding is wider than the image"),
    explanation: say(
      "A side of {size} {size, plural, one {cell} other {cells}} can mirror at most {most} without repeating its border, and {needed} are asked for.",
      { size, most: size - 1, needed },
    ),
    field: "pads",
    shapes: [{ shape: [image.channels, image.height, image.width], label: say("received"), wrong: true }],
    formula: String.raw`p = ${needed} \not< ${tooHigh ? "H" : "W"} = ${size}`,
    fixes,
  };
}

/** TeX of the row or column that an output cell lies on, such as `i - 1`. */
function moved(letter: string, before: number): string {
  return before === 0 ? letter : `${letter} - ${before}`;
}

/** Rows and columns added around an image. */
export const pad = defineLayer({
  kind: "pad",
  title: "Pad",
  shortName: "Pad",
  group: "Spatial",
  category: "structure",
  appearance: "bead",
  glyph: [
    {
      d: "M2.8 2h10.4a.8.8 0 0 1 .8.8v10.4a.8.8 0 0 1-.8.8H2.8a.8.8 0 0 1-.8-.8V2.8a.8.8 0 0 1 .8-.8z",
      strokeWidth: 1,
      opacity: 0.6,
    },
    {
      d: "M5.6 4.8h4.8a.8.8 0 0 1 .8.8v4.8a.8.8 0 0 1-.8.8H5.6a.8.8 0 0 1-.8-.8V5.6a.8.8 0 0 1 .8-.8z",
      fill: true,
    },
  ],
  summary:
    "Adds rows and columns around an image, so that a convolution that follows may look across its border. Convolutions can pad by themselves; this layer pads each side as you say.",
  formula: ({ cells, pads: [top, , left] }) =>
    String.raw`\fwd{y_{c,i,j}} = x_{c,\,${moved("i", top)},\,${moved("j", left)}} \quad \text{${{ zero: "zero outside", mirror: "mirrored outside", edge: "the border outside" }[cells]}}`,
  caption: ({ cells, pads }) =>
    say("{cells, select, zero {zero} mirror {mirror} other {edge}} {pads}", { cells, pads: pads.join(" ") }),
  inputs: { minimum: 1, maximum: 1 },
  hasOutput: true,
  fields,
  outputShape(settings, inputs) {
    const input = inputs[0] ?? [];
    const image = imageSize(input);
    if (!image) return needsRowsAndColumns("Pad", "pad", input);
    const { outHeight, outWidth } = geometryOf(settings, image);
    return mirrorProblem(settings, image) ?? [image.channels, outHeight, outWidth];
  },
  weights: {},
  countParameters: () => [],
  cost: (_settings, inputs, output) => ({
    flops: 0,
    bytes: 4 * (sizeOf(inputs[0] ?? []) + sizeOf(output)),
  }),
  sees({ cells, pads }, input, axis, place) {
    const length = input[axis] ?? 1;
    const position = place - pads[axis === 1 ? 0 : 2];
    if (cells !== "zero") return [copiedCell(position, length, cells)];
    return position >= 0 && position < length ? [position] : [];
  },
  backwardReads: { inputs: false, output: false },
  forward({ kernels, fields: settings, inputs: [x], output }) {
    kernels.pad(x, output, geometryFor(settings, x.shape));
  },
  backward({ kernels, fields: settings, inputs: [x], gradOutput, gradInputs: [dx] }) {
    if (dx) kernels.padBackward(gradOutput, dx, geometryFor(settings, x.shape));
  },
  examples: [
    { fields: {}, inputs: [[2, 3, 5]] },
    { fields: { cells: "mirror", pads: [2, 1, 3, 0] }, inputs: [[2, 3, 5]] },
    { fields: { cells: "edge", pads: [0, 3, 2, 4] }, inputs: [[1, 3, 2]] },
    { fields: { cells: "edge", pads: [1, 2, 3, 4] }, inputs: [[3, 1, 1]] },
    { fields: { pads: [0, 0, 0, 0] }, inputs: [[2, 3, 3]] },
  ],
});

import type { UpsampleGeometry } from "../../kernels/kernels.ts";
import { imageSize, type Shape, sizeOf } from "../../tensor.ts";
import { say } from "../../words/say.ts";
import type { Fields, FieldValues } from "../fields.ts";
import { defineLayer } from "../layer.ts";
import { needsRowsAndColumns } from "../rows-and-columns.ts";
import { rememberGeometry } from "../window.ts";

const fields = {
  factor: {
    type: "pair",
    label: "Factor",
    minimum: 1,
    maximum: 16,
    default: [2, 2],
    help: "How many rows and columns one cell becomes.",
  },
  mode: {
    type: "choice",
    label: "Between cells",
    options: [
      { value: "nearest", label: "Nearest" },
      { value: "bilinear", label: "Bilinear" },
    ],
    default: "nearest",
    help: "Nearest repeats each cell. Bilinear passes smoothly from one cell to the next, along rows and columns.",
  },
} as const satisfies Fields;

const geometryFor = rememberGeometry(
  ({ factor, mode }: FieldValues<typeof fields>, input: Shape): UpsampleGeometry => {
    const image = imageSize(input);
    if (!image) throw new Error("An Upsample layer without an image was run.");
    return { mode, height: image.height, width: image.width, factorY: factor[0], factorX: factor[1] };
  },
);

/** An image made larger by whole factors, as PyTorch's Upsample with align_corners=false. */
export const upsample = defineLayer({
  kind: "upsample",
  title: "Upsample",
  shortName: "Upsample",
  group: "Spatial",
  category: "structure",
  appearance: "bead",
  glyph: [
    {
      d: "M2.8 9.4h3.4a.8.8 0 0 1 .8.8v3a.8.8 0 0 1-.8.8H2.8a.8.8 0 0 1-.8-.8v-3a.8.8 0 0 1 .8-.8z",
      fill: true,
    },
    { d: "M4 6.6V2.8A.8.8 0 0 1 4.8 2h8.4a.8.8 0 0 1 .8.8v8.4a.8.8 0 0 1-.8.8H9.4", strokeWidth: 1.1 },
    { d: "M7.6 8.4l3.2-3.2M8.4 5.2h2.4v2.4", strokeWidth: 1.1 },
  ],
  summary:
    "Makes an image larger by whole factors. Followed by a convolution it does the work of a transposed one, without its chequered pattern. Nothing is learned.",
  formula({ factor: [rows, columns], mode }) {
    if (mode === "nearest")
      return String.raw`\fwd{y_{c,i,j}} = x_{c,\,\lfloor i/${rows} \rfloor,\,\lfloor j/${columns} \rfloor}`;
    return String.raw`\fwd{y_{c,i,j}} = x_c\!\left(\tfrac{i + 1/2}{${rows}} - \tfrac{1}{2},\; \tfrac{j + 1/2}{${columns}} - \tfrac{1}{2}\right)`;
  },
  caption: ({ factor, mode }) =>
    say("{factor} {mode, select, nearest {nearest} other {bilinear}}", { factor: factor.join("×"), mode }),
  inputs: { minimum: 1, maximum: 1 },
  hasOutput: true,
  fields,
  outputShape({ factor }, inputs) {
    const input = inputs[0] ?? [];
    const image = imageSize(input);
    if (!image) return needsRowsAndColumns("Upsample", "enlarge", input);
    return [image.channels, image.height * factor[0], image.width * factor[1]];
  },
  weights: {},
  countParameters: () => [],
  // Bilinear: two products and a sum along each of two rows, and once between them.
  cost: ({ mode }, inputs, output) => ({
    flops: mode === "bilinear" ? 9 * sizeOf(output) : 0,
    bytes: 4 * (sizeOf(inputs[0] ?? []) + sizeOf(output)),
  }),
  sees({ factor, mode }, input, axis, place) {
    const by = factor[axis - 1] ?? 1;
    if (mode === "nearest") return [Math.floor(place / by)];
    // Between two cells, or on one at factor 1; at the border there is only the border.
    const source = (place + 0.5) / by - 0.5;
    const last = (input[axis] ?? 1) - 1;
    return [Math.max(0, Math.floor(source)), Math.min(last, Math.ceil(source))];
  },
  backwardReads: { inputs: false, output: false },
  forward({ kernels, fields: settings, inputs: [x], output }) {
    kernels.upsample(x, output, geometryFor(settings, x.shape));
  },
  backward({ kernels, fields: settings, inputs: [x], gradOutput, gradInputs: [dx] }) {
    if (dx) kernels.upsampleBackward(gradOutput, dx, geometryFor(settings, x.shape));
  },
  examples: [
    { fields: {}, inputs: [[2, 3, 5]] },
    { fields: { factor: [3, 1] }, inputs: [[2, 3, 2]] },
    { fields: { mode: "bilinear" }, inputs: [[2, 3, 5]] },
    { fields: { mode: "bilinear", factor: [3, 4] }, inputs: [[1, 2, 3]] },
    { fields: { mode: "bilinear", factor: [1, 2] }, inputs: [[3, 1, 1]] },
  ],
});

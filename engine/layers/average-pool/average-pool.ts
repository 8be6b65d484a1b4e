import { defineLayer } from "../layer.ts";
import {
  placePooling,
  pooledShape,
  pooledValueFormula,
  poolingCaption,
  poolingCost,
  poolingFields,
  poolingGeometry,
  poolingKeepSize,
} from "../pooling.ts";
import { poolingTerms } from "../terms.ts";

/** The mean of each window. */
export const averagePool = defineLayer({
  kind: "average-pool",
  title: "Average pool",
  shortName: "Average pool",
  group: "Spatial",
  category: "pooling",
  appearance: "card",
  glyph: [
    {
      d: "M2.8 2h10.4a.8.8 0 0 1 .8.8v10.4a.8.8 0 0 1-.8.8H2.8a.8.8 0 0 1-.8-.8V2.8a.8.8 0 0 1 .8-.8zM8 2v3.4M8 10.6V14M2 8h3.4M10.6 8H14",
      strokeWidth: 1.1,
    },
    {
      d: "M6.4 5.6h3.2a.8.8 0 0 1 .8.8v3.2a.8.8 0 0 1-.8.8H6.4a.8.8 0 0 1-.8-.8V6.4a.8.8 0 0 1 .8-.8z",
      fill: true,
    },
  ],
  summary: "Takes the mean of each window: a smaller, smoother image. Nothing is learned.",
  formula(fields) {
    const [rows, columns] = fields.size;
    const count = fields.padding === "valid" || fields.countPadding ? `${rows * columns}` : "n_{ij}";
    return String.raw`\fwd{y_{cij}} = \frac{1}{${count}} \sum_{u=0}^{${rows - 1}} \sum_{v=0}^{${columns - 1}} ${pooledValueFormula(fields)}`;
  },
  caption: (fields) => poolingCaption(fields),
  inputs: { minimum: 1, maximum: 1 },
  hasOutput: true,
  fields: {
    ...poolingFields,
    countPadding: {
      type: "toggle",
      label: "Count padding",
      default: true,
      help: "Whether padding cells count as zeros in the mean. Without it only cells of the image are averaged.",
    },
  },
  outputShape: (fields, inputs) => pooledShape("Average pool", fields, inputs[0] ?? []),
  keepSize: (fields) => poolingKeepSize(fields),
  weights: {},
  countParameters: () => [],
  cost: (fields, inputs, output) => poolingCost(fields, inputs, output),
  terms: (fields, input, at) => poolingTerms(placePooling(fields, input), at, "mean", fields.countPadding),
  backwardReads: { inputs: false, output: false },
  forward({ kernels, fields, inputs: [x], output }) {
    kernels.averagePool(x, output, poolingGeometry(fields, x.shape), fields.countPadding);
  },
  backward({ kernels, fields, inputs: [x], gradOutput, gradInputs: [dx] }) {
    if (dx)
      kernels.averagePoolBackward(gradOutput, dx, poolingGeometry(fields, x.shape), fields.countPadding);
  },
  examples: [
    { fields: {}, inputs: [[2, 4, 6]] },
    { fields: { size: [3, 2], stride: [2, 1] }, inputs: [[2, 7, 5]] },
    { fields: { size: [3, 3], stride: [1, 1], padding: "same" }, inputs: [[1, 5, 4]] },
    { fields: { size: [2, 3], stride: [1, 1], padding: "same", countPadding: false }, inputs: [[1, 5, 4]] },
    {
      fields: { size: [3, 3], stride: [2, 2], padding: "numbers", pads: [1, 1, 0, 1], countPadding: false },
      inputs: [[2, 6, 7]],
    },
  ],
});

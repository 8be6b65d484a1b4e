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

/** The largest value of each window. */
export const maxPool = defineLayer({
  kind: "max-pool",
  title: "Max pool",
  shortName: "Max pool",
  shortcut: "p",
  group: "Spatial",
  category: "pooling",
  appearance: "card",
  glyph: [
    {
      d: "M2.8 2h3.6a.8.8 0 0 1 .8.8v3.6a.8.8 0 0 1-.8.8H2.8a.8.8 0 0 1-.8-.8V2.8a.8.8 0 0 1 .8-.8zM2.8 8.8h3.6a.8.8 0 0 1 .8.8v3.6a.8.8 0 0 1-.8.8H2.8a.8.8 0 0 1-.8-.8V9.6a.8.8 0 0 1 .8-.8zM9.6 8.8h3.6a.8.8 0 0 1 .8.8v3.6a.8.8 0 0 1-.8.8H9.6a.8.8 0 0 1-.8-.8V9.6a.8.8 0 0 1 .8-.8z",
      strokeWidth: 1.1,
    },
    {
      d: "M9.6 2h3.6a.8.8 0 0 1 .8.8v3.6a.8.8 0 0 1-.8.8H9.6a.8.8 0 0 1-.8-.8V2.8a.8.8 0 0 1 .8-.8z",
      fill: true,
    },
  ],
  summary:
    "Keeps the largest value of each window, so it matters that a pattern occurs and less where exactly. Nothing is learned.",
  formula: (fields) =>
    String.raw`\fwd{y_{cij}} = \max_{\substack{0 \le u < ${fields.size[0]} \\ 0 \le v < ${fields.size[1]}}} ${pooledValueFormula(fields)}`,
  caption: (fields) => poolingCaption(fields),
  inputs: { minimum: 1, maximum: 1 },
  hasOutput: true,
  fields: poolingFields,
  outputShape: (fields, inputs) => pooledShape("Max pool", fields, inputs[0] ?? []),
  keepSize: (fields) => poolingKeepSize(fields),
  weights: {},
  countParameters: () => [],
  cost: (fields, inputs, output) => poolingCost(fields, inputs, output),
  saves: (_fields, _inputs, output) => ({ winners: output }),
  terms: (fields, input, at) => poolingTerms(placePooling(fields, input), at, "maximum", false),
  backwardReads: { inputs: false, output: false },
  takesRectified: true,
  forward({ kernels, fields, inputs: [x], output, saved, rectify = false }) {
    kernels.maxPool(x, output, saved.winners, poolingGeometry(fields, x.shape), rectify);
  },
  backward({ kernels, fields, inputs: [x], saved, gradOutput, gradInputs: [dx] }) {
    if (dx) kernels.maxPoolBackward(gradOutput, saved.winners, dx, poolingGeometry(fields, x.shape));
  },
  examples: [
    { fields: {}, inputs: [[2, 4, 6]] },
    { fields: { size: [3, 3], stride: [2, 2] }, inputs: [[2, 7, 6]] },
    { fields: { size: [3, 2], stride: [1, 1], padding: "same" }, inputs: [[1, 5, 4]] },
    { fields: { size: [3, 3], stride: [2, 3], padding: "numbers", pads: [1, 0, 1, 1] }, inputs: [[3, 5, 7]] },
  ],
});

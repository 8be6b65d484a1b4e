import { sizeOf } from "../../tensor.ts";
import { defineLayer } from "../layer.ts";
import { viewParts } from "../view-parts.ts";

/** The same numbers in one row, in channel, row, column order. */
export const flatten = defineLayer({
  kind: "flatten",
  title: "Flatten",
  shortName: "Flatten",
  shortcut: "f",
  group: "Vector",
  category: "structure",
  appearance: "bead",
  glyph: [
    { d: "M2.8 4.6h4.8a1 1 0 0 1 1 1v4.8a1 1 0 0 1-1 1H2.8a1 1 0 0 1-1-1V5.6a1 1 0 0 1 1-1z" },
    { d: "M1.8 8h6.8M5.2 4.6v6.8", strokeWidth: 1 },
    { d: "M11.6 2.8a1 1 0 0 1 1-1h.8a1 1 0 0 1 1 1v10.4a1 1 0 0 1-1 1h-.8a1 1 0 0 1-1-1z", fill: true },
  ],
  summary:
    "Lays an image out as one long row of numbers, so that a dense layer can read it. Nothing is computed.",
  formula: () => String.raw`\fwd{y_{(c\,H + i)\,W + j}} = x_{c,i,j}`,
  caption: () => "",
  inputs: { minimum: 1, maximum: 1 },
  hasOutput: true,
  fields: {},
  outputShape: (_fields, inputs) => [sizeOf(inputs[0] ?? [])],
  ...viewParts,
  examples: [
    { fields: {}, inputs: [[3, 4, 5]] },
    { fields: {}, inputs: [[7]] },
  ],
});

import { shapeText } from "../../tensor.ts";
import { say } from "../../words/say.ts";
import { defineLayer, shapeFormula } from "../layer.ts";

/** Where the examples enter; the engine writes them into its output. */
export const input = defineLayer({
  kind: "input",
  title: "Input",
  shortName: "Input",
  group: "Data",
  category: "structure",
  appearance: "end",
  glyph: [
    {
      d: "M3.4 2.2h9.2a1.2 1.2 0 0 1 1.2 1.2v9.2a1.2 1.2 0 0 1-1.2 1.2H3.4a1.2 1.2 0 0 1-1.2-1.2V3.4a1.2 1.2 0 0 1 1.2-1.2z",
    },
    { d: "M2.4 11.6l3.4-3.6 2.6 2.6 1.8-1.8 3.4 3.4", strokeWidth: 1.1 },
    { d: "M11.6 5.4a1.1 1.1 0 1 1-2.2 0a1.1 1.1 0 1 1 2.2 0", fill: true },
  ],
  summary: "Where the examples enter the network: one image or one row of numbers at a time.",
  formula: () => String.raw`\fwd{y} = x`,
  caption: (fields) => shapeText(fields.shape),
  inputs: { minimum: 0, maximum: 0 },
  hasOutput: true,
  fields: {
    shape: {
      type: "shape",
      label: "Shape",
      default: [1, 28, 28],
      help: "Channels, rows and columns of an image, or how many numbers a row has. The data set sets it.",
    },
  },
  outputShape({ shape }) {
    if (shape.length === 1 || shape.length === 3) return shape;
    return {
      problem: "not-an-example",
      title: say("An input is an image or a row of numbers"),
      explanation: say(
        "The shape {shape} has {dimensions} dimensions. An image has three (channels, rows, columns), a row of numbers has one.",
        { shape: shapeText(shape), dimensions: shape.length },
      ),
      field: "shape",
      shapes: [{ shape, label: say("set"), wrong: true }],
      formula: String.raw`${shapeFormula(shape)} \to 1 \times ${shapeFormula(shape)}`,
      fixes: [
        {
          action: "set-fields",
          label: say("Set shape to {shape}", { shape: shapeText([1, ...shape]) }),
          detail: say("one channel"),
          values: { shape: [1, ...shape] },
        },
      ],
    };
  },
  weights: {},
  countParameters: () => [],
  cost: () => ({ flops: 0, bytes: 0 }),
  backwardReads: { inputs: false, output: false },
  forward() {},
  backward() {},
  examples: [
    { fields: {}, inputs: [] },
    { fields: { shape: [2] }, inputs: [] },
  ],
});

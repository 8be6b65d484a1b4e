import { type Shape, shapeText, sizeOf } from "../../tensor.ts";
import { say } from "../../words/say.ts";
import { defineLayer, type LayerFix, type ShapeProblem, shapeFormula } from "../layer.ts";
import { viewParts } from "../view-parts.ts";

/** Shapes with as many numbers as the input: near to what was asked for first, one row last. */
function fittingShapes(asked: Shape, size: number): readonly Shape[] {
  const [rows = 1, columns = 1] = asked.slice(-2);
  const side = Math.sqrt(size);
  const found: Shape[] = [];
  if (asked.length > 1 && size % (rows * columns) === 0) found.push([size / (rows * columns), rows, columns]);
  else if (asked.length > 1 && Number.isInteger(side)) found.push([1, side, side]);
  return [...found, [size]];
}

function fixesFor(asked: Shape, size: number): readonly LayerFix[] {
  return fittingShapes(asked, size).map((shape) => ({
    action: "set-fields",
    label: say("Set shape to {shape}", { shape: shapeText(shape) }),
    detail: shape.length === 1 ? say("one row") : say("an image"),
    values: { shape },
  }));
}

function sizeProblem(input: Shape, asked: Shape): ShapeProblem {
  const [has, needs] = [sizeOf(input), sizeOf(asked)];
  return {
    problem: "sizes-differ",
    title: say("Reshape must keep every number"),
    explanation: say(
      "The input {input} has {has} numbers and the shape {shape} needs {needs}. Reshape only lays out anew what there is.",
      { input: shapeText(input), has, shape: shapeText(asked), needs },
    ),
    field: "shape",
    shapes: [
      { shape: input, label: say("received"), wrong: false },
      { shape: asked, label: say("asked for"), wrong: true },
    ],
    formula: String.raw`${shapeFormula(input)} = ${has} \ne ${needs} = ${shapeFormula(asked)}`,
    fixes: fixesFor(asked, has),
  };
}

function dimensionsProblem(input: Shape, asked: Shape): ShapeProblem {
  return {
    problem: "not-an-example",
    title: say("Reshape gives an image or a row of numbers"),
    explanation: say(
      "The shape {shape} has {dimensions} dimensions. An image has three (channels, rows, columns), a row of numbers has one.",
      { shape: shapeText(asked), dimensions: asked.length },
    ),
    field: "shape",
    shapes: [{ shape: asked, label: say("asked for"), wrong: true }],
    formula: String.raw`${shapeFormula(asked)} \to 1 \times ${shapeFormula(asked)}`,
    fixes: fixesFor(asked, sizeOf(input)),
  };
}

/** The same numbers under another shape, in channel, row, column order. */
export const reshape = defineLayer({
  kind: "reshape",
  title: "Reshape",
  shortName: "Reshape",
  group: "Vector",
  category: "structure",
  appearance: "bead",
  glyph: [
    { d: "M2.6 1.8h.8a1 1 0 0 1 1 1v10.4a1 1 0 0 1-1 1h-.8a1 1 0 0 1-1-1V2.8a1 1 0 0 1 1-1z", fill: true },
    { d: "M8.4 4.6h4.8a1 1 0 0 1 1 1v4.8a1 1 0 0 1-1 1H8.4a1 1 0 0 1-1-1V5.6a1 1 0 0 1 1-1z" },
    { d: "M7.4 8h6.8M10.8 4.6v6.8", strokeWidth: 1 },
  ],
  summary:
    "Lays the same numbers out in another shape, such as a row as an image. Nothing is computed, and no number is lost or added.",
  formula: ({ shape }) =>
    shape.length === 3
      ? String.raw`\fwd{y_{c,i,j}} = x_{(${shape[1]}\,c + i)\,${shape[2]} + j}`
      : String.raw`\fwd{y_{(c\,H + i)\,W + j}} = x_{c,i,j}`,
  caption: ({ shape }) => shapeText(shape),
  inputs: { minimum: 1, maximum: 1 },
  hasOutput: true,
  fields: {
    shape: {
      type: "shape",
      label: "Shape",
      default: [1, 28, 28],
      help: "Channels, rows and columns of an image, or how many numbers a row has. Their product must be the input's.",
    },
  },
  outputShape({ shape }, inputs) {
    const input = inputs[0] ?? [];
    if (shape.length === 2) return dimensionsProblem(input, shape);
    return sizeOf(shape) === sizeOf(input) ? shape : sizeProblem(input, shape);
  },
  ...viewParts,
  examples: [
    { fields: { shape: [1, 4, 4] }, inputs: [[16]] },
    { fields: { shape: [2, 3, 5] }, inputs: [[30]] },
    { fields: { shape: [3, 5, 2] }, inputs: [[2, 3, 5]] },
    { fields: { shape: [30] }, inputs: [[2, 3, 5]] },
  ],
});

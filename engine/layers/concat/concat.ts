import { imageSize, type Shape, shapeText, sizeOf } from "../../tensor.ts";
import { say } from "../../words/say.ts";
import { defineLayer, type LayerFix, type ShapeProblem, shapeFormula } from "../layer.ts";

/** Written before each call and read by the kernel within it, so that a step allocates nothing. */
const rows = { rows: 0, length: 0, sourceStart: 0, sourceStride: 0, targetStart: 0, targetStride: 0 };

function listed(
  inputs: readonly Shape[],
  fits: (shape: Shape) => boolean,
): NonNullable<ShapeProblem["shapes"]> {
  return inputs.map((shape, index) => ({
    shape,
    label: say("input {index}", { index: index + 1 }),
    wrong: !fits(shape),
  }));
}

function mixedProblem(inputs: readonly Shape[]): ShapeProblem {
  const image = inputs.findIndex((shape) => shape.length === 3);
  const shape = inputs[image] ?? [];
  const fix: LayerFix = {
    action: "insert-before",
    label: say("Insert Flatten at input {input}", { input: image + 1 }),
    detail: say("{size} numbers", { size: sizeOf(shape) }),
    input: image,
    kind: "flatten",
    values: {},
  };
  return {
    problem: "image-and-vector",
    title: say("Concat cannot join an image and a row of numbers"),
    explanation: say(
      "Input {input} is the image {shape}, another input is a row of numbers. Flatten turns the image into {size} numbers.",
      { input: image + 1, shape: shapeText(shape), size: sizeOf(shape) },
    ),
    shapes: listed(inputs, (other) => other.length === inputs[0]?.length),
    formula: `${shapeFormula(shape)} = ${sizeOf(shape)}`,
    inputsDiffer: true,
    fixes: [fix],
  };
}

/** Channels of images joined, or rows of numbers joined. */
export const concat = defineLayer({
  kind: "concat",
  title: "Concat",
  shortName: "Concat",
  group: "Merge",
  category: "merge",
  appearance: "bead",
  glyph: [
    {
      d: "M3.4 2.4h9.2a.8.8 0 0 1 .8.8v2.6a.8.8 0 0 1-.8.8H3.4a.8.8 0 0 1-.8-.8V3.2a.8.8 0 0 1 .8-.8z",
      fill: true,
    },
    { d: "M3.4 9.4h9.2a.8.8 0 0 1 .8.8v2.6a.8.8 0 0 1-.8.8H3.4a.8.8 0 0 1-.8-.8v-2.6a.8.8 0 0 1 .8-.8z" },
  ],
  summary:
    "Puts its inputs behind one another: channels of images, or numbers of rows. The next layer sees all of them.",
  formula: () => String.raw`\fwd{y} = [\,x_1,\; x_2,\; \dots\,]`,
  caption: () => "",
  inputs: { minimum: 2, maximum: 8 },
  hasOutput: true,
  fields: {},
  outputShape(_fields, inputs) {
    const [first = [], ...others] = inputs;
    if (others.some((shape) => shape.length !== first.length)) return mixedProblem(inputs);
    const joined = inputs.reduce((sum, shape) => sum + (shape[0] ?? 0), 0);
    const image = imageSize(first);
    if (!image) return [joined];
    const fits = (shape: Shape) => shape[1] === image.height && shape[2] === image.width;
    const wrong = others.findIndex((shape) => !fits(shape));
    if (wrong < 0) return [joined, image.height, image.width];
    const other = others[wrong] ?? [];
    return {
      problem: "sizes-differ",
      title: say("Concat needs images of the same size"),
      explanation: say(
        "Input 1 has {height}×{width} cells and input {input} has {other}. The channels may differ, rows and columns must agree.",
        { height: image.height, width: image.width, input: wrong + 2, other: other.slice(1).join("×") },
      ),
      shapes: listed(inputs, fits),
      formula: String.raw`${image.height} \times ${image.width} \ne ${shapeFormula(other.slice(1))}`,
      inputsDiffer: true,
      fixes: [
        {
          action: "disconnect",
          label: say("Disconnect input {input}", { input: wrong + 2 }),
          input: wrong + 1,
        },
      ],
    };
  },
  weights: {},
  countParameters: () => [],
  cost: (_fields, _inputs, output) => ({ flops: 0, bytes: 8 * sizeOf(output) }),
  backwardReads: { inputs: false, output: false },
  forward({ kernels, inputs, output }) {
    rows.rows = output.shape[0] ?? 0;
    rows.sourceStart = 0;
    rows.targetStart = 0;
    rows.targetStride = output.size / rows.rows;
    for (const input of inputs) {
      rows.length = input.size / rows.rows;
      rows.sourceStride = rows.length;
      kernels.copyRows(input, output, rows);
      rows.targetStart += rows.length;
    }
  },
  backward({ kernels, inputs, gradOutput, gradInputs }) {
    rows.rows = gradOutput.shape[0] ?? 0;
    rows.sourceStart = 0;
    rows.sourceStride = gradOutput.size / rows.rows;
    rows.targetStart = 0;
    for (let i = 0; i < inputs.length; i += 1) {
      rows.length = (inputs[i]?.size ?? 0) / rows.rows;
      rows.targetStride = rows.length;
      const gradInput = gradInputs[i];
      if (gradInput) kernels.copyRows(gradOutput, gradInput, rows);
      rows.sourceStart += rows.length;
    }
  },
  examples: [
    {
      fields: {},
      inputs: [
        [2, 3, 5],
        [1, 3, 5],
      ],
    },
    { fields: {}, inputs: [[3], [7], [1]] },
  ],
});

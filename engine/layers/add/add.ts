import { sameShape, shapeText, sizeOf } from "../../tensor.ts";
import { defineLayer, shapeFormula } from "../layer.ts";

/** Sum of tensors of one shape. */
export const add = defineLayer({
  kind: "add",
  title: "Add",
  shortName: "Add",
  shortcut: "shift a",
  group: "Merge",
  category: "merge",
  appearance: "bead",
  glyph: [{ d: "M8 3v10M3 8h10", strokeWidth: 1.8 }],
  summary:
    "Adds its inputs number by number. With one input taken from further up it makes a skip connection, which gives gradients a short way back.",
  formula: () => String.raw`\fwd{y} = x_1 + x_2 + \dots`,
  caption: () => "",
  inputs: { minimum: 2, maximum: 8 },
  hasOutput: true,
  fields: {},
  outputShape(_fields, inputs) {
    const [first = [], ...others] = inputs;
    const wrong = others.findIndex((shape) => !sameShape(shape, first));
    if (wrong < 0) return first;
    const other = others[wrong] ?? [];
    return {
      problem: "shapes-differ",
      title: `Add needs ${inputs.length === 2 ? "two inputs" : "inputs"} of the same shape`,
      explanation: `Input 1 is ${shapeText(first)} and input ${wrong + 2} is ${shapeText(other)}. Numbers can only be added where every number has a partner.`,
      shapes: inputs.map((shape, index) => ({
        shape,
        label: `input ${index + 1}`,
        wrong: !sameShape(shape, first),
      })),
      formula: String.raw`${shapeFormula(first)} \ne ${shapeFormula(other)}`,
      inputsDiffer: true,
      fixes: [{ action: "disconnect", label: `Disconnect input ${wrong + 2}`, input: wrong + 1 }],
    };
  },
  weights: {},
  countParameters: () => [],
  cost: (_fields, inputs, output) => ({
    flops: (inputs.length - 1) * sizeOf(output),
    bytes: 4 * (inputs.length + 1) * sizeOf(output),
  }),
  backwardReads: { inputs: false, output: false },
  forward({ kernels, inputs, output }) {
    kernels.copy(inputs[0], output);
    for (let i = 1; i < inputs.length; i += 1) {
      const input = inputs[i];
      if (input) kernels.addTo(input, output);
    }
  },
  backward({ kernels, gradOutput, gradInputs }) {
    for (const gradInput of gradInputs) if (gradInput) kernels.copy(gradOutput, gradInput);
  },
  examples: [
    {
      fields: {},
      inputs: [
        [2, 3, 5],
        [2, 3, 5],
      ],
    },
    { fields: {}, inputs: [[7], [7], [7]] },
  ],
});

import { defineLayer } from "../layer.ts";
import { mergeParts } from "../same-shape.ts";

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
  ...mergeParts("Add", "added"),
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
});

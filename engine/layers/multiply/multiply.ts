import { defineLayer } from "../layer.ts";
import { mergeParts } from "../same-shape.ts";

/** Product of tensors of one shape, number by number. */
export const multiply = defineLayer({
  kind: "multiply",
  title: "Multiply",
  shortName: "Multiply",
  group: "Merge",
  category: "merge",
  appearance: "bead",
  glyph: [{ d: "M4.2 4.2l7.6 7.6M11.8 4.2l-7.6 7.6", strokeWidth: 1.8 }],
  summary:
    "Multiplies its inputs number by number. With numbers between 0 and 1 on one side, such as a sigmoid gives, it is a gate: they say how much of the other side gets through.",
  formula: () => String.raw`\fwd{y} = x_1 \odot x_2 \odot \dots`,
  ...mergeParts("Multiply", "multiplied"),
  backwardReads: { inputs: true, output: false },
  forward({ kernels, inputs, output }) {
    kernels.copy(inputs[0], output);
    for (let i = 1; i < inputs.length; i += 1) {
      const input = inputs[i];
      if (input) kernels.multiplyBy(input, output);
    }
  },
  // The product of the other inputs, not y / x: an input may be 0.
  backward({ kernels, inputs, gradOutput, gradInputs }) {
    for (let i = 0; i < gradInputs.length; i += 1) {
      const gradInput = gradInputs[i];
      if (!gradInput) continue;
      kernels.copy(gradOutput, gradInput);
      for (let k = 0; k < inputs.length; k += 1) {
        const other = inputs[k];
        if (other && k !== i) kernels.multiplyBy(other, gradInput);
      }
    }
  },
});

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
  givesRectified: { backwardReadsOutput: true },
  forward({ kernels, inputs, output, rectifyOutput = false }) {
    let [total] = inputs;
    for (let i = 1; i < inputs.length; i += 1) {
      const input = inputs[i];
      if (input) kernels.sum(total, input, output, rectifyOutput && i === inputs.length - 1);
      total = output;
    }
  },
  backward({ kernels, output, gradOutput, gradInputs, rectifyOutput = false }) {
    let source = gradOutput;
    for (const gradInput of gradInputs) {
      if (!gradInput) continue;
      if (rectifyOutput && source === gradOutput)
        kernels.activationBackward("relu", 0, output, output, gradOutput, gradInput);
      else kernels.copy(source, gradInput);
      source = gradInput;
    }
  },
});

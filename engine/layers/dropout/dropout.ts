import { sizeOf } from "../../tensor.ts";
import { exactNumber } from "../../words/numbers.ts";
import { say } from "../../words/say.ts";
import { defineLayer } from "../layer.ts";

/** Silences random numbers while training. */
export const dropout = defineLayer({
  kind: "dropout",
  title: "Dropout",
  shortName: "Dropout",
  group: "Elementwise",
  category: "normalise",
  appearance: "bead",
  glyph: [
    {
      d: "M5 3.6a1.3 1.3 0 1 1-2.6 0a1.3 1.3 0 1 1 2.6 0M9.3 3.6a1.3 1.3 0 1 1-2.6 0a1.3 1.3 0 1 1 2.6 0M5 8a1.3 1.3 0 1 1-2.6 0a1.3 1.3 0 1 1 2.6 0M13.6 8a1.3 1.3 0 1 1-2.6 0a1.3 1.3 0 1 1 2.6 0M9.3 12.4a1.3 1.3 0 1 1-2.6 0a1.3 1.3 0 1 1 2.6 0M13.6 12.4a1.3 1.3 0 1 1-2.6 0a1.3 1.3 0 1 1 2.6 0",
      fill: true,
    },
    {
      d: "M13.4 3.6a1.1 1.1 0 1 1-2.2 0a1.1 1.1 0 1 1 2.2 0M9.1 8a1.1 1.1 0 1 1-2.2 0a1.1 1.1 0 1 1 2.2 0M4.8 12.4a1.1 1.1 0 1 1-2.2 0a1.1 1.1 0 1 1 2.2 0",
      strokeWidth: 0.8,
      opacity: 0.6,
    },
  ],
  summary:
    "While training, sets a random part of the numbers to zero and scales up the rest, so that no unit relies on one other unit. Outside training it changes nothing.",
  formula: (fields) =>
    String.raw`\fwd{y_i} = \begin{cases} 0 & \text{with probability } ${fields.rate} \\ \dfrac{x_i}{1 - ${fields.rate}} & \text{otherwise} \end{cases}`,
  caption: (fields) => say("rate {rate}", { rate: exactNumber(fields.rate) }),
  beadName: (fields) => say("Dropout {rate}", { rate: exactNumber(fields.rate) }),
  inputs: { minimum: 1, maximum: 1 },
  hasOutput: true,
  fields: {
    rate: {
      type: "number",
      label: "Rate",
      minimum: 0,
      maximum: 0.95,
      step: 0.05,
      default: 0.5,
      help: "The share of numbers that is set to zero in each training step.",
    },
  },
  outputShape: (_fields, inputs) => inputs[0] ?? [],
  weights: {},
  countParameters: () => [],
  cost: (_fields, _inputs, output) => ({ flops: sizeOf(output), bytes: 8 * sizeOf(output) }),
  backwardReads: { inputs: false, output: false },
  isStochastic: true,
  forward({ kernels, fields, inputs: [x], output, training, noise }) {
    if (training) kernels.dropout(x, output, fields.rate, noise);
    else kernels.copy(x, output);
  },
  backward({ kernels, fields, gradOutput, gradInputs: [dx], training, noise }) {
    if (!dx) return;
    if (training) kernels.dropoutBackward(gradOutput, dx, fields.rate, noise);
    else kernels.copy(gradOutput, dx);
  },
  examples: [
    { fields: { rate: 0.3 }, inputs: [[17]] },
    { fields: { rate: 0 }, inputs: [[2, 3, 3]] },
    { fields: { rate: 0.9 }, inputs: [[2, 3, 5]] },
  ],
});

import { type Shape, sizeOf } from "../../tensor.ts";
import { exactNumber } from "../../words/numbers.ts";
import { say } from "../../words/say.ts";
import type { Fields, FieldValues } from "../fields.ts";
import { defineLayer } from "../layer.ts";

const fields = {
  epsilon: {
    type: "number",
    label: "Epsilon",
    minimum: 0.000001,
    maximum: 0.1,
    step: 0.00001,
    default: 0.00001,
    help: "Added to the variance, so that an example whose values are all alike is not divided by zero.",
  },
} as const satisfies Fields;

const perNumber = (_settings: FieldValues<typeof fields>, inputs: readonly Shape[]): Shape =>
  inputs[0] ?? [1];

/** Normalises each example by itself: J. Ba, J. Kiros and G. Hinton (2016), PyTorch's LayerNorm over all its axes. */
export const layerNorm = defineLayer({
  kind: "layer-norm",
  title: "Layer norm",
  shortName: "Layer norm",
  group: "Elementwise",
  category: "normalise",
  appearance: "bead",
  glyph: [
    { d: "M1.8 12.2c3.4 0 3.6-8.6 6.2-8.6s2.8 8.6 6.2 8.6" },
    { d: "M1.8 14h12.4M3.4 2h9.2", strokeWidth: 1, opacity: 0.5 },
  ],
  summary:
    "Brings the numbers of each example to mean 0 and variance 1, then scales and shifts every number by two learned ones. Unlike batch norm it never looks at other examples, so it does the same in training and after it.",
  formula: (settings) =>
    String.raw`\fwd{y_{i}} = \gamma_i\, \frac{x_{i} - \mu}{\sqrt{\sigma^2 + ${settings.epsilon}}} + \beta_i`,
  caption: (settings) => say("epsilon {epsilon}", { epsilon: exactNumber(settings.epsilon) }),
  inputs: { minimum: 1, maximum: 1 },
  hasOutput: true,
  fields,
  outputShape: (_settings, inputs) => inputs[0] ?? [],
  weights: {
    gamma: { shape: perNumber, initialiser: () => "ones" },
    beta: { shape: perNumber, initialiser: () => "zeros" },
  },
  countParameters: (_settings, inputs) => [
    { value: sizeOf(inputs[0] ?? []), label: say("numbers") },
    ...(["×", "(", { value: 1, label: say("scale") }, "+", { value: 1, label: say("shift") }, ")"] as const),
  ],
  // Sum; difference, square and sum; difference, three products and the shift.
  cost: (_settings, _inputs, output) => ({
    flops: 8 * sizeOf(output),
    bytes: 16 * sizeOf(output),
  }),
  saves: () => ({ mean: [1], inverseDeviation: [1] }),
  // Mean and variance are of all numbers.
  sees: (_settings, input, axis) => Array.from({ length: input[axis] ?? 1 }, (_, place) => place),
  backwardReads: { inputs: true, output: false },
  forward({ kernels, fields: settings, inputs: [x], output, weights, saved }) {
    kernels.layerNorm(x, output, weights, saved, settings.epsilon);
  },
  backward({ kernels, inputs: [x], weights, saved, gradOutput, gradInputs: [dx], gradWeights }) {
    kernels.layerNormBackward(x, gradOutput, dx, weights, gradWeights, saved);
  },
  examples: [
    { fields: {}, inputs: [[7]] },
    { fields: { epsilon: 0.01 }, inputs: [[2, 3, 5]] },
    { fields: {}, inputs: [[16]] },
    { fields: {}, inputs: [[33]] },
  ],
});

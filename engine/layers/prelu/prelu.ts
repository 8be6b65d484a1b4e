import { type Shape, sizeOf } from "../../tensor.ts";
import { say } from "../../words/say.ts";
import type { Fields, FieldValues } from "../fields.ts";
import { defineLayer } from "../layer.ts";

const fields = {
  perChannel: {
    type: "toggle",
    label: "Slope per channel",
    default: true,
    help: "Each channel, or each number of a row, learns a slope of its own. Without it one slope serves all.",
  },
} as const satisfies Fields;

const slopes = (settings: FieldValues<typeof fields>, inputs: readonly Shape[]): Shape => [
  settings.perChannel ? (inputs[0]?.[0] ?? 1) : 1,
];

/** A leaky ReLU whose slope is learned: K. He et al. (2015), PyTorch's PReLU. */
export const prelu = defineLayer({
  kind: "prelu",
  title: "PReLU",
  shortName: "PReLU",
  group: "Elementwise",
  category: "activation",
  appearance: "bead",
  glyph: [
    { d: "M1.8 11.2l5.6-2.4l5.8-5.6" },
    { d: "M1.8 14h12.4", strokeWidth: 1, opacity: 0.5 },
    { d: "M6.4 12.2a1.3 1.3 0 1 1-2.6 0a1.3 1.3 0 1 1 2.6 0", fill: true },
  ],
  summary:
    "A ReLU that lets some of the negative side through. How much is learned, starting at a quarter as in PyTorch.",
  formula: ({ perChannel }) => {
    const slope = perChannel ? String.raw`\alpha_c` : String.raw`\alpha`;
    return String.raw`\fwd{y_c} = \begin{cases} x_c & x_c > 0 \\ ${slope}\, x_c & x_c \le 0 \end{cases}`;
  },
  caption: ({ perChannel }) => (perChannel ? say("one slope per channel") : say("one slope")),
  inputs: { minimum: 1, maximum: 1 },
  hasOutput: true,
  fields,
  outputShape: (_settings, inputs) => inputs[0] ?? [],
  weights: { alpha: { shape: slopes, initialiser: () => "quarter" } },
  countParameters(settings, inputs) {
    const [value = 1] = slopes(settings, inputs);
    return [{ value, label: value === 1 ? say("slope") : say("slopes") }];
  },
  cost: (settings, inputs, output) => ({
    flops: sizeOf(output),
    bytes: 4 * (2 * sizeOf(output) + sizeOf(slopes(settings, inputs))),
  }),
  backwardReads: { inputs: true, output: false },
  forward({ kernels, inputs: [x], output, weights }) {
    kernels.prelu(x, weights.alpha, output);
  },
  backward({ kernels, inputs: [x], weights, gradOutput, gradInputs: [dx], gradWeights }) {
    kernels.preluBackward(x, weights.alpha, gradOutput, dx, gradWeights.alpha);
  },
  examples: [
    { fields: {}, inputs: [[2, 3, 5]] },
    { fields: { perChannel: false }, inputs: [[3, 3, 3]] },
    { fields: {}, inputs: [[7]] },
    { fields: { perChannel: false }, inputs: [[7]] },
  ],
});

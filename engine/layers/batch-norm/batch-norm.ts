import type { NormAxis } from "../../kernels/kernels.ts";
import { type Shape, sizeOf, type Tensor } from "../../tensor.ts";
import { exactNumber } from "../../words/numbers.ts";
import { say } from "../../words/say.ts";
import type { Fields, FieldValues } from "../fields.ts";
import { defineLayer } from "../layer.ts";

const fields = {
  momentum: {
    type: "number",
    label: "Momentum",
    minimum: 0,
    maximum: 1,
    step: 0.01,
    default: 0.1,
    help: "The share that each batch has in the running mean and variance, which stand in for the batch outside training.",
  },
  epsilon: {
    type: "number",
    label: "Epsilon",
    minimum: 0.000001,
    maximum: 0.1,
    step: 0.00001,
    default: 0.00001,
    help: "Added to the variance, so that a channel whose values are all alike is not divided by zero.",
  },
} as const satisfies Fields;

type BatchNormFields = FieldValues<typeof fields>;

/** Written before each call and read by the kernel within it, so that a step allocates nothing. */
const axis = { outer: 1, channels: 1, inner: 1, epsilon: 0, momentum: 0 };

/** An image is normalised per channel, a row of numbers per number. */
function batchAxis(settings: BatchNormFields, batch: Tensor): NormAxis {
  axis.outer = batch.shape[0] ?? 1;
  axis.channels = batch.shape[1] ?? 1;
  axis.inner = batch.size / (axis.outer * axis.channels);
  axis.epsilon = settings.epsilon;
  axis.momentum = settings.momentum;
  return axis;
}

const perChannel = (_settings: BatchNormFields, inputs: readonly Shape[]): Shape => [inputs[0]?.[0] ?? 1];

/**
 * Normalises over the batch: S. Ioffe and C. Szegedy (2015), with PyTorch's definitions. Unlike PyTorch it takes a
 * last batch of one example: with one value per channel the output is β, and the running variance stays.
 */
export const batchNorm = defineLayer({
  kind: "batch-norm",
  title: "Batch norm",
  shortName: "Batch norm",
  shortcut: "b",
  group: "Elementwise",
  category: "normalise",
  appearance: "bead",
  glyph: [
    { d: "M1.8 12.2c3.4 0 3.6-8.6 6.2-8.6s2.8 8.6 6.2 8.6" },
    { d: "M1.8 14h12.4M8 3.6V14", strokeWidth: 1, opacity: 0.5 },
  ],
  summary:
    "Brings each channel to mean 0 and variance 1 over the batch, then scales and shifts it by two learned numbers. Deep networks train faster with it. Outside training it uses running means of what it saw.",
  formula: (settings) =>
    String.raw`\fwd{y_{c}} = \gamma_c\, \frac{x_{c} - \mu_c}{\sqrt{\sigma_c^2 + ${settings.epsilon}}} + \beta_c`,
  caption: (settings) =>
    say("momentum {momentum}, epsilon {epsilon}", {
      momentum: exactNumber(settings.momentum),
      epsilon: exactNumber(settings.epsilon),
    }),
  inputs: { minimum: 1, maximum: 1 },
  hasOutput: true,
  fields,
  outputShape: (_settings, inputs) => inputs[0] ?? [],
  weights: {
    gamma: { shape: perChannel, initialiser: () => "ones" },
    beta: { shape: perChannel, initialiser: () => "zeros" },
    runningMean: { shape: perChannel, initialiser: () => "zeros", isStatistic: true },
    runningVariance: { shape: perChannel, initialiser: () => "ones", isStatistic: true },
  },
  countParameters(_settings, inputs) {
    const input = inputs[0] ?? [];
    const channels = { value: input[0] ?? 1, label: input.length === 1 ? say("inputs") : say("channels") };
    return [
      channels,
      "×",
      "(",
      { value: 1, label: say("scale") },
      "+",
      { value: 1, label: say("shift") },
      ")",
    ];
  },
  // Sum; difference, square and sum; difference, scale and shift.
  cost: (_settings, inputs, output) => ({
    flops: 7 * sizeOf(output),
    bytes: 4 * (2 * sizeOf(output) + 4 * (inputs[0]?.[0] ?? 1)),
  }),
  savesOnce: (settings, inputs) => ({
    mean: perChannel(settings, inputs),
    inverseDeviation: perChannel(settings, inputs),
  }),
  backwardReads: { inputs: true, output: false },
  givesRectified: { backwardReadsOutput: false },
  forward({ kernels, fields: settings, inputs: [x], output, weights, saved, training, rectifyOutput }) {
    const axis = batchAxis(settings, x);
    if (training) kernels.batchNorm(x, output, weights, saved, axis, rectifyOutput);
    else kernels.batchNormInference(x, output, weights, saved, axis, rectifyOutput);
  },
  backward({ kernels, fields: settings, inputs: [x], weights, saved, training, rectifyOutput, ...step }) {
    const [dx] = step.gradInputs;
    const { gradOutput, gradWeights } = step;
    const batch = batchAxis(settings, x);
    kernels.batchNormBackward(x, gradOutput, dx, weights, gradWeights, saved, batch, training, rectifyOutput);
  },
  examples: [
    { fields: {}, inputs: [[3, 4, 5]] },
    { fields: { momentum: 0.01, epsilon: 0.001 }, inputs: [[2, 7, 7]] },
    { fields: {}, inputs: [[7]] },
    { fields: {}, inputs: [[16]] },
    { fields: {}, inputs: [[5, 1, 1]] },
  ],
});

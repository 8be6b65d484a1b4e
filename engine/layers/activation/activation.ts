import {
  type Elementwise,
  type ElementwiseFunction,
  elementwiseFunctions,
} from "../../kernels/elementwise.ts";
import { type Shape, sizeOf, type Tensor } from "../../tensor.ts";
import { exactNumber } from "../../words/numbers.ts";
import { say, translate } from "../../words/say.ts";
import type { Fields, FieldValues } from "../fields.ts";
import { defineLayer } from "../layer.ts";

const fields = {
  function: {
    type: "choice",
    label: "Function",
    options: [
      { value: "relu", label: "ReLU" },
      { value: "leakyRelu", label: "Leaky ReLU" },
      { value: "elu", label: "ELU" },
      { value: "sigmoid", label: "Sigmoid" },
      { value: "tanh", label: "Tanh" },
      { value: "softplus", label: "Softplus" },
      { value: "gelu", label: "GELU" },
      { value: "silu", label: "SiLU" },
      { value: "selu", label: "SELU" },
      { value: "hardSigmoid", label: "Hard sigmoid" },
      { value: "softsign", label: "Softsign" },
      { value: "softmax", label: "Softmax" },
    ],
    default: "relu",
    help: "The curve that every number goes through. Softmax turns the numbers of one example into probabilities.",
  },
  slope: {
    type: "number",
    label: "Slope",
    minimum: 0,
    maximum: 1,
    step: 0.01,
    default: 0.01,
    help: "How steep the line is below zero.",
    visibleWhen: { field: "function", equals: "leakyRelu" },
  },
  alpha: {
    type: "number",
    label: "Alpha",
    minimum: 0.01,
    maximum: 10,
    step: 0.1,
    default: 1,
    help: "The curve approaches minus this value on the left.",
    visibleWhen: { field: "function", equals: "elu" },
  },
} as const satisfies Fields;

type ActivationFields = FieldValues<typeof fields>;

/** The parameter of the chosen function; functions without one ignore it. */
function parameter(settings: ActivationFields): number {
  return settings.function === "leakyRelu" ? settings.slope : settings.alpha;
}

/** Written before each call and read by the kernel within it, so that a step allocates nothing. */
const axis = { outer: 1, length: 1, inner: 1 };

/** Softmax runs along the channels: [N, C, ...] seen as [N, C, rest]. */
function channelAxis(batch: Tensor): typeof axis {
  const samples = batch.shape[0] ?? 1;
  const channels = batch.shape[1] ?? 1;
  axis.outer = samples;
  axis.length = channels;
  axis.inner = batch.size / (samples * channels);
  return axis;
}

function titleOf(name: ElementwiseFunction | "softmax"): string {
  return name === "softmax" ? say("Softmax") : translate(elementwiseFunctions[name].title);
}

/** A curve applied to every number, or softmax over the channels. */
export const activation = defineLayer({
  kind: "activation",
  title: "Activation",
  shortName: "Activation",
  shortcut: "r",
  group: "Elementwise",
  category: "activation",
  appearance: "bead",
  glyph: [{ d: "M1.8 11.6h5.6l5.8-7.4" }, { d: "M1.8 14h12.4", strokeWidth: 1, opacity: 0.5 }],
  summary:
    "Bends the sums of the layer before. Without it, layers in a row would be no more than one linear layer.",
  formula(settings) {
    if (settings.function === "softmax") return String.raw`\fwd{y_k} = \frac{e^{x_k}}{\sum_l e^{x_l}}`;
    const { formula } = elementwiseFunctions[settings.function];
    return String.raw`\fwd{y} = ${formula.replaceAll(String.raw`\alpha`, `${parameter(settings)}`)}`;
  },
  caption(settings) {
    if (settings.function === "leakyRelu")
      return say("{title}, slope {slope}", {
        title: titleOf(settings.function),
        slope: exactNumber(settings.slope),
      });
    if (settings.function === "elu")
      return say("{title}, alpha {alpha}", {
        title: titleOf(settings.function),
        alpha: exactNumber(settings.alpha),
      });
    return titleOf(settings.function);
  },
  beadName: (settings) => titleOf(settings.function),
  inputs: { minimum: 1, maximum: 1 },
  hasOutput: true,
  fields,
  outputShape: (_settings, inputs) => inputs[0] ?? [],
  weights: {},
  countParameters: () => [],
  cost: (_settings, _inputs, output: Shape) => ({
    flops: sizeOf(output),
    bytes: 8 * sizeOf(output),
  }),
  // Some derivatives are written in x, some in y; the rule is one for all functions.
  backwardReads: { inputs: true, output: true },
  canDie({ function: name }) {
    if (name === "softmax") return false;
    const chosen: Elementwise = elementwiseFunctions[name];
    return chosen.restsAtZero === true;
  },
  rectifies: ({ function: name }) => name === "relu",
  gives: ({ function: name }) => (name === "softmax" || name === "sigmoid" ? name : "none"),
  forward({ kernels, fields: settings, inputs: [x], output }) {
    if (settings.function === "softmax") kernels.softmax(x, output, channelAxis(x));
    else kernels.activation(settings.function, parameter(settings), x, output);
  },
  backward({ kernels, fields: settings, inputs: [x], output, gradOutput, gradInputs: [dx] }) {
    if (!dx) return;
    if (settings.function === "softmax") kernels.softmaxBackward(output, gradOutput, dx, channelAxis(output));
    else kernels.activationBackward(settings.function, parameter(settings), x, output, gradOutput, dx);
  },
  examples: [
    { fields: { function: "relu" }, inputs: [[2, 3, 5]] },
    { fields: { function: "leakyRelu", slope: 0.2 }, inputs: [[7]] },
    { fields: { function: "elu", alpha: 0.5 }, inputs: [[7]] },
    { fields: { function: "sigmoid" }, inputs: [[7]] },
    { fields: { function: "tanh" }, inputs: [[3, 3, 1]] },
    { fields: { function: "softplus" }, inputs: [[7]] },
    { fields: { function: "gelu" }, inputs: [[7]] },
    { fields: { function: "silu" }, inputs: [[7]] },
    { fields: { function: "selu" }, inputs: [[7]] },
    { fields: { function: "hardSigmoid" }, inputs: [[7]] },
    { fields: { function: "softsign" }, inputs: [[2, 3, 3]] },
    { fields: { function: "softmax" }, inputs: [[5]] },
    { fields: { function: "softmax" }, inputs: [[3, 2, 5]] },
  ],
});

import { shapeText, sizeOf } from "../../tensor.ts";
import { formatNumber } from "../../words/numbers.ts";
import { say } from "../../words/say.ts";
import { typedBiasesField, typedWeightsField, unitInitialiserField } from "../initialiser-field.ts";
import { defineLayer, shapeFormula } from "../layer.ts";

/** Every output sees every input: y = Wx + b. */
export const dense = defineLayer({
  kind: "dense",
  title: "Dense",
  shortName: "Dense",
  shortcut: "d",
  group: "Vector",
  category: "dense",
  appearance: "card",
  glyph: [
    { d: "M4 4l8-.8M4 4l8 4M4 4l8 8.6M4 12l8-8.8M4 12l8-4M4 12l8 .8", strokeWidth: 1 },
    {
      d: "M5.3 4a1.7 1.7 0 1 1-3.4 0a1.7 1.7 0 1 1 3.4 0M5.3 12a1.7 1.7 0 1 1-3.4 0a1.7 1.7 0 1 1 3.4 0",
      fill: true,
    },
    {
      d: "M14 3.2a1.6 1.6 0 1 1-3.2 0a1.6 1.6 0 1 1 3.2 0M14 8a1.6 1.6 0 1 1-3.2 0a1.6 1.6 0 1 1 3.2 0M14 12.8a1.6 1.6 0 1 1-3.2 0a1.6 1.6 0 1 1 3.2 0",
      fill: true,
    },
  ],
  summary:
    "Every unit takes a weighted sum of all inputs and adds its bias. Also called fully connected or linear.",
  formula: () => String.raw`\fwd{y_i} = b_i + \sum_j w_{ij}\, x_j`,
  caption: (fields) =>
    say("{units} {units, plural, one {unit} other {units}}{bias, select, true {} other {, no bias}}", {
      units: fields.units,
      bias: fields.bias,
    }),
  inputs: { minimum: 1, maximum: 1 },
  hasOutput: true,
  fields: {
    units: {
      type: "integer",
      label: "Units",
      minimum: 1,
      maximum: 100_000,
      default: 64,
      help: "How many numbers the layer gives. The last dense layer of a classifier has one unit per class.",
    },
    bias: { type: "toggle", label: "Bias", default: true, help: "Adds one learned number to each unit." },
    initialiser: unitInitialiserField,
    typedWeights: typedWeightsField,
    typedBiases: typedBiasesField,
  },
  outputShape(fields, inputs) {
    const input = inputs[0] ?? [];
    if (input.length === 1) return [fields.units];
    return {
      problem: "needs-vector",
      title: say("Dense needs a flat input"),
      explanation: say("It receives a {shape} image. Flatten turns it into {size} numbers in a row.", {
        shape: shapeText(input),
        size: formatNumber(sizeOf(input)),
      }),
      shapes: [
        { shape: [sizeOf(input)], label: say("expected"), wrong: false },
        { shape: input, label: say("received"), wrong: true },
      ],
      formula: `${shapeFormula(input)} = ${sizeOf(input)}`,
      fixes: [
        {
          action: "insert-before",
          label: say("Insert Flatten"),
          detail: say("{size} numbers", { size: formatNumber(sizeOf(input)) }),
          input: 0,
          kind: "flatten",
          values: {},
        },
      ],
    };
  },
  outputCount: "units",
  weights: {
    weight: {
      shape: (fields, inputs) => [fields.units, sizeOf(inputs[0] ?? [])],
      initialiser: (fields) => fields.initialiser,
      typed: (fields) => fields.typedWeights,
      isPenalised: true,
    },
    bias: {
      shape: (fields) => (fields.bias ? [fields.units] : null),
      initialiser: ({ initialiser, typedBiases }) =>
        initialiser === "typedWeights" && typedBiases.length > 0 ? "typedWeights" : "zeros",
      typed: (fields) => fields.typedBiases,
      isBias: true,
    },
  },
  countParameters(fields, inputs) {
    const units = { value: fields.units, label: say("units") };
    const inputCount = { value: sizeOf(inputs[0] ?? []), label: say("inputs") };
    return fields.bias
      ? [units, "×", "(", inputCount, "+", { value: 1, label: say("bias") }, ")"]
      : [units, "×", inputCount];
  },
  cost(fields, inputs) {
    const inputCount = sizeOf(inputs[0] ?? []);
    const bias = fields.bias ? fields.units : 0;
    return {
      flops: 2 * inputCount * fields.units + bias,
      bytes: 4 * (inputCount * fields.units + bias + inputCount + fields.units),
    };
  },
  terms(fields, input, [unit = 0]) {
    const size = sizeOf(input);
    return {
      firstChannel: 0,
      channels: 1,
      rows: 1,
      columns: size,
      terms: Array.from({ length: size }, (_, index) => ({
        input: index,
        isPadding: false,
        weight: unit * size + index,
      })),
      combine: "sum",
      count: size,
      bias: fields.bias ? unit : null,
    };
  },
  backwardReads: { inputs: true, output: false },
  keeps: (kernels, { units }, inputs) => kernels.denseKept(units, sizeOf(inputs[0] ?? [])),
  forward({ kernels, inputs: [x], weights, output, kept }) {
    kernels.dense(x, weights.weight, weights.bias, output, kept);
  },
  backward({ kernels, inputs: [x], weights, gradOutput, gradInputs: [dx], gradWeights }) {
    kernels.denseBackwardWeight(x, gradOutput, gradWeights.weight, gradWeights.bias);
    if (dx) kernels.denseBackwardInput(gradOutput, weights.weight, dx);
  },
  examples: [
    { fields: { units: 3 }, inputs: [[5]] },
    { fields: { units: 1, bias: false }, inputs: [[7]] },
    { fields: { units: 17, initialiser: "glorot" }, inputs: [[33]] },
  ],
});

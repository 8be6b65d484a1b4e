import { shapeText, sizeOf } from "../../tensor.ts";
import { exactNumber } from "../../words/numbers.ts";
import { say, translate } from "../../words/say.ts";
import { defineLayer, shapeFormula } from "../layer.ts";
import { viewParts } from "../view-parts.ts";
import { lossOf } from "./losses.ts";

/** The end of the network: its prediction, and the loss that training makes small. */
export const output = defineLayer({
  kind: "output",
  title: "Output and loss",
  shortName: "Output",
  group: "Output",
  category: "structure",
  appearance: "end",
  glyph: [
    { d: "M14 8a6 6 0 1 1-12 0a6 6 0 1 1 12 0" },
    { d: "M10.8 8a2.8 2.8 0 1 1-5.6 0a2.8 2.8 0 1 1 5.6 0", fill: true },
  ],
  summary:
    "What comes in is the network's prediction. The loss says how far it is from the truth, and training makes it small.",
  formula: (fields) => lossOf(fields).formula,
  caption: (fields) =>
    say(
      "{loss}{isHuber, select, true {, delta {delta}} other {}}{reduction, select, sum {, sum} other {}}{target, select, input {, input} other {}}",
      {
        loss: translate(lossOf(fields).title),
        isHuber: fields.loss === "huber",
        delta: exactNumber(fields.delta),
        reduction: fields.reduction,
        target: fields.target,
      },
    ),
  inputs: { minimum: 1, maximum: 1 },
  hasOutput: false,
  fields: {
    loss: {
      type: "choice",
      label: "Loss",
      options: [
        { value: "crossEntropy", label: "Cross-entropy (softmax included)" },
        { value: "crossEntropySoftmax", label: "Cross-entropy on a softmax layer" },
        { value: "halfSquaredError", label: "Half squared error" },
        { value: "meanSquaredError", label: "Mean squared error" },
        { value: "huber", label: "Huber" },
        { value: "meanAbsoluteError", label: "Mean absolute error" },
        { value: "binaryCrossEntropy", label: "Binary cross-entropy (sigmoid included)" },
      ],
      default: "crossEntropy",
      help: "Cross-entropy for classes, half squared error for values, binary cross-entropy for yes or no.",
    },
    target: {
      type: "choice",
      label: "Compare with",
      options: [
        { value: "data", label: "Data" },
        { value: "input", label: "Input" },
      ],
      default: "data",
      help: "The classes or numbers of the data set, or the input itself: then the network learns to give back what it got, through the bottleneck that you draw (an autoencoder).",
    },
    delta: {
      type: "number",
      label: "Delta",
      minimum: 0.001,
      maximum: 1000,
      step: 0.1,
      default: 1,
      help: "Differences up to this size count by their square, larger ones by their size.",
      visibleWhen: { field: "loss", equals: "huber" },
    },
    reduction: {
      type: "choice",
      label: "Over a batch",
      options: [
        { value: "mean", label: "Mean" },
        { value: "sum", label: "Sum" },
      ],
      default: "mean",
      help: "The sum over N examples has a gradient N times as large as the mean, so it needs a learning rate N times smaller.",
    },
  },
  outputShape(fields, inputs) {
    const received = inputs[0] ?? [];
    const loss = lossOf(fields);
    if (!loss.forClasses || (received.length === 1 && (received[0] ?? 0) > 1)) return received;
    const shapes = [{ shape: received, label: say("received"), wrong: true }];
    const useSquares = {
      action: "set-fields",
      label: say("Use half squared error"),
      values: { loss: "halfSquaredError" },
    } as const;
    const useBinary = {
      action: "set-fields",
      label: say("Use binary cross-entropy"),
      detail: say("of two classes"),
      values: { loss: "binaryCrossEntropy" },
    } as const;
    if (received.length === 1)
      return {
        problem: "one-class",
        title: say("Cross-entropy needs at least two classes"),
        explanation: say(
          "It receives a single number, whose softmax is always 1, so there is nothing to learn. Give the last layer one unit per class.",
        ),
        field: "loss",
        shapes,
        formula: String.raw`\frac{e^{a_1}}{e^{a_1}} = 1`,
        fixes: [useBinary, useSquares],
      };
    return {
      problem: "needs-vector",
      title: say("Cross-entropy needs one number per class"),
      explanation: say(
        "It receives a {shape} image. Flatten turns it into {size} numbers, and a dense layer after it gives one per class.",
        { shape: shapeText(received), size: sizeOf(received) },
      ),
      field: "loss",
      shapes,
      formula: `${shapeFormula(received)} = ${sizeOf(received)}`,
      fixes: [
        {
          action: "insert-before",
          label: say("Insert Flatten"),
          detail: say("{size} numbers", { size: sizeOf(received) }),
          input: 0,
          kind: "flatten",
          values: {},
        },
        useSquares,
      ],
    };
  },
  ...viewParts,
  examples: [
    { fields: {}, inputs: [[10]] },
    { fields: { loss: "halfSquaredError", reduction: "sum", target: "input" }, inputs: [[1, 3, 4]] },
    { fields: { loss: "meanSquaredError" }, inputs: [[2, 3, 2]] },
    { fields: { loss: "huber", delta: 0.5 }, inputs: [[3]] },
    { fields: { loss: "meanAbsoluteError" }, inputs: [[2, 3, 2]] },
    { fields: { loss: "binaryCrossEntropy" }, inputs: [[4]] },
  ],
});

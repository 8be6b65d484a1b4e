import { type Shape, sameShape, shapeText, sizeOf } from "../tensor.ts";
import { say, translate } from "../words/say.ts";
import { type ShapeProblem, shapeFormula } from "./layer.ts";

/**
 * What the layers share that join tensors of one shape number by number. `deed` is what happens to the numbers, as in
 * "added".
 */
export function mergeParts(layer: string, deed: string) {
  return {
    caption: () => "",
    inputs: { minimum: 2, maximum: 8 },
    hasOutput: true,
    fields: {},
    outputShape: (_fields: object, inputs: readonly Shape[]) => commonShape(layer, deed, inputs),
    weights: {},
    countParameters: () => [],
    cost: (_fields: object, inputs: readonly Shape[], output: Shape) => ({
      flops: (inputs.length - 1) * sizeOf(output),
      bytes: 4 * (inputs.length + 1) * sizeOf(output),
    }),
    examples: [
      {
        fields: {},
        inputs: [
          [2, 3, 5],
          [2, 3, 5],
        ],
      },
      { fields: {}, inputs: [[7], [7], [7]] },
    ],
  };
}

/** The shape that all inputs have, or which of them differs. */
function commonShape(layer: string, deed: string, inputs: readonly Shape[]): Shape | ShapeProblem {
  const [first = [], ...others] = inputs;
  const wrong = others.findIndex((shape) => !sameShape(shape, first));
  if (wrong < 0) return first;
  const other = others[wrong] ?? [];
  return {
    problem: "shapes-differ",
    title: say("{layer} needs {count, plural, =2 {two inputs} other {inputs}} of the same shape", {
      layer: translate(layer),
      count: inputs.length,
    }),
    explanation: say(
      "Input 1 is {shape} and input {input} is {other}. Numbers can only be {deed, select, added {added} other {multiplied}} where every number has a partner.",
      { shape: shapeText(first), input: wrong + 2, other: shapeText(other), deed },
    ),
    shapes: inputs.map((shape, index) => ({
      shape,
      label: say("input {index}", { index: index + 1 }),
      wrong: !sameShape(shape, first),
    })),
    formula: String.raw`${shapeFormula(first)} \ne ${shapeFormula(other)}`,
    inputsDiffer: true,
    fixes: [
      {
        action: "disconnect",
        label: say("Disconnect input {input}", { input: wrong + 2 }),
        input: wrong + 1,
      },
    ],
  };
}

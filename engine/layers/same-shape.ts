import { type Shape, sameShape, shapeText, sizeOf } from "../tensor.ts";
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
    title: `${layer} needs ${inputs.length === 2 ? "two inputs" : "inputs"} of the same shape`,
    explanation: `Input 1 is ${shapeText(first)} and input ${wrong + 2} is ${shapeText(other)}. Numbers can only be ${deed} where every number has a partner.`,
    shapes: inputs.map((shape, index) => ({
      shape,
      label: `input ${index + 1}`,
      wrong: !sameShape(shape, first),
    })),
    formula: String.raw`${shapeFormula(first)} \ne ${shapeFormula(other)}`,
    inputsDiffer: true,
    fixes: [{ action: "disconnect", label: `Disconnect input ${wrong + 2}`, input: wrong + 1 }],
  };
}

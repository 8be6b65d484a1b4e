import { type Shape, sameShape, shapeText } from "../tensor.ts";
import { type ShapeProblem, shapeFormula } from "./layer.ts";

/** The shape that all inputs have, or which of them differs. `deed` is what happens to the numbers, as in "added". */
export function commonShape(layer: string, deed: string, inputs: readonly Shape[]): Shape | ShapeProblem {
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

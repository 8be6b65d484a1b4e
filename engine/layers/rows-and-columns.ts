import { type Shape, shapeText } from "../tensor.ts";
import { type ShapeProblem, shapeFormula } from "./layer.ts";

/** The problem of a row of numbers where an image belongs. `deed` is what has nothing to act on, as in "pad". */
export function needsRowsAndColumns(layer: string, deed: string, input: Shape): ShapeProblem {
  return {
    problem: "needs-image",
    title: `${layer} needs an image`,
    explanation: `It receives ${shapeText(input)} numbers in a row, which have no rows and columns to ${deed}.`,
    shapes: [{ shape: input, label: "received", wrong: true }],
    formula: String.raw`\text{expected } C \times H \times W, \quad \text{received } ${shapeFormula(input)}`,
    fixes: [{ action: "disconnect", label: `Disconnect ${layer}`, input: 0 }],
  };
}

import { type Shape, shapeText } from "../tensor.ts";
import { say, translate } from "../words/say.ts";
import { type ShapeProblem, shapeFormula } from "./layer.ts";

/** The problem of a row of numbers where an image belongs. `deed` is what has nothing to act on, as in "pad". */
export function needsRowsAndColumns(
  layer: string,
  deed: "pad" | "enlarge" | "average",
  input: Shape,
): ShapeProblem {
  return {
    problem: "needs-image",
    title: say("{layer} needs an image", { layer: translate(layer) }),
    explanation: say(
      "It receives {shape} numbers in a row, which have no rows and columns to {deed, select, pad {pad} enlarge {make larger} other {take the mean of}}.",
      {
        shape: shapeText(input),
        deed,
      },
    ),
    shapes: [{ shape: input, label: say("received"), wrong: true }],
    formula: String.raw`\text{expected } C \times H \times W, \quad \text{received } ${shapeFormula(input)}`,
    fixes: [
      { action: "disconnect", label: say("Disconnect {layer}", { layer: translate(layer) }), input: 0 },
    ],
  };
}

import { layerKind } from "../layers/registry.ts";
import { type Shape, shapeText } from "../tensor.ts";
import { say } from "../words/say.ts";
import { whyNotCopied } from "./copied.ts";
import type { GraphNode } from "./graph.ts";
import type { Problem } from "./problem.ts";
import type { Rule } from "./rule.ts";

/** Names and shapes of a layer's weights, for inputs of these shapes. */
export function weightShapes(
  { kind, fields }: Pick<GraphNode, "kind" | "fields">,
  inputs: readonly Shape[],
): readonly { readonly name: string; readonly shape: Shape }[] {
  return Object.entries(layerKind(kind).weights).flatMap(([name, rule]) => {
    const shape = rule.shape(fields, inputs);
    return shape ? [{ name, shape }] : [];
  });
}

/** Weights that were copied for a layer of another shape than it has now. */
export const copiedRule: Rule = ({ graph, shapes }) =>
  graph.nodes.flatMap((node): readonly Problem[] => {
    const { id, name, copied } = node;
    const known = shapes.nodes[id];
    if (!copied || known?.state !== "ok") return [];
    const inputs = known.inputs.flatMap((shape) => (shape ? [shape] : []));
    const own = weightShapes(node, inputs);
    const why = whyNotCopied(copied.weights, own);
    if (why === null) return [];
    const other = copied.weights.find(({ name: weight }) => own.some((mine) => mine.name === weight));
    const mine = own.find((weight) => weight.name === other?.name);
    return [
      {
        severity: "error",
        code: "copied-shape",
        node: id,
        causes: [],
        title: say("{name} is not of the shape of its copied weights", { name }),
        explanation: say("It was to start from {layer} of {model}. {why}", {
          layer: copied.layer,
          model: copied.model,
          why,
        }),
        ...(other && mine
          ? {
              shapes: [
                { shape: other.shape, label: say("copied"), wrong: true },
                { shape: mine.shape, label: name, wrong: false },
              ],
              formula: String.raw`\text{${shapeText(other.shape)}} \ne \text{${shapeText(mine.shape)}}`,
            }
          : {}),
        fixes: [
          {
            label: say("Draw the weights of {name} anew", { name }),
            edits: [{ edit: "set-copied", id, copied: null }],
          },
        ],
      },
    ];
  });

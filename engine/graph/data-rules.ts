import { lossOf } from "../layers/output/losses.ts";
import { layerKind } from "../layers/registry.ts";
import { sameShape, shapeText } from "../tensor.ts";
import { applyEdits } from "./edit.ts";
import { edgesInto, freeId, type Graph, type GraphNode } from "./graph.ts";
import { upstreamOf } from "./order.ts";
import type { Fix, Problem } from "./problem.ts";
import { nodeNamed, type Rule } from "./rule.ts";
import { inferShapes } from "./shapes.ts";

const noDataRule: Rule = ({ data }) =>
  data
    ? []
    : [
        {
          severity: "to-do",
          code: "no-data",
          node: null,
          causes: [],
          title: "No data set is chosen",
          explanation: "Choose a data set to see shapes and to train.",
          fixes: [],
        },
      ];

const inputRule: Rule = ({ graph, shapes, data }) =>
  graph.nodes
    .filter((node) => layerKind(node.kind).inputs.maximum === 0)
    .flatMap((node): readonly Problem[] => {
      const shape = shapes.nodes[node.id]?.output;
      if (!data || !shape || sameShape(shape, data.inputShape)) return [];
      return [
        {
          severity: "error",
          code: "input-data",
          node: node.id,
          causes: [],
          title: `${node.name} does not match ${data.name}`,
          explanation: `${data.name} has ${shapeText(data.inputShape)} examples, and ${node.name} takes ${shapeText(shape)}.`,
          field: "shape",
          shapes: [
            { shape: data.inputShape, label: data.name, wrong: false },
            { shape, label: node.name, wrong: true },
          ],
          fixes: [
            {
              label: `Set ${node.name} to ${shapeText(data.inputShape)}`,
              edits: [{ edit: "set-fields", id: node.id, values: { shape: data.inputShape } }],
            },
          ],
        },
      ];
    });

const classesRule: Rule = ({ graph, shapes, data }) => {
  const output = outputNode(graph);
  const shape = output && shapes.nodes[output.id]?.inputs[0];
  if (!output || !data || !shape) return [];
  // An output that refuses an image says so itself; a row of numbers has the wrong length in any case.
  if (shapes.nodes[output.id]?.state !== "ok" && shape.length !== 1) return [];
  const classes = data.classNames.length;
  if (sameShape(shape, [classes])) return [];
  return [
    {
      severity: "error",
      code: "classes",
      node: output.id,
      causes: [],
      title: `${output.name} needs one number per class`,
      explanation: `${data.name} has ${classes} classes, and ${output.name} receives ${shapeText(shape)}.`,
      shapes: [
        { shape: [classes], label: `${classes} classes`, wrong: false },
        { shape, label: "received", wrong: true },
      ],
      fixes: countFixes(graph, output, classes),
    },
  ];
};

/** The nearest layer above whose number of units or channels, once changed, gives the classes. */
function countFixes(graph: Graph, output: GraphNode, classes: number): readonly Fix[] {
  for (const id of [...upstreamOf(graph, output.id)]) {
    const node = nodeNamed(graph, id);
    const field = layerKind(node.kind).outputCount;
    if (!field) continue;
    const edits = [{ edit: "set-fields", id, values: { [field]: classes } }] as const;
    const received = inferShapes(applyEdits(graph, edits)).nodes[output.id]?.inputs[0];
    if (received && sameShape(received, [classes]))
      return [{ label: `Set ${node.name} to ${classes} ${field}`, edits }];
  }
  return [];
}

/** Cross-entropy wants logits or a softmax layer, and says which; both at once would count softmax twice. */
const lossRule: Rule = ({ graph }) => {
  const output = outputNode(graph);
  const source = output && edgesInto(graph, output.id)[0]?.from;
  if (!output || source === undefined) return [];
  const last = nodeNamed(graph, source);
  const gives = layerKind(last.kind).gives?.(last.fields) ?? "none";
  const isSoftmax = gives === "softmax";
  const loss = lossOf(output.fields);
  const use = (value: string, label: string): Fix => ({
    label: `Use ${label}`,
    edits: [{ edit: "set-fields", id: output.id, values: { loss: value } }],
  });
  const base = { severity: "error", node: output.id, field: "loss", causes: [last.id] } as const;
  if (loss.reads === "logits behind softmax") {
    const sharing = graph.edges.filter((edge) => edge.from === source).length > 1;
    if (isSoftmax && !sharing) return [];
    return [
      {
        ...base,
        code: sharing && isSoftmax ? "softmax-shared" : "softmax-missing",
        title:
          sharing && isSoftmax
            ? `${last.name} feeds more than the output`
            : "This loss needs a softmax layer",
        explanation:
          sharing && isSoftmax
            ? `${loss.title} is computed through the logits behind ${last.name}, so nothing else may read it.`
            : `${output.name} receives the plain numbers of ${last.name}. Cross-entropy on logits includes the softmax.`,
        fixes: isSoftmax ? [] : [use("crossEntropy", "cross-entropy on logits")],
      },
    ];
  }
  if (gives === "sigmoid" && loss.answer === "sigmoid")
    return [
      {
        ...base,
        code: "sigmoid-twice",
        title: "Sigmoid would be applied twice",
        explanation: `${last.name} already gives probabilities, and ${loss.title.toLowerCase()} includes a sigmoid of its own.`,
        fixes: withoutFix(graph, last, output),
      },
    ];
  if (loss.answer === "softmax" && isSoftmax)
    return [
      {
        ...base,
        code: "softmax-twice",
        title: "Softmax would be applied twice",
        explanation: `${last.name} already gives probabilities, and ${loss.title.toLowerCase()} includes a softmax of its own.`,
        fixes: [use("crossEntropySoftmax", "cross-entropy on a softmax layer")],
      },
    ];
  return [];
};

/** What fed the layer feeds the output instead; the layer goes where nothing else reads it. */
function withoutFix(graph: Graph, layer: GraphNode, output: GraphNode): readonly Fix[] {
  const source = edgesInto(graph, layer.id)[0]?.from;
  if (source === undefined) return [];
  const isShared = graph.edges.filter(({ from }) => from === layer.id).length > 1;
  const edge = { id: freeId(graph.edges, "e"), from: source, to: output.id, input: 0 };
  return [
    {
      label: isShared ? `Pass by ${layer.name}` : `Remove ${layer.name}`,
      edits: [
        { edit: "connect", edges: [edge] },
        ...(isShared ? [] : [{ edit: "remove-nodes", ids: [layer.id] } as const]),
      ],
    },
  ];
}

function outputNode(graph: Graph): GraphNode | undefined {
  return graph.nodes.find((node) => !layerKind(node.kind).hasOutput);
}

export const dataRules: readonly Rule[] = [noDataRule, inputRule, classesRule, lossRule];

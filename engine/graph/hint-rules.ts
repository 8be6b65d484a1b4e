import { layerKind } from "../layers/registry.ts";
import { shapeText, sizeOf } from "../tensor.ts";
import { formatNumber, numberFormat } from "../words/numbers.ts";
import { say } from "../words/say.ts";
import type { GraphNode, NodeId } from "./graph.ts";
import { insertOnEdge } from "./insert-on-edge.ts";
import { edgesInto } from "./lookup.ts";
import type { Problem } from "./problem.ts";
import { hint, isPair, nodeNamed, onlySource, outputNode, type Rule, withoutLayer } from "./rule.ts";

/** A window that moves further than it is wide: cells between two windows are never read. */
const skippingStrideRule: Rule = ({ graph, shapes }) =>
  graph.nodes.flatMap((node): readonly Problem[] => {
    const { stride, kernel, size, dilation } = node.fields;
    const window = kernel ?? size;
    const reads = layerKind(node.kind).keepSize !== undefined;
    if (!reads || shapes.nodes[node.id]?.state !== "ok" || !isPair(stride) || !isPair(window)) return [];
    const step = isPair(dilation) ? dilation : ([1, 1] as const);
    const spans = [step[0] * (window[0] - 1) + 1, step[1] * (window[1] - 1) + 1] as const;
    // A window of one cell that strides is a way of its own to halve an image, as on ResNet's shortcuts.
    if (spans.every((span) => span === 1)) return [];
    const axis = ([0, 1] as const).find((candidate) => stride[candidate] > spans[candidate]);
    if (axis === undefined) return [];
    const fitting = [Math.min(stride[0], spans[0]), Math.min(stride[1], spans[1])] as const;
    const lost = stride[axis] - spans[axis];
    const lines = axis === 0 ? "rows" : "columns";
    return [
      {
        ...hint("stride-skips", node.id),
        title: say("{name} skips {lines, select, rows {rows} other {columns}} of its input", {
          name: node.name,
          lines,
        }),
        explanation: say(
          "Its window covers {span} {lines, select, rows {{span, plural, one {row} other {rows}}} other {{span, plural, one {column} other {columns}}}} and moves on by {stride}: {lost} of every {stride} {lines, select, rows {rows} other {columns}} {lost, plural, one {is} other {are}} never read.",
          {
            span: spans[axis],
            lines,
            stride: stride[axis],
            lost,
          },
        ),
        field: "stride",
        formula: `s - k = ${stride[axis]} - ${spans[axis]} = ${lost}`,
        fixes: [
          {
            label: say("Set {name} stride to {stride}", { name: node.name, stride: fitting.join("×") }),
            edits: [{ edit: "set-fields", id: node.id, values: { stride: fitting } }],
          },
        ],
      },
    ];
  });

/** Batch norm subtracts the mean of each channel, and with it any bias added just before. */
const biasBeforeNormRule: Rule = ({ graph, shapes }) =>
  graph.nodes.flatMap((norm): readonly Problem[] => {
    const source = norm.kind === "batch-norm" ? onlySource(graph.edges, norm.id) : undefined;
    if (source === undefined || shapes.nodes[norm.id]?.state !== "ok") return [];
    const { id, name, fields } = nodeNamed(graph, source);
    const count = shapes.nodes[id]?.output?.[0];
    if (fields.bias !== true || count === undefined) return [];
    return [
      {
        ...hint("bias-before-norm", id),
        title: say("The bias of {name} has no effect", { name }),
        explanation: say(
          "{name} subtracts the mean of each of the {count} values or channels, and with it the bias that {before} has just added. Its own shift does the same.",
          { name: norm.name, count, before: name },
        ),
        field: "bias",
        formula: String.raw`(x + b) - \overline{(x + b)} = x - \overline{x}`,
        fixes: [
          {
            label: say("Turn off the bias of {name}", { name }),
            edits: [{ edit: "set-fields", id, values: { bias: false } }],
          },
        ],
      },
    ];
  });

/** Two dense layers in a row are one linear map. */
const linearPairRule: Rule = ({ graph, shapes }) =>
  graph.nodes.flatMap((node): readonly Problem[] => {
    const source = node.kind === "dense" ? onlySource(graph.edges, node.id) : undefined;
    const before = source === undefined ? undefined : nodeNamed(graph, source);
    const edge = edgesInto(graph, node.id)[0];
    const from = before && shapes.nodes[before.id]?.inputs[0];
    const to = shapes.nodes[node.id]?.output;
    if (before?.kind !== "dense" || !edge || !from || !to) return [];
    // The code of an autoencoder is narrow on purpose: it may well be linear.
    const between = shapes.nodes[before.id]?.output ?? [];
    if (sizeOf(between) < Math.min(sizeOf(from), sizeOf(to))) return [];
    return [
      {
        ...hint("linear-pair", node.id),
        title: say("No activation between {before} and {after}", { before: before.name, after: node.name }),
        explanation: say(
          "Two weighted sums in a row are one weighted sum: together they compute nothing that one layer from {from} to {to} could not.",
          { from: shapeText(from), to: shapeText(to) },
        ),
        formula: "W_2 (W_1 x + b_1) + b_2 = (W_2 W_1)\\, x + (W_2 b_1 + b_2)",
        fixes: [
          {
            label: say("Insert ReLU before {name}", { name: node.name }),
            edits: insertOnEdge(graph, edge, "activation", { function: "relu" }),
          },
        ],
      },
    ];
  });

/** Dropout as the last layer sets answers themselves to zero. */
const lastDropoutRule: Rule = ({ graph, shapes }) => {
  const output = outputNode(graph);
  const source = output && edgesInto(graph, output.id)[0]?.from;
  if (!output || source === undefined || shapes.nodes[output.id]?.state !== "ok") return [];
  const last = nodeNamed(graph, source);
  const { rate } = last.fields;
  if (last.kind !== "dropout" || typeof rate !== "number" || rate === 0) return [];
  const percent = numberFormat({ maximumFractionDigits: 1 }).format(rate * 100);
  return [
    {
      ...hint("dropout-last", last.id),
      title: say("{name} drops answers", { name: last.name }),
      explanation: say(
        "Nothing follows it but {name}: while training, {percent} % of the network's answers are set to zero, whatever they were. Put it before the last layer with weights.",
        { name: output.name, percent },
      ),
      field: "rate",
      formula: `P(y_k = 0) = ${rate}`,
      fixes: withoutLayer(graph, last, output),
    },
  ];
};

const fewestSigmoids = 4;

/** A gradient shrinks at each sigmoid, whose slope is 1/4 at most; the shortest way past them counts. */
const sigmoidStackRule: Rule = ({ graph, shapes }) => {
  const output = outputNode(graph);
  if (!output || shapes.nodes[output.id]?.state !== "ok") return [];
  const isHidden = ({ id, kind, fields }: GraphNode) =>
    kind === "activation" &&
    fields.function === "sigmoid" &&
    !graph.edges.some((edge) => edge.from === id && edge.to === output.id);
  const depths = new Map<NodeId, number>();
  for (const id of shapes.order) {
    const above = edgesInto(graph, id).map(({ from }) => depths.get(from) ?? 0);
    depths.set(id, (above.length ? Math.min(...above) : 0) + (isHidden(nodeNamed(graph, id)) ? 1 : 0));
  }
  const depth = depths.get(output.id) ?? 0;
  const stack = graph.nodes.filter(isHidden);
  const first = shapes.order.find((id) => stack.some((node) => node.id === id));
  if (depth < fewestSigmoids || first === undefined) return [];
  return [
    {
      ...hint("sigmoid-stack", first),
      title: say("Gradients fade on their way through {depth} sigmoids", { depth }),
      explanation: say(
        "The slope of a sigmoid is at most 1/4, so {depth} of them leave at most 1/{power} of a gradient, times the weights between them. The first layers hardly learn.",
        { depth, power: formatNumber(4 ** depth) },
      ),
      formula: `\\left(\\tfrac{1}{4}\\right)^{${depth}} = \\tfrac{1}{${4 ** depth}}`,
      field: "function",
      fixes: [
        {
          label: say("Use ReLU in their place"),
          edits: stack.map(({ id }) => ({ edit: "set-fields", id, values: { function: "relu" } })),
        },
      ],
    },
  ];
};

/** What trains, but seldom as it was meant: quieter than errors, and told only where all shapes are known. */
export const hintRules: readonly Rule[] = [
  skippingStrideRule,
  biasBeforeNormRule,
  linearPairRule,
  lastDropoutRule,
  sigmoidStackRule,
];

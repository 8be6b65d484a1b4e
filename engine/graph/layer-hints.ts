import { texNumber } from "../formulas.ts";
import { elementwiseFunctions } from "../kernels/elementwise.ts";
import type { AnyFieldValues } from "../layers/fields.ts";
import { lossOf } from "../layers/output/losses.ts";
import { isFrozen } from "../layers/parameter-fields.ts";
import { shapeText, sizeOf } from "../tensor.ts";
import { formatNumber, numberFormat } from "../words/numbers.ts";
import { say } from "../words/say.ts";
import { taskFor } from "./asked.ts";
import type { GraphNode } from "./graph.ts";
import { edgesInto } from "./lookup.ts";
import type { Problem } from "./problem.ts";
import { hint, isPair, nodeNamed, onlySource, outputNode, type Rule, withoutNode } from "./rule.ts";

/** The function of an activation layer with its parameter; null for softmax and for other layers. */
function curveOf({ kind, fields }: GraphNode) {
  if (kind !== "activation") return null;
  const name = Object.keys(elementwiseFunctions).find((candidate) => candidate === fields.function);
  if (name === undefined) return null;
  const curve = elementwiseFunctions[name as keyof typeof elementwiseFunctions];
  const alpha = Number(name === "leakyRelu" ? fields.slope : fields.alpha);
  return { ...curve, alpha, at: (x: number) => curve.output(x, alpha) };
}

/** A bound that a curve keeps is far smaller than what goes in. */
const farOut = 1e4;
const isBound = (value: number) => Math.abs(value) < farOut / 100;

/** The smallest and the largest value of a curve; infinite where it has no bound. */
function rangeOf(curve: NonNullable<ReturnType<typeof curveOf>>): readonly [number, number] {
  const inputs = [-farOut, ...Array.from({ length: 201 }, (_, step) => (step - 100) / 10), farOut];
  const values = inputs.map(curve.at);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return [isBound(low) ? low : Number.NEGATIVE_INFINITY, isBound(high) ? high : Number.POSITIVE_INFINITY];
}

const rangeText = (value: number) =>
  numberFormat({ maximumSignificantDigits: 3 }).format(value).replace("-", "−");

/** An activation as the last layer keeps answers from values that they need. */
const boundedAnswersRule: Rule = ({ graph, shapes, data }) => {
  const output = outputNode(graph);
  const source = output && onlySource(graph.edges, output.id);
  if (!output || source === undefined || shapes.nodes[output.id]?.state !== "ok") return [];
  const last = nodeNamed(graph, source);
  const curve = curveOf(last);
  const loss = lossOf(output.fields);
  const [low, high] = curve ? rangeOf(curve) : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  // What a sigmoid says to a loss with one of its own is an error, and told as that.
  if (!curve || (Number.isFinite(low) && Number.isFinite(high) && loss.answer === "sigmoid")) return [];
  const learnsNumbers = taskFor(graph, data) === "regression";
  if (!learnsNumbers && loss.answer === "none") return [];
  if (!Number.isFinite(low) && !Number.isFinite(high)) return [];
  const [least, most] = [rangeText(low), rangeText(high)];
  const bounds = { bounded: Number.isFinite(high), least, most };
  const classes = shapes.nodes[output.id]?.inputs[0]?.[0] ?? 2;
  const surest = Math.exp(high - low) / (Math.exp(high - low) + classes - 1);
  const isCapped = loss.answer === "softmax" && Number.isFinite(high);
  return [
    {
      ...hint("bounded-answers", last.id),
      title: say("{name} limits what the network can answer", { name: last.name }),
      explanation: learnsNumbers
        ? say(
            "The numbers to predict are brought to mean 0 and deviation 1, and nothing that leaves {name} lies outside {bounded, select, true {between {least} and {most}} other {{least} to infinity}}. The last layer with weights should feed {output} itself.",
            { ...bounds, name: last.name, output: output.name },
          )
        : isCapped
          ? say(
              "Its numbers lie between {least} and {most}. Through the softmax of the loss, no class can become more probable than {surest}.",
              { least, most, surest: rangeText(surest) },
            )
          : say(
              "Its numbers are {bounded, select, true {between {least} and {most}} other {{least} and above}}, and the loss wants numbers of both signs: a class whose sum is negative gets no gradient, or hardly any.",
              bounds,
            ),
      formula: isCapped
        ? String.raw`p_k \le \frac{e^{${texNumber(high)}}}{e^{${texNumber(high)}} + (${classes} - 1)\, e^{${texNumber(low)}}} = ${rangeText(surest)}`
        : String.raw`y = ${curve.formula.replaceAll(String.raw`\alpha`, `${curve.alpha}`)} \ge ${texNumber(low)}${Number.isFinite(high) ? String.raw`, \quad y \le ${texNumber(high)}` : ""}`,
      field: "function",
      fixes: [withoutNode(graph, last)],
    },
  ];
};

/** Two activations with no weights between them. */
const activationPairRule: Rule = ({ graph, shapes }) =>
  graph.nodes.flatMap((node): readonly Problem[] => {
    const curve = curveOf(node);
    const source = curve ? onlySource(graph.edges, node.id) : undefined;
    const before = source === undefined ? undefined : nodeNamed(graph, source);
    const first = before && curveOf(before);
    if (!curve || !before || !first || shapes.nodes[node.id]?.state !== "ok") return [];
    const samples = Array.from({ length: 41 }, (_, step) => (step - 20) / 4);
    const isNothing = samples.every((x) => curve.at(first.at(x)) === first.at(x));
    const inner = first.formula.replaceAll(String.raw`\alpha`, `${first.alpha}`);
    const outer = curve.formula.replaceAll(String.raw`\alpha`, `${curve.alpha}`);
    return [
      {
        ...hint("activation-pair", node.id),
        title: say("{before} and {after} follow each other", { before: before.name, after: node.name }),
        explanation: isNothing
          ? say("{after} changes nothing: what leaves {before} passes through it as it is.", {
              after: node.name,
              before: before.name,
            })
          : say(
              "There are no weights between the two curves: together they are one other curve. Usually one of them was meant.",
            ),
        formula: String.raw`u = ${inner}, \quad y = ${outer.replace(/(?<![\\a-z])x\b/g, "u")}${isNothing ? " = u" : ""}`,
        field: "function",
        fixes: [withoutNode(graph, node)],
      },
    ];
  });

/** Softmax inside the network makes the numbers of a layer compete for a sum of 1. */
const softmaxInsideRule: Rule = ({ graph, shapes }) => {
  const output = outputNode(graph);
  return graph.nodes.flatMap((node): readonly Problem[] => {
    const count = shapes.nodes[node.id]?.output?.[0];
    const isSoftmax = node.kind === "activation" && node.fields.function === "softmax";
    const after = graph.edges.filter(({ from }) => from === node.id);
    if (!isSoftmax || !output || count === undefined || after.length === 0) return [];
    if (after.some(({ to }) => to === output.id)) return [];
    return [
      {
        ...hint("softmax-inside", node.id),
        title: say("{name} is not at the end of the network", { name: node.name }),
        explanation: say(
          "It makes {count} numbers share a sum of 1, {share} each on average: when one grows all others shrink, and little of the gradient gets through. Between layers a ReLU bends without that.",
          { count, share: rangeText(1 / count) },
        ),
        formula: String.raw`\sum_{k=1}^{${count}} y_k = 1, \quad \overline{y} = \tfrac{1}{${count}} = ${rangeText(1 / count)}`,
        field: "function",
        fixes: [
          {
            label: say("Use ReLU in its place"),
            edits: [{ edit: "set-fields", id: node.id, values: { function: "relu" } }],
          },
        ],
      },
    ];
  });
};

/** Flatten of what is flat already. */
const flattenNothingRule: Rule = ({ graph, shapes }) =>
  graph.nodes.flatMap((node): readonly Problem[] => {
    const input = shapes.nodes[node.id]?.inputs[0];
    if (node.kind !== "flatten" || input?.length !== 1) return [];
    const count = formatNumber(sizeOf(input));
    return [
      {
        ...hint("flatten-nothing", node.id),
        title: say("{name} has nothing to flatten", { name: node.name }),
        explanation: say(
          "It receives {shape} numbers in a row and gives the same {shape} numbers in a row.",
          { shape: count },
        ),
        formula: String.raw`${shapeText(input)} \to ${shapeText(input)}`,
        fixes: [withoutNode(graph, node)],
      },
    ];
  });

/** A kernel on an image of one row or column, whose other rows lie on padding for ever. */
const paddingOnlyRule: Rule = ({ graph, shapes }) =>
  graph.nodes.flatMap((node): readonly Problem[] => {
    const { kernel, padding } = node.fields;
    const [, height, width] = shapes.nodes[node.id]?.inputs[0] ?? [];
    if (shapes.nodes[node.id]?.state !== "ok" || !isPair(kernel) || padding !== "zero") return [];
    if (height === undefined || width === undefined) return [];
    const fitting = [height === 1 ? 1 : kernel[0], width === 1 ? 1 : kernel[1]] as const;
    const [used, all] = [fitting[0] * fitting[1], kernel[0] * kernel[1]];
    if (used === all) return [];
    return [
      {
        ...hint("kernel-on-padding", node.id),
        title: say("{outside} of the {all} cells of {name}'s kernel see only padding", {
          outside: all - used,
          all,
          name: node.name,
        }),
        explanation: say(
          "Its input has {height}×{width} cells, and the {kernel} kernel reaches over the border wherever it lies: the weights there meet nothing but zeros and never learn.",
          { height, width, kernel: kernel.join("×") },
        ),
        formula: String.raw`\frac{${fitting[0]} \cdot ${fitting[1]}}{${kernel[0]} \cdot ${kernel[1]}} = ${rangeText(used / all)}`,
        field: "kernel",
        fixes: [
          {
            label: say("Set {name} kernel to {kernel}", { name: node.name, kernel: fitting.join("×") }),
            edits: [{ edit: "set-fields", id: node.id, values: { kernel: fitting } }],
          },
        ],
      },
    ];
  });

/** A pool whose window is one cell, and that moves by one. */
const poolNothingRule: Rule = ({ graph, shapes }) =>
  graph.nodes.flatMap((node): readonly Problem[] => {
    const { size, stride } = node.fields;
    const isNothing = [size, stride].every((pair) => isPair(pair) && pair[0] === 1 && pair[1] === 1);
    const input = shapes.nodes[node.id]?.inputs[0];
    if (!isNothing || shapes.nodes[node.id]?.state !== "ok" || !input) return [];
    const [, height = 1, width = 1] = input;
    const fits = height >= 2 && width >= 2;
    return [
      {
        ...hint("pool-nothing", node.id),
        title: say("{name} pools nothing", { name: node.name }),
        explanation: say(
          "A window of 1×1 that moves by 1 holds one value, which is its own largest and its own mean: {shape} stays {shape}.",
          { shape: shapeText(input) },
        ),
        formula: String.raw`\left\lfloor \frac{${height} - 1}{1} \right\rfloor + 1 = ${height}`,
        field: "size",
        fixes: fits
          ? [
              {
                label: say("Set {name} to 2×2 with stride 2×2", { name: node.name }),
                edits: [{ edit: "set-fields", id: node.id, values: { size: [2, 2], stride: [2, 2] } }],
              },
              withoutNode(graph, node),
            ]
          : [withoutNode(graph, node)],
      },
    ];
  });

const mostDropout = 0.8;

/** Dropout that leaves next to nothing. */
const strongDropoutRule: Rule = ({ graph, shapes }) =>
  graph.nodes.flatMap((node): readonly Problem[] => {
    const { rate } = node.fields;
    const output = shapes.nodes[node.id]?.output;
    if (node.kind !== "dropout" || typeof rate !== "number" || rate <= mostDropout || !output) return [];
    const kept = rangeText(sizeOf(output) * (1 - rate));
    return [
      {
        ...hint("dropout-strong", node.id),
        title: say("{name} leaves little to learn from", { name: node.name }),
        explanation: say(
          "With a rate of {rate}, about {kept} of {size} numbers are left in a step, and they are scaled up by {factor} to make up for it: every step sees another network.",
          {
            rate,
            kept,
            size: formatNumber(sizeOf(output)),
            factor: rangeText(1 / (1 - rate)),
          },
        ),
        formula: String.raw`\frac{1}{1 - ${rate}} = ${rangeText(1 / (1 - rate))}`,
        field: "rate",
        fixes: [
          {
            label: say("Set {name} to 0.5", { name: node.name }),
            edits: [{ edit: "set-fields", id: node.id, values: { rate: 0.5 } }],
          },
        ],
      },
    ];
  });

const mostPenalty = 0.1;

/** A penalty that outweighs the loss. */
const strongPenaltyRule: Rule = ({ graph, shapes }) =>
  graph.nodes.flatMap((node): readonly Problem[] =>
    (["l1", "l2"] as const).flatMap((name): readonly Problem[] => {
      const strength = Number(node.fields[name] ?? 0);
      const weights = shapes.nodes[node.id]?.parameters ?? 0;
      if (strength <= mostPenalty || weights === 0 || isFrozen(node.fields)) return [];
      const set = (value: number, label: string) => ({
        label,
        edits: [{ edit: "set-fields", id: node.id, values: { [name]: value } } as const],
      });
      return [
        {
          ...hint(`${name}-strong`, node.id),
          title: say("The {penalty} penalty of {name} outweighs the loss", {
            penalty: name.toUpperCase(),
            name: node.name,
          }),
          explanation: say(
            "It adds {strength} times the {penalty, select, l1 {sizes} other {halved squares}} of {weights} weights to the loss, so the cheapest way to lower it is to make all of them zero.",
            {
              strength: rangeText(strength),
              penalty: name,
              weights: formatNumber(weights),
            },
          ),
          formula:
            name === "l1"
              ? String.raw`E + ${texNumber(strength)} \sum_{i=1}^{${texNumber(weights)}} |w_i|`
              : String.raw`E + \tfrac{${texNumber(strength)}}{2} \sum_{i=1}^{${texNumber(weights)}} w_i^2`,
          field: name,
          fixes: [
            set(0.001, say("Set {penalty} to 0.001", { penalty: name.toUpperCase() })),
            set(0, say("Turn {penalty} off", { penalty: name.toUpperCase() })),
          ],
        },
      ];
    }),
  );

/** Weights that start at zero before a curve that is flat there: nothing goes out, and no gradient comes back. */
const zeroStartRule: Rule = ({ graph, shapes }) =>
  graph.nodes.flatMap((node): readonly Problem[] => {
    const { fields } = node;
    const startsAtZero = fields.initialiser === "zeros" || fields.gain === 0;
    const after = graph.edges.filter(({ from }) => from === node.id).map(({ to }) => nodeNamed(graph, to));
    const curves = after.map(curveOf);
    const isFlat = curves.every(
      (curve) => curve !== null && curve.derivative(0, curve.at(0), curve.alpha) === 0,
    );
    const [next] = after;
    if (!startsAtZero || !next || !isFlat || isFrozen(fields) || Number(fields.biasSpread ?? 0) > 0)
      return [];
    const weights = shapes.nodes[node.id]?.parameters;
    if (!weights || edgesInto(graph, node.id).length === 0) return [];
    const values: AnyFieldValues =
      fields.initialiser === "zeros"
        ? { initialiser: "he", ...(fields.gain === 0 ? { gain: 1 } : {}) }
        : { gain: 1 };
    return [
      {
        ...hint("zero-start", node.id),
        title: say("{name} can never begin to learn", { name: node.name }),
        explanation: say(
          "All its weights and biases start at zero, so it gives 0 for every example. {name} is flat there, and sends no gradient back: its {weights} weights stay at zero.",
          { name: next.name, weights: formatNumber(weights) },
        ),
        formula: String.raw`a = 0 \cdot x + 0 = 0, \quad \frac{\partial y}{\partial a}\Big|_{a = 0} = 0 \;\Rightarrow\; \frac{\partial E}{\partial w} = 0`,
        field: fields.initialiser === "zeros" ? "initialiser" : "gain",
        fixes: [
          {
            label:
              fields.initialiser === "zeros"
                ? say("Start {name} with He", { name: node.name })
                : say("Set the gain of {name} to 1", { name: node.name }),
            edits: [{ edit: "set-fields", id: node.id, values }],
          },
        ],
      },
    ];
  });

/** What a layer alone makes of its settings and its place: it trains, but seldom as it was meant. */
export const layerHints: readonly Rule[] = [
  boundedAnswersRule,
  activationPairRule,
  softmaxInsideRule,
  flattenNothingRule,
  paddingOnlyRule,
  poolNothingRule,
  strongDropoutRule,
  strongPenaltyRule,
  zeroStartRule,
];

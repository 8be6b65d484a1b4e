import { shapeFormula } from "../layers/layer.ts";
import { type Loss, losses, lossOf } from "../layers/output/losses.ts";
import { taskWords } from "../layers/output/tasks.ts";
import { layerKind } from "../layers/registry.ts";
import { type Shape, sameShape, shapeText, sizeOf } from "../tensor.ts";
import { numberFormat } from "../words/numbers.ts";
import { say, translate } from "../words/say.ts";
import { taskFor } from "./asked.ts";
import { applyEdits } from "./edit.ts";
import type { Graph, GraphNode } from "./graph.ts";
import { edgesInto } from "./lookup.ts";
import { upstreamOf } from "./order.ts";
import type { Fix, Problem } from "./problem.ts";
import { nodeNamed, outputNode, type Rule, setsCount, withoutLayer } from "./rule.ts";
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
          title: say("No data set is chosen"),
          explanation: say("Choose a data set to see shapes and to train."),
          asksFor: "data",
          fixes: [],
        },
      ];

function exampleWords(shape: Shape): string {
  if (shape.length > 1) return say("an image of {shape}", { shape: shapeText(shape) });
  return say("{count} {count, plural, one {number} other {numbers}}", { count: shape[0] ?? 0 });
}

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
          title: say("{layer} does not match {data}", { layer: node.name, data: translate(data.name) }),
          explanation: say("Each example of {data} is {example}, and {layer} takes {taken}.", {
            data: translate(data.name),
            example: exampleWords(data.inputShape),
            layer: node.name,
            taken: exampleWords(shape),
          }),
          field: "shape",
          formula: String.raw`${shapeFormula(shape)} \ne ${shapeFormula(data.inputShape)}`,
          shapes: [
            { shape: data.inputShape, label: translate(data.name), wrong: false },
            { shape, label: node.name, wrong: true },
          ],
          fixes: [
            {
              label: say("Set {name} to {shape}", { name: node.name, shape: shapeText(data.inputShape) }),
              edits: [{ edit: "set-fields", id: node.id, values: { shape: data.inputShape } }],
            },
          ],
        },
      ];
    });

/** One number for each class or target; of two classes one number is enough, where it says yes or no to the second. */
const outputsRule: Rule = ({ graph, shapes, data }) => {
  const output = outputNode(graph);
  const shape = output && shapes.nodes[output.id]?.inputs[0];
  if (!output || !data || !shape) return [];
  // An output that refuses an image says so itself; a row of numbers has the wrong length in any case.
  if (shapes.nodes[output.id]?.state !== "ok" && shape.length !== 1) return [];
  const task = taskFor(graph, data);
  if (task === "reconstruction") return [];
  const wanted = (data.targets?.names ?? data.classNames).length;
  const { answer, title } = lossOf(output.fields);
  const single = task === "classes" && wanted === 2 && answer === "sigmoid";
  if (sameShape(shape, [wanted]) || (single && sameShape(shape, [1]))) return [];
  const { outputs, output: one } = taskWords[task];
  const counted = `${wanted} ${translate(wanted === 1 ? one : outputs)}`;
  return [
    {
      severity: "error",
      code: "classes",
      node: output.id,
      causes: [],
      title: say("{name} needs one number per {one}", { name: output.name, one: translate(one) }),
      explanation: say(
        "{data} has {counted}{single, select, true {, of which {loss} needs two numbers or one} other {}}, and {output} receives {shape}.",
        {
          data: translate(data.name),
          counted,
          single,
          loss: translate(title).toLowerCase(),
          output: output.name,
          shape: shapeText(shape),
        },
      ),
      shapes: [
        { shape: [wanted], label: counted, wrong: false },
        { shape, label: say("received"), wrong: true },
      ],
      formula: String.raw`K = ${wanted}, \quad \text{received } ${shapeFormula(shape)}`,
      fixes: countFixes(graph, output, wanted),
    },
  ];
};

/** What is compared with the input has as many numbers as the input. */
const reconstructionRule: Rule = ({ graph, shapes, data }) => {
  const output = outputNode(graph);
  const shape = output && shapes.nodes[output.id]?.inputs[0];
  if (!output || !data || !shape || taskFor(graph, data) !== "reconstruction") return [];
  const wanted = sizeOf(data.inputShape);
  if (sizeOf(shape) === wanted) return [];
  return [
    {
      severity: "error",
      code: "reconstruction",
      node: output.id,
      causes: [],
      field: "target",
      title: say("{name} needs as many numbers as the input", { name: output.name }),
      explanation: say(
        "It is compared with the input, {shape}: {wanted} numbers. It receives {received}: {size}.",
        { shape: shapeText(data.inputShape), wanted, received: shapeText(shape), size: sizeOf(shape) },
      ),
      shapes: [
        { shape: data.inputShape, label: say("input"), wrong: false },
        { shape, label: say("received"), wrong: true },
      ],
      formula: `${shapeFormula(data.inputShape)} = ${wanted} \\ne ${sizeOf(shape)} = ${shapeFormula(shape)}`,
      fixes: [
        ...(shape.length === 1 ? countFixes(graph, output, wanted) : []),
        {
          label: say("Compare with the data instead"),
          edits: [{ edit: "set-fields", id: output.id, values: { target: "data" } }],
        },
      ],
    },
  ];
};

/** A loss for classes cannot learn numbers, and one that asks yes or no can learn neither more nor less. */
const lossDataRule: Rule = ({ graph, data }) => {
  const output = outputNode(graph);
  if (!output || !data) return [];
  const task = taskFor(graph, data);
  const loss = lossOf(output.fields);
  if (loss.tasks.includes(task)) return [];
  const fitting = losses.filter((candidate: Loss) => candidate.tasks.includes(task));
  // The loss that is made for the task, before those that take it, too.
  const [best] = fitting.toSorted((a: Loss, b: Loss) => a.tasks.length - b.tasks.length);
  if (!best) return [];
  const { outputs } = taskWords[task];
  return [
    {
      severity: "error",
      code: "loss-data",
      node: output.id,
      causes: [],
      field: "loss",
      title: say(
        "{loss} does not fit {task, select, reconstruction {a comparison with the input} other {{data}}}",
        { loss: translate(loss.title), task, data: translate(data.name) },
      ),
      explanation: say(
        "{task, select, reconstruction {{output} is compared with the input} other {{data} has {outputs}}}, and {loss} learns {tasks}.",
        {
          task,
          output: output.name,
          data: translate(data.name),
          outputs: translate(outputs),
          loss: translate(loss.title).toLowerCase(),
          tasks: loss.tasks.map((name) => translate(taskWords[name].outputs)).join(say(" or ")),
        },
      ),
      formula: loss.formula,
      fixes: [
        {
          label: say("Use {loss}", { loss: translate(best.title).toLowerCase() }),
          edits: [{ edit: "set-fields", id: output.id, values: { loss: best.name } }],
        },
      ],
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
      return [{ label: setsCount(node.name, String(classes), field), edits }];
  }
  return [];
}

const sigmoidOfOne = 1 / (1 + Math.exp(-1));

function rounded(value: number): string {
  return numberFormat({ maximumSignificantDigits: 3 }).format(value);
}

/** The output's loss, and the layer before it, whose numbers the loss takes for logits or for probabilities. */
interface LossMeetsLayer {
  readonly graph: Graph;
  readonly output: GraphNode;
  readonly loss: Loss;
  readonly last: GraphNode;
  /** Null while the shape is not known. */
  readonly classes: number | null;
  /** What all problems of this rule say alike. */
  readonly base: Pick<Problem, "severity" | "node" | "field" | "causes">;
}

/** Cross-entropy wants logits or a softmax layer, and says which; both at once would count softmax twice. */
const lossRule: Rule = ({ graph, shapes }) => {
  const output = outputNode(graph);
  const source = output && edgesInto(graph, output.id)[0]?.from;
  if (!output || source === undefined) return [];
  const last = nodeNamed(graph, source);
  const loss = lossOf(output.fields);
  const gives = layerKind(last.kind).gives?.(last.fields) ?? "none";
  const classes = shapes.nodes[output.id]?.inputs[0]?.[0] ?? null;
  const base = { severity: "error", node: output.id, field: "loss", causes: [last.id] } as const;
  const meeting: LossMeetsLayer = { graph, output, loss, last, classes, base };
  if (loss.reads === "logits behind softmax") {
    const isShared = graph.edges.filter(({ from }) => from === source).length > 1;
    if (gives !== "softmax") return [softmaxMissing(meeting)];
    return isShared ? [softmaxShared(meeting)] : [];
  }
  if (gives === "sigmoid" && loss.answer === "sigmoid") return [sigmoidTwice(meeting)];
  if (gives === "softmax" && loss.answer === "softmax") return [softmaxTwice(meeting)];
  return [];
};

function lossFix(output: GraphNode, value: string, label: string): Fix {
  return {
    label: say("Use {label}", { label }),
    edits: [{ edit: "set-fields", id: output.id, values: { loss: value } }],
  };
}

const onLogits = () => say("cross-entropy on logits");

function softmaxMissing({ output, last, base }: LossMeetsLayer): Problem {
  return {
    ...base,
    code: "softmax-missing",
    title: say("This loss needs a softmax layer"),
    explanation: say(
      "{output} receives the plain numbers of {name}. Cross-entropy on logits includes the softmax.",
      { output: output.name, name: last.name },
    ),
    formula: String.raw`E = -\log y_k, \quad y_k = \operatorname{softmax}(a)_k \ne a_k`,
    fixes: [lossFix(output, "crossEntropy", onLogits())],
  };
}

function softmaxShared({ graph, output, loss, last, base }: LossMeetsLayer): Problem {
  return {
    ...base,
    code: "softmax-shared",
    title: say("{name} feeds more than the output", { name: last.name }),
    explanation: say("{loss} is computed through the logits behind {name}, so nothing else may read it.", {
      loss: translate(loss.title),
      name: last.name,
    }),
    formula: String.raw`E = -\log y_k, \quad y_k = \operatorname{softmax}(a)_k`,
    fixes: withoutLayer(graph, last, output).map(({ label, edits }) => ({
      label: say("{label} and use cross-entropy on logits", { label }),
      edits: [...edits, ...lossFix(output, "crossEntropy", onLogits()).edits],
    })),
  };
}

function sigmoidTwice({ graph, output, loss, last, base }: LossMeetsLayer): Problem {
  return {
    ...base,
    code: "sigmoid-twice",
    title: say("Sigmoid would be applied twice"),
    explanation: say(
      "{name} already gives probabilities, and {loss} includes a sigmoid of its own. An answer could only lie between a half and {most}.",
      { name: last.name, loss: translate(loss.title).toLowerCase(), most: rounded(sigmoidOfOne) },
    ),
    formula: String.raw`\tfrac{1}{2} = \sigma(0) \le \sigma(\sigma(a)) \le \sigma(1) = ${rounded(sigmoidOfOne)}`,
    fixes: withoutLayer(graph, last, output),
  };
}

function softmaxTwice({ output, loss, last, classes, base }: LossMeetsLayer): Problem {
  // Of probabilities, the most unequal: one 1 and else zeros.
  const surest = classes === null ? null : rounded(Math.E / (Math.E + classes - 1));
  return {
    ...base,
    code: "softmax-twice",
    title: say("Softmax would be applied twice"),
    explanation: say(
      "{name} already gives probabilities, and {loss} includes a softmax of its own.{isKnown, select, true { Even a sure answer would come out as no more than {surest}.} other {}}",
      {
        name: last.name,
        loss: translate(loss.title).toLowerCase(),
        isKnown: surest !== null,
        surest: surest ?? "",
      },
    ),
    formula: String.raw`\operatorname{softmax}(\operatorname{softmax}(a))_k \le \frac{e}{e + (${classes ?? "K"} - 1)}${surest === null ? "" : ` = ${surest}`}`,
    fixes: [lossFix(output, "crossEntropySoftmax", say("cross-entropy on a softmax layer"))],
  };
}

export const dataRules: readonly Rule[] = [
  noDataRule,
  inputRule,
  lossDataRule,
  outputsRule,
  reconstructionRule,
  lossRule,
];

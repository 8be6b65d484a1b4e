import type { LayerFix } from "../layers/layer.ts";
import { isFrozen } from "../layers/parameter-fields.ts";
import { isLayerKindName, layerKind } from "../layers/registry.ts";
import { type Shape, shapeText } from "../tensor.ts";
import { say, translate } from "../words/say.ts";
import { applyEdits, type GraphEdit } from "./edit.ts";
import { freeId, type Graph, type GraphEdge, type GraphNode, type NodeId } from "./graph.ts";
import { insertOnEdge } from "./insert-on-edge.ts";
import { edgesInto } from "./lookup.ts";
import { circlesOf, downstreamOf, upstreamOf } from "./order.ts";
import type { Fix, Problem } from "./problem.ts";
import { fixesThatHelp, nodeNamed, type Rule, withoutNode } from "./rule.ts";
import { type InferredShapes, inferShapes } from "./shapes.ts";

/** A layer whose own shape rule says no; its remedies, and those further up that are checked to help. */
const shapeRule: Rule = ({ graph, shapes }) =>
  [...shapes.shapeProblems].map(([id, problem]) => {
    const own = problem.fixes.flatMap((fix) => asFix(graph, id, fix) ?? []);
    const upstream = problem.inputsDiffer ? keepSizeFixes(graph, id) : [];
    const skip = problem.inputsDiffer ? withoutSkip(graph, shapes, id) : [];
    const helping = [...fixesThatHelp(graph, id, [...upstream, ...own]), ...skip];
    const fixes = helping.length > 0 ? helping : withoutMisplaced(graph, id);
    const causes = upstream.flatMap((fix) =>
      fixes.includes(fix) ? fix.edits.flatMap((edit) => (edit.edit === "set-fields" ? [edit.id] : [])) : [],
    );
    return {
      severity: "error",
      code: problem.problem,
      node: id,
      causes,
      title: problem.title,
      explanation: [...causes.map((cause) => resizing(graph, shapes, cause)), problem.explanation].join(" "),
      ...(problem.field ? { field: problem.field } : {}),
      ...(problem.shapes ? { shapes: blame(graph, id, problem.shapes, causes) } : {}),
      ...(problem.formula ? { formula: problem.formula } : {}),
      fixes,
    };
  });

/** Where one input passes the layer whose settings are the cause and the others do not, that input is the wrong one. */
function blame(
  graph: Graph,
  id: NodeId,
  shapes: NonNullable<Problem["shapes"]>,
  causes: readonly NodeId[],
): NonNullable<Problem["shapes"]> {
  const edges = edgesInto(graph, id);
  const passed = edges.map((edge) => causes.find((cause) => upstreamOf(graph, edge.from).has(cause)));
  if (edges.length !== shapes.length || !passed.includes(undefined) || passed.every((cause) => !cause))
    return shapes;
  return shapes.map(({ shape }, input) => {
    const source = passed[input] ?? edges[input]?.from;
    return {
      shape,
      label:
        source === undefined
          ? say("input {input}", { input: input + 1 })
          : say("from {name}", { name: nodeNamed(graph, source).name }),
      wrong: passed[input] !== undefined,
    };
  });
}

function asFix(graph: Graph, id: NodeId, fix: LayerFix): Fix | null {
  const { label } = fix;
  const detail = fix.detail ? { detail: fix.detail } : {};
  if (fix.action === "set-fields")
    return { label, ...detail, edits: [{ edit: "set-fields", id, values: fix.values }] };
  const edge = edgesInto(graph, id)[fix.input];
  if (!edge) return null;
  if (fix.action === "disconnect")
    return { label, ...detail, edits: [{ edit: "disconnect", ids: [edge.id] }] };
  if (!isLayerKindName(fix.kind)) return null;
  return { label, ...detail, edits: insertOnEdge(graph, edge, fix.kind, fix.values) };
}

/** What a layer with the wrong settings does to its input: `Conv 2 (16 filters, 3×3, no padding) turns ...`. */
function resizing(graph: Graph, shapes: InferredShapes, id: NodeId): string {
  const { name, kind, fields } = nodeNamed(graph, id);
  const { inputs = [], output } = shapes.nodes[id] ?? {};
  const text = (shape: Shape | null | undefined) => (shape ? shapeText(shape) : "?");
  return say("{name} ({caption}) turns {input} into {output}.", {
    name,
    caption: layerKind(kind).caption(fields),
    input: text(inputs[0]),
    output: text(output),
  });
}

/** A layer that takes no such input at all, where the network is sound at that place without it. */
function withoutMisplaced(graph: Graph, id: NodeId): readonly Fix[] {
  const node = nodeNamed(graph, id);
  const after = graph.edges.filter(({ from }) => from === id).map(({ to }) => to);
  if (layerKind(node.kind).inputs.maximum !== 1 || after.length === 0) return [];
  const fix = withoutNode(graph, node);
  const { nodes } = inferShapes(applyEdits(graph, fix.edits));
  return after.every((next) => nodes[next]?.state === "ok") ? [fix] : [];
}

/** Where one of two inputs comes from above the other: remove the merging layer and go on with the longer way. */
function withoutSkip(graph: Graph, shapes: InferredShapes, id: NodeId): readonly Fix[] {
  const [first, second, ...more] = edgesInto(graph, id);
  if (!first || !second || more.length > 0 || first.from === second.from) return [];
  const main = [first, second].find((edge, index, both) =>
    upstreamOf(graph, edge.from).has(both[1 - index]?.from ?? ""),
  );
  const shape = main && shapes.nodes[main.from]?.output;
  if (!shape) return [];
  const after = graph.edges.filter((edge) => edge.from === id);
  return [
    {
      label: say("Remove the skip connection"),
      detail: shapeText(shape),
      edits: [
        { edit: "remove-nodes", ids: [id] },
        { edit: "connect", edges: after.map((edge) => ({ ...edge, from: main.from })) },
      ],
    },
  ];
}

/** A network may be long, and each candidate is tried out on all of it: the nearest few are enough. */
const mostCandidates = 12;

/** For the nearest layers above `id` that trim the image: set one so that it keeps rows and columns. */
function keepSizeFixes(graph: Graph, id: NodeId): readonly Fix[] {
  const trimming = [...upstreamOf(graph, id)].flatMap((above) => {
    const node = nodeNamed(graph, above);
    const values = layerKind(node.kind).keepSize?.(node.fields);
    return values ? [{ above, node, values }] : [];
  });
  return trimming.slice(0, mostCandidates).flatMap(({ above, node, values }) => {
    const edits: GraphEdit[] = [{ edit: "set-fields", id: above, values }];
    const after = inferShapes({
      ...graph,
      nodes: graph.nodes.map((other) =>
        other.id === above ? { ...other, fields: { ...other.fields, ...values } } : other,
      ),
    }).nodes[id];
    const changes = Object.entries(values)
      .map(([name, value]) =>
        say("{field} to {value}", {
          field: translate(layerKind(node.kind).fields[name]?.label ?? name).toLowerCase(),
          value: inWords(node.kind, name, value),
        }),
      )
      .join(", ");
    const inputs = after?.inputs.map((shape) => (shape ? shapeText(shape) : "?")) ?? [];
    const [first] = inputs;
    const detail = inputs.every((input) => input === first)
      ? say("{count, plural, =2 {Both} other {All}} inputs {first}", { count: inputs.length, first })
      : say("Inputs {inputs}", { inputs: inputs.join(say(" and ")) });
    return [{ label: say("Set {name} {changes}", { name: node.name, changes }), detail, edits }];
  });
}

function inWords(kind: string, name: string, value: unknown): string {
  const field = layerKind(kind).fields[name];
  const option =
    field?.type === "choice" ? field.options.find((candidate) => candidate.value === value) : undefined;
  return option ? translate(option.label) : String(value);
}

const missingInputRule: Rule = ({ graph, shapes }) =>
  shapes.missingInputs.map((id): Problem => {
    const node = nodeNamed(graph, id);
    const { minimum, maximum } = layerKind(node.kind).inputs;
    const connected = edgesInto(graph, id).length;
    const needed =
      minimum === 1
        ? say("an input")
        : say("{more, select, true {at least } other {}}{minimum} inputs and has {connected}", {
            more: maximum > minimum,
            minimum,
            connected,
          });
    return {
      severity: "error",
      code: "missing-input",
      node: id,
      causes: [],
      title: say("{name} needs {needed}", { name: node.name, needed }),
      explanation: say(
        "Drag a line from the right side of another layer to the {port, selectordinal, =0 {} =1 {first } =2 {second } =3 {third } =4 {fourth } =5 {fifth } =6 {sixth } =7 {seventh } =8 {eighth } other {next }}input of {name}.",
        { port: maximum === 1 ? 0 : connected + 1, name: node.name },
      ),
      fixes: connecting(graph, id),
    };
  });

/** Connections from layers that feed nothing yet; where none fits as it is, with the layer that makes it fit. */
function connecting(graph: Graph, id: NodeId): readonly Fix[] {
  const edges = looseEnds(graph, id);
  const name = (node: NodeId) => nodeNamed(graph, node).name;
  const plain = edges.map(
    (edge): Fix => ({
      label: say("Connect {from} to {to}", { from: name(edge.from), to: name(id) }),
      edits: [{ edit: "connect", edges: [edge] }],
    }),
  );
  const helping = fixesThatHelp(graph, id, plain);
  return helping.length > 0 ? helping : edges.flatMap((edge) => fittedConnections(graph, edge));
}

/** The ways to draw a connection that does not fit by itself, with what its target offers, such as Flatten between. */
export function fittedConnections(graph: Graph, edge: GraphEdge): readonly Fix[] {
  const edits: readonly GraphEdit[] = [{ edit: "connect", edges: [edge] }];
  const after = applyEdits(graph, edits);
  const problem = inferShapes(after).shapeProblems.get(edge.to);
  const inserting = problem?.fixes.filter(({ action }) => action === "insert-before") ?? [];
  const from = nodeNamed(graph, edge.from).name;
  const to = nodeNamed(graph, edge.to).name;
  const fixes = inserting.flatMap((offered): Fix[] => {
    const fix = asFix(after, edge.to, offered);
    return fix
      ? [
          {
            ...fix,
            label: say("{label} between {from} and {to}", { label: fix.label, from, to }),
            edits: [...edits, ...fix.edits],
          },
        ]
      : [];
  });
  return fixesThatHelp(graph, edge.to, fixes);
}

/** Lines from layers that feed nothing yet to the first free input, nearest to the left first. */
function looseEnds(graph: Graph, id: NodeId): readonly GraphEdge[] {
  const node = nodeNamed(graph, id);
  const below = downstreamOf(graph, id);
  const taken = new Set(edgesInto(graph, id).map((edge) => edge.input));
  let input = 0;
  while (taken.has(input)) input++;
  return graph.nodes
    .filter(
      (other) =>
        !below.has(other.id) &&
        layerKind(other.kind).hasOutput &&
        !graph.edges.some((edge) => edge.from === other.id),
    )
    .sort((a, b) => distance(a, node) - distance(b, node))
    .slice(0, 3)
    .map((other) => ({ id: freeId(graph.edges, "e"), from: other.id, to: id, input }));
}

const distance = (a: { x: number; y: number }, b: { x: number; y: number }) =>
  Math.abs(a.x - b.x) + Math.abs(a.y - b.y);

/** One problem for each circle; a line is offered for removal where the circle ends without it. */
const cycleRule: Rule = ({ graph, shapes }) =>
  shapes.circles.map((circle): Problem => {
    const names = circle.map((id) => nodeNamed(graph, id).name);
    const back = graph.edges.filter((edge) => circle.includes(edge.from) && circle.includes(edge.to));
    const opens = (edge: GraphEdge) => {
      const edges = graph.edges.filter((other) => other.id !== edge.id);
      return !circlesOf({ ...graph, edges }).some((left) => left.some((id) => circle.includes(id)));
    };
    return {
      severity: "error",
      code: "cycle",
      node: circle[0] ?? null,
      causes: circle.slice(1),
      title: say("The network runs in a circle"),
      explanation: say(
        "{count, plural, one {{names} feeds itself} other {{names} feed each other}}. A feed-forward network needs a direction: remove one of the lines.",
        { count: names.length, names: names.join(", ") },
      ),
      fixes: back.filter(opens).map((edge) => ({
        label: say("Remove the line from {from} to {to}", {
          from: nodeNamed(graph, edge.from).name,
          to: nodeNamed(graph, edge.to).name,
        }),
        edits: [{ edit: "disconnect", ids: [edge.id] }],
      })),
    };
  });

/** Exactly one Input and one Output; every layer on a way between them. */
const endsRule: Rule = ({ graph }) => {
  if (graph.nodes.length === 0)
    return [
      toDo("empty", say("Nothing to train yet"), say("Drag an Input here, or press / and type a layer.")),
    ];
  const inputs = graph.nodes.filter((node) => layerKind(node.kind).inputs.maximum === 0);
  const outputs = graph.nodes.filter((node) => !layerKind(node.kind).hasOutput);
  const problems: Problem[] = [];
  if (inputs.length === 0)
    problems.push(
      toDo(
        "no-input",
        say("The network has no input yet"),
        say("Drag an Input from the palette to the left of the first layer."),
      ),
    );
  if (outputs.length === 0)
    problems.push(
      toDo(
        "no-output",
        say("The network has no output yet"),
        say("Drag Output and loss from the palette behind the last layer."),
      ),
    );
  for (const [ends, name] of [
    [inputs, "input"],
    [outputs, "output"],
  ] as const)
    for (const extra of ends.slice(1))
      problems.push({
        ...whole(
          `two-${name}s`,
          say("The network has more than one {end, select, input {input} other {output}}", { end: name }),
          say(
            "A run uses one {end, select, input {input} other {output}}. Remove {name}, or the other one.",
            {
              end: name,
              name: extra.name,
            },
          ),
        ),
        node: extra.id,
        fixes: [
          {
            label: say("Remove {name}", { name: extra.name }),
            edits: [{ edit: "remove-nodes", ids: [extra.id] }],
          },
        ],
      });
  return problems;
};

const deadBranchRule: Rule = ({ graph, shapes }) => {
  const output = graph.nodes.find((node) => !layerKind(node.kind).hasOutput);
  // While the way to the output is still being drawn, nothing reaches it yet: no layer is to be taken away.
  if (!output || shapes.nodes[output.id]?.state !== "ok") return [];
  const used = upstreamOf(graph, output.id);
  return graph.nodes
    .filter(
      (node) => !used.has(node.id) && layerKind(node.kind).hasOutput && shapes.nodes[node.id]?.state === "ok",
    )
    .map((node) => ({
      severity: "hint",
      code: "dead-branch",
      node: node.id,
      causes: [],
      title: say("{name} does not reach the output", { name: node.name }),
      formula: String.raw`\frac{\partial E}{\partial w} = 0`,
      explanation: say("Nothing that {name} computes arrives at {output}, so it is left out of the run.", {
        name: node.name,
        output: output.name,
      }),
      fixes: [withoutBranch(graph, node)],
    }));
};

/** What lies behind a dead layer is dead too, and would lose its input. */
function withoutBranch(graph: Graph, { id, name }: GraphNode): Fix {
  const ids = [...downstreamOf(graph, id)];
  const label =
    ids.length > 1 ? say("Remove {name} and what follows", { name }) : say("Remove {name}", { name });
  return { label, edits: [{ edit: "remove-nodes", ids }] };
}

/** All layers that could learn are frozen. */
const frozenRule: Rule = ({ graph, shapes }) => {
  const output = graph.nodes.find((node) => !layerKind(node.kind).hasOutput);
  if (!output || shapes.nodes[output.id]?.state !== "ok") return [];
  const used = upstreamOf(graph, output.id);
  const learners = graph.nodes.filter(
    ({ id, kind }) => used.has(id) && layerKind(kind).fields.trainable !== undefined,
  );
  const last = shapes.order.findLast((id) => learners.some((node) => node.id === id));
  if (last === undefined || !learners.every(({ fields }) => isFrozen(fields))) return [];
  const { name } = nodeNamed(graph, last);
  const thaw = (ids: readonly NodeId[]) =>
    ids.map((id): GraphEdit => ({ edit: "set-fields", id, values: { trainable: true } }));
  const one = { label: say("Make {name} trainable", { name }), edits: thaw([last]) };
  const all = { label: say("Make all layers trainable"), edits: thaw(learners.map(({ id }) => id)) };
  return [
    {
      ...whole(
        "all-frozen",
        say("Every layer is frozen"),
        say(
          "{learners, plural, one {{name} is the only layer with weights, and it is} other {All {learners} layers with weights are}} not trainable: there is nothing for training to change.",
          { learners: learners.length, name },
        ),
      ),
      node: last,
      field: "trainable",
      formula: String.raw`\Delta w = 0`,
      fixes: learners.length > 1 ? [one, all] : [one],
    },
  ];
};

/** What a network that is being drawn still lacks. */
function toDo(code: string, title: string, explanation: string): Problem {
  return { ...whole(code, title, explanation), severity: "to-do" };
}

function whole(code: string, title: string, explanation: string): Problem {
  return { severity: "error", code, node: null, causes: [], title, explanation, fixes: [] };
}

export const structureRules: readonly Rule[] = [
  endsRule,
  cycleRule,
  missingInputRule,
  shapeRule,
  deadBranchRule,
  frozenRule,
];

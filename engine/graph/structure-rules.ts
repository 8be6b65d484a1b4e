import { isFrozen } from "../layers/parameter-fields.ts";
import { layerKind } from "../layers/registry.ts";
import { say } from "../words/say.ts";
import type { GraphEdit } from "./edit.ts";
import type { Graph, GraphEdge, GraphNode, NodeId } from "./graph.ts";
import { missingInputRule } from "./input-rule.ts";
import { appendLayer } from "./insert-on-edge.ts";
import { circlesOf, downstreamOf, upstreamOf } from "./order.ts";
import type { Fix, Problem } from "./problem.ts";
import { nodeNamed, type Rule } from "./rule.ts";
import { shapeRule } from "./shape-rule.ts";

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
const endsRule: Rule = ({ graph, shapes }) => {
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
    problems.push({
      ...toDo(
        "no-output",
        say("The network has no output yet"),
        say("Drag Output and loss from the palette behind the last layer."),
      ),
      fixes: graph.nodes
        .filter(({ id, kind }) => shapes.nodes[id]?.state === "ok" && layerKind(kind).inputs.maximum > 0)
        .filter(({ id }) => !graph.edges.some(({ from }) => from === id))
        .map((last) => ({
          label: say("Add an output behind {name}", { name: last.name }),
          edits: appendLayer(graph, last, "output"),
        })),
    });
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

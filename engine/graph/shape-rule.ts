import { layerKind } from "../layers/registry.ts";
import { type Shape, shapeText } from "../tensor.ts";
import { say, translate } from "../words/say.ts";
import { applyEdits, type GraphEdit } from "./edit.ts";
import type { Graph, NodeId } from "./graph.ts";
import { edgesInto } from "./lookup.ts";
import { upstreamOf } from "./order.ts";
import type { Fix, Problem } from "./problem.ts";
import { asFix, fixesThatHelp, nodeNamed, type Rule, withoutNode } from "./rule.ts";
import { type InferredShapes, inferShapes } from "./shapes.ts";

/** A layer whose own shape rule says no; its remedies, and those further up that are checked to help. */
export const shapeRule: Rule = ({ graph, shapes }) =>
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

import { layerKind } from "../layers/registry.ts";
import { say } from "../words/say.ts";
import { applyEdits, type GraphEdit } from "./edit.ts";
import { freeId, type Graph, type GraphEdge, type NodeId } from "./graph.ts";
import { edgesInto } from "./lookup.ts";
import { downstreamOf } from "./order.ts";
import type { Fix, Problem } from "./problem.ts";
import { asFix, fixesThatHelp, nodeNamed, type Rule } from "./rule.ts";
import { inferShapes } from "./shapes.ts";

export const missingInputRule: Rule = ({ graph, shapes }) =>
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

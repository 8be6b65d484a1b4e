import type { GraphCheck } from "../../engine/graph/check.ts";
import type { Graph, GraphEdge } from "../../engine/graph/graph.ts";
import { edgesInto, edgesOutOf, nodeById } from "../../engine/graph/lookup.ts";
import { leadsTo } from "../../engine/graph/order.ts";
import { type Shape, sameShape, shapeText } from "../../engine/tensor.ts";
import { say } from "../../engine/words/say.ts";
import { drawnName, type Line, shownGraph } from "../document/shown-graph.ts";

export interface EdgeLook {
  readonly state: "plain" | "problem" | "unknown";
  readonly shape: Shape | null;
  /** What is written above the line: the shape, or a question mark. */
  readonly label: string;
  /** False where the layer before has not changed the shape: such labels can be hidden. */
  readonly isChange: boolean;
  readonly spoken: string;
}

/** How a drawn line looks, and the connection that it looks like: the one that does not fit, where it stands for several. */
export function lineLook(
  graph: Graph,
  check: GraphCheck,
  { edges }: Line,
): { readonly edge: GraphEdge; readonly look: EdgeLook } {
  const [first, ...others] = edges;
  const look = edgeLook(graph, check, first);
  if (look.state !== "problem")
    for (const edge of others) {
      const other = edgeLook(graph, check, edge);
      if (other.state === "problem") return { edge, look: other };
    }
  return { edge: first, look };
}

/** How a connection looks: by the shape it carries, and by whether it is the one that does not fit. */
export function edgeLook(graph: Graph, check: GraphCheck, edge: GraphEdge): EdgeLook {
  const shown = shownGraph(graph);
  const nameOf = (id: string) => {
    const node = nodeById(graph, id);
    return node ? drawnName(shown, node) : id;
  };
  const source = check.nodes[edge.from];
  const shape = source?.output ?? null;
  const before = source?.inputs[0] ?? null;
  const text = shownLabel(shape);
  const wrong = shape !== null && isWrong(graph, check, edge, shape);
  return {
    state: shape === null ? "unknown" : wrong ? "problem" : "plain",
    shape,
    // One question mark, behind the layer with the problem; all that waits for it says so itself.
    label:
      source?.state === "waiting" ? "" : isSkip(graph, edge) ? say("skip {shape}", { shape: text }) : text,
    isChange: wrong || shape === null || before === null || !sameShape(shape, before),
    spoken: [
      say("{from} to {to}", { from: nameOf(edge.from), to: nameOf(edge.to) }),
      shape ? text : say("shape not known"),
      ...(wrong ? [say("does not fit")] : []),
    ].join(", "),
  };
}

export function shownLabel(shape: Shape | null): string {
  return shape ? shapeText(shape) : "?";
}

/** An edge is at fault when it carries a shape that a problem of its target calls wrong; all are when none does. */
function isWrong(graph: Graph, check: GraphCheck, edge: GraphEdge, shape: Shape): boolean {
  const problem = check.problems.find(
    ({ node, severity, shapes }) => severity === "error" && node === edge.to && shapes,
  );
  const wrong = problem?.shapes?.filter((entry) => entry.wrong).map((entry) => entry.shape) ?? [];
  if (!problem || wrong.length === 0) return false;
  if (wrong.some((entry) => sameShape(entry, shape))) return true;
  return !edgesInto(graph, edge.to).some((other) => {
    const carried = check.nodes[other.from]?.output;
    return carried && wrong.some((entry) => sameShape(entry, carried));
  });
}

/** Whether another, longer way leads from the same layer to the same target. */
function isSkip(graph: Graph, edge: GraphEdge): boolean {
  if (edge.input === 0) return false;
  const others = edgesOutOf(graph, edge.from).filter((other) => other.id !== edge.id);
  return others.some((other) => other.to !== edge.to && leadsTo(graph, other.to, edge.to));
}

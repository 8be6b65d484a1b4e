import type { GraphCheck } from "../../engine/graph/check.ts";
import type { Graph, GraphNode, LayerGroup, NodeId } from "../../engine/graph/graph.ts";
import { borderOf, exitsOf } from "../../engine/graph/groups.ts";
import type { Problem } from "../../engine/graph/problem.ts";
import { isFrozen } from "../../engine/layers/parameter-fields.ts";
import { type Shape, shapeText } from "../../engine/tensor.ts";
import { say } from "../../engine/words/say.ts";

/** What a group is as a whole. */
export interface GroupFacts {
  /** Its layers, each before those that it feeds. */
  readonly layers: readonly GraphNode[];
  /** What arrives from each layer outside, and what each layer gives that others outside read; null where not known. */
  readonly incoming: readonly (Shape | null)[];
  readonly outgoing: readonly (Shape | null)[];
  readonly parameters: number;
  /** How many of them training changes. */
  readonly trained: number;
  /** Errors of its layers. */
  readonly problems: readonly Problem[];
  readonly state: "ok" | "problem" | "waiting";
  /** The layer outside that keeps it from having shapes. */
  readonly waitingFor: NodeId | null;
}

/** Shapes, counts and problems of a group, from the check of its layers. */
export function groupFacts(graph: Graph, check: GraphCheck, group: LayerGroup): GroupFacts {
  const inside = new Set(group.nodes);
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const unordered = group.nodes.filter((id) => !check.order.includes(id));
  const ids = [...check.order.filter((id) => inside.has(id)), ...unordered];
  const layers = ids.flatMap((id) => byId.get(id) ?? []);
  const sources = [...new Set(borderOf(graph, group).entering.map(({ from }) => from))];
  const given = (id: NodeId) => check.nodes[id]?.output ?? null;
  const countOf = (nodes: readonly GraphNode[]) =>
    nodes.reduce((sum, { id }) => sum + (check.nodes[id]?.parameters ?? 0), 0);
  const problems = check.problems.filter(
    ({ node, severity }) => severity === "error" && node !== null && inside.has(node),
  );
  const waiting = ids.find((id) => check.nodes[id]?.state === "waiting");
  const waitsFor = waiting === undefined ? null : (check.nodes[waiting]?.waitingFor ?? null);
  return {
    layers,
    incoming: sources.map(given),
    outgoing: exitsOf(graph, group).map(given),
    parameters: countOf(layers),
    trained: countOf(layers.filter(({ fields }) => !isFrozen(fields))),
    problems,
    state: problems.length > 0 ? "problem" : waiting === undefined ? "ok" : "waiting",
    waitingFor: waitsFor !== null && !inside.has(waitsFor) ? waitsFor : null,
  };
}

/** What goes in and what comes out in one line: `16×14×14 → 32×7×7`; several shapes by commas. */
export function shapesLine({ incoming, outgoing }: GroupFacts): string {
  const text = (shapes: readonly (Shape | null)[]) =>
    [...new Set(shapes.map((shape) => (shape ? shapeText(shape) : "?")))].join(", ");
  return [text(incoming), text(outgoing)].filter((part) => part !== "").join(" → ");
}

/** The whole group in one sentence, for people who listen. */
export function spokenGroup(group: LayerGroup, facts: GroupFacts): string {
  const texts = (shapes: readonly (Shape | null)[]) =>
    shapes.map((shape) => (shape ? shapeText(shape) : "?")).join(", ");
  const parts = [
    group.name,
    say("group of {count, plural, one {# layer} other {# layers}}", { count: group.nodes.length }),
    ...(facts.incoming.length > 0 ? [say("input {shape}", { shape: texts(facts.incoming) })] : []),
    ...(facts.outgoing.length > 0 ? [say("output {shape}", { shape: texts(facts.outgoing) })] : []),
    say("{count, plural, one {# parameter} other {# parameters}}", { count: facts.parameters }),
    ...(facts.problems.length === 0 ? [say("no problems")] : facts.problems.map(({ title }) => title)),
  ];
  return parts.join(", ");
}

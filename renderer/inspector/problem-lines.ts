import type { NodeId } from "../../engine/graph/graph.ts";
import type { Problem } from "../../engine/graph/problem.ts";

/** The line under each field that causes a problem: the layer's own, or one that it causes further on. */
export function problemLines(
  problems: readonly Problem[],
  node: NodeId,
  fields: readonly string[],
): Readonly<Record<string, string>> {
  const lines: Record<string, string> = {};
  for (const problem of problems) {
    const causesIt = problem.causes.length > 0 ? problem.causes.includes(node) : problem.node === node;
    if (!causesIt) continue;
    for (const field of fieldsOf(problem, node))
      if (fields.includes(field)) lines[field] ??= `${problem.title}.`;
  }
  return lines;
}

/** The field that the problem names; else those that its first remedy for this layer would change. */
function fieldsOf(problem: Problem, node: NodeId): readonly string[] {
  if (problem.field !== undefined) return [problem.field];
  const edits = problem.fixes.flatMap((fix) => fix.edits);
  const first = edits.find((edit) => edit.edit === "set-fields" && edit.id === node);
  return first?.edit === "set-fields" ? Object.keys(first.values) : [];
}

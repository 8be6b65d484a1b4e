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
    const { field } = problem;
    if (field === undefined || !fields.includes(field) || lines[field] !== undefined) continue;
    const causesIt = problem.causes.length > 0 ? problem.causes.includes(node) : problem.node === node;
    if (causesIt) lines[field] = problem.title;
  }
  return lines;
}

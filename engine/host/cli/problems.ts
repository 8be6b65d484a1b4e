import { describeReference } from "../../data/describe.ts";
import { check, type GraphCheck } from "../../graph/check.ts";
import type { Problem } from "../../graph/problem.ts";
import type { Project } from "../../project/project.ts";

/** The check of a project's network on its own data set. */
export function checkProject({ graph, data }: Project): GraphCheck {
  return check(graph, data && describeReference(data));
}

/** A problem as lines of text: what, where, why, and what would help. */
export function problemLines(problem: Problem, { graph }: Project): string[] {
  const place = graph.nodes.find(({ id }) => id === problem.node)?.name;
  const kind = { error: "Problem", "to-do": "To do", hint: "Hint" }[problem.severity];
  return [
    `${kind}${place ? ` at ${place}` : ""}: ${problem.title}.`,
    `  ${problem.explanation}`,
    ...problem.fixes.map(({ label, detail }) => `  Fix: ${label}${detail ? ` (${detail})` : ""}.`),
  ];
}

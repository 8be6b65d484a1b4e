import { describeReference } from "../../data/describe.ts";
import type { Problem } from "../../graph/problem.ts";
import { checkProject } from "../../project/check.ts";
import type { ProjectCheck } from "../../project/problem.ts";
import type { Project } from "../../project/project.ts";

/** The check of a project on its own data set, as far as that is known without reading it. */
export function checkAlone(project: Project): ProjectCheck {
  return checkProject(project, project.data && describeReference(project.data));
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

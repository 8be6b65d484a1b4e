import { check, type DataContext, type GraphCheck } from "../graph/check.ts";
import { blocksTraining } from "../graph/problem.ts";
import { otherDataFixes, paintedRule, scalingRule, splitRule } from "./data-rules.ts";
import type { ProjectCheck } from "./problem.ts";
import type { Project } from "./project.ts";
import type { ProjectRule } from "./rule.ts";
import { scheduleRules } from "./schedule-rules.ts";
import { trainingRules } from "./training-rules.ts";

const rules: readonly ProjectRule[] = [
  ...trainingRules,
  ...scheduleRules,
  paintedRule,
  splitRule,
  scalingRule,
];

/**
 * Every problem of a network, of its data and of how it is to be trained. Never throws.
 * @param known what `check` says of the same graph and data, where that is known already.
 */
export function checkProject(
  project: Project,
  data: DataContext | null,
  known: GraphCheck = check(project.graph, data),
): ProjectCheck {
  const problems = [
    ...known.problems.map((problem) => otherDataFixes(problem, project, data)),
    ...rules.flatMap((rule) => rule({ project, check: known, data })),
  ];
  return { ...known, ofGraph: known, problems, canTrain: !problems.some(blocksTraining) };
}

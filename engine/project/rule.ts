import type { DataContext, GraphCheck } from "../graph/check.ts";
import type { TrainingSettings } from "../training/settings.ts";
import type { ProjectFix, ProjectProblem, SettingPlace } from "./problem.ts";
import type { Project } from "./project.ts";

export interface ProjectRuleInput {
  readonly project: Project;
  readonly check: GraphCheck;
  readonly data: DataContext | null;
}

/** Looks for one typical mistake in how a network is trained. */
export type ProjectRule = (input: ProjectRuleInput) => readonly ProjectProblem[];

/** What all hints about a setting of the training have in common. */
export function settingHint(code: string, part: SettingPlace["part"], field: string) {
  return { severity: "hint", code, node: null, causes: [], setting: { part, field } } as const;
}

/** A remedy that changes settings of the training only. */
export function trainingFix(label: string, training: Partial<TrainingSettings>, detail?: string): ProjectFix {
  return { label, ...(detail === undefined ? {} : { detail }), edits: [], training };
}

/** How many batches an epoch has; null while the examples are not counted. */
export function batchesPerEpoch({ training }: Project, data: DataContext | null): number | null {
  const examples = data?.sizes?.train;
  return examples === undefined || examples === 0 ? null : Math.ceil(examples / training.batchSize);
}

import type { DatasetReference } from "../data/dataset.ts";
import type { GraphCheck } from "../graph/check.ts";
import { applyEdits } from "../graph/edit.ts";
import type { Fix, Problem } from "../graph/problem.ts";
import type { TrainingSettings } from "../training/settings.ts";
import type { Project } from "./project.ts";

/** A remedy that may change the training's settings or the data, too; all of it is one step. */
export interface ProjectFix extends Fix {
  readonly training?: Partial<TrainingSettings>;
  readonly data?: DatasetReference;
}

/** Where a setting of the run stands: in the list of a part's record, or among those of the data or of the run itself. */
export interface SettingPlace {
  readonly part: "data" | "run" | "optimizer" | "schedule" | "updating" | "clipping" | "stopping";
  readonly field: string;
}

/** A problem of a network, or of what it is trained with. */
export interface ProjectProblem extends Problem {
  /** The setting of the training that causes it. */
  readonly setting?: SettingPlace;
  readonly fixes: readonly ProjectFix[];
}

export interface ProjectCheck extends GraphCheck {
  /** What holds as long as graph and data stay the same. */
  readonly ofGraph: GraphCheck;
  readonly problems: readonly ProjectProblem[];
}

/** The project after a remedy. */
export function applyProjectFix(project: Project, { edits, training, data }: ProjectFix): Project {
  return {
    ...project,
    ...(data ? { data } : {}),
    ...(training ? { training: { ...project.training, ...training } } : {}),
    ...(edits.length > 0 ? { graph: applyEdits(project.graph, edits) } : {}),
  };
}

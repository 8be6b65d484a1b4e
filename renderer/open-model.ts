import type { Project } from "../engine/project/project.ts";
import { importModel } from "./shell/files.ts";
import { adoptRun } from "./training/store.ts";

/** Opens a model file, asked for without a path, as a project of its own; its run is the one of this window. */
export function openModel(path?: string): Promise<void> {
  // Read when it is needed: the start screen does without the canvas.
  const arranged = async (project: Project) => (await import("./canvas/apart.ts")).apart(project);
  return importModel(adoptRun, arranged, path);
}

import path from "node:path";
import type { Project } from "../../project/project.ts";
import { readProject } from "../project-file.ts";
import { readTemplate } from "../templates.ts";

const templatePrefix = "template:";

/** A project, and the folder that its own data lies in; null for a template. */
export interface PlacedProject {
  readonly project: Project;
  readonly folder: string | null;
}

/** The project that a word on the command line names: a file, or `template:NAME`. @throws TroubleError. */
export async function projectFrom(source: string): Promise<PlacedProject> {
  if (!source.startsWith(templatePrefix))
    return { project: await readProject(source), folder: path.dirname(path.resolve(source)) };
  const { project } = await readTemplate(source.slice(templatePrefix.length));
  return { project, folder: null };
}

export const projectWord = {
  name: "<project>",
  help: `a project file, or ${templatePrefix}NAME (see "layerlab templates")`,
};

import type { Project } from "../../project/project.ts";
import { readProject } from "../project-file.ts";
import { readTemplate } from "../templates.ts";

const templatePrefix = "template:";

/** The project that a word on the command line names: a file, or `template:NAME`. @throws TroubleError. */
export async function projectFrom(source: string): Promise<Project> {
  if (!source.startsWith(templatePrefix)) return readProject(source);
  const { project } = await readTemplate(source.slice(templatePrefix.length));
  return project;
}

export const projectWord = {
  name: "<project>",
  help: `a project file, or ${templatePrefix}NAME (see "layerlab templates")`,
};

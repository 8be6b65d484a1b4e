import { maximumModelBytes } from "../export/model-file.ts";
import { maximumProjectBytes, type Project, parseProject, projectText } from "../project/project.ts";
import { readText, writeWhole } from "./files.ts";

/** Reads a project from a file. @throws TroubleError in words. */
export async function readProject(file: string): Promise<Project> {
  return parseProject(await readText(file, "project", maximumProjectBytes));
}

/** Saves a project, the whole of it or nothing. @throws TroubleError in words. */
export async function writeProject(file: string, project: Project): Promise<void> {
  await writeWhole(file, projectText(project));
}

/** The text of a model file, not yet parsed. @throws TroubleError in words. */
export async function readModelText(file: string): Promise<string> {
  return readText(file, "model", maximumModelBytes);
}

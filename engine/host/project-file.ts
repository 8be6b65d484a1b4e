import path from "node:path";
import { maximumModelBytes } from "../export/model-file.ts";
import { maximumProjectBytes, type Project, parseProject } from "../project/project.ts";
import { TroubleError } from "../trouble.ts";
import { say } from "../words/say.ts";
import { readText } from "./files.ts";

/** Reads a project from a file. @throws TroubleError in words. */
export async function readProject(file: string): Promise<Project> {
  const text = await readText(file, "project", maximumProjectBytes);
  try {
    return parseProject(text);
  } catch (error) {
    if (!(error instanceof TroubleError)) throw error;
    throw new TroubleError({
      ...error.trouble,
      title: say("{name} cannot be opened", { name: path.basename(file) }),
    });
  }
}

/** The text of a model file, not yet parsed. @throws TroubleError in words. */
export async function readModelText(file: string): Promise<string> {
  return readText(file, "model", maximumModelBytes);
}

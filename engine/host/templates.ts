import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { type Project, parseProject } from "../project/project.ts";
import { TroubleError } from "../trouble.ts";
import { say } from "../words/say.ts";
import { assetsFolder } from "./assets.ts";
import { reasonOf } from "./files.ts";

const manifestSchema = z.strictObject({
  templates: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-z0-9-]+$/),
        title: z.string().min(1),
        summary: z.string().min(1),
      }),
    )
    .min(1),
});

/** A ready-made project: its name on the command line, its title and what it shows. */
export interface Template {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly project: Project;
}

/**
 * The templates that ship with the app, in the order of their manifest.
 * @throws TroubleError when a file is missing or damaged.
 */
export async function readTemplates(assets: string = assetsFolder()): Promise<readonly Template[]> {
  const folder = path.join(assets, "templates");
  try {
    const text = await readFile(path.join(folder, "manifest.json"), "utf8");
    const { templates } = manifestSchema.parse(JSON.parse(text));
    return await Promise.all(
      templates.map(async (template) => ({
        ...template,
        project: parseProject(await readFile(path.join(folder, `${template.name}.json`), "utf8")),
      })),
    );
  } catch (error) {
    throw new TroubleError(
      {
        title: say("The templates cannot be read"),
        reason: error instanceof TroubleError ? error.trouble.reason : reasonOf(error),
        next: say("Install Layerlab again."),
      },
      { cause: error },
    );
  }
}

/** The template of a name. @throws TroubleError that lists the names there are. */
export async function readTemplate(name: string, assets: string = assetsFolder()): Promise<Template> {
  const templates = await readTemplates(assets);
  const found = templates.find((template) => template.name === name);
  if (found) return found;
  throw new TroubleError({
    title: say('There is no template called "{name}"', { name }),
    reason: say("The templates are {templates}.", {
      templates: templates.map((template) => template.name).join(", "),
    }),
    next: say("Choose one of them."),
  });
}

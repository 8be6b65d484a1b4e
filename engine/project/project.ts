import { z } from "zod";
import { datasetReferenceSchema } from "../data/dataset.ts";
import { graphSchema } from "../graph/graph.ts";
import { trainingSettingsSchema } from "../training/settings.ts";
import { TroubleError } from "../trouble.ts";
import { phrase, say } from "../words/say.ts";
import { type JsonLimits, parseJson } from "./json.ts";
import { type Migrations, toVersion } from "./version.ts";
import { refusalOf } from "./words.ts";

export const projectFormat = "layerlab-project";
export const projectVersion = 1;

/** A project as saved: versioned JSON, readable without the app. */
export const projectSchema = z
  .strictObject({
    format: z.literal(projectFormat),
    version: z.literal(projectVersion),
    name: z.string().min(1).max(120),
    graph: graphSchema,
    data: datasetReferenceSchema.nullable(),
    training: trainingSettingsSchema,
  })
  .readonly();

export type Project = z.infer<typeof projectSchema>;

/** From version n to n + 1, as plain values: an old file stays readable when the type moves on. */
const migrations: Migrations = {};

/** Larger files are refused before they are read: 2,000 layers need one megabyte, copied weights up to five a layer. */
export const maximumProjectBytes = 64_000_000;

const limits: JsonLimits = { what: phrase("project"), characters: maximumProjectBytes, depth: 16 };

/**
 * A project from a file's text, older versions included.
 * @throws TroubleError that names the place, the reason and the next step; nothing else is ever thrown.
 */
export function parseProject(text: string): Project {
  return toProject(parseJson(text, limits));
}

/** As parseProject, from parsed JSON. */
export function toProject(value: unknown): Project {
  const current = toVersion(value, {
    what: limits.what,
    format: projectFormat,
    version: projectVersion,
    migrations,
  });
  const parsed = projectSchema.safeParse(current);
  if (parsed.success) return parsed.data;
  throw refusalOf(
    limits.what,
    parsed.error,
    current,
    say("Correct it in a text editor, or open another file."),
  );
}

/**
 * The text of a project file: the same project always gives the same text.
 * @throws TroubleError when it could not be opened again.
 */
export function projectText(project: Project): string {
  const parsed = projectSchema.safeParse(project); // settles the order of keys, and nothing unreadable is saved
  if (!parsed.success) {
    const { reason } = refusalOf("project", parsed.error, project, "").trouble;
    throw new TroubleError({
      title: say("This project cannot be saved"),
      reason,
      next: say("Correct this setting and save again."),
    });
  }
  const text = `${JSON.stringify(parsed.data, null, 2)}\n`;
  if (text.length > maximumProjectBytes)
    throw new TroubleError({
      title: say("This project cannot be saved"),
      reason: say(
        "It has {size} MB, and one of more than {most} MB is not opened again. Most of it are weights that layers copied from models.",
        { size: (text.length / 1e6).toFixed(0), most: maximumProjectBytes / 1e6 },
      ),
      next: say("Draw the weights of large layers anew, and save again."),
    });
  return text;
}

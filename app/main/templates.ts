import path from "node:path";
import { app } from "electron";
import { z } from "zod";
import { readTemplates } from "../../engine/host/templates.ts";
import { type Project, projectSchema } from "../../engine/project/project.ts";
import { trainedPart } from "../../engine/project/trained-part.ts";
import type { TemplateCard } from "../contract/desktop.ts";
import type { WindowCalls } from "./ipc.ts";
import { KeptValues } from "./kept-values.ts";
import { assetsFolder } from "./places.ts";

interface Times {
  /** How long an epoch of a template took on this computer the last time that it was trained. */
  readonly secondsPerEpoch: Readonly<Record<string, number>>;
}

/** The templates, and how long each one takes here. */
export function keptTimes(): KeptValues<Times> {
  return new KeptValues<Times>({
    file: path.join(app.getPath("userData"), "template-times.json"),
    schemas: { secondsPerEpoch: z.record(z.string().max(100), z.number().positive()) },
    defaults: { secondsPerEpoch: {} },
  });
}

export function templateCalls(times: KeptValues<Times>) {
  let read: ReturnType<typeof readTemplates> | null = null;
  /** They ship with the app and do not change; after trouble they are tried again. */
  const templates = () => {
    read ??= readTemplates(assetsFolder()).catch((error: unknown) => {
      read = null;
      throw error;
    });
    return read;
  };
  return {
    listTemplates: { schema: z.null(), handle: () => list(templates, times) },
    tellEpochTime: {
      schema: z.strictObject({ project: projectSchema, seconds: z.number().positive().max(1e9) }),
      handle: async ({ project, seconds }) => {
        const template = (await templates()).find((each) => isSame(each.project, project));
        if (!template) return null;
        const { secondsPerEpoch } = times.values;
        await times.set({ secondsPerEpoch: { ...secondsPerEpoch, [template.name]: seconds } });
        return null;
      },
    },
  } satisfies WindowCalls;
}

async function list(
  templates: () => ReturnType<typeof readTemplates>,
  times: KeptValues<Times>,
): Promise<readonly TemplateCard[]> {
  const { secondsPerEpoch } = times.values;
  return (await templates()).map((template) => ({
    ...template,
    secondsPerEpoch: secondsPerEpoch[template.name] ?? null,
  }));
}

/** Whether a project trains what a template does. How its sums are rounded is this person's choice for all of them. */
function isSame(template: Project, project: Project): boolean {
  const { maths } = project.training;
  const alike = maths === undefined ? template : { ...template, training: { ...template.training, maths } };
  return trainedPart(alike) === trainedPart(project);
}

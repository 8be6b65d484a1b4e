import { z } from "zod";
import { datasetReferenceSchema } from "../data/dataset.ts";
import { graphSchema } from "../graph/graph.ts";
import { trainingSettingsSchema } from "../training/settings.ts";

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

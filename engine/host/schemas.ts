import { z } from "zod";
import { modelSchema } from "../export/model-file.ts";
import { projectSchema } from "../project/project.ts";

/**
 * The published JSON Schemas, made from the schemas that the program itself reads with, by file name in
 * assets/schemas. Conditions between places (unique ids, edges between existing layers) are not in them.
 */
export function publishedSchemas(): Readonly<Record<string, string>> {
  const schemas = {
    "project.schema.json": { title: "Layerlab project", schema: projectSchema },
    "model.schema.json": { title: "Layerlab model", schema: modelSchema },
  };
  return Object.fromEntries(
    Object.entries(schemas).map(([file, { title, schema }]) => {
      const { $schema, ...rest } = z.toJSONSchema(schema, {
        io: "input",
        target: "draft-2020-12",
        // Read-only is a promise of our types, not of the file.
        override: ({ jsonSchema }) => {
          delete jsonSchema.readOnly;
        },
      });
      return [file, `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`];
    }),
  );
}

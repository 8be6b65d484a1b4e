import { z } from "zod";
import { fieldsSchema } from "../layers/fields.ts";
import { paintedReferenceSchema } from "./painted.ts";
import { pictureFolderReferenceSchema } from "./picture-folder-reference.ts";
import { pictureReferenceSchema } from "./picture-reference.ts";
import { preparationSchema, splitPreparationSchema } from "./preparation.ts";
import {
  type BuiltInSetId,
  builtInSets,
  type GeneratedSetId,
  generatedSet,
  generatedSets,
} from "./registry.ts";
import { tableReferenceSchema } from "./table-reference.ts";

export type {
  Dataset,
  FeatureScaling,
  GeneratedSettings,
  Preprocessing,
  Provenance,
  Split,
  TargetColumns,
} from "./dataset-record.ts";

/** The names of a list of records, as a tuple that a schema can list. */
function ids<Id extends string>(records: readonly { readonly id: Id }[]): [Id, ...Id[]] {
  const [first, ...rest] = records.map((record) => record.id);
  if (first === undefined) throw new Error("A list of data sets is empty.");
  return [first, ...rest];
}

const builtInReferenceSchema = z
  .strictObject({
    kind: z.literal("built-in"),
    id: z.enum(ids<BuiltInSetId>(builtInSets)),
    preparation: preparationSchema.exactOptional(),
  })
  .readonly();

const generatedReferenceSchema = z
  .strictObject({
    kind: z.literal("generated"),
    id: z.enum(ids<GeneratedSetId>(generatedSets)),
    points: z.int(),
    noise: z.number(),
    seed: z.int(),
    /** Only for sets that leave the number of classes open. */
    classes: z.int().exactOptional(),
    /** Only for sets that wind. */
    turns: z.number().exactOptional(),
    preparation: splitPreparationSchema.exactOptional(),
  })
  .superRefine(({ kind: _kind, id, preparation: _preparation, ...settings }, context) => {
    // The limits are the record's: one place for form and file.
    const result = fieldsSchema(generatedSet(id).fields).safeParse(settings);
    for (const issue of result.error?.issues ?? []) {
      context.addIssue({ code: "custom", message: issue.message, path: issue.path });
    }
  })
  .readonly();

/** How a project names its data set. Parse with this what comes from outside. */
export const datasetReferenceSchema = z.discriminatedUnion("kind", [
  builtInReferenceSchema,
  generatedReferenceSchema,
  tableReferenceSchema,
  pictureReferenceSchema,
  pictureFolderReferenceSchema,
  paintedReferenceSchema,
]);

export type DatasetReference = z.infer<typeof datasetReferenceSchema>;
export type GeneratedReference = Extract<DatasetReference, { kind: "generated" }>;

/** Points in the plane are drawn in their own units, and not scaled. */
export function isPlane(
  reference: DatasetReference,
): reference is Extract<DatasetReference, { kind: "generated" | "painted" }> {
  return reference.kind === "generated" || reference.kind === "painted";
}

/** The reference with each of the person's own files where `place` says; others are given back as they are. */
export function withOwnFiles(reference: DatasetReference, place: (file: string) => string): DatasetReference {
  if (reference.kind === "table" || reference.kind === "picture-folder")
    return { ...reference, file: place(reference.file) };
  if (reference.kind !== "pictures") return reference;
  return { ...reference, files: reference.files.map((each) => ({ ...each, file: place(each.file) })) };
}

/** The hashes of the person's own files that a reference names, in its order; none for what the app brings. */
export function ownHashes(reference: DatasetReference): readonly string[] {
  if (reference.kind === "table" || reference.kind === "picture-folder") return [reference.sha256];
  return reference.kind === "pictures" ? reference.files.map(({ sha256 }) => sha256) : [];
}

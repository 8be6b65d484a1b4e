import { z } from "zod";
import { say } from "../words/say.ts";
import { relativeFileSchema, sha256Schema } from "./own-file.ts";
import { preparationSchema } from "./preparation.ts";
import type { TargetSketch } from "./targets.ts";

/** Values of one column, most: a class is stored as a byte. */
export const mostValues = 256;
export const mostColumns = 4096;
/** What the network may see of a row, most. */
const mostFeatures = 65_536;

const name = z.string().min(1).max(120);
const values = z.array(z.string().max(200)).min(1).max(mostValues);

const columnSchema = z.discriminatedUnion("use", [
  z.strictObject({ use: z.literal("leave out"), name }).readonly(),
  z.strictObject({ use: z.literal("number"), name }).readonly(),
  /** One input for each value: 1 for the value it has, 0 for the others. */
  z.strictObject({ use: z.literal("category"), name, values: values.readonly() }).readonly(),
  /** The class of a row. */
  z.strictObject({ use: z.literal("target"), name, values: values.readonly() }).readonly(),
  /** A number to predict; there may be several. */
  z.strictObject({ use: z.literal("target number"), name }).readonly(),
  /** A label that a row has or has not, its values for no and yes; there are two of them or more. */
  z.strictObject({ use: z.literal("target label"), name, values: values.length(2).readonly() }).readonly(),
]);

export type TableColumn = z.infer<typeof columnSchema>;

/** A table of the user's own, named by where it lies from the project's folder and by its content. */
export const tableReferenceSchema = z
  .strictObject({
    kind: z.literal("table"),
    file: relativeFileSchema,
    sha256: sha256Schema,
    /** Whether the first row has the columns' names. */
    header: z.boolean(),
    /** As they stand in the file, from the first to the last. */
    columns: z.array(columnSchema).min(2).max(mostColumns).readonly(),
    /** A row that lacks a number or category: left out, or filled with the mean of the training part. */
    missing: z.enum(["drop", "mean"]),
    /** A row that cannot be read: ends the reading, or is left out and told. */
    malformed: z.enum(["stop", "skip"]),
    preparation: preparationSchema.exactOptional(),
  })
  .superRefine(({ columns }, context) => {
    const targets = columns.filter(({ use }) => use === "target");
    const [numbers, labels] = (["target number", "target label"] as const).map(
      (wanted) => columns.filter(({ use }) => use === wanted).length,
    );
    const issue = (message: string) => context.addIssue({ code: "custom", message, path: ["columns"] });
    if ([targets.length, numbers, labels].filter((count) => count !== 0).length > 1)
      issue(say("Targets must be of one kind: a class, numbers, or labels."));
    else if (labels === 1) issue(say("One column of yes and no is a class: make it the target."));
    else if (targets.length !== 1 && numbers === 0 && labels === 0)
      issue(say("Exactly one column must be the target, or some must be numbers to predict or labels."));
    if (targets.some((target) => target.use === "target" && target.values.length < 2))
      issue(say("The target must have two values or more."));
    const features = featureNames(columns).length;
    if (features < 1 || features > mostFeatures)
      issue(say("There must be 1 to {mostFeatures} features.", { mostFeatures }));
  })
  .readonly();

export type TableReference = z.infer<typeof tableReferenceSchema>;

/** The network's inputs, in order: a number by its column's name, a category as `column = value`. */
export function featureNames(columns: readonly TableColumn[]): string[] {
  return columns.flatMap((column) => {
    if (column.use === "number") return [column.name];
    return column.use === "category" ? column.values.map((value) => `${column.name} = ${value}`) : [];
  });
}

/** For each input whether it stands for one value of a category. */
export function indicatorFlags(columns: readonly TableColumn[]): boolean[] {
  return columns.flatMap((column) => {
    if (column.use === "number") return [false];
    return column.use === "category" ? column.values.map(() => true) : [];
  });
}

/** The classes' names: the target's values. */
export function targetValues(columns: readonly TableColumn[]): readonly string[] {
  return columns.flatMap((column) => (column.use === "target" ? column.values : []));
}

/** Numbers to predict, or labels; undefined where the target is a class. */
export function tableTargets(columns: readonly TableColumn[]): TargetSketch | undefined {
  const named = (wanted: TableColumn["use"]) =>
    columns.filter(({ use }) => use === wanted).map((column) => column.name);
  const [numbers, labels] = [named("target number"), named("target label")];
  if (numbers.length > 0) return { task: "regression", names: numbers };
  return labels.length > 0 ? { task: "multi-label", names: labels } : undefined;
}

/** Numbers that stand for classes are whole, and there are few of them. */
const mostClassNumbers = 20;

/** What a column that is to be learnt is: a number where it has more different numbers than classes would, else a class. */
export function guessTarget({
  looksLike,
  values: found,
}: {
  readonly looksLike: "number" | "category";
  readonly values: readonly string[] | null;
}): "target" | "target number" {
  if (looksLike !== "number") return "target";
  const isClass =
    found !== null && found.length <= mostClassNumbers && found.every((value) => /^[+-]?\d+$/.test(value));
  return isClass ? "target" : "target number";
}

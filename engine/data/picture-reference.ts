import { z } from "zod";
import { fileName, relativeFileSchema, sha256Schema } from "./own-file.ts";
import { preparationSchema } from "./preparation.ts";

const fileSchema = z.strictObject({ file: relativeFileSchema, sha256: sha256Schema }).readonly();

/** Pictures of the user's own, in a known format, named as tables are. */
export const pictureReferenceSchema = z
  .strictObject({
    kind: z.literal("pictures"),
    /** "idx": pictures and labels in turn, those for training first. "cifar-10": batches, or the archive of them. */
    format: z.enum(["idx", "cifar-10"]),
    files: z.array(fileSchema).min(1).max(16).readonly(),
    inputShape: z
      .tuple([z.int().min(1).max(3), z.int().min(1).max(4096), z.int().min(1).max(4096)])
      .readonly(),
    classNames: z.array(z.string().min(1).max(120)).min(2).max(256).readonly(),
    preparation: preparationSchema.exactOptional(),
  })
  .readonly();

export type PictureReference = z.infer<typeof pictureReferenceSchema>;

/** How people call a set of their own pictures. */
export function picturesName({ format, files }: Pick<PictureReference, "format" | "files">): string {
  return format === "cifar-10" ? "CIFAR-10" : fileName(files[0]?.file ?? "");
}

import { z } from "zod";
import { type AnyFieldValues, type Fields, fieldsSchema } from "../layers/fields.ts";
import { relativeFileSchema, sha256Schema } from "./own-file.ts";
import { preparationSchema } from "./preparation.ts";

/** Pictures of a class that are cut out in the middle, shown whole on black, or stretched to the size. */
export const fits = ["crop", "whole", "stretch"] as const;
export type Fit = (typeof fits)[number];

const side = { minimum: 1, maximum: 1024, default: 32 } as const;

/** How pictures of any size become examples of one size: the form, its limits and its help. */
export const pictureFields = {
  width: { type: "integer", label: "Width", help: "Of what the network sees, in pixels.", ...side },
  height: { type: "integer", label: "Height", help: "Of what the network sees, in pixels.", ...side },
  colour: {
    type: "choice",
    label: "Colour",
    help: "Three channels (red, green, blue), or one of grey: 0.299 red + 0.587 green + 0.114 blue.",
    options: [
      { value: "colour", label: "Colour" },
      { value: "grey", label: "Grey" },
    ],
    default: "colour",
  },
  fit: {
    type: "choice",
    label: "Other proportions",
    help: "A picture of other proportions: its middle is cut out, it is shown whole with black beside it, or it is stretched.",
    options: [
      { value: "crop", label: "Cut out" },
      { value: "whole", label: "Whole" },
      { value: "stretch", label: "Stretch" },
    ],
    default: "crop",
  },
  corrupt: {
    type: "choice",
    label: "Damaged pictures",
    help: "Pictures that cannot be read: the import stops and names them, or they are left out and named.",
    options: [
      { value: "stop", label: "Stop" },
      { value: "skip", label: "Skip" },
    ],
    default: "stop",
  },
} as const satisfies Fields;

const pixels = z.int().min(side.minimum).max(side.maximum);

/** A folder or zip archive of the user's own, with one folder of pictures for each class. */
export const pictureFolderReferenceSchema = z
  .strictObject({
    kind: z.literal("picture-folder"),
    /** The folder or the archive. */
    file: relativeFileSchema,
    /** Of the paths and the bytes of its pictures, in the order of their paths. */
    sha256: sha256Schema,
    inputShape: z.tuple([z.union([z.literal(1), z.literal(3)]), pixels, pixels]).readonly(),
    fit: z.enum(fits),
    corrupt: z.enum(["stop", "skip"]),
    classNames: z.array(z.string().min(1).max(255)).min(2).max(256).readonly(),
    preparation: preparationSchema.exactOptional(),
  })
  .readonly();

export type PictureFolderReference = z.infer<typeof pictureFolderReferenceSchema>;

/**
 * A reference to what was found, as the form of `pictureFields` was filled in.
 * @throws ZodError for values that the fields do not allow.
 */
export function pictureFolderReference(
  found: Pick<PictureFolderReference, "file" | "sha256" | "classNames">,
  values: AnyFieldValues,
): PictureFolderReference {
  const { width, height, colour, fit, corrupt } = fieldsSchema(pictureFields).parse(values);
  return pictureFolderReferenceSchema.parse({
    kind: "picture-folder",
    file: found.file,
    sha256: found.sha256,
    inputShape: [colour === "grey" ? 1 : 3, height, width],
    fit,
    corrupt,
    classNames: found.classNames,
  });
}

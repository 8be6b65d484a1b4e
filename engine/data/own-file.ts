import { z } from "zod";

/** A file's place, relative to the folder of the project, with "/". */
export const relativeFileSchema = z
  .string()
  .min(1)
  .max(1000)
  .refine((file) => !/^\/|^[A-Za-z]:|\\|\0/.test(file), "must be a path relative to the project's folder");

/** The hash of a file's bytes. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits");

/** A file's own name, without folders. */
export function fileName(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1);
}

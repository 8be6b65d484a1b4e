import { z } from "zod";

/** What lies beside the files of a set that ships with the app: `manifest.json` in its folder. */
export const manifestSchema = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    classes: z.array(z.string()).min(2).readonly(),
    counts: z.strictObject({ train: z.int(), validation: z.int(), test: z.int() }).readonly(),
    inputShape: z.array(z.int()).readonly(),
    /** Of a table "standardised": by mean and deviation of its training part, computed when it is loaded. */
    preprocessing: z.union([
      z.strictObject({ scale: z.number(), offset: z.number() }).readonly(),
      z.literal("standardised"),
    ]),
    files: z
      .array(
        z
          .strictObject({
            name: z.string().regex(/^[\w.-]+$/),
            /** Bytes on disk. */
            size: z.int().positive(),
            /** A gzip file is decompressed before anything else looks at it. */
            compression: z.enum(["gzip", "none"]),
            /** Bytes once decompressed: the most that is ever inflated. */
            contentSize: z.int().positive(),
            /** SHA-256 of the decompressed content, in hexadecimal. */
            contentSha256: z.string().regex(/^[0-9a-f]{64}$/),
          })
          .readonly(),
      )
      .min(1)
      .readonly(),
    source: z.string(),
    licence: z.string(),
    licenceFile: z.string(),
  })
  .readonly();

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestFile = Manifest["files"][number];

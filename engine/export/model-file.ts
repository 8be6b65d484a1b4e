import { z } from "zod";
import { datasetReferenceSchema } from "../data/dataset.ts";
import { graphSchema } from "../graph/graph.ts";
import { type JsonLimits, parseJson } from "../project/json.ts";
import { type Migrations, toVersion } from "../project/version.ts";
import { refusalOf } from "../project/words.ts";
import { trainingSettingsSchema } from "../training/settings.ts";
import { phrase, say } from "../words/say.ts";

export const modelFormat = "layerlab-model";
export const modelVersion = 1;

/** Larger files are refused before they are read: enough for 70 million weights. */
export const maximumModelBytes = 400_000_000;

const shape = z.array(z.int().min(1).max(100_000_000)).max(8).readonly();
const measured = z.number().nullable();

const numbersSchema = z
  .strictObject({
    shape,
    values: z.string().describe("Base64 of little-endian float32, row-major in `shape`."),
  })
  .readonly();

const scaledColumn = z
  .strictObject({
    name: z.string().max(400),
    indicator: z.boolean().optional(),
    scale: z.number(),
    offset: z.number(),
  })
  .readonly();

/** What a trained network keeps of its data besides examples. */
export const dataTraitsSchema = z.strictObject({
  inputShape: shape.describe("[C, H, W] or [N], without the batch."),
  classNames: z
    .array(z.string().max(120))
    .max(10_000)
    .readonly()
    .describe("In the order of the outputs; empty where the model has targets in their place."),
  targets: z
    .strictObject({
      task: z.enum(["regression", "multi-label"]),
      columns: z.array(scaledColumn).min(1).max(10_000).readonly(),
    })
    .readonly()
    .optional()
    .describe(
      "What the outputs stand for where they are no classes: an output is a number times scale plus offset.",
    ),
  preprocessing: z
    .strictObject({
      scale: z.number(),
      offset: z.number(),
      features: z
        .array(scaledColumn)
        .max(100_000)
        .readonly()
        .optional()
        .describe("Of a table: each feature's own scale and offset, in the order of the inputs."),
      channels: z
        .array(z.strictObject({ scale: z.number(), offset: z.number() }).readonly())
        .min(1)
        .max(3)
        .readonly()
        .optional()
        .describe("Of pictures: each channel's own scale and offset."),
    })
    .readonly()
    .describe("What the network sees of a stored number: value * scale + offset."),
});

/** A trained model as saved. It holds all that is needed to run it elsewhere, and to prove that it runs alike. */
export const modelSchema = z
  .strictObject({
    format: z.literal(modelFormat),
    version: z.literal(modelVersion),
    engineVersion: z.string().min(1).max(40),
    name: z.string().min(1).max(120),
    graph: graphSchema,
    data: datasetReferenceSchema.nullable(),
    training: trainingSettingsSchema,
    ...dataTraitsSchema.shape,
    metrics: z
      .strictObject({
        epochs: z.int().min(0),
        validationAccuracy: measured,
        validationLoss: measured,
        testAccuracy: measured,
        testLoss: measured,
      })
      .readonly(),
    weights: z
      .array(
        z
          .strictObject({
            node: z.string().max(64),
            name: z.string().max(64),
            shape,
            values: z.string().describe("Base64 of little-endian float32, row-major in `shape`."),
          })
          .readonly(),
      )
      .max(10_000)
      .readonly()
      .describe("In plan order: every layer after those that feed it."),
    weightsHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits")
      .describe("SHA-256 over all weights as little-endian float32, in the order of `weights`."),
    testVectors: z
      .strictObject({ inputs: numbersSchema, outputs: numbersSchema })
      .readonly()
      .describe("Preprocessed inputs, batch first, and what the network gives for them, bit for bit."),
  })
  .readonly();

export type ModelFile = z.infer<typeof modelSchema>;

const migrations: Migrations = {};

const limits: JsonLimits = { what: phrase("model"), characters: maximumModelBytes, depth: 16 };

/**
 * A model file's content from its text, older versions included. Weights are not looked at yet: see `openModel`.
 * @throws TroubleError that names the place, the reason and the next step.
 */
export function parseModelFile(text: string): ModelFile {
  const value = toVersion(parseJson(text, limits), {
    what: limits.what,
    format: modelFormat,
    version: modelVersion,
    migrations,
  });
  const parsed = modelSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw refusalOf(limits.what, parsed.error, value, say("Export the model again, or choose another file."));
}

import { readFileSync } from "node:fs";
import { z } from "zod";

const tensorSchema = z.object({ shape: z.array(z.int()), data: z.array(z.number()) });
const tensorsSchema = z.record(z.string(), tensorSchema);
const traceSchema = z.object({
  id: z.string(),
  batch: z.int(),
  steps: z.int(),
  x: tensorSchema,
  labels: z.array(z.int()).optional(),
  targets: tensorSchema.optional(),
  initialWeights: tensorsSchema,
  runs: z.array(
    z.object({
      optimizer: z.string(),
      hyper: z.record(z.string(), z.union([z.number(), z.string()])),
      lossPerStep: z.array(z.number()),
      gradStep0: tensorsSchema.nullable(),
      finalWeights: tensorsSchema,
    }),
  ),
});

/** Training runs of PyTorch in float64: initial weights, loss of every step, final weights per optimiser. */
export type TrainingTrace = z.infer<typeof traceSchema>;

export function readTrainingTraces(): readonly TrainingTrace[] {
  const file = new URL("pytorch-cases.json", import.meta.url);
  return z.object({ traces: z.array(traceSchema) }).parse(JSON.parse(readFileSync(file, "utf8"))).traces;
}

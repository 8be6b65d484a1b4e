import { readFileSync } from "node:fs";
import { z } from "zod";

const tensorSchema = z.object({ shape: z.array(z.int()), data: z.array(z.number()) });
const tensorsSchema = z.record(z.string(), tensorSchema);
const caseSchema = z.object({
  id: z.string(),
  op: z.string(),
  config: z.record(z.string(), z.unknown()),
  inputs: tensorsSchema,
  params: tensorsSchema,
  output: tensorSchema,
  gradOutput: tensorSchema,
  gradInputs: tensorsSchema,
  gradParams: tensorsSchema,
  /** Running statistics after the step, started at mean 0 and variance 1. */
  runningAfter: z.object({ mean: tensorSchema, var: tensorSchema }).optional(),
});

export type PytorchTensor = z.infer<typeof tensorSchema>;
/** Output and gradients of one operation as PyTorch's autograd gives them in float64. */
export type PytorchCase = z.infer<typeof caseSchema>;

/** All single-operation cases; the file also holds training traces. */
export function readPytorchCases(): readonly PytorchCase[] {
  const file = new URL("pytorch-cases.json", import.meta.url);
  return z.object({ cases: z.array(caseSchema) }).parse(JSON.parse(readFileSync(file, "utf8"))).cases;
}

/** What a case expects, by name: output, input:x, weight:bias, ... */
export function expectedOf(example: PytorchCase): ReadonlyMap<string, readonly number[]> {
  return new Map([
    ["output", example.output.data],
    ...Object.entries(example.gradInputs).map(([name, { data }]) => [`input:${name}`, data] as const),
    ...Object.entries(example.gradParams).map(([name, { data }]) => [`weight:${name}`, data] as const),
    ...Object.entries(example.runningAfter ?? {}).map(
      ([name, { data }]) => [`running:${name}`, data] as const,
    ),
  ]);
}

import { z } from "zod";
import { TroubleError } from "../../trouble.ts";

/** A whole number typed as text. */
export function wholeNumber(minimum: number, maximum: number) {
  const words = `must be a whole number from ${minimum} to ${maximum}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, words)
    .transform(Number)
    .pipe(z.number().min(minimum, words).max(maximum, words));
}

/**
 * Options as typed, parsed once.
 * @throws TroubleError that names the option.
 */
export function parseOptions<Schema extends z.ZodType>(schema: Schema, options: unknown): z.output<Schema> {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new TroubleError({
    title: `--${String(issue?.path[0] ?? "option")} cannot be used`,
    reason: `It ${issue?.message ?? "is not understood"}.`,
    next: "See layerlab help.",
  });
}

import { z } from "zod";
import { decodeFloats, encodedLength } from "../base64.ts";
import { type Shape, sameShape, shapeText, sizeOf } from "../tensor.ts";
import { say } from "../words/say.ts";

/** Numbers of one layer that a project can carry: their text is part of its file. */
export const mostCopiedNumbers = 1_000_000;

const weightSchema = z
  .strictObject({
    name: z.string().min(1).max(64),
    shape: z.array(z.int().min(1)).min(1).max(8).readonly(),
    values: z
      .string()
      .max(encodedLength(mostCopiedNumbers))
      .describe("Base64 of little-endian float32, row-major in `shape`."),
  })
  .readonly()
  .superRefine((weight, context) => {
    const message = whyDamaged(weight);
    if (message) context.addIssue({ code: "custom", message });
  });

function whyDamaged({ shape, values }: { readonly shape: Shape; readonly values: string }): string | null {
  const count = sizeOf(shape);
  if (values.length !== encodedLength(count)) return say("The values are not as many as the shape says.");
  const numbers = decodeFloats(values, count);
  if (!numbers) return say("The values are damaged: they are not numbers in base64.");
  const wrong = numbers.findIndex((number) => !Number.isFinite(number));
  return wrong < 0 ? null : say("Number {wrong} of the values is not finite.", { wrong: wrong + 1 });
}

/** Weights that a layer starts from, taken from a layer of a trained model. */
export const copiedWeightsSchema = z
  .strictObject({
    /** Names of the model and of its layer. */
    model: z.string().min(1).max(120),
    layer: z.string().min(1).max(80),
    weights: z.array(weightSchema).min(1).max(8).readonly(),
  })
  .superRefine(({ weights }, context) => {
    const second = weights.findIndex(
      ({ name }, at) => weights.findIndex((other) => other.name === name) < at,
    );
    if (second >= 0)
      context.addIssue({
        code: "custom",
        message: say("There are two weights called {name}.", { name: weights[second]?.name }),
        path: ["weights", second],
      });
  })
  .readonly();

export type CopiedWeights = z.infer<typeof copiedWeightsSchema>;

/** The copied numbers for one weight of a layer; null where it starts as the layer's settings say. */
export function copiedFor(
  copied: CopiedWeights | undefined,
  name: string,
  shape: Shape,
): (() => Float32Array) | null {
  const found = copied?.weights.find((weight) => weight.name === name);
  if (!copied || !found || !sameShape(found.shape, shape)) return null;
  return () => {
    const values = decodeFloats(found.values, sizeOf(shape));
    if (!values) throw new Error(`The weights from ${copied.layer} of ${copied.model} are damaged.`);
    return values;
  };
}

/** Why copied weights are not those of a layer, in a sentence; null when they fit. Weights that only one has do not count. */
export function whyNotCopied(
  copied: readonly { readonly name: string; readonly shape: Shape }[],
  own: readonly { readonly name: string; readonly shape: Shape }[],
): string | null {
  const shared = copied.flatMap((weight) => {
    const mine = own.find(({ name }) => name === weight.name);
    return mine ? [{ weight, mine }] : [];
  });
  if (shared.length === 0) return say("It has no weights of this kind.");
  const other = shared.find(({ weight, mine }) => !sameShape(weight.shape, mine.shape));
  if (!other) return null;
  return say("Its {name} is {shape}, not {wanted}.", {
    name: other.weight.name,
    shape: shapeText(other.weight.shape),
    wanted: shapeText(other.mine.shape),
  });
}

import { z } from "zod";
import { type Fields, fieldsSchema } from "../layers/fields.ts";
import { say } from "../words/say.ts";
import type { ScalingName } from "./dataset-record.ts";

/** How examples are divided, where the person says it: the form, its limits and its help. */
export const splitFields = {
  keepTest: {
    type: "toggle",
    label: "Keep the test part",
    default: true,
    help: "What the set is tested on now stays that. Off, its examples are dealt out with the others.",
  },
  validation: {
    type: "number",
    label: "Validation",
    unit: "%",
    minimum: 0,
    maximum: 90,
    step: 1,
    default: 10,
    help: "Share of the examples that are dealt out: they tell during training how good the network is.",
  },
  test: {
    type: "number",
    label: "Test",
    unit: "%",
    minimum: 0,
    maximum: 90,
    step: 1,
    default: 15,
    help: "Share of the examples that are looked at last.",
    visibleWhen: { field: "keepTest", equals: false },
  },
  stratified: {
    type: "toggle",
    label: "Every class alike",
    default: true,
    help: "Each part holds the classes in the same proportion (stratified). Off, the examples are drawn regardless of their class.",
  },
  seed: {
    type: "integer",
    label: "Seed of the split",
    minimum: 0,
    maximum: 0xffff_ffff,
    default: 1,
    help: "Another seed deals the examples out in another way; the same one always in the same.",
  },
} as const satisfies Fields;

/** What the network sees of a stored number, where the person says it. */
export const scalings = [
  {
    name: "none",
    title: "As stored",
    summary:
      "The network sees the numbers as they are stored: pixels from 0 to 255, columns in their own units.",
  },
  {
    name: "range",
    title: "From 0 to 1",
    summary:
      "The smallest value of the training part becomes 0 and the largest 1: of all pixels together, of each column of a table by itself.",
  },
  {
    name: "standard",
    title: "Mean 0, deviation 1",
    summary:
      "The mean of the training part becomes 0 and its standard deviation 1: of each colour of a picture, of each column of a table.",
  },
] as const satisfies readonly {
  readonly name: ScalingName;
  readonly title: string;
  readonly summary: string;
}[];

const [noScaling, ...otherScalings] = scalings.map(({ name }) => name);

const splitSchema = fieldsSchema(splitFields).superRefine(({ keepTest, validation, test }, context) => {
  if (keepTest !== true && Number(validation) + Number(test) > 95)
    context.addIssue({
      code: "custom",
      message: say("Validation and test must leave 5 % to train on."),
      path: ["test"],
    });
});

/** What a project does to a data set before it trains on it; each left out where the set decides. */
export const preparationSchema = z
  .strictObject({
    split: splitSchema.exactOptional(),
    scaling: z.enum([noScaling ?? "none", ...otherScalings]).exactOptional(),
  })
  .readonly();

/** Of points in the plane, which are drawn in their own units: these stay as they are. */
export const splitPreparationSchema = z.strictObject({ split: splitSchema.exactOptional() }).readonly();

export type Preparation = z.infer<typeof preparationSchema>;

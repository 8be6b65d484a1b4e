import { z } from "zod";
import { type AnyFieldValues, defaultValues, type Fields, fieldsSchema } from "../layers/fields.ts";
import { phrase } from "../words/say.ts";
import { type AugmentationChoice, augmentations } from "./augmentations.ts";
import { type ClippingChoice, clippings } from "./clipping.ts";
import { type Maths, mathsNames } from "./maths.ts";
import { type OptimizerName, optimizer, optimizers } from "./optimizers.ts";
import { type ScheduleChoice, schedules } from "./schedules.ts";
import { type StoppingChoice, stoppings } from "./stopping.ts";
import { type UpdatingChoice, updatings } from "./updating.ts";

/** How a run trains: all that its bits depend on besides network and data. */
export interface TrainingSettings {
  readonly epochs: number;
  readonly batchSize: number;
  /** Seeds the initial weights, the shuffling and dropout. */
  readonly seed: number;
  readonly optimizer: { readonly name: OptimizerName; readonly settings: AnyFieldValues };
  /** The learning rate stays as it is set when left out. */
  readonly schedule?: ScheduleChoice;
  /** The gradients are used as they are when left out. */
  readonly clipping?: ClippingChoice;
  /** The weights move after every batch when left out. */
  readonly updating?: UpdatingChoice;
  /** Training examples are used as they are when left out or empty. */
  readonly augmentation?: readonly AugmentationChoice[];
  /** The run goes through all its epochs when left out. */
  readonly stopping?: StoppingChoice;
  /** Reproducible when left out. */
  readonly maths?: Maths;
}

/** A record of a list, by its name, with its settings. */
const choiceOf = <Name extends string>(record: { readonly name: Name; readonly fields: Fields }) =>
  z.strictObject({ name: z.literal(record.name), settings: fieldsSchema(record.fields) }).readonly();

const [firstSchedule, ...otherSchedules] = schedules;
const [firstOptimizer, ...otherOptimizers] = optimizers;
const [firstClipping, ...otherClippings] = clippings;
const [firstUpdating, ...otherUpdatings] = updatings;
const [firstAugmentation, ...otherAugmentations] = augmentations;
const [firstStopping, ...otherStoppings] = stoppings;

/** Augmentations, each at most once. */
export const augmentationSchema = z
  .array(z.discriminatedUnion("name", [choiceOf(firstAugmentation), ...otherAugmentations.map(choiceOf)]))
  .max(augmentations.length)
  .refine((chosen) => new Set(chosen.map(({ name }) => name)).size === chosen.length, {
    message: phrase("An augmentation can be chosen once."),
  })
  .readonly();

export const trainingSettingsSchema = z
  .strictObject({
    epochs: z.int().min(1).max(100_000),
    batchSize: z.int().min(1).max(65_536),
    seed: z.int().min(0).max(0xffff_ffff),
    optimizer: z.discriminatedUnion("name", [choiceOf(firstOptimizer), ...otherOptimizers.map(choiceOf)]),
    schedule: z
      .discriminatedUnion("name", [choiceOf(firstSchedule), ...otherSchedules.map(choiceOf)])
      .exactOptional(),
    clipping: z
      .discriminatedUnion("name", [choiceOf(firstClipping), ...otherClippings.map(choiceOf)])
      .exactOptional(),
    updating: z
      .discriminatedUnion("name", [choiceOf(firstUpdating), ...otherUpdatings.map(choiceOf)])
      .exactOptional(),
    stopping: z
      .discriminatedUnion("name", [choiceOf(firstStopping), ...otherStoppings.map(choiceOf)])
      .exactOptional(),
    augmentation: augmentationSchema.exactOptional(),
    maths: z.enum(mathsNames).exactOptional(),
  })
  .readonly() satisfies z.ZodType<TrainingSettings>;

/** What a new project trains with. */
export const defaultTrainingSettings: TrainingSettings = {
  epochs: 5,
  batchSize: 64,
  seed: 42,
  optimizer: { name: "adam", settings: defaultValues(optimizer("adam").fields) },
};

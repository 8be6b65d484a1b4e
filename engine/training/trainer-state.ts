import { z } from "zod";
import { plateauSchema } from "./schedules.ts";
import { bestEpochSchema } from "./stopping.ts";

/** JSON has no NaN: a mean over no examples is written as null. */
export const measureSchema = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);
const whole = z.int().min(0);
const finite = z.number();

/**
 * Where a run is, besides its numbers (weights, statistics, gradients and optimiser state). Shuffling and dropout
 * are drawn from seed, epoch and step alone, so no generator has a state of its own.
 */
export const trainerStateSchema = z
  .strictObject({
    /** Finished epochs, batches of the one under way, and epochs asked for. */
    epoch: whole,
    batch: whole,
    epochs: z.int().min(1),
    /** Updates so far. */
    step: whole,
    learningRate: finite,
    /** Sums over the epoch's batches up to the last update, and over those since, from `groupFirst` on. */
    epochLoss: finite,
    epochPoints: finite,
    groupFirst: whole.nullable(),
    groupLoss: finite,
    groupPoints: finite,
    /** Of the last finished epoch. */
    lastValidation: z.strictObject({ loss: measureSchema, accuracy: measureSchema }).readonly().nullable(),
    best: bestEpochSchema.nullable(),
    plateau: plateauSchema.nullable(),
    /** Seconds of work, those on training batches, and examples seen in them. */
    seconds: finite,
    trainingSeconds: finite,
    examplesSeen: whole,
  })
  .readonly();

export type TrainerState = z.infer<typeof trainerStateSchema>;

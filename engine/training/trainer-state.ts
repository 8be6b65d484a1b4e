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
    /** Sums over the epoch's batches up to the last update. */
    epochLoss: finite,
    epochPoints: finite,
    /** The first batch since the last update, and sums over those from there on; null when none has come yet. */
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

/** The trainer's own part of its state: the updates are its memory's, the best epoch and the plateau those of its lessons. */
export type TrainerProgress = {
  -readonly [Name in Exclude<keyof TrainerState, "step" | "best" | "plateau">]: TrainerState[Name];
};

/** Before the first batch. */
export function firstProgress(epochs: number, learningRate: number): TrainerProgress {
  return {
    epoch: 0,
    batch: 0,
    epochs,
    learningRate,
    epochLoss: 0,
    epochPoints: 0,
    groupFirst: null,
    groupLoss: 0,
    groupPoints: 0,
    lastValidation: null,
    seconds: 0,
    trainingSeconds: 0,
    examplesSeen: 0,
  };
}

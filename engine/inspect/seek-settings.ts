import type { Fields, FieldValues } from "../layers/fields.ts";

/** How a patch is moved over the input: the form, its limits and its help. */
export const occlusionFields = {
  size: {
    type: "integer",
    label: "Patch",
    unit: "pixels",
    minimum: 1,
    maximum: 256,
    default: 6,
    help: "Side of the square that is painted over.",
  },
  stride: {
    type: "integer",
    label: "Step",
    unit: "pixels",
    minimum: 1,
    maximum: 256,
    default: 2,
    help: "How far the square moves on each time; at most its side, so that every pixel is covered.",
  },
} as const satisfies Fields;

/** How an input is grown that a unit answers to most. */
export const dreamFields = {
  steps: {
    type: "integer",
    label: "Steps",
    minimum: 1,
    maximum: 2000,
    default: 128,
    help: "How often the input is moved along its gradient.",
  },
  rate: {
    type: "number",
    label: "Step size",
    minimum: 0.0001,
    maximum: 100,
    step: 0.01,
    default: 0.05,
    help: "How far the numbers of the input move in a step, on average (the gradient is divided by its own size).",
  },
  jitter: {
    type: "integer",
    label: "Jitter",
    unit: "pixels",
    minimum: 0,
    maximum: 64,
    default: 2,
    help: "The picture is moved at random by up to this before each step, and back after it: what only fits one pixel does not grow.",
  },
  blur: {
    type: "number",
    label: "Blur",
    unit: "pixels",
    minimum: 0,
    maximum: 5,
    step: 0.1,
    default: 0.4,
    help: "Standard deviation of a Gaussian that smoothes the picture after every fourth step; 0 is none.",
  },
  decay: {
    type: "number",
    label: "Decay",
    minimum: 0,
    maximum: 1,
    step: 0.001,
    default: 0.01,
    help: "Share by which the numbers go back towards where they began, in each step.",
  },
  seed: {
    type: "integer",
    label: "Seed",
    minimum: 0,
    maximum: 0xffff_ffff,
    default: 1,
    help: "Draws the beginning and the jitter: the same seed grows the same picture.",
  },
} as const satisfies Fields;

export type OcclusionSettings = FieldValues<typeof occlusionFields>;
export type DreamSettings = FieldValues<typeof dreamFields>;

import type { ChoiceField, Fields } from "../../engine/layers/fields.ts";
import { mathsModes } from "../../engine/training/maths.ts";
import { optimizers } from "../../engine/training/optimizers.ts";
import { schedules } from "../../engine/training/schedules.ts";

/** The settings of a run that do not depend on the optimiser; limits as in the saved file. */
export const runFields = {
  epochs: {
    type: "integer",
    label: "Epochs",
    minimum: 1,
    maximum: 100_000,
    default: 5,
    help: "How often training goes through all training examples.",
  },
  batchSize: {
    type: "integer",
    label: "Batch size",
    minimum: 1,
    maximum: 65_536,
    default: 64,
    help: "How many examples each step averages over. Larger batches give calmer steps and fewer of them.",
  },
  seed: {
    type: "integer",
    label: "Seed",
    minimum: 0,
    maximum: 0xffff_ffff,
    default: 42,
    help: "Fixes the initial weights, the order of the examples and dropout. The same seed gives the same run, bit for bit.",
  },
} as const satisfies Fields;

export const mathsField: ChoiceField = {
  type: "choice",
  label: "Maths",
  options: mathsModes.map(({ name, title }) => ({ value: name, label: title })),
  default: mathsModes[0].name,
  help: mathsModes.map(({ title, summary }) => `${title}: ${summary}`).join(" "),
};

export const optimizerField: ChoiceField = {
  type: "choice",
  label: "Optimiser",
  options: optimizers.map(({ name, title }) => ({ value: name, label: title })),
  default: optimizers[0].name,
  help: "The rule that moves the weights along their gradients.",
};

export const scheduleField: ChoiceField = {
  type: "choice",
  label: "Schedule",
  options: schedules.map(({ name, title }) => ({ value: name, label: title })),
  default: schedules[0].name,
  help: "How the learning rate changes while the network trains.",
};

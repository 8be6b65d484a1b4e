import type { ChoiceField, Fields } from "../../engine/layers/fields.ts";
import { clippings } from "../../engine/training/clipping.ts";
import { mathsModes } from "../../engine/training/maths.ts";
import { optimizers } from "../../engine/training/optimizers.ts";
import { schedules } from "../../engine/training/schedules.ts";
import { stoppings } from "../../engine/training/stopping.ts";
import { updatings } from "../../engine/training/updating.ts";
import { phrase, say, translate } from "../../engine/words/say.ts";

/** The settings of a run that do not depend on the optimiser; limits as in the saved file. */
export const runFields = {
  epochs: {
    type: "integer",
    label: phrase("Epochs"),
    minimum: 1,
    maximum: 100_000,
    default: 5,
    help: phrase("How often training goes through all training examples."),
  },
  batchSize: {
    type: "integer",
    label: phrase("Batch size"),
    minimum: 1,
    maximum: 65_536,
    default: 64,
    help: phrase(
      "How many examples each step averages over. Larger batches give calmer steps and fewer of them.",
    ),
  },
  seed: {
    type: "integer",
    label: phrase("Seed"),
    minimum: 0,
    maximum: 0xffff_ffff,
    default: 42,
    help: phrase(
      "Fixes the initial weights, the order of the examples and dropout. The same seed gives the same run, bit for bit.",
    ),
  },
} as const satisfies Fields;

/** How a run rounds: every mode with what it means. */
export const mathsField = (): ChoiceField => ({
  type: "choice",
  label: phrase("Maths"),
  options: mathsModes.map(({ name, title }) => ({ value: name, label: title })),
  default: mathsModes[0].name,
  help: mathsModes
    .map(({ title, summary }) => say("{name}: {what}", { name: translate(title), what: translate(summary) }))
    .join(" "),
});

/** A way to do something, of a list of which one is chosen. */
interface RuleRecord {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly formula: string;
  readonly fields: Fields;
}

/** A list of records of which a project has one, with its settings. */
export interface TrainingRule {
  readonly part: "optimizer" | "schedule" | "updating" | "clipping" | "stopping";
  /** Of its section. */
  readonly title: string;
  readonly records: readonly [RuleRecord, ...RuleRecord[]];
  readonly field: ChoiceField;
  /** A project may leave it out: its first record then holds, does nothing, and needs no explanation. */
  readonly isOptional: boolean;
}

function rule(
  part: TrainingRule["part"],
  title: string,
  label: string,
  records: TrainingRule["records"],
  help: string,
): TrainingRule {
  const options = records.map((record) => ({ value: record.name, label: record.title }));
  return {
    part,
    title,
    records,
    field: { type: "choice", label, options, default: records[0].name, help },
    isOptional: part !== "optimizer",
  };
}

/** The rules of a run, in the order in which the form shows them. */
export const trainingRules = [
  rule(
    "optimizer",
    phrase("Optimiser"),
    phrase("Optimiser"),
    optimizers,
    phrase("The rule that moves the weights along their gradients."),
  ),
  rule(
    "schedule",
    phrase("Learning-rate schedule"),
    phrase("Schedule"),
    schedules,
    phrase("How the learning rate changes while the network trains."),
  ),
  rule(
    "updating",
    phrase("Updates"),
    phrase("Weights move after"),
    updatings,
    phrase("How many gradients each update adds up."),
  ),
  rule(
    "clipping",
    phrase("Gradient clipping"),
    phrase("Clipping"),
    clippings,
    phrase("A bound on the gradients, against single wild steps."),
  ),
  rule(
    "stopping",
    phrase("Early stopping"),
    phrase("Stopping"),
    stoppings,
    phrase("Whether a run may end before its last epoch."),
  ),
] as const;

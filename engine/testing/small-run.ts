import type { Dataset } from "../data/dataset.ts";
import type { Graph } from "../graph/graph.ts";
import { graphOf } from "../graph/graph-of.ts";
import { loopKernels } from "../kernels/loops.ts";
import type { ScheduleChoice } from "../training/schedules.ts";
import type { TrainingSettings } from "../training/settings.ts";
import { Trainer, type TrainerParts } from "../training/trainer.ts";
import type { TrainerEvent } from "../training/trainer-event.ts";
import { blobSet } from "./blob-set.ts";

/* A small run that tests train: blobs, two dense layers with dropout between them, and what they ask of it. */

export const blobs = blobSet(200, 0.5);

export const graph = graphOf({
  Input: ["input", { shape: [2] }],
  "Dense 1": ["dense", { units: 8 }],
  "ReLU 1": ["activation"],
  "Dropout 1": ["dropout", { rate: 0.2 }],
  "Dense 2": ["dense", { units: 3 }],
  Output: ["output"],
});

export interface Choice {
  readonly graph?: Graph;
  readonly dataset?: Dataset;
  readonly kernels?: TrainerParts["kernels"];
  readonly epochs?: number;
  readonly seed?: number;
  readonly learningRate?: number;
  readonly optimizer?: "sgd" | "adam";
  readonly schedule?: ScheduleChoice;
  readonly batchSize?: number;
  readonly rules?: Pick<TrainingSettings, "clipping" | "updating" | "stopping">;
}

/** A run of the graph on the blobs, where the choice names no others. */
export function trainerOf(choice: Choice = {}): Trainer {
  const { learningRate = 0.05, optimizer = "sgd" } = choice;
  const settings =
    optimizer === "sgd"
      ? { learningRate, momentum: 0.9 }
      : { learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
  return new Trainer({
    graph: choice.graph ?? graph,
    dataset: choice.dataset ?? blobs,
    kernels: choice.kernels ?? loopKernels,
    settings: {
      epochs: choice.epochs ?? 3,
      batchSize: choice.batchSize ?? 32,
      seed: choice.seed ?? 1,
      ...choice.rules,
      optimizer: { name: optimizer, settings },
      ...(choice.schedule ? { schedule: choice.schedule } : {}),
    },
    clock: () => 0,
  });
}

/** Advances until the run ends, or until `stop` says so. */
export function advance(
  trainer: Trainer,
  stop: (event: TrainerEvent) => boolean = () => false,
): TrainerEvent[] {
  const events: TrainerEvent[] = [];
  for (let event = trainer.advance(); event; event = trainer.advance()) {
    events.push(event);
    if (stop(event)) break;
  }
  return events;
}

/** Of the weights that a whole run ends with. */
export const hashAfter = (choice: Choice) => {
  const trainer = trainerOf(choice);
  advance(trainer);
  return trainer.memory.weightsHash();
};

export function ofKind<Kind extends TrainerEvent["kind"]>(events: readonly TrainerEvent[], kind: Kind) {
  return events.filter((event): event is Extract<TrainerEvent, { kind: Kind }> => event.kind === kind);
}

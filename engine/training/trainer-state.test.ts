import { describe, expect, it } from "vitest";
import { graphOf } from "../graph/graph-of.ts";
import { loopKernels } from "../kernels/loops.ts";
import { defaultValues } from "../layers/fields.ts";
import { Random } from "../random.ts";
import { blobSet } from "../testing/blob-set.ts";
import { optimizers } from "./optimizers.ts";
import type { TrainingSettings } from "./settings.ts";
import { Trainer } from "./trainer.ts";
import type { TrainerEvent } from "./trainer-event.ts";
import { trainerStateSchema } from "./trainer-state.ts";

const dataset = blobSet(150, 0.6);
/** Everything with a memory of its own: dropout, running statistics, parameters beside weights. */
const graph = graphOf({
  Input: ["input", { shape: [2] }],
  "Dense 1": ["dense", { units: 12 }],
  "Batch norm 1": ["batch-norm"],
  "PReLU 1": ["prelu"],
  "Dropout 1": ["dropout", { rate: 0.3 }],
  "Dense 2": ["dense", { units: 3 }],
  Output: ["output"],
});

/** Everything that a run remembers besides its weights. */
const rules = {
  clipping: { name: "norm", settings: { limit: 0.5 } },
  updating: { name: "batches", settings: { every: 3 } },
  stopping: { name: "patience", settings: { patience: 2, gain: 0.01 } },
  schedule: { name: "plateau", settings: { patience: 0, factor: 0.5, lowest: 0.01 } },
} as const;

const trainerWith = (
  optimizer: (typeof optimizers)[number],
  more: Partial<TrainingSettings> = { schedule: { name: "cosine", settings: { over: 5, lowest: 0 } } },
) =>
  new Trainer({
    graph,
    dataset,
    kernels: loopKernels,
    settings: {
      epochs: 4,
      batchSize: 16,
      seed: 5,
      optimizer: { name: optimizer.name, settings: defaultValues(optimizer.fields) },
      ...more,
    },
    clock: () => 0,
  });

function advance(trainer: Trainer, units = Number.POSITIVE_INFINITY): TrainerEvent[] {
  const events: TrainerEvent[] = [];
  while (events.length < units) {
    const event = trainer.advance();
    if (!event) break;
    events.push(event);
  }
  return events;
}

/** As a file carries it. */
const throughText = (trainer: Trainer) => trainerStateSchema.parse(JSON.parse(JSON.stringify(trainer.state)));

describe.each(
  optimizers.flatMap((optimizer) => [
    { title: optimizer.title, optimizer, more: undefined },
    { title: `${optimizer.title} and all rules`, optimizer, more: { ...rules, epochs: 9 } },
  ]),
)("a run with $title", ({ optimizer, more }) => {
  it("goes on with the same bits and the same measures from wherever it was left", () => {
    const whole = trainerWith(optimizer, more);
    const events = advance(whole);
    const random = Random.fromSeed(9);
    for (let time = 0; time < 8; time++) {
      const left = trainerWith(optimizer, more);
      const units = random.integerBelow(events.length);
      advance(left, units);
      const resumed = trainerWith(optimizer, more);
      resumed.restore(throughText(left), left.memory.snapshot());
      const rest = advance(resumed);
      // A validation or test that was under way begins again.
      expect(rest.slice(rest.length - (events.length - units))).toEqual(events.slice(units));
      expect(resumed.memory.snapshot()).toEqual(whole.memory.snapshot());
    }
  });
});

it("goes back within the same run, and on with the same bits", () => {
  const trainer = trainerWith(optimizers[0]);
  advance(trainer, 3);
  const [state, numbers] = [trainer.state, trainer.memory.snapshot()];
  const first = advance(trainer);
  trainer.restore(state, numbers);
  expect(advance(trainer)).toEqual(first);
});

it("refuses what belongs to another run, and leaves this one as it was", () => {
  const [sgd, adam] = [trainerWith(optimizers[0]), trainerWith(optimizers[2])];
  advance(sgd, 3);
  advance(adam, 40);
  const before = sgd.memory.snapshot();
  expect(() => sgd.restore(adam.state, adam.memory.snapshot())).toThrow(/has \d+ numbers, not \d+/);
  expect(() => sgd.restore({ ...sgd.state, batch: 99 }, before)).toThrow(/batch 99 is none/);
  expect(sgd.memory.snapshot()).toEqual(before);
  expect(sgd.state).toMatchObject({ epoch: 0, batch: 3, step: 3 });
});

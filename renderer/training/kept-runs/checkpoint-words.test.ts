import { expect, it } from "vitest";
import type { CheckpointCard } from "../../../engine/protocol.ts";
import { endWords, placeWords } from "./checkpoint-words.ts";

const card: CheckpointCard = {
  file: "/runs/a/1.layerlab-checkpoint",
  task: "classes",
  name: "Digits",
  savedAt: 0,
  state: "training",
  epoch: 2,
  batch: 240,
  epochs: 10,
  step: 1000,
  learningRate: 0.1,
  loss: 0.4,
  accuracy: 0.862,
  bytes: 1000,
};

it.each([
  [{}, "epoch 3 of 10, batch 240"],
  [{ batch: 0 }, "after epoch 2 of 10"],
  [{ batch: 0, epoch: 0 }, "before the first batch"],
])("says where %j was saved", (change, words) => {
  expect(placeWords({ ...card, ...change })).toBe(words);
});

it.each<[Partial<CheckpointCard>, string]>([
  [{}, "Cut off, epoch 3 of 10, batch 240"],
  [{ state: "paused", batch: 0 }, "Paused, after epoch 2 of 10"],
  [{ state: "finished", epoch: 10, batch: 0 }, "Finished after 10 epochs, test accuracy 86.2\u202f%"],
  [{ state: "finished", epochs: 1, accuracy: null }, "Finished after 1 epoch"],
])("says how a run was left: %j", (change, words) => {
  expect(endWords({ ...card, ...change })).toBe(words);
});

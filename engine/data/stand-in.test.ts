import { expect, it } from "vitest";
import { triedValues } from "../inspect/tried.ts";
import { type Dataset, datasetReferenceSchema } from "./dataset.ts";
import { seenNumbers } from "./prepare.ts";
import { preview } from "./preview.ts";
import { exampleByExample, oneAfterAnother, standIn, traitsOf } from "./stand-in.ts";

const reference = datasetReferenceSchema.parse({
  kind: "pictures",
  format: "idx",
  files: ["train-images", "train-labels"].map((file) => ({ file, sha256: "0".repeat(64) })),
  inputShape: [1, 4, 4],
  classNames: ["dark", "light"],
});
const dataset: Dataset = {
  id: "pictures",
  name: "train-images",
  summary: "",
  inputShape: [1, 4, 4],
  task: "classes",
  classNames: ["dark", "light"],
  inputs: { kind: "bytes", data: Uint8Array.from({ length: 96 }, (_, at) => (at * 37) % 256) },
  labels: Uint8Array.of(0, 1, 0, 1, 0, 1),
  split: { train: Uint32Array.of(0, 1, 2), validation: Uint32Array.of(3), test: Uint32Array.of(4, 5) },
  preprocessing: { scale: 2 / 255, offset: -1 },
  provenance: { source: "", licence: "" },
};

it("keeps test examples as the network sees them", () => {
  const { inputs, ...traits } = traitsOf(dataset);
  expect(traits).toEqual({
    inputShape: [1, 4, 4],
    classNames: ["dark", "light"],
    preprocessing: { scale: 2 / 255, offset: -1 },
  });
  expect(inputs[0]).toBeCloseTo((2 / 255) * ((64 * 37) % 256) - 1, 6);
  const examples = exampleByExample(inputs, [1, 4, 4]);
  expect(examples.map(({ length }) => length)).toEqual([16, 16]);
  expect(oneAfterAnother(examples)).toEqual(inputs);
});

it("sees what is tried as the set it stands for, and shows no examples", () => {
  const instead = standIn(reference, traitsOf(dataset));
  const bytes = Uint8Array.from({ length: 36 }, (_, at) => (at * 91) % 256);
  const input = { kind: "picture", width: 6, height: 6, channels: 1, bytes, isDrawing: false } as const;
  expect(triedValues(instead, input)).toEqual(triedValues(dataset, input));
  expect(preview(instead)).toMatchObject({ show: "images", shape: [1, 4, 4], labels: [] });
  // Between black and white, which is all that is known.
  expect(seenNumbers(instead)).toMatchObject({ low: -1, high: 1, mean: 0 });
});

import { describe, expect, it } from "vitest";
import { blobSet } from "../testing/blob-set.ts";
import type { Dataset } from "./dataset.ts";
import { foldOf } from "./folds.ts";
import { generateDataset } from "./generate.ts";
import { preview } from "./preview.ts";
import { tableDataset } from "./table.ts";
import { inUnits, writeTargets } from "./targets.ts";

const classes = blobSet(30, 0.1, { seed: 1 });

const table = (task: "regression" | "multi-label", values: readonly number[]): Dataset =>
  tableDataset({
    id: "table",
    name: "Table",
    summary: "",
    features: ["x"],
    classNames: [],
    values: Float32Array.from(values.slice(0, values.length / 2)),
    labels: new Uint8Array(values.length / 2),
    targets: { task, names: ["a", "b"], values: Float32Array.from(values) },
    split: {
      train: Uint32Array.of(0, 1),
      validation: Uint32Array.of(2),
      test: Uint32Array.of(3),
    },
    provenance: { source: "", licence: "" },
  });

function written(dataset: Dataset, indices: readonly number[], width: number): number[] {
  const output = new Float64Array(indices.length * width + 1).fill(9);
  writeTargets(dataset, Uint32Array.from(indices), 0, indices.length, output, 1, width);
  expect(output[0]).toBe(9);
  return [...output.subarray(1)];
}

describe("what a network is asked for", () => {
  it("is a 1 at the class", () => {
    const found = written(classes, [0, 29], 3);
    expect(found.indexOf(1)).toBe(classes.labels[0]);
    expect(found.lastIndexOf(1) - 3).toBe(classes.labels[29]);
    expect(found.reduce((sum, value) => sum + value, 0)).toBe(2);
  });

  it("is one 0 or 1 where one output tells two classes apart", () => {
    const two = generateDataset({ kind: "generated", id: "moons", points: 30, noise: 0.1, seed: 1 });
    expect(written(two, [0, 29], 1)).toEqual([two.labels[0], two.labels[29]]);
    expect(() => written(classes, [0], 1)).toThrow(/has 3 targets an example/);
  });

  it("is each number, standardised by the training part", () => {
    // Over rows 0 and 1: a has mean 2 and deviation 1, b mean 15 and deviation 5.
    const dataset = table("regression", [1, 10, 3, 20, 5, 0, 2, 15]);
    expect(written(dataset, [0, 1, 2, 3], 2)).toEqual([-1, -1, 1, 1, 3, -3, 0, 0]);
  });

  it("is 0 or 1 for each label", () => {
    const values = [1, 0, 0, 1, 1, 1, 0, 0];
    expect(written(table("multi-label", values), [0, 1, 2, 3], 2)).toEqual(values);
  });

  it("comes back in the units of the data", () => {
    const dataset = table("regression", [1, 10, 3, 20, 5, 0, 2, 15]);
    const values = Float64Array.from(written(dataset, [0, 1, 2, 3], 2));
    inUnits(dataset.targets?.columns ?? [], values);
    [1, 10, 3, 20, 5, 0, 2, 15].forEach((value, index) => {
      expect(values[index]).toBeCloseTo(value, 10);
    });
  });
});

it("folds numbers without classes, each example once, and standardises anew by what is trained on", () => {
  const dataset = generateDataset({ kind: "generated", id: "sine", points: 60, noise: 0.3, seed: 1 });
  const tested = new Set<number>();
  for (const index of [0, 1, 2]) {
    const fold = foldOf(dataset, { index, of: 3 }, 1);
    expect(fold.split.test).toHaveLength(20);
    for (const example of fold.split.test) tested.add(example);
    const { scale = 0, offset = 0 } = fold.targets?.columns[0] ?? {};
    const sum = fold.split.train.reduce(
      (total, example) => total + (fold.targets?.values[example] ?? 0) * scale + offset,
      0,
    );
    expect(sum / fold.split.train.length).toBeCloseTo(0, 6);
  }
  expect(tested.size).toBe(60);
});

it("shows a table of numbers to predict by the feature that tells most of them, against the numbers as they are", () => {
  // The price follows the size; age and floor have nothing to do with it.
  const rows = Array.from({ length: 40 }, (_, row) => [row % 3, row, (row * 7) % 5]);
  const dataset = tableDataset({
    id: "table",
    name: "Table",
    summary: "",
    features: ["age", "size", "floor"],
    classNames: [],
    values: Float32Array.from(rows.flat()),
    labels: new Uint8Array(40),
    targets: {
      task: "regression",
      names: ["price"],
      values: Float32Array.from(rows, ([, size = 0]) => 100 - 2 * size),
    },
    split: {
      train: Uint32Array.from(rows.keys()).subarray(0, 30),
      validation: Uint32Array.of(30),
      test: Uint32Array.of(31),
    },
    provenance: { source: "", licence: "" },
  });
  const shown = preview(dataset);
  if (shown.show !== "table") throw new Error("It is a table.");
  expect(shown.features[shown.axes[0]]?.name).toBe("size");
  expect(shown.upwards).toBe("target");
  expect([shown.coordinates[1], shown.coordinates[3], shown.coordinates[59]]).toEqual([100, 98, 42]);
});

import { describe, expect, it } from "vitest";
import { blobSet } from "../testing/blob-set.ts";
import { datasetReferenceSchema } from "./dataset.ts";
import { generateDataset } from "./generate.ts";
import { alternate, alternatingOrder, limitDataset, shares, stratifiedSplit } from "./split.ts";

describe("alternate", () => {
  it.each([[[5, 3, 8]], [[1, 1, 1, 1]], [[0, 7, 0, 21, 14]], [[400, 13, 400, 1]], [[]]])(
    "%j examples a class: each at its place, as sorting them says",
    (sizes) => {
      const byClass = sizes.map((size, label) =>
        Array.from({ length: size }, (_, rank) => 1000 * label + rank),
      );
      const sorted = byClass
        .flatMap((items, label) =>
          items.map((item, rank) => ({ item, label, place: (rank + 0.5) / items.length })),
        )
        .sort((a, b) => a.place - b.place || a.label - b.label);
      expect([...alternate(byClass)]).toEqual(sorted.map(({ item }) => item));
    },
  );
});

describe("stratifiedSplit", () => {
  const labels = Uint8Array.from({ length: 330 }, (_, index) => (index < 30 ? 0 : index < 130 ? 1 : 2));

  it("takes the share of every class and uses each example once", () => {
    const { train, validation, test } = stratifiedSplit(labels, 0, 330, shares(0.1, 0.2), 1);
    const count = (part: Uint32Array) => [0, 1, 2].map((own) => part.filter((i) => labels[i] === own).length);
    expect(count(validation)).toEqual([3, 10, 20]);
    expect(count(test)).toEqual([6, 20, 40]);
    expect(count(train)).toEqual([21, 70, 140]);
    expect(new Set([...train, ...validation, ...test]).size).toBe(330);
  });

  it("keeps to its range", () => {
    const order = alternatingOrder(labels, 100, 200, 1);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => 100 + index));
  });

  it("spreads unequal classes evenly: every prefix holds them in proportion", () => {
    const { train } = stratifiedSplit(labels, 0, 330, () => ({ validation: 0, test: 0 }), 1);
    for (const length of [33, 66, 110, 330]) {
      const prefix = train.subarray(0, length);
      const counts = [0, 1, 2].map((own) => prefix.filter((index) => labels[index] === own).length);
      for (const [own, size] of [30, 100, 200].entries()) {
        expect(Math.abs((counts[own] ?? -9) - (size * length) / 330)).toBeLessThanOrEqual(1);
      }
    }
  });

  it("is random in the order within a class, and the same for the same seed", () => {
    const split = (seed: number) => stratifiedSplit(labels, 0, 330, shares(0.1, 0.1), seed);
    expect(split(1)).toEqual(split(1));
    expect(split(1).test).not.toEqual(split(2).test);
    const firstClass = [...split(1).train].filter((index) => index < 30);
    expect(firstClass).not.toEqual([...firstClass].sort((a, b) => a - b));
  });
});

describe("limitDataset", () => {
  const dataset = blobSet(600, 0.5, { seed: 1 });

  it("takes the first N for training and at most a quarter of N, rounded up, for the other parts", () => {
    const { split } = limitDataset(dataset, 30);
    expect([split.train.length, split.validation.length, split.test.length]).toEqual([30, 8, 8]);
    expect(split.train).toEqual(dataset.split.train.subarray(0, 30));
    const counts = [0, 1, 2].map(
      (own) => split.train.filter((index) => dataset.labels[index] === own).length,
    );
    expect(counts).toEqual([10, 10, 10]);
  });

  it("leaves a set alone that is smaller", () => {
    expect(limitDataset(dataset, 100_000).split).toEqual(dataset.split);
    expect(limitDataset(dataset, 400).split.validation).toEqual(dataset.split.validation);
  });

  it.each([0, -5, 1.5, Number.NaN])("refuses a limit of %d", (count) => {
    expect(() => limitDataset(dataset, count)).toThrow(
      `A limit is a whole number of training examples from 1 up, not ${count}.`,
    );
  });
});

describe("generateDataset", () => {
  it("takes what the schema lets in", () => {
    const reference = datasetReferenceSchema.parse({
      kind: "generated",
      id: "blobs",
      points: 20,
      noise: 0,
      seed: 0,
    });
    if (reference.kind !== "generated") throw new Error("unreachable");
    expect(generateDataset(reference).classNames).toEqual(["Class A", "Class B", "Class C"]);
  });
});

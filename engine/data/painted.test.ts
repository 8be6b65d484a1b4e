import { describe, expect, it } from "vitest";
import { blobSet } from "../testing/blob-set.ts";
import { gather } from "./batches.ts";
import { datasetReferenceSchema } from "./dataset.ts";
import { describeReference } from "./describe.ts";
import { generateDataset } from "./generate.ts";
import {
  countPainted,
  mostPainted,
  type PaintedPoint,
  paintedDataset,
  paintedFrom,
  whyTooFew,
} from "./painted.ts";

const two = (count: number): PaintedPoint[] =>
  Array.from({ length: count }, (_, index) => [index / 100, -1, index % 2]);
const reference = (points: readonly PaintedPoint[], classes = 2) => ({
  kind: "painted" as const,
  classes,
  points,
});

describe("points placed by hand", () => {
  it("are a data set of labelled points in the plane, divided class by class", () => {
    const parsed = datasetReferenceSchema.parse(reference(two(40)));
    const { name, inputShape, classNames } = describeReference(parsed);
    expect([name, inputShape, classNames]).toEqual(["Your own points", [2], ["Class A", "Class B"]]);
    const dataset = paintedDataset(reference(two(40)), classNames);
    const { train, validation, test } = dataset.split;
    expect([train.length, validation.length, test.length]).toEqual([28, 6, 6]);
    expect([...test].filter((example) => dataset.labels[example] === 0)).toHaveLength(3);
    const seen = new Float32Array(2);
    gather(dataset, Uint32Array.of(7), 0, 1, seen, 0);
    expect([...seen]).toEqual([Math.fround(0.07), -1]);
    expect(dataset.labels[7]).toBe(1);
  });

  it("that are too few, or of one class, are told in words", () => {
    expect(whyTooFew(reference(two(5)))).toMatch(/There are 5 points, and 6 is the least/);
    expect(whyTooFew(reference(two(20).filter(([, , label]) => label === 1)))).toMatch(/one class/);
    expect(whyTooFew(reference(two(6)))).toBeNull();
    expect(() => paintedDataset(reference([]), ["A", "B"])).toThrow(/More points are needed/);
    expect(countPainted(reference(two(5), 3))).toEqual([3, 2, 0]);
  });

  it("begin with all points of a computed set, which are learnt as they were", () => {
    const set = blobSet(90, 0.5, { seed: 1 });
    const begun = paintedFrom(set);
    if (!begun) throw new Error("Blobs can be painted.");
    expect(datasetReferenceSchema.parse(begun)).toEqual(begun);
    expect(countPainted(begun)).toEqual([30, 30, 30]);
    const copy = paintedDataset(begun, set.classNames);
    expect([...copy.labels]).toEqual([...set.labels]);
    copy.inputs.data.forEach((value, index) => {
      const own = Math.max(-6, Math.min(6, set.inputs.data[index] ?? Number.NaN));
      expect(Math.abs(value - own)).toBeLessThan(0.00501);
    });
  });

  it("begin with as many as a project holds, and with none where a number is to be predicted", () => {
    const many = generateDataset({ kind: "generated", id: "moons", points: 5000, noise: 9, seed: 1 });
    const begun = paintedFrom(many);
    expect(begun?.points).toHaveLength(mostPainted);
    expect(datasetReferenceSchema.safeParse(begun).success).toBe(true);
    const sine = { kind: "generated", id: "sine", points: 50, noise: 0.1, seed: 1 } as const;
    expect(paintedFrom(generateDataset(sine))).toBeNull();
  });

  it.each([
    ["a class that there is not", reference([[0, 0, 2]]), "Point 1 is of class 2, and there are 2."],
    ["a place outside the plane", reference([[7, 0, 1]]), "<=6"],
    ["more points than a project holds", reference(two(mostPainted + 1)), "<=4000"],
    ["six classes", reference([], 6), "<=5"],
    ["no number", { kind: "painted", classes: 2, points: [["1", 0, 0]] }, "expected number"],
  ])("with %s are refused", (_what, value, words) => {
    const parsed = datasetReferenceSchema.safeParse(value);
    expect(parsed.success).toBe(false);
    expect(parsed.error?.issues[0]?.message).toContain(words);
  });
});

import { describe, expect, it } from "vitest";
import { normalNumbers } from "../testing/numbers.ts";
import { gather } from "./batches.ts";
import { datasetReferenceSchema } from "./dataset.ts";
import type { Dataset } from "./dataset-record.ts";
import { foldOf } from "./folds.ts";
import { preparationSchema, scalings } from "./preparation.ts";
import { prepare, seenNumbers } from "./prepare.ts";
import { tableDataset } from "./table.ts";

const whole = (count: number) => Uint32Array.from({ length: count }, (_, index) => index);
const provenance = { source: "", licence: "" };
const split = { keepTest: false, validation: 20, test: 10, stratified: true, seed: 3 };

/** 1,000 rows: the first feature is far from 0, the second never changes, the third is missing in places. */
const rows = 1000;
const numbers = normalNumbers(2 * rows, 4);
const table = tableDataset({
  id: "t",
  name: "T",
  summary: "",
  features: ["far", "still", "gaps"],
  classNames: ["A", "B", "C"],
  values: Float32Array.from({ length: 3 * rows }, (_, at) => {
    const row = Math.floor(at / 3);
    if (at % 3 === 0) return 500 + 20 * (numbers[2 * row] ?? 0);
    return at % 3 === 1 ? 7 : row % 5 === 0 ? Number.NaN : (numbers[2 * row + 1] ?? 0);
  }),
  // 70 %, 20 % and 10 %.
  labels: Uint8Array.from({ length: rows }, (_, row) => (row % 10 < 7 ? 0 : row % 10 < 9 ? 1 : 2)),
  split: {
    train: whole(rows).slice(0, 700),
    validation: whole(rows).slice(700, 850),
    test: whole(rows).slice(850),
  },
  provenance,
});

/** Pictures in three colours of different brightness. */
const bytes = Uint8Array.from(
  normalNumbers(60 * 48, 8),
  (value, at) => 60 + 40 * (Math.floor((at % 48) / 16) as number) + 12 * value,
);
const pictures: Dataset = {
  id: "p",
  name: "P",
  summary: "",
  inputShape: [3, 4, 4],
  task: "classes",
  classNames: ["A", "B"],
  inputs: { kind: "bytes", data: bytes },
  labels: Uint8Array.from({ length: 60 }, (_, index) => index % 2),
  split: { train: whole(40), validation: whole(60).slice(40, 50), test: whole(60).slice(50) },
  preprocessing: { scale: 1 / 255, offset: 0 },
  provenance,
};

const counts = (dataset: Dataset, part: "train" | "validation" | "test") =>
  dataset.classNames.map(
    (_, label) => [...dataset.split[part]].filter((example) => dataset.labels[example] === label).length,
  );

function seen(dataset: Dataset, part: "train" | "test"): Float32Array {
  const examples = dataset.split[part];
  const size = dataset.inputShape.reduce((product, side) => product * side, 1);
  const values = new Float32Array(examples.length * size);
  gather(dataset, examples, 0, examples.length, values, 0);
  return values;
}

const moments = (values: readonly number[]) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    mean,
    deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length),
  };
};

describe("a split", () => {
  it("gives every part each class in proportion, and every example to one part", () => {
    const dealt = prepare(table, { split });
    expect(counts(dealt, "validation")).toEqual([140, 40, 20]);
    expect(counts(dealt, "test")).toEqual([70, 20, 10]);
    expect(counts(dealt, "train")).toEqual([490, 140, 70]);
    const { train, validation, test } = dealt.split;
    expect(Uint32Array.from([...train, ...validation, ...test]).sort()).toEqual(whole(rows));
    // In every part the classes alternate: a tenth of it holds them in proportion, too.
    expect([...train.subarray(0, 70)].filter((example) => dealt.labels[example] === 2)).toHaveLength(7);
  });

  it("regardless of classes draws what comes, of the same size", () => {
    const drawn = prepare(table, { split: { ...split, stratified: false } });
    expect(drawn.split.validation).toHaveLength(200);
    expect(counts(drawn, "validation")).not.toEqual([140, 40, 20]);
  });

  it("leaves the test part alone where it is kept, and is another one for another seed", () => {
    const kept = prepare(table, { split: { ...split, keepTest: true } });
    expect(kept.split.test).toBe(table.split.test);
    expect(kept.split.validation).toHaveLength(170);
    expect([...kept.split.train, ...kept.split.validation].some((example) => example >= 850)).toBe(false);
    const other = prepare(table, { split: { ...split, keepTest: true, seed: 4 } });
    expect(other.split.validation).not.toEqual(kept.split.validation);
    expect(prepare(table, { split: { ...split, keepTest: true } }).split).toEqual(kept.split);
  });

  it("that leaves nothing to train on is refused in words", () => {
    const few = {
      ...pictures,
      split: { train: whole(2), validation: new Uint32Array(), test: new Uint32Array() },
    };
    expect(() => prepare(few, { split: { ...split, validation: 90 } })).toThrow(/nothing to train on/);
    const parsed = preparationSchema.safeParse({ split: { ...split, validation: 60, test: 40 } });
    expect(parsed.error?.issues[0]?.message).toBe("Validation and test must leave 5 % to train on.");
  });
});

describe("scaling", () => {
  it("is measured on the training part alone: a table's columns have mean 0 and deviation 1 there, and not elsewhere", () => {
    const scaled = prepare(table, { split, scaling: "standard" });
    const column = (part: "train" | "test", which: number) =>
      [...seen(scaled, part)].filter((_, at) => at % 3 === which);
    const { mean, deviation } = moments(column("train", 0));
    expect(mean).toBeCloseTo(0, 4);
    expect(deviation).toBeCloseTo(1, 4);
    expect(Math.abs(moments(column("test", 0)).mean)).toBeGreaterThan(1e-3);
    expect(new Set(column("train", 1))).toEqual(new Set([0]));
    expect(column("train", 2).every(Number.isFinite)).toBe(true);
    // The split alone measures anew, too.
    expect(prepare(table, { split }).preprocessing).toEqual(scaled.preprocessing);
  });

  it("from 0 to 1 takes the training part's least and largest", () => {
    const scaled = prepare(table, { scaling: "range" });
    const far = [...seen(scaled, "train")].filter((_, at) => at % 3 === 0);
    expect([Math.min(...far), Math.max(...far)].map((value) => Math.round(value * 1e4) / 1e4)).toEqual([
      0, 1,
    ]);
    expect(new Set([...seen(scaled, "train")].filter((_, at) => at % 3 === 1))).toEqual(new Set([0]));
    const numbersSeen = seenNumbers(prepare(pictures, { scaling: "range" }));
    expect(numbersSeen.low).toBeCloseTo(0, 6);
    expect(numbersSeen.high).toBeCloseTo(1, 6);
  });

  it("gives each colour of pictures mean 0 and deviation 1", () => {
    const values = [...seen(prepare(pictures, { scaling: "standard" }), "train")];
    for (const channel of [0, 1, 2]) {
      const own = values.filter((_, at) => Math.floor((at % 48) / 16) === channel);
      expect(moments(own).mean).toBeCloseTo(0, 5);
      expect(moments(own).deviation).toBeCloseTo(1, 5);
    }
  });

  it("as stored shows what is stored", () => {
    expect([...seen(prepare(pictures, { scaling: "none" }), "test")]).toEqual([...bytes.subarray(50 * 48)]);
    expect([...seen(prepare(table, { scaling: "none" }), "train")].slice(0, 2)).toEqual([
      table.inputs.data[0],
      7,
    ]);
  });

  it.each(scalings.map(({ name }) => name))("%s is measured anew by every fold", (scaling) => {
    const folded = foldOf(prepare(table, { scaling }), { index: 1, of: 5 }, 1);
    const again = prepare({ ...table, split: folded.split }, { scaling });
    expect(folded.preprocessing).toEqual(again.preprocessing);
  });
});

it("every kind of reference takes a preparation, and none needs one", () => {
  const reference = { kind: "built-in", id: "iris" };
  const preparation = { split, scaling: "range" };
  expect(datasetReferenceSchema.parse(reference)).toEqual(reference);
  expect(datasetReferenceSchema.parse({ ...reference, preparation })).toEqual({ ...reference, preparation });
  expect(datasetReferenceSchema.safeParse({ ...reference, preparation: { scaling: "log" } }).success).toBe(
    false,
  );
});

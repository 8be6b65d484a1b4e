import { expect, it } from "vitest";
import type { ClassJudgement } from "../../engine/protocol.ts";
import { matrixCsv, meanOf, measuresCsv, placesCsv, placesIn, totalsOf, worstCell } from "./judgement.ts";

const judgement: ClassJudgement = {
  task: "classes",
  part: "test",
  classNames: ["cat", 'the "dog", brown'],
  examples: Uint32Array.of(40, 41, 42, 43, 44),
  labels: Uint8Array.of(0, 0, 0, 1, 1),
  predicted: Int16Array.of(1, 0, 1, 1, -1),
  certainty: Float32Array.of(0.6, 0.9, 0.75, 0.7, 0),
  counts: Uint32Array.of(1, 2, 0, 1),
  measures: [
    { examples: 3, guesses: 1, right: 1, precision: 1, recall: 1 / 3, f1: 0.5 },
    { examples: 2, guesses: 3, right: 1, precision: null, recall: 0.5, f1: 0.4 },
  ],
  topK: Uint32Array.of(2, 4),
};

it("lists the examples of a cell, the surest first", () => {
  expect(placesIn(judgement, { show: "cell", truth: 0, guess: 1 })).toEqual([2, 0]);
  expect(placesIn(judgement, { show: "cell", truth: 1, guess: 0 })).toEqual([]);
});

it("lists the mistakes that it was surest of, and the answers that it was least sure of", () => {
  expect(placesIn(judgement, { show: "most wrong" })).toEqual([2, 0]);
  expect(placesIn(judgement, { show: "least sure" })).toEqual([0, 3, 2, 1]);
});

it("finds the most frequent mistake, and none where all is right", () => {
  expect(worstCell(judgement)).toEqual({ truth: 0, guess: 1 });
  expect(worstCell({ ...judgement, counts: Uint32Array.of(3, 0, 0, 2) })).toBeNull();
});

it("counts what is right and what got no answer, and averages what can be told", () => {
  expect(totalsOf(judgement)).toEqual({ right: 2, unanswered: 1 });
  expect(meanOf(judgement.measures, "precision")).toBe(1);
  expect(meanOf(judgement.measures, "f1")).toBeCloseTo(0.45, 12);
  expect(meanOf([], "f1")).toBeNull();
});

it("writes both tables as CSV, with names quoted where they need it", () => {
  expect(matrixCsv(judgement)).toBe(
    'true class,taken for cat,"taken for the ""dog"", brown"\r\ncat,1,2\r\n"the ""dog"", brown",0,1\r\n',
  );
  expect(measuresCsv(judgement).split("\r\n")).toEqual([
    "class,examples,taken for it,right,precision,recall,F1",
    `cat,3,1,1,1,${1 / 3},0.5`,
    '"the ""dog"", brown",2,3,1,,0.5,0.4',
    "",
  ]);
});

it("writes the listed examples in their order, and no class for an answer that is no number", () => {
  expect(placesCsv(judgement, [2, 4])).toBe(
    'example,true class,taken for,certainty\r\n42,cat,"the ""dog"", brown",0.75\r\n44,"the ""dog"", brown",,0\r\n',
  );
});

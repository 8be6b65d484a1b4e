import { expect, it } from "vitest";
import type { TargetJudgement } from "../../engine/protocol.ts";
import { answersCsv, columnOf, furthestOff, histogramCsv, histogramOf } from "./residuals.ts";

const judgement: TargetJudgement = {
  task: "regression",
  part: "test",
  names: ["price", "rent"],
  examples: Uint32Array.of(7, 8, 9),
  wanted: Float32Array.of(10, 1, 20, 2, 30, 3),
  said: Float32Array.of(12, 1, 19.5, 2.25, Number.NaN, 3),
  measures: [],
  score: 0.5,
};

it("takes one target's numbers out of the rows", () => {
  const { wanted, said, residuals } = columnOf(judgement, 1);
  expect([...wanted]).toEqual([1, 2, 3]);
  expect([...said]).toEqual([1, 2.25, 3]);
  expect([...residuals]).toEqual([0, 0.25, 0]);
});

it("lists the furthest off first, and what is no number before all", () => {
  expect(furthestOff(columnOf(judgement, 0), 2)).toEqual([2, 0]);
});

it("counts every finite residual once, those around 0 in the middle", () => {
  const residuals = Float32Array.of(-2, -0.01, 0, 0.01, 2, 2, Number.NaN, Number.POSITIVE_INFINITY);
  const histogram = histogramOf(residuals);
  expect(histogram?.counts).toHaveLength(21);
  expect([histogram?.counts[0], histogram?.counts[10], histogram?.counts[20]]).toEqual([1, 3, 2]);
  expect(histogram?.counts.reduce((sum, count) => sum + count, 0)).toBe(6);
  expect(histogramOf(Float32Array.of(Number.NaN))).toBeNull();
  expect(histogramOf(Float32Array.of(0, 0))?.counts[10]).toBe(2);
});

it("writes every example with its difference, and leaves out what is no number", () => {
  expect(answersCsv(judgement).split("\r\n").slice(0, 4)).toEqual([
    "example,price true,price predicted,price residual,rent true,rent predicted,rent residual",
    "7,10,12,2,1,1,0",
    "8,20,19.5,-0.5,2,2.25,0.25",
    "9,30,,,3,3,0",
  ]);
});

it("writes some of the examples in their order, and the bars with their edges", () => {
  expect(answersCsv(judgement, [1]).split("\r\n")[1]).toBe("8,20,19.5,-0.5,2,2.25,0.25");
  expect(histogramCsv({ reach: 1.5, counts: [1, 2, 0] })).toBe(
    "from,below,residuals\r\n-1.5,-0.5,1\r\n-0.5,0.5,2\r\n0.5,1.5,0\r\n",
  );
});

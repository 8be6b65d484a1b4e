import { expect, it } from "vitest";
import { confusionCounts, measuresOf } from "../../engine/inspect/judgement.ts";
import type { ClassJudgement } from "../../engine/protocol.ts";
import { Random } from "../../engine/random.ts";
import { calibrationCsv, calibrationOf } from "./calibration.ts";

function judged(
  answers: readonly { readonly label: number; readonly predicted: number; readonly certainty: number }[],
): ClassJudgement {
  const labels = Uint8Array.from(answers, ({ label }) => label);
  const predicted = Int16Array.from(answers, ({ predicted: guess }) => guess);
  const counts = confusionCounts(labels, predicted, 2);
  return {
    task: "classes",
    part: "test",
    classNames: ["a", "b"],
    examples: Uint32Array.from(answers, (_, index) => index),
    labels,
    predicted,
    certainty: Float32Array.from(answers, ({ certainty }) => certainty),
    counts,
    measures: measuresOf(counts, labels, 2),
    topK: new Uint32Array(2),
  };
}

it("puts certainties into tenths, a tenth itself into the lower one, and tells the shares right", () => {
  const calibration = calibrationOf(
    judged([
      { label: 0, predicted: 0, certainty: 0.5 },
      { label: 0, predicted: 1, certainty: 0.5 },
      { label: 1, predicted: 1, certainty: 0.95 },
      { label: 1, predicted: 0, certainty: 1 },
      { label: 1, predicted: -1, certainty: 0 },
    ]),
  );
  const filled = calibration?.bins.filter(({ examples }) => examples > 0);
  expect(filled?.map(({ low, examples, right }) => [low, examples, right])).toEqual([
    [0.4, 2, 1],
    [0.9, 2, 1],
  ]);
  expect(filled?.[1]?.certainty).toBeCloseTo(0.975, 6);
  expect(calibration?.error).toBeCloseTo((2 / 4) * 0 + (2 / 4) * (0.975 - 0.5), 6);
});

it("finds no error where the network is right as often as it is sure, and the whole where it never is", () => {
  const random = Random.fromSeed(5, 5);
  const answers = Array.from({ length: 50_000 }, () => {
    const certainty = 0.5 + random.uniform() / 2;
    return { label: 0, predicted: random.uniform() < certainty ? 0 : 1, certainty };
  });
  expect(calibrationOf(judged(answers))?.error).toBeLessThan(0.01);
  const wrong = calibrationOf(judged(answers.map((answer) => ({ ...answer, predicted: 1 }))));
  expect(wrong?.error).toBeCloseTo(0.75, 2);
  // By brute force, bin by bin.
  const bins = calibrationOf(judged(answers))?.bins ?? [];
  for (const { low, high, examples } of bins)
    expect(examples).toBe(
      answers.filter(({ certainty }) => Math.fround(certainty) > low && Math.fround(certainty) <= high)
        .length,
    );
});

it("has nothing to say of outputs that are no probabilities, or of no answers", () => {
  expect(calibrationOf(judged([{ label: 0, predicted: 0, certainty: 2.5 }]))).toBeNull();
  expect(calibrationOf(judged([{ label: 0, predicted: -1, certainty: 0 }]))).toBeNull();
});

it("is copied as CSV", () => {
  const calibration = calibrationOf(judged([{ label: 0, predicted: 0, certainty: 0.25 }]));
  const rows = calibration ? calibrationCsv(calibration).split("\r\n") : [];
  expect(rows[0]).toBe("certainty above,up to,examples,share right,mean certainty");
  expect(rows[1]).toBe("0,0.1,0,,");
  expect(rows[3]).toBe("0.2,0.3,1,1,0.25");
});

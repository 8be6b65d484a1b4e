import { expect, it } from "vitest";
import { addError, addYesNo, errorMeasures, noAnswers, noErrors, yesNoMeasures } from "./measures.ts";

const errorsOf = (wanted: readonly number[], said: readonly number[], scale = 1, offset = 0) => {
  const sums = noErrors();
  wanted.forEach((value, index) => {
    addError(sums, (said[index] ?? Number.NaN) * scale + offset, value * scale + offset);
  });
  return errorMeasures(sums, scale);
};

it("measures errors as scikit-learn's examples of r2_score, mean_absolute_error and mean_squared_error do", () => {
  const { r2, mae, rmse } = errorsOf([3, -0.5, 2, 7], [2.5, 0, 2, 8]);
  expect(r2).toBeCloseTo(0.9486081370449679, 12);
  expect(mae).toBeCloseTo(0.5, 12);
  expect(rmse).toBeCloseTo(0.6123724356957945, 12);
});

it("tells errors in the units of the target, whatever it was standardised by", () => {
  const { r2, mae, rmse } = errorsOf([3, -0.5, 2, 7], [2.5, 0, 2, 8], 1 / 2.7, -1.1);
  expect(r2).toBeCloseTo(0.9486081370449679, 10);
  expect(mae).toBeCloseTo(0.5, 10);
  expect(rmse).toBeCloseTo(0.6123724356957945, 10);
});

it("has R² 0 for the mean, below 0 for worse, and none for a target that never changes", () => {
  expect(errorsOf([1, 2, 3], [2, 2, 2]).r2).toBe(0);
  expect(errorsOf([1, 2, 3], [3, 2, 1]).r2).toBe(-3);
  expect(errorsOf([0.1, 0.1, 0.1], [0, 0, 0]).r2).toBeNaN();
});

it("measures yes and no as scikit-learn's precision_score, recall_score and f1_score do", () => {
  const counts = noAnswers();
  const wanted = [1, 1, 1, 0, 0, 0, 0, 1];
  const said = [1, 0, 1, 1, 0, 0, 0, 1];
  wanted.forEach((value, index) => {
    addYesNo(counts, said[index] === 1, value === 1);
  });
  expect(yesNoMeasures(counts)).toEqual({ accuracy: 6 / 8, precision: 3 / 4, recall: 3 / 4, f1: 3 / 4 });
});

it("has no precision where nothing was said yes to", () => {
  const counts = noAnswers();
  addYesNo(counts, false, true);
  expect(yesNoMeasures(counts)).toMatchObject({ precision: Number.NaN, recall: 0, f1: 0 });
});

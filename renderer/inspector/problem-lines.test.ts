import { expect, test } from "vitest";
import type { Problem } from "../../engine/graph/problem.ts";
import { problemLines, settingLines } from "./problem-lines.ts";

const problem = (values: Partial<Problem>): Problem => ({
  severity: "error",
  code: "shapes-differ",
  node: "add",
  causes: [],
  title: "Inputs differ",
  explanation: "",
  fixes: [],
  ...values,
});

const told = (text: string, isHint = false) => ({ text, isHint });

test("the line stands at the layer that causes the problem, not at the marked one", () => {
  const problems = [problem({ field: "padding", causes: ["conv"] })];
  expect(problemLines(problems, "conv", ["padding", "stride"])).toEqual({ padding: told("Inputs differ.") });
  expect(problemLines(problems, "add", ["padding"])).toEqual({});
});

test("without causes the marked layer is the cause", () => {
  const problems = [problem({ field: "loss" })];
  expect(problemLines(problems, "add", ["loss"])).toEqual({ loss: told("Inputs differ.") });
});

test("a problem that names no field marks what its remedy would change", () => {
  const fix = {
    label: "",
    edits: [{ edit: "set-fields", id: "conv", values: { padding: "zero" } } as const],
  };
  const problems = [problem({ causes: ["conv"], fixes: [fix] })];
  expect(problemLines(problems, "conv", ["filters", "padding"])).toEqual({ padding: told("Inputs differ.") });
});

test("fields that the layer does not have, and problems without a field, get no line", () => {
  const problems = [problem({ field: "size" }), problem({})];
  expect(problemLines(problems, "add", ["loss"])).toEqual({});
});

test("a hint is told as one, and gives way to an error at the same field", () => {
  const hint = problem({ severity: "hint", title: "Unusual", field: "loss" });
  expect(problemLines([hint], "add", ["loss"])).toEqual({ loss: told("Unusual.", true) });
  expect(problemLines([hint, problem({ field: "loss" })], "add", ["loss"])).toEqual({
    loss: told("Inputs differ."),
  });
});

test("what the training is set to has its line at the part that holds it", () => {
  const setting = { part: "optimizer", field: "learningRate" } as const;
  const problems = [{ ...problem({ severity: "hint", title: "Too high", node: null }), setting }];
  expect(settingLines(problems, "optimizer")).toEqual({ learningRate: told("Too high.", true) });
  expect(settingLines(problems, "schedule")).toEqual({});
});

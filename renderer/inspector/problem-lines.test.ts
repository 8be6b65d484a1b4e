import { expect, test } from "vitest";
import type { Problem } from "../../engine/graph/problem.ts";
import { problemLines } from "./problem-lines.ts";

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

test("the line stands at the layer that causes the problem, not at the marked one", () => {
  const problems = [problem({ field: "padding", causes: ["conv"] })];
  expect(problemLines(problems, "conv", ["padding", "stride"])).toEqual({ padding: "Inputs differ." });
  expect(problemLines(problems, "add", ["padding"])).toEqual({});
});

test("without causes the marked layer is the cause", () => {
  const problems = [problem({ field: "loss" })];
  expect(problemLines(problems, "add", ["loss"])).toEqual({ loss: "Inputs differ." });
});

test("a problem that names no field marks what its remedy would change", () => {
  const fix = {
    label: "",
    edits: [{ edit: "set-fields", id: "conv", values: { padding: "zero" } } as const],
  };
  const problems = [problem({ causes: ["conv"], fixes: [fix] })];
  expect(problemLines(problems, "conv", ["filters", "padding"])).toEqual({ padding: "Inputs differ." });
});

test("fields that the layer does not have, and problems without a field, get no line", () => {
  const problems = [problem({ field: "size" }), problem({})];
  expect(problemLines(problems, "add", ["loss"])).toEqual({});
});

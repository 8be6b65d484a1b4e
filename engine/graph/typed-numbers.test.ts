import { describe, expect, it } from "vitest";
import { codes, fixed, images, points, problemOf } from "../testing/checked.ts";
import { check } from "./check.ts";
import type { Graph } from "./graph.ts";
import { graphOf } from "./graph-of.ts";
import type { Problem } from "./problem.ts";

it("typed numbers that do not fill their kernels are told, and filled or left out", () => {
  const drawn = (typedKernels: readonly number[], initialiser = "typed") =>
    graphOf({
      Input: ["input", { shape: [1, 28, 28] }],
      Conv: ["conv2d", { filters: 2, kernel: [2, 3], initialiser, typedKernels }],
      Flatten: ["flatten"],
      Dense: ["dense", { units: 10 }],
      Output: ["output"],
    });
  const problem = problemOf(drawn([1, 2, 3, 4, 5, 6, 7, 8]), images);
  expect(problem).toMatchObject({
    node: "Conv",
    field: "typedKernels",
    title: "Conv needs 4 more numbers for its kernels",
    explanation: "A kernel has 2×3 = 6 numbers, and 8 numbers are typed: 1 × 6 + 2.",
  });
  for (const label of ["Fill up with 4 zeros", "Leave out the last 2"])
    expect(codes(fixed(drawn([1, 2, 3, 4, 5, 6, 7, 8]), problem, label, images))).toEqual([]);
  expect(codes(check(drawn([]), images))).toEqual([]);
  expect(codes(check(drawn([1], "he"), images))).toEqual([]);
});

describe("a typed table of weights", () => {
  const drawn = (fields: object, inputs = 2) =>
    graphOf({
      Input: ["input", { shape: [inputs] }],
      Dense: ["dense", { units: 3, initialiser: "typedWeights", ...fields }],
      Output: ["output"],
    });
  const three = { ...points, inputShape: [2] };
  const typedAfter = (graph: Graph, problem: Problem, label: string) => {
    const after = fixed(graph, problem, label, three);
    expect(codes(after).filter((code) => code === "numbers-missing")).toEqual([]);
  };

  it("that fits, or is empty, is fine", () => {
    for (const fields of [{}, { typedWeights: [1, 2, 3, 4, 5, 6] }, { typedBiases: [1, 2, 3] }])
      expect(codes(check(drawn(fields), three))).toEqual([]);
    expect(codes(check(drawn({ typedWeights: [1], initialiser: "he" }), three))).toEqual([]);
    expect(codes(check(drawn({ typedBiases: [1], bias: false }), three))).toEqual([]);
  });

  it("tells how many numbers it needs and has, and can be fitted or emptied", () => {
    const graph = drawn({ typedWeights: [1, 2, 3, 4, 5] });
    const problem = problemOf(graph, three);
    expect(problem).toMatchObject({
      node: "Dense",
      field: "typedWeights",
      title: "Dense needs 6 typed weights, not 5",
      explanation:
        "Its weights are 3×2 = 6 numbers, a row for each unit and a column for each input, and 5 numbers are typed.",
    });
    typedAfter(graph, problem, "Leave the table empty");
    typedAfter(graph, problem, "Fit the numbers to 3×2");
    expect(problem.fixes[0]?.edits).toMatchObject([{ values: { typedWeights: [1, 2, 3, 4, 5, 0] } }]);
  });

  it("keeps its corner when rows become wider, narrower or fewer", () => {
    const corner = (typedWeights: readonly number[], units: number, inputs: number) =>
      check(drawn({ units, typedWeights }, inputs), null).problems.find(
        ({ field }) => field === "typedWeights",
      )?.fixes[0]?.edits;
    expect(corner([1, 2, 3, 4, 5, 6], 3, 4)).toMatchObject([
      { values: { typedWeights: [1, 2, 0, 0, 3, 4, 0, 0, 5, 6, 0, 0] } },
    ]);
    expect(corner([1, 2, 3, 4, 5, 6, 7, 8, 9], 3, 2)).toMatchObject([
      { values: { typedWeights: [1, 2, 4, 5, 7, 8] } },
    ]);
    expect(corner([1, 2, 3, 4, 5, 6], 2, 2)).toMatchObject([{ values: { typedWeights: [1, 2, 3, 4] } }]);
  });

  it("says that biases are one for each unit", () => {
    const problem = problemOf(drawn({ typedBiases: [1, 2] }), three);
    expect(problem).toMatchObject({
      field: "typedBiases",
      title: "Dense needs 3 typed biases, not 2",
      explanation: "Its biases are 3 numbers, one for each unit, and 2 numbers are typed.",
    });
  });

  it("that is too large to type can only be left empty", () => {
    const problem = check(drawn({ typedWeights: [1] }, 50_000), null).problems.find(
      ({ field }) => field === "typedWeights",
    );
    expect(problem?.title).toBe("Dense has more weights than can be typed");
    expect(problem?.explanation).toContain("150000 numbers");
    expect(problem?.fixes.map(({ label }) => label)).toEqual(["Leave the table empty"]);
  });
});

import { expect } from "vitest";
import { check, type DataContext, type GraphCheck } from "../graph/check.ts";
import { applyEdits } from "../graph/edit.ts";
import type { Graph } from "../graph/graph.ts";
import { graphOf } from "../graph/graph-of.ts";
import type { Problem } from "../graph/problem.ts";

/* What tests of the check share: two kinds of data, a small chain, and the one problem of a graph. */

export const points: DataContext = { name: "Blobs", inputShape: [4], classNames: ["A", "B", "C"] };
export const images: DataContext = {
  name: "Fashion-MNIST",
  inputShape: [1, 28, 28],
  classNames: [..."0123456789"],
};

export const codes = ({ problems }: GraphCheck) => problems.map(({ code }) => code);

/** The only problem of a graph. */
export function problemOf(graph: Graph, data: DataContext | null = points): Problem {
  const { problems, canTrain } = check(graph, data);
  expect(problems.map(({ title }) => title)).toHaveLength(1);
  expect(canTrain).toBe(problems[0]?.severity === "hint");
  if (!problems[0]) throw new Error("Unreachable.");
  return problems[0];
}

/** The check after a fix was applied. */
export function fixed(
  graph: Graph,
  problem: Problem,
  label: string,
  data: DataContext | null = points,
): GraphCheck {
  const fix = problem.fixes.find((candidate) => candidate.label === label);
  if (!fix)
    throw new Error(`No fix is called "${label}": ${problem.fixes.map((other) => other.label).join("; ")}`);
  return check(applyEdits(graph, fix.edits), data);
}

export const ends = { Input: ["input", { shape: [4] }], Output: ["output"] } as const;
export const chain = graphOf({ Input: ends.Input, "Dense 1": ["dense", { units: 3 }], Output: ends.Output });

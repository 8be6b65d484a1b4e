import { expect, it } from "vitest";
import { describeReference } from "../data/describe.ts";
import type { PaintedPoint } from "../data/painted.ts";
import { graphOf } from "../graph/graph-of.ts";
import { checkProject } from "./check.ts";
import { emptyProject } from "./empty.ts";

it("painted points that are too few are still to come, and keep the network waiting", () => {
  const graph = graphOf({
    Input: ["input", { shape: [2] }],
    Dense: ["dense", { units: 2 }],
    Output: ["output"],
  });
  const checked = (points: readonly PaintedPoint[]) => {
    const data = { kind: "painted", classes: 2, points } as const;
    return checkProject({ ...emptyProject(), graph, data }, describeReference(data));
  };
  const found = (points: readonly PaintedPoint[]) =>
    checked(points).problems.find(({ code }) => code === "painted-too-few");
  const row = (count: number, classes: number) =>
    Array.from({ length: count }, (_, index): PaintedPoint => [index, 0, index % classes]);
  expect(found(row(5, 2))).toMatchObject({ severity: "to-do", title: "Your own points are not enough yet" });
  expect(found(row(5, 2))?.explanation).toContain("There are 5 points, and 6 is the least");
  expect(found(row(6, 1))?.explanation).toContain("All points are of one class");
  expect(checked(row(6, 1)).canTrain).toBe(false);
  expect(found(row(6, 2))).toBeUndefined();
  expect(checked(row(6, 2)).canTrain).toBe(true);
});

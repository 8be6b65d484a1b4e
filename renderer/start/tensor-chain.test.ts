import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { describeReference } from "../../engine/data/describe.ts";
import { check } from "../../engine/graph/check.ts";
import { parseProject } from "../../engine/project/project.ts";
import { shapeText } from "../../engine/tensor.ts";
import { tensorChain } from "./tensor-chain.ts";

test("the Fashion classifier's tensors in the order of its layers", () => {
  const file = new URL("../../assets/templates/fashion-classifier.json", import.meta.url);
  const { graph, data } = parseProject(readFileSync(file, "utf8"));
  const chain = tensorChain(graph, check(graph, data && describeReference(data)));
  expect(chain.map(({ shape }) => shapeText(shape))).toEqual([
    "1×28×28",
    "16×28×28",
    "16×14×14",
    "16×7×7",
    "64",
    "10",
  ]);
});

import { expect, it } from "vitest";
import { referenceKernels } from "../../kernels/reference.ts";
import { allFields, runLayer } from "../../testing/layer-run.ts";
import { isProblem } from "../layer.ts";
import { reshape } from "./reshape.ts";

it("keeps the numbers in channel, row, column order, and their gradients", () => {
  const data = Array.from({ length: 12 }, (_, i) => i);
  const { shape, output, gradInputs } = runLayer(referenceKernels, {
    kind: reshape,
    fields: { shape: [3, 1, 2] },
    batch: 2,
    inputs: [{ shape: [1, 2, 3], data }],
    gradOutput: data,
  });
  expect(shape).toEqual([2, 3, 1, 2]);
  expect(output).toEqual(data);
  expect(gradInputs[0]).toEqual(data);
});

it.each([
  { asked: [1, 28, 28], input: [100], offered: [[1, 10, 10], [100]] },
  { asked: [5, 4, 7], input: [112], offered: [[4, 4, 7], [112]] },
  { asked: [4, 7], input: [28], offered: [[1, 4, 7], [28]] },
  { asked: [1, 4, 7], input: [30], offered: [[30]] },
])("offers $offered for $asked from $input", ({ asked, input, offered }) => {
  const result = reshape.outputShape({ ...allFields(reshape, {}), shape: asked }, [input]);
  if (!isProblem(result)) throw new Error("It has a shape.");
  expect(result.fixes.map((fix) => fix.action === "set-fields" && fix.values.shape)).toEqual(offered);
});

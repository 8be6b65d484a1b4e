import { expect, it } from "vitest";
import { openKernels } from "../../host/kernels.ts";
import { loopKernels } from "../../kernels/loops.ts";
import { referenceKernels } from "../../kernels/reference.ts";
import { runLayer } from "../../testing/layer-run.ts";
import { pad } from "./pad.ts";

const all = [referenceKernels, loopKernels, (await openKernels())()];

it.each(all)("fills as PyTorch's constant, reflect and replicate do, with $name kernels", (kernels) => {
  const run = (cells: string) =>
    runLayer(kernels, {
      kind: pad,
      fields: { cells, pads: [1, 0, 2, 1] },
      batch: 1,
      inputs: [{ shape: [1, 2, 3], data: [1, 2, 3, 4, 5, 6] }],
      gradOutput: Array<number>(18).fill(1),
    });
  const zero = run("zero");
  expect(zero.shape).toEqual([1, 1, 3, 6]);
  expect(zero.output).toEqual(
    [
      [0, 0, 0, 0, 0, 0],
      [0, 0, 1, 2, 3, 0],
      [0, 0, 4, 5, 6, 0],
    ].flat(),
  );
  expect(run("mirror").output).toEqual(
    [
      [6, 5, 4, 5, 6, 5],
      [3, 2, 1, 2, 3, 2],
      [6, 5, 4, 5, 6, 5],
    ].flat(),
  );
  expect(run("edge").output).toEqual(
    [
      [1, 1, 1, 2, 3, 3],
      [1, 1, 1, 2, 3, 3],
      [4, 4, 4, 5, 6, 6],
    ].flat(),
  );
  // How often each number was copied.
  expect(zero.gradInputs[0]).toEqual([1, 1, 1, 1, 1, 1]);
  expect(run("mirror").gradInputs[0]).toEqual([1, 3, 2, 2, 6, 4]);
  expect(run("edge").gradInputs[0]).toEqual([6, 2, 4, 3, 1, 2]);
});

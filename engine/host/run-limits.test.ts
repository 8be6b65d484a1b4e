import { expect, it } from "vitest";
import { graphOf } from "../graph/graph-of.ts";
import { loopKernels } from "../kernels/loops.ts";
import { emptyProject } from "../project/empty.ts";
import { refuseWhatDoesNotFit, worthwhileThreads } from "./run-limits.ts";

const wide = graphOf({
  Input: ["input", { shape: [784] }],
  Wide: ["dense", { units: 100_000 }],
  Classes: ["dense", { units: 10 }],
  Output: ["output", {}],
});
const small = graphOf({
  Input: ["input", { shape: [2] }],
  Classes: ["dense", { units: 2 }],
  Output: ["output", {}],
});
const kernels = {
  ...loopKernels,
  allocate(): never {
    throw new Error("Nothing may be allocated before the run is known to fit.");
  },
};

it("refuses what memory cannot hold, in words, before anything is allocated", () => {
  const project = { ...emptyProject(), graph: wide };
  // 78.4 million weights, four times over (weight, gradient, two of Adam's): 1.27 GB; each example 0.8 MB more.
  expect(() => refuseWhatDoesNotFit(project, kernels, 64, 3e9)).not.toThrow();
  expect(() => refuseWhatDoesNotFit(project, kernels, 8192, 3e9)).toThrow(
    /^This run needs too much memory: A batch of 8192 needs about \d+(\.\d)? GB, and 3\.0 GB can be used\. Batch size (1024|2048) fits\.$/,
  );
  expect(() => refuseWhatDoesNotFit(project, kernels, 64, 1e9)).toThrow(/weights alone do not fit/);
});

it("shares a step among threads only where it is worth it", () => {
  expect(worthwhileThreads(small, 10, 4)).toBe(1);
  expect(worthwhileThreads(wide, 64, 4)).toBe(4);
});
